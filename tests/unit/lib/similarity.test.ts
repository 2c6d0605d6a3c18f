import { describe, expect, test } from 'vitest';
import { cosineSimilarity, rankBySimilarity } from '../../../src/lib/similarity.ts';

describe('the similarity of two vectors', () => {
  test('is that of their directions, whatever their lengths', () => {
    expect(cosineSimilarity([3, 4], [6, 8])).toBeCloseTo(1, 12);
    expect(cosineSimilarity([1, 0], [0, 5])).toBe(0);
    expect(cosineSimilarity([1, 2], [-2, -4])).toBeCloseTo(-1, 12);
    expect(cosineSimilarity([1, 0], [1, 1])).toBeCloseTo(Math.SQRT1_2, 12);
  });

  test('never leaves the range, whatever rounding does', () => {
    const third = [1 / 3, 1 / 3, 1 / 3];
    expect(cosineSimilarity(third, third)).toBeLessThanOrEqual(1);
    expect(cosineSimilarity(third, third)).toBeGreaterThan(0.999);
  });

  test('of one without a direction is nothing', () => {
    expect(cosineSimilarity([0, 0], [1, 2])).toBe(0);
    expect(cosineSimilarity([0, 0], [0, 0])).toBe(0);
    expect(cosineSimilarity([], [])).toBe(0);
  });

  test('is told of the smallest numbers too', () => {
    expect(cosineSimilarity([1e-200, 0], [1e-100, 0])).toBeCloseTo(1, 12);
  });
});

describe('a ranking', () => {
  test('has the most alike first', () => {
    const ranked = rankBySimilarity(
      [1, 0],
      [
        [0, 1],
        [1, 1],
        [2, 0],
        [-1, 0],
      ],
    );
    expect(ranked.map(({ at }) => at)).toEqual([2, 1, 0, 3]);
    expect(ranked[0]?.similarity).toBe(1);
  });

  test('keeps the order of those that are equally alike', () => {
    const ranked = rankBySimilarity(
      [1, 0],
      [
        [0, 1],
        [1, 0],
        [0, 0],
        [3, 0],
        [0, -2],
      ],
    );
    expect(ranked.map(({ at }) => at)).toEqual([1, 3, 0, 2, 4]);
  });
});
