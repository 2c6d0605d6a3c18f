import { describe, expect, test } from 'vitest';
import { createBlockSplitter, type Piece, plainLimit } from '../../../src/ui/markdown/blocks.ts';
import { lexBlocks } from '../../../src/ui/markdown/lex.ts';

describe('block splitter', () => {
  const texts: Readonly<Record<string, string>> = {
    mixed: mixed(12),
    list: Array.from({ length: 80 }, (_, at) => `${at + 1}. step *${at}*\n   - part\n`).join(''),
    'loose list': `${Array.from({ length: 30 }, (_, at) => `- one ${at}\n\n`).join('')}after\n`,
    table: `| a | b |\n|---|--:|\n${'| x *y* | `z` |\n'.repeat(60)}\nafter the table\n`,
    code: `before\n\`\`\`ts\n${'const a = 1;\n\n'.repeat(200)}\`\`\`\nafter`,
    'fence in a list': '1. one\n   ```js\n   let a;\n\n   let b;\n   ```\n2. two\n\nend\n',
    'open fence': 'text\n\n~~~\nnever closed\n``\n',
    'long line': 'word '.repeat(8000),
    'long line, then more': `# head\n\n${'word '.repeat(4000)}\n\n- a\n- b\n\nend`,
    'open comment': `<!-- ${'never closed\n\n'.repeat(1500)}`,
    references: 'see [one][1] and [two]\n\n[1]: http://a.example\n[two]: http://b.example "t"\n',
    returns: 'a\r\nb\r\n\r\n- c\r- d\r\r```\r\ncode\r\n```\r\n',
    'a sign over and over': `${'> '.repeat(300)}a\n\n*after*\n`,
    quotes: '> a\n> b\nlazy\n>\n> - c\n\ntext\n***\nsetext\n---\n'.repeat(20),
  };
  for (const [name, text] of Object.entries(texts)) {
    test(`gives the same pieces however it is chunked: ${name}`, () => {
      const whole = outline(run(text, text.length));
      for (const size of [1, 4, 67, 501]) expect(outline(run(text, size))).toEqual(whole);
    });
  }

  test('finds the same blocks as the parser in one go', () => {
    const text = mixed(2);
    const kinds = run(text, 7).flatMap((piece) =>
      piece.kind === 'block'
        ? [piece.token.type]
        : piece.kind === 'items' && piece.isFirst
          ? ['list']
          : piece.kind === 'rows' && piece.isFirst
            ? ['table']
            : piece.kind === 'fence-start'
              ? ['code']
              : [],
    );
    const whole = lexBlocks(text).map((token) => token.type);
    expect(kinds).toEqual(whole.filter((type) => type !== 'space'));
  });

  test('keeps every character of plain paragraphs and code', () => {
    const pieces = run('one\n\n```sh\nls\n\n  cd\n```\n\ntwo', 3);
    expect(outline(pieces)).toEqual([
      'paragraph one',
      'fence sh',
      'ls\n\n  cd',
      'end',
      'paragraph two',
    ]);
  });

  test('reads a fence without its closing line as code to the end', () => {
    expect(outline(run('```\na\n\nb\n', 2))).toEqual(['fence ', 'a\n\nb', 'end']);
  });

  test('takes the indent of a fence off its lines', () => {
    expect(outline(run('  ```\n  a\n    b\n c\n  ```', 5))).toEqual(['fence ', 'a\n  b\nc', 'end']);
  });

  test('closes a fence only with at least as many of the same marks', () => {
    expect(outline(run('````md\n```\nx\n```\n~~~~\n````\n', 4))).toEqual([
      'fence md',
      '```\nx\n```\n~~~~',
      'end',
    ]);
  });

  test('gives away the parts of a long list before it ends', () => {
    const splitter = createBlockSplitter();
    const pieces = splitter.append(Array.from({ length: 40 }, (_, at) => `- ${at}\n`).join(''));
    expect(pieces.length).toBeGreaterThan(1);
    expect(splitter.tail()).toHaveLength(1);
    expect(splitter.tail()[0]?.raw.length).toBeLessThan(100);
  });

  test('does not show a line that has only begun a list or an underline', () => {
    const splitter = createBlockSplitter();
    splitter.append('some words\n-');
    expect(splitter.tail().map((token) => token.type)).toEqual(['paragraph']);
    splitter.append(' now an item');
    expect(splitter.tail().map((token) => token.type)).toEqual(['paragraph', 'list']);
  });

  test('collects reference definitions and leaves footnotes alone', () => {
    const splitter = createBlockSplitter();
    splitter.append('a [x]\n\n[x]: http://x.example\n[^1]: note\n');
    splitter.finish();
    expect([...splitter.definitions.keys()]).toEqual(['x']);
  });

  test('shows a block past the limit as plain text up to the next blank line', () => {
    const long = 'x'.repeat(plainLimit + 10);
    const kinds = run(`${long}\n\nnext`, 1000).map((piece) => piece.kind);
    expect(new Set(kinds)).toEqual(new Set(['plain-start', 'plain-text', 'plain-end', 'block']));
  });

  for (const [name, unit] of Object.entries({
    prose: mixed(1),
    list: '- an item with some *words* in it\n',
    'loose list': '1. an item with some words\n\n',
    code: 'const answer = computeIt(41) + 1;\n',
  })) {
    test(`costs the same per character at the start and at the end: ${name}`, () => {
      const length = 128_000;
      const body = unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
      const costs = lexedPerTenth(name === 'code' ? `\`\`\`ts\n${body}` : body, 67);
      const [first = 0, last = 0] = [costs[1], costs.at(-1)];
      expect(last).toBeLessThanOrEqual(first * 1.3 + 100);
    });
  }

  for (const [name, sign] of Object.entries({
    quotes: '>',
    'spaced quotes': '> ',
    lists: '- ',
    'numbered lists': '1. ',
    blanks: ' ',
    emphasis: '_a_ _',
    brackets: '<a ',
  })) {
    test(`a model that repeats itself neither breaks nor stalls the reader: ${name}`, () => {
      const stuck = sign.repeat(Math.floor((plainLimit - 10) / sign.length));
      const startedMs = performance.now();
      const outlined = outline(run(`before\n\na${stuck}a\n\n${stuck}a\n\nafter`, 4000));
      expect(performance.now() - startedMs).toBeLessThan(2000);
      expect(outlined.at(0)).toBe('paragraph before');
      expect(outlined.at(-1)).toBe('paragraph after');
    });
  }

  test('a rule of many dashes is still a rule', () => {
    expect(lexBlocks(`${'- '.repeat(200)}\n`).map((token) => token.type)).toEqual(['hr']);
  });

  test('a megabyte without a line break is lexed only up to the limit', () => {
    const splitter = createBlockSplitter();
    const part = 'lorem ipsum '.repeat(50);
    for (let at = 0; at < 1_000_000; at += part.length) {
      splitter.append(part);
      splitter.tail();
    }
    expect(splitter.lexedCharacters()).toBeLessThan(plainLimit * 20);
  });
});

function run(text: string, size: number): Piece[] {
  const splitter = createBlockSplitter();
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length; at += size) {
    pieces.push(...splitter.append(text.slice(at, at + size)));
    if (size > 4) splitter.tail();
  }
  pieces.push(...splitter.finish());
  return pieces;
}

/** Pieces as short lines, with texts that came in parts joined. */
function outline(pieces: readonly Piece[]): readonly string[] {
  const lines: string[] = [];
  let text: string | undefined;
  for (const piece of pieces) {
    if (piece.kind === 'fence-text' || piece.kind === 'plain-text') {
      text = (text ?? '') + piece.text;
      continue;
    }
    if (text !== undefined) lines.push(text);
    text = undefined;
    if (piece.kind === 'block') lines.push(`${piece.token.type} ${piece.token.raw.trim()}`);
    else if (piece.kind === 'items')
      lines.push(...piece.list.items.map((item) => `item ${item.loose} ${item.raw.trim()}`));
    else if (piece.kind === 'rows') {
      lines.push(...piece.table.rows.map((row) => `row ${row.map((cell) => cell.text).join('|')}`));
    } else if (piece.kind === 'fence-start') lines.push(`fence ${piece.language}`);
    else lines.push(piece.kind === 'plain-start' ? 'plain' : 'end');
  }
  return lines;
}

function lexedPerTenth(text: string, size: number): readonly number[] {
  const splitter = createBlockSplitter();
  const costs: number[] = [];
  let before = 0;
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const part = text.slice((text.length / 10) * tenth, (text.length / 10) * (tenth + 1));
    for (let at = 0; at < part.length; at += size) {
      splitter.append(part.slice(at, at + size));
      splitter.tail();
    }
    costs.push(splitter.lexedCharacters() - before);
    before = splitter.lexedCharacters();
  }
  return costs;
}

function mixed(times: number): string {
  return `## A heading

A paragraph with **bold**, *em*, \`code\`, a [link](https://example.org) and an
odd line break; it goes on for a while, as such paragraphs do.

1. first
2. second
   - nested
   - again

   a paragraph in it
3. third

> quoted
> - with a list

\`\`\`python
def f(x):

    return x
\`\`\`

| h | i |
|---|---|
| 1 | 2 |
| 3 | 4 |

- [x] done
- [ ] open

<details>
html
</details>

    indented

---
`.repeat(times);
}
