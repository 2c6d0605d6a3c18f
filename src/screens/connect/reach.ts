/** What is known of a preset's reach, as a shape and a date. */
import type { BrowserReach, Preset } from '../../domain/preset.ts';
import { regional } from '../../i18n/format.ts';
import type { StatusTone } from '../../ui/StatusDot.tsx';

export const reachTone: Readonly<Record<BrowserReach['answers'], StatusTone>> = {
  yes: 'ok',
  'with-setting': 'warn',
  unproven: 'off',
  no: 'error',
};

/** The newest date of the table, as it is written there (ISO). */
export function lastKnown(presets: readonly Preset[]): string {
  return (
    presets
      .map(({ reach }) => reach.asOf)
      .toSorted()
      .at(-1) ?? ''
  );
}

/** A day of the table (ISO) as people write it, and never broken over two lines. */
export function dayWords(day: string): string {
  const at = Date.parse(day);
  if (Number.isNaN(at)) return day;
  const format = new Intl.DateTimeFormat(regional(), { dateStyle: 'medium', timeZone: 'UTC' });
  return format.format(at).replaceAll(' ', '\u00a0');
}
