import { expect, it } from 'vitest';
import { safeFileName } from '../../../src/domain/file-name.ts';

it.each([
  ['A plain title', 'A plain title.md'],
  ['../../etc/passwd', 'etc passwd.md'],
  ['a/b\\c:d*e?"<f>|g', 'a b c d e f g.md'],
  ['.hidden', 'hidden.md'],
  ['CON', 'session CON.md'],
  ['', 'session.md'],
  ['\u0000\u202Egnp.exe', 'gnp.exe.md'],
  ['-rf dots...', 'rf dots.md'],
  ['日本語のタイトル', '日本語のタイトル.md'],
])('the title %j gives the file name %j', (title, name) => {
  expect(safeFileName(title, 'md')).toBe(name);
});

it('a long title is cut between letters, not inside one', () => {
  expect(safeFileName('😀'.repeat(200), 'json')).toBe(`${'😀'.repeat(80)}.json`);
});
