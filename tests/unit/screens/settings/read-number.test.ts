import { describe, expect, test } from 'vitest';
import { exportName } from '../../../../src/screens/settings/export-name.ts';
import { readNumber } from '../../../../src/screens/settings/read-number.ts';

const requests = { min: 1, max: 5, isWhole: true };
const days = { min: 0.01, max: 365, isWhole: false };

describe('a number as it is typed', () => {
  test('both ends of the range are in it', () => {
    expect(readNumber('1', requests)).toBe(1);
    expect(readNumber(' 5 ', requests)).toBe(5);
  });

  test('what lies outside is no value', () => {
    expect(readNumber('0', requests)).toBeUndefined();
    expect(readNumber('6', requests)).toBeUndefined();
  });

  test('a fraction is read with point or comma, but not where a whole number is wanted', () => {
    expect(readNumber('0,5', days)).toBe(0.5);
    expect(readNumber('.5', days)).toBe(0.5);
    expect(readNumber('2.5', requests)).toBeUndefined();
  });

  test.each(['', 'four', '1e3', '-1', '1 2', 'Infinity', '0x2'])('%j is no number', (text) => {
    expect(readNumber(text, days)).toBeUndefined();
  });
});

test('an export is named by the day', () => {
  expect(exportName(new Date(2026, 0, 5, 12).getTime())).toBe('llantern-2026-01-05.json');
});
