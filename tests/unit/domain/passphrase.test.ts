import { expect, test } from 'vitest';
import { isGoodEnough, isLongEnough, roughTime } from '../../../src/domain/passphrase.ts';

test('eight characters are long enough, counted as a person counts', () => {
  expect(isLongEnough('1234567')).toBe(false);
  expect(isLongEnough('12345678')).toBe(true);
  expect(isLongEnough('🚀🚀🚀🚀')).toBe(false);
});

test('neither a good score nor length is enough alone', () => {
  expect(isGoodEnough('abcdefg', { score: 4, heldSeconds: 1e12 })).toBe(false);
  expect(isGoodEnough('abcdefgh', { score: 2, heldSeconds: 1e3 })).toBe(false);
  expect(isGoodEnough('abcdefgh', { score: 3, heldSeconds: 1e5 })).toBe(true);
});

test.each([
  [0.2, { unit: 'seconds', count: 0 }],
  [59, { unit: 'seconds', count: 59 }],
  [60, { unit: 'minutes', count: 1 }],
  [7200, { unit: 'hours', count: 2 }],
  [86_400, { unit: 'days', count: 1 }],
  [2_629_800 * 3, { unit: 'months', count: 3 }],
  [31_557_600, { unit: 'years', count: 1 }],
  [3_155_760_000 * 12, { unit: 'centuries', count: 12 }],
] as const)('%d seconds are %o in words', (seconds, expected) => {
  expect(roughTime(seconds)).toEqual(expected);
});
