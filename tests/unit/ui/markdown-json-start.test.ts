import { describe, expect, test } from 'vitest';
import { type Beginning, beginningOf, isWholeJson } from '../../../src/ui/markdown/json-start.ts';

/** What a view makes of a text that comes letter by letter, and how much of it was held back until then. */
function streamed(text: string): { is: Beginning; heldTo: number } {
  for (let end = 1; end <= text.length; end += 1) {
    const is = beginningOf(text.slice(0, end));
    if (is !== 'unsure') return { is, heldTo: end };
  }
  return { is: isWholeJson(text) ? 'json' : 'markdown', heldTo: text.length };
}

const longText = 'heron '.repeat(30);

describe('JSON as a whole', () => {
  test.each([
    ['{"name": "heron"}', 2],
    ['{ "name": 1 }', 3],
    ['\n\n{\n  "name": 1,\n', 7],
    ['{}', 2],
    ['{ }\n', 3],
    ['[{"a":1}]', 3],
    ['[\n  {\n    "a": 1', 11],
    ['[[{"a":1}]]', 4],
    ['["a", "b"]', 5],
    ['["a \\" b", ', 10],
    ['["heron"]', 9],
    ['[[1, 2], [3, 4]]', 16],
    ['[]', 2],
    [`[${'1.5, '.repeat(40)}1]`, 81],
  ])('%j is told after %i characters', (text, heldTo) => {
    expect(streamed(text)).toEqual({ is: 'json', heldTo });
  });
});

describe('Markdown', () => {
  test.each([
    ['The heron waits.', 1],
    ['- a list', 1],
    ['1. a list', 1],
    ['```json\n{"a":1}\n```', 1],
    ['"quoted"', 1],
    ['[text](https://a.example)', 2],
    ['[ ] a task', 5],
    ['[x] done', 2],
    ['[1] a note', 5],
    ['[1](https://a.example)', 4],
    ['[1]: https://a.example', 4],
    ['[1, 2] say that', 8],
    ['["Title"](https://a.example)', 10],
    ['[[wiki]]', 3],
    ['{{ name }}', 2],
    ['{% raw %}', 2],
    ['{name}', 2],
    ['{ then we go on', 3],
    [`["${longText}`, 81],
  ])('%j is told after %i characters', (text, heldTo) => {
    expect(streamed(text)).toEqual({ is: 'markdown', heldTo });
  });

  test('is what a text is that ends before it is anything else', () => {
    expect(streamed('{').is).toBe('markdown');
    expect(streamed('["a').is).toBe('markdown');
    expect(streamed(' \n').is).toBe('markdown');
    expect(isWholeJson('1')).toBe(false);
  });
});

test('what is told once is told of every longer beginning, however it is cut', () => {
  for (const text of [
    '{"a": [1, 2]} and more',
    '[{"a":1}](b)',
    'a {"b"}',
    '[1, 2] say',
    '["a", b',
  ]) {
    const { is, heldTo } = streamed(text);
    for (let end = heldTo; end <= text.length; end += 1) {
      expect(beginningOf(text.slice(0, end)), text.slice(0, end)).toBe(is);
    }
  }
});
