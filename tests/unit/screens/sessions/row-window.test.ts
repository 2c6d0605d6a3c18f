import { describe, expect, test } from 'vitest';
import {
  rowAt,
  tailRows,
  tailStart,
  windowFor,
  windowRows,
} from '../../../../src/screens/sessions/row-window.ts';

describe('the window of rows', () => {
  test('a short session needs none beside its end', () => {
    expect(windowFor(undefined, { first: 0, last: 9, total: tailRows })).toBeUndefined();
  });

  test('at the end of a long session none is asked for', () => {
    expect(windowFor(undefined, { first: 1990, last: 1999, total: 2000 })).toBeUndefined();
  });

  test('it is laid around what is seen and stays inside the session', () => {
    expect(windowFor(undefined, { first: 1000, last: 1010, total: 2000 })).toEqual({
      from: 955,
      count: windowRows,
    });
    expect(windowFor(undefined, { first: 0, last: 5, total: 2000 })?.from).toBe(0);
  });

  test('a small scroll keeps the window, the same object', () => {
    const window = windowFor(undefined, { first: 1000, last: 1010, total: 2000 });
    expect(windowFor(window, { first: 1010, last: 1020, total: 2000 })).toBe(window);
  });

  test('nearing its edge moves it, before the edge is seen', () => {
    const window = windowFor(undefined, { first: 1000, last: 1010, total: 2000 });
    const moved = windowFor(window, { first: 965, last: 975, total: 2000 });
    expect(moved).not.toBe(window);
    expect(moved?.from).toBeLessThan(945);
  });
});

describe('the part drawn in plain flow', () => {
  test('it begins near the end and stays put while messages come', () => {
    const start = tailStart(undefined, 2000);
    expect(start).toBe(1996);
    expect(tailStart(start, 2002)).toBe(1996);
  });

  test('it moves on when it holds too many', () => {
    expect(tailStart(1996, 2012)).toBe(2008);
  });

  test('it follows a branch that got shorter', () => {
    expect(tailStart(1996, 10)).toBe(6);
    expect(tailStart(undefined, 1)).toBe(0);
  });
});

test('a row is found in whichever window holds it', () => {
  const tail = { from: 8, rows: ['i', 'j'] };
  const middle = { from: 2, rows: ['c', 'd'] };
  expect(rowAt([tail, middle], 9)).toBe('j');
  expect(rowAt([tail, middle], 2)).toBe('c');
  expect(rowAt([tail, undefined], 5)).toBeUndefined();
});
