/**
 * Settings in layers: built-in defaults, the deployer's (one row), the person's (one row each). A locked one is the
 * deployer's whatever the person set before.
 */
import * as z from 'zod/mini';
import { type Settings, settingsFrom } from '../domain/settings.ts';
import type { Checked } from './checked.ts';
import type { Rows } from './rows.ts';

export type SettingsRows = {
  /** What was never set, or is damaged, has the value of the layer below. */
  readonly get: () => Promise<Settings>;
  /** A field given as `undefined` goes back to its default. */
  readonly put: (patch: { [Name in keyof Settings]?: Settings[Name] | undefined }) => Promise<void>;
  /** The names of the settings that were set. */
  readonly set: () => Promise<string[]>;
};

const pair = z.object({ key: z.string(), value: z.unknown() });

/** No setting bears this name. */
export const deployedKey = '(deployed)';
const deployedValue = z.object({
  values: z.record(z.string(), z.unknown()),
  locked: z.array(z.string()),
});

export function createSettings(rows: Rows, checked: Checked): SettingsRows {
  return {
    get: async () => {
      const stored = checked.many('settings', pair, await rows.list('settings'));
      const own = new Map(stored.map(({ key, value }) => [key, value]));
      const deployed = deployedValue.safeParse(own.get(deployedKey));
      if (!deployed.success) return settingsFrom(Object.fromEntries(own));
      const { values, locked } = deployed.data;
      for (const key of locked) own.delete(key);
      return settingsFrom({ ...values, ...Object.fromEntries(own) });
    },
    put: (patch) =>
      rows.transaction(['settings'], async (inside) => {
        for (const [key, value] of Object.entries(patch)) {
          if (value === undefined) await inside.remove('settings', key);
          else await inside.put('settings', { key, value });
        }
      }),
    set: async () =>
      (await rows.ids('settings')).map(String).filter((each) => each !== deployedKey),
  };
}
