import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { expect, test } from 'vitest';
import { weaknessOf } from '../../../src/helpers/passphrase-weakness.ts';
import { chooseWords } from '../../../src/helpers/passphrase-words.ts';

const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

function weaknessIn(text: string) {
  const { score, feedback, sequence } = estimator.check(text, ['llantern']);
  return weaknessOf(text, score, feedback.warning, sequence);
}

test.each([
  ['short', 'too-short'],
  ['password', 'common'],
  ['qwertyuiop', 'common'],
  ['aaaaaaaaaaaa', 'repeated'],
  ['19901224', 'date'],
  ['llantern1', 'about-this'],
  ['passw0rd99', 'like-common'],
] as const)('%s is told to be weak for what it is: %s', (text, weakness) => {
  expect(weaknessIn(text)).toBe(weakness);
});

test('a few unrelated words have no weakness to tell', () => {
  expect(weaknessIn('heron gannet fern moss')).toBeUndefined();
});

test('five words are drawn, and every draw picks its own', () => {
  const list = ['a', 'b', 'c'];
  const draws = [0, 1, 2, 3, 4];
  expect(chooseWords(list, () => draws.shift() ?? 0)).toBe('a b c a b');
});

test('a draw beyond the last whole round of the list is drawn anew', () => {
  // Rounds of three end at 65,535, so that one number is left over.
  const draws = [65_535, 1, 65_535, 1, 1, 1, 1];
  expect(chooseWords(['a', 'b', 'c'], () => draws.shift() ?? 0)).toBe('b b b b b');
});

test('words drawn by the device itself are words of the list, and differ from one time to the next', () => {
  const list = dictionary['diceware-common'];
  const [one, two] = [chooseWords(list), chooseWords(list)];
  expect(one.split(' ').every((word) => list.includes(word))).toBe(true);
  expect(one).not.toBe(two);
});
