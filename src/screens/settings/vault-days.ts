/** Days as keys have them: shown, and as a date field wants them. By the calendar of this device. */
import { regional } from '../../i18n/format.ts';

const dayMs = 86_400_000;

/** 31 Jan 2026 */
export function formatDay(at: number): string {
  return new Intl.DateTimeFormat(regional(), { dateStyle: 'medium' }).format(at);
}

/** 2026-01-31 */
export function dayOf(at: number): string {
  const day = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** The last moment of a day written like that; `undefined` where it is none. */
export function endOfDay(text: string): number | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  return new Date(Number(year), Number(month) - 1, Number(day), 23, 59, 59, 999).getTime();
}

/** Whether a key has been here for longer than the person finds good. 0 days: never. */
export function isOld(addedAt: number, ageDays: number, nowAt: number): boolean {
  return ageDays > 0 && nowAt - addedAt > ageDays * dayMs;
}
