/** Settings, one row each. */
import * as z from 'zod/mini';
import { type Settings, settingsFrom } from '../domain/settings.ts';
import type { Checked } from './checked.ts';
import type { Rows } from './rows.ts';

export type SettingsRows = {
  /** What was never set, or is damaged, has its default. */
  readonly get: () => Promise<Settings>;
  /** A field given as `undefined` goes back to its default. */
  readonly put: (patch: { [Name in keyof Settings]?: Settings[Name] | undefined }) => Promise<void>;
  /** The names of the settings that were set. */
  readonly set: () => Promise<string[]>;
};

const pair = z.object({ key: z.string(), value: z.unknown() });

export function createSettings(rows: Rows, checked: Checked): SettingsRows {
  return {
    get: async () => {
      const stored = checked.many('settings', pair, await rows.list('settings'));
      return settingsFrom(Object.fromEntries(stored.map(({ key, value }) => [key, value])));
    },
    put: (patch) =>
      rows.transaction(['settings'], async (inside) => {
        for (const [key, value] of Object.entries(patch)) {
          if (value === undefined) await inside.remove('settings', key);
          else await inside.put('settings', { key, value });
        }
      }),
    set: async () => (await rows.ids('settings')).map(String),
  };
}
