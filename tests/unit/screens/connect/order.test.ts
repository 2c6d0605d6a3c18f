import { expect, test } from 'vitest';
import { orderChanges } from '../../../../src/screens/connect/order.ts';

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
