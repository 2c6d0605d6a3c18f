import { describe, expect, test } from 'vitest';
import {
  dayText,
  endOfDay,
  readAmount,
  readNames,
} from '../../../../src/screens/connect/amounts.ts';

const range = { min: 1, max: 100, isWhole: false };

describe('an amount that may be left empty', () => {
  test('nothing typed is no value and no mistake', () => {
    expect(readAmount('  ', range)).toEqual({ ok: true, value: undefined });
  });

  test('a comma is a point', () => {
    expect(readAmount('2,5', range)).toEqual({ ok: true, value: 2.5 });
  });

  test('thousands may stand apart', () => {
    const most = { min: 1, max: 1e9, isWhole: true };
    expect(readAmount('131 072', most)).toEqual({ ok: true, value: 131_072 });
    expect(readAmount("131'072", most)).toEqual({ ok: true, value: 131_072 });
  });

  test.each(['0', '101', '-3', 'ten', '1e3', '1.2.3'])('%j is refused', (text) => {
    expect(readAmount(text, range)).toEqual({ ok: false });
  });

  test('a whole one takes no fraction', () => {
    expect(readAmount('2.5', { ...range, isWhole: true })).toEqual({ ok: false });
  });
});

test('names stand on lines or between commas, each once', () => {
  expect(readNames('llama\n  *coder* , llama\n\n')).toEqual(['llama', '*coder*']);
});

test('a day ends with its last second, and is shown as it was typed', () => {
  const at = endOfDay('2027-02-28');
  expect(dayText(at)).toBe('2027-02-28');
  expect(new Date((at ?? 0) + 1000).getDate()).toBe(1);
  expect(endOfDay('soon')).toBeUndefined();
  expect(dayText(undefined)).toBe('');
});
