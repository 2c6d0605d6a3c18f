import { describe, expect, test } from 'vitest';
import {
  dateGroup,
  formatAgo,
  formatBytes,
  formatDecimal,
  formatDuration,
  formatNumber,
  formatPercent,
  formatSpeed,
} from '../../../src/i18n/format.ts';

const noon = new Date(2026, 10, 20, 12, 0).getTime();
const dayMs = 86_400_000;

describe('figures', () => {
  test('whole numbers are grouped', () => {
    expect(formatNumber(1_234_567)).toBe('1,234,567');
  });

  test('a running figure keeps its decimals', () => {
    expect([41, 41.26].map((value) => formatDecimal(value, 1))).toEqual(['41.0', '41.3']);
    expect(formatSpeed(41)).toBe('41.0 tok/s');
  });

  test('a share is a whole percentage', () => {
    expect(formatPercent(0.624)).toBe('62%');
  });

  test('sizes take the largest unit that keeps them below a thousand', () => {
    expect([0, 999, 1000, 9_800_000_000, 123_400_000].map(formatBytes)).toEqual([
      '0 bytes',
      '999 bytes',
      '1.0 kB',
      '9.8 GB',
      '123 MB',
    ]);
  });

  test('a size just below a unit is not shown as a thousand of the smaller one', () => {
    expect(formatBytes(999_999)).toBe('1.0 MB');
  });

  test('durations go from tenths of a second to hours', () => {
    expect([40, 400, 12_000, 185_000, 7_800_000].map(formatDuration)).toEqual([
      '40 ms',
      '0.4 s',
      '12 s',
      '3 min 05 s',
      '2 h 10 min',
    ]);
  });

  test('a duration that rounds to a minute is told in minutes', () => {
    expect(formatDuration(59_700)).toBe('1 min 00 s');
  });
});

describe('dates', () => {
  test('an instant ago is told in its largest unit', () => {
    expect(formatAgo(noon - 3 * 3_600_000, noon)).toBe('3 hours ago');
    expect(formatAgo(noon - dayMs, noon)).toBe('yesterday');
    expect(formatAgo(noon - 5000, noon)).toBe('now');
  });

  test('groups follow the calendar and not the hours', () => {
    const lateYesterday = new Date(2026, 10, 19, 23, 59).getTime();
    expect(dateGroup(lateYesterday, noon).title).toBe('Yesterday');
    expect(dateGroup(noon + 1000, noon).title).toBe('Today');
  });

  test('older days are a week, thirty days, then months by name', () => {
    const titles = [2, 7, 8, 30, 31, 400].map((days) => dateGroup(noon - days * dayMs, noon).title);
    expect(titles).toEqual([
      'Previous 7 days',
      'Previous 7 days',
      'Previous 30 days',
      'Previous 30 days',
      'October',
      'October 2025',
    ]);
  });

  test('the same month of two years is two groups', () => {
    const keys = [new Date(2026, 0, 5), new Date(2025, 0, 5)].map(
      (day) => dateGroup(day.getTime(), noon).key,
    );
    expect(new Set(keys).size).toBe(2);
  });
});
