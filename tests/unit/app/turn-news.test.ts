import { expect, test } from 'vitest';
import { news } from '../../../src/app/turn-news.ts';

test('a new reply is told as started, a gone one as finished', () => {
  expect(news([], ['a'])).toBe('Reply started');
  expect(news(['a'], [])).toBe('Reply finished');
});

test('the next message of the line is told after the end of the one before', () => {
  expect(news(['a'], ['b'])).toBe('Reply finished. Reply started');
});

test('nothing is said while the same replies run', () => {
  expect(news(['a', 'b'], ['b', 'a'])).toBe('');
});
