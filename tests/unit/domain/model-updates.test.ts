import { describe, expect, test } from 'vitest';
import {
  isInUpdateHours,
  isUpdateDue,
  type UpdatePlan,
} from '../../../src/domain/model-updates.ts';

const dayMs = 86_400_000;
const plan: UpdatePlan = { everyDays: 7, how: 'pull', fromHour: 2, toHour: 5, lastAt: 0 };

describe('an update', () => {
  test('is due when so many days have passed', () => {
    expect(isUpdateDue(plan, 7 * dayMs)).toBe(true);
    expect(isUpdateDue(plan, 7 * dayMs - 1)).toBe(false);
    expect(isUpdateDue(undefined, 99 * dayMs)).toBe(false);
  });

  test('waits for its hours', () => {
    expect([1, 2, 4, 5].map((hour) => isInUpdateHours(plan, hour))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  test('hours may run over midnight, or be all', () => {
    const night = { ...plan, fromHour: 22, toHour: 6 };
    expect([21, 22, 0, 5, 6].map((hour) => isInUpdateHours(night, hour))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(isInUpdateHours({ ...plan, fromHour: 3, toHour: 3 }, 17)).toBe(true);
  });
});
