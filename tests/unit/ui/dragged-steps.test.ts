import { expect, test } from 'vitest';
import { draggedSteps } from '../../../src/ui/dragged-steps.ts';

test('a dragged row takes the place of those whose middle it has passed', () => {
  const middles = [20, 60, 100];
  expect(draggedSteps(middles, 0, 30)).toBe(0);
  expect(draggedSteps(middles, 0, 50)).toBe(1);
  expect(draggedSteps(middles, 0, 500)).toBe(2);
  expect(draggedSteps(middles, 2, -90)).toBe(-2);
  expect(draggedSteps(middles, 1, -30)).toBe(0);
});
