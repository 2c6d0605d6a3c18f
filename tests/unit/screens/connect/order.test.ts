import { expect, test } from 'vitest';
import { draggedSteps, orderChanges } from '../../../../src/screens/connect/order.ts';

const list = ['a', 'b', 'c'].map((id, order) => ({ id, order }));

test('a row is moved by several places at once', () => {
  expect(orderChanges(list, 'a', 2)).toEqual([
    { id: 'b', order: 0 },
    { id: 'c', order: 1 },
    { id: 'a', order: 2 },
  ]);
});

test('a row does not leave its list', () => {
  expect(orderChanges(list, 'a', -1)).toEqual([]);
  expect(orderChanges(list, 'c', 1)).toEqual([]);
  expect(orderChanges(list, 'b', 0)).toEqual([]);
});

test('a dragged row takes the place of those whose middle it has passed', () => {
  const middles = [20, 60, 100];
  expect(draggedSteps(middles, 0, 30)).toBe(0);
  expect(draggedSteps(middles, 0, 50)).toBe(1);
  expect(draggedSteps(middles, 0, 500)).toBe(2);
  expect(draggedSteps(middles, 2, -90)).toBe(-2);
  expect(draggedSteps(middles, 1, -30)).toBe(0);
});
