import { expect, test } from 'vitest';
import { windowAround } from '../../../../src/screens/list/list-window.ts';

test('the window covers what is in view, with rows to spare on both sides', () => {
  for (let first = 0; first < 10_000; first += 7) {
    const { from, count } = windowAround(first, first + 20);
    expect(count).toBe(100);
    expect(from).toBeLessThanOrEqual(Math.max(0, first - 20));
    expect(from + count).toBeGreaterThan(first + 20 + 20);
  }
});

test('scrolling over a hundred rows asks for a handful of windows', () => {
  const starts = Array.from({ length: 100 }, (_, row) => windowAround(500 + row, 520 + row).from);
  expect(new Set(starts).size).toBeLessThanOrEqual(5);
});
