import { nowAt } from '../../lib/timing.ts';

/** `llantern-2026-01-31.json`, by the calendar of this device. */
export function exportName(at: number = nowAt()): string {
  const day = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `llantern-${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}.json`;
}
