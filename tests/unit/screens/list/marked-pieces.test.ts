import { expect, test } from 'vitest';
import { markedPieces } from '../../../../src/screens/list/marked-pieces.ts';

const shown = (text: string, ranges: [number, number][]) =>
  markedPieces(text, ranges).map(({ text: piece, isMarked }) => (isMarked ? `[${piece}]` : piece));

test('the text is cut at the ranges and loses nothing', () => {
  expect(shown('one two three', [[4, 7]])).toEqual(['one ', '[two]', ' three']);
});

test('ranges may come in any order, touch and overlap', () => {
  const pieces = shown('abcdef', [
    [3, 5],
    [0, 2],
    [1, 4],
  ]);
  expect(pieces.join('').replace(/[[\]]/g, '')).toBe('abcdef');
  expect(pieces).toEqual(['[ab]', '[cd]', '[e]', 'f']);
});

test('a range past the end marks what is there', () => {
  expect(shown('abc', [[1, 99]])).toEqual(['a', '[bc]']);
});
