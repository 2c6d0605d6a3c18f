import { expect, it } from 'vitest';
import {
  decodePosting,
  encodePostings,
  intersectionOf,
  unionOf,
} from '../../../src/search/postings.ts';
import { wordsOf } from '../../../src/search/words.ts';

it('lists of numbers come back as they went in, small gaps and large', () => {
  const lists = new Map([
    ['abc', [0, 1, 127, 128, 129, 9999]],
    ['abcd', [70_000]],
    ['abce', []],
  ]);
  const [row] = encodePostings('s', new Map([['abc', lists]]));
  for (const [word, numbers] of lists) {
    expect(row && decodePosting(row, (each) => each === word)).toEqual([numbers]);
  }
});

it('what stands in both and what stands in any', () => {
  expect(intersectionOf([1, 4, 6], [0, 1, 2, 6, 9])).toEqual([1, 6]);
  expect(unionOf([[1, 4], [1, 2], []])).toEqual([1, 2, 4]);
});

it('a word knows its place in the text as it was written', () => {
  const text = 'Ça va? Öl—42 x';
  expect([...wordsOf(text)].map(({ word, from, to }) => [word, text.slice(from, to)])).toEqual([
    ['ca', 'Ça'],
    ['va', 'va'],
    ['ol', 'Öl'],
    ['42', '42'],
    ['x', 'x'],
  ]);
});
