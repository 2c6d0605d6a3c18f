/** What is known of a preset's reach, as a shape and a date. */
import type { BrowserReach, Preset } from '../../domain/preset.ts';
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
