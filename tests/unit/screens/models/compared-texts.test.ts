import { expect, test } from 'vitest';
import {
  linesOf,
  mostLetters,
  mostLines,
  troubleWith,
} from '../../../../src/screens/models/compare/compared-texts.ts';

test('each line is a text, and empty ones are none', () => {
  expect(linesOf('one\n\n  two  \r\n\t\nthree\n')).toEqual(['one', 'two', 'three']);
  expect(linesOf(' \n ')).toEqual([]);
});

test('nothing stands in the way of a question and as many lines as go out at once', () => {
  const lines = Array.from({ length: mostLines }, () => 'a'.repeat(mostLetters));
  expect(troubleWith('a'.repeat(mostLetters), lines)).toBeUndefined();
});

test.each([
  ['', ['a'], { is: 'no-question' }],
  ['a', [], { is: 'no-lines' }],
  ['a'.repeat(mostLetters + 1), ['a'], { is: 'question-long' }],
  ['a', ['b', 'a'.repeat(mostLetters + 1)], { is: 'line-long' }],
  ['a', Array.from({ length: 70 }, () => 'b'), { is: 'too-many', count: 70 }],
])('what does: %#', (question, lines, trouble) => {
  expect(troubleWith(question, lines)).toEqual(trouble);
});
