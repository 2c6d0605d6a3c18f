import { describe, expect, test } from 'vitest';
import { type PickerGroup, pickerRows, stepOption } from '../../../src/ui/picker-rows.ts';

const groups: readonly PickerGroup[] = [
  {
    id: 'a',
    label: 'Box in the hall',
    options: [
      { id: '1', label: 'qwen3:14b', detail: '9.3 GB', badges: ['tools'] },
      { id: '2', label: 'gemma3', disabled: true },
    ],
  },
  { id: 'b', label: 'This laptop', options: [{ id: '3', label: 'gemma3:4b' }] },
];

describe('picker rows', () => {
  test('put each group before its options and number the options', () => {
    const rows = pickerRows(groups, '');
    expect(rows.map((row) => row.key)).toEqual([
      'group:a',
      'option:1',
      'option:2',
      'group:b',
      'option:3',
    ]);
  });

  test('keep what has every word somewhere, and no empty group', () => {
    const keys = pickerRows(groups, ' GEMMA laptop ').map((row) => row.key);
    expect(keys).toEqual(['group:b', 'option:3']);
    expect(pickerRows(groups, 'nothing')).toEqual([]);
  });

  test('steps pass over headings and options that cannot be picked, and wrap around', () => {
    const rows = pickerRows(groups, '');
    expect(stepOption(rows, 1, 1)).toBe(4);
    expect(stepOption(rows, 4, 1)).toBe(1);
    expect(stepOption(rows, 1, -1)).toBe(4);
    expect(stepOption([], 0, 1)).toBe(-1);
  });
});
