/** What the deployer's file brought: which settings the person cannot change here, and what of it could not be used. */
import type { Fault } from '../domain/fault.ts';
import type { Settings } from '../domain/settings.ts';
import type { EngineClient } from '../engine/client.ts';
import { createLive } from './live.ts';

export type ConfigState = {
  readonly isLocked: (name: keyof Settings) => boolean;
  readonly hasLocked: boolean;
  readonly faults: readonly Fault[];
};

/** Call inside an owner: it is watched for the owner's life. */
export function createConfig(engine: EngineClient): ConfigState {
  const live = createLive(engine, 'config.get', () => null);
  return {
    isLocked: (name) => live.value?.locked.includes(name) ?? false,
    get hasLocked() {
      return (live.value?.locked.length ?? 0) > 0;
    },
    get faults() {
      return live.value?.faults ?? [];
    },
  };
}
