import { describe, expect, test } from 'vitest';
import { languageNamed } from '../../../src/helpers/highlight-languages.ts';
import { codeRoles, readMarks } from '../../../src/helpers/highlight-marks.ts';

describe('code marks', () => {
  test('name the stretches of a line', async () => {
    const code = "const a = 'x'; // why";
    expect(await stretches(code, 'ts')).toEqual([
      ['const', 'keyword'],
      ["'x'", 'string'],
      ['// why', 'comment'],
    ]);
  });

  test('reach into a language inside another', async () => {
    const code = '<p class="a">x</p><script>const f = () => { return new Map(1); };</script>';
    const found = await stretches(code, 'html');
    expect(found).toContainEqual(['return', 'keyword']);
    expect(found).toContainEqual(['1', 'number']);
  });

  test('are sorted and never overlap', async () => {
    const code = 'f"a {b + f\'{c}\'} d" # x\n@deco\nclass A(B):\n  """doc"""\n'.repeat(20);
    const marks = await readMarks(code, 'python');
    const ends = Array.from(marks).filter((_, at) => at % 3 !== 2);
    expect(ends).toEqual([...ends].sort((a, b) => a - b));
  });

  test('are none for an unknown language', async () => {
    expect(await readMarks('a', 'nonsense')).toHaveLength(0);
    expect(languageNamed('constructor')).toBeUndefined();
    expect(languageNamed('TSX')).toBe('typescript');
  });
});

async function stretches(code: string, language: string) {
  const marks = await readMarks(code, language);
  return Array.from({ length: marks.length / 3 }, (_, at) => [
    code.slice(marks[at * 3], marks[at * 3 + 1]),
    codeRoles[marks[at * 3 + 2] ?? 0],
  ]);
}
