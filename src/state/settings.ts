/** The person's settings, as the engine keeps them. */

import { defaultSettings } from '../domain/default-settings.ts';
import { type Fault, faultFrom } from '../domain/fault.ts';
import type { Settings } from '../domain/settings.ts';
import type { EngineClient } from '../engine/client.ts';
import { createLive } from './live.ts';

export type SettingsState = {
  /** Defaults until the engine has answered. */
  readonly value: Settings;
  readonly known: boolean;
  readonly set: (change: Partial<Settings>) => void;
};

export function createSettings(
  engine: EngineClient,
  onFault: (fault: Fault) => void,
): SettingsState {
  const live = createLive(engine, 'settings.get', () => null);
  return {
    get value() {
      return live.value ?? defaultSettings;
    },
    get known() {
      return live.value !== undefined;
    },
    set: (change) => {
      engine.call('settings.put', change).catch((error) => onFault(faultFrom(error)));
    },
  };
}
