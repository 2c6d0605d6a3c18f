import { expect, test } from 'vitest';
import { unshared } from '../../../src/lib/unshared.ts';

test('what was said twice is two objects that can be changed apart', () => {
  const health = { status: 'unknown', notes: ['a'] };
  const rows = unshared([{ health }, { health }, { health }]);
  for (const row of rows.slice(1)) row.health.notes.push('b');
  expect(rows.map((row) => row.health.notes.length)).toEqual([1, 2, 2]);
  expect(new Set(rows.map((row) => row.health)).size).toBe(3);
});

test('what was said once stays the very same', () => {
  const once = { a: { b: [1, 2] }, bytes: new Uint8Array([1]), none: null };
  const { a, bytes } = once;
  expect(unshared(once)).toBe(once);
  expect(once.a).toBe(a);
  expect(once.bytes).toBe(bytes);
});
