/**
 * What a llama-server holds in memory. A router loads and lets go by order; one over a single model has it as long as it
 * runs, and can neither load another nor let it go.
 */
import { FaultError } from '../../domain/fault.ts';
import type { LoadedModel } from '../../domain/model-details.ts';
import type { RouterModel } from '../../domain/server-panel.ts';
import { delay } from '../../lib/timing.ts';
import { withoutGaps } from '../../lib/without-gaps.ts';
import type { Endpoint, ModelMemory } from '../contract.ts';
import { readOverview } from './props.ts';
import { order, readRouterModels } from './router.ts';

const lookEveryMs = 500;

export const memory: ModelMemory = {
  list: async (at, signal) => {
    const models = await readRouterModels(at, false, signal);
    return models
      .filter(({ state }) => state === 'loaded')
      .map(
        ({ id, sizeBytes, contextLength }): LoadedModel => ({
          name: id,
          ...withoutGaps({ sizeBytes, contextLength }),
        }),
      );
  },

  load: async (at, name, _how, signal) => {
    const before = await find(at, name, signal);
    // One that sleeps wakes with the first thing it is asked.
    if (before.state === 'loaded' || before.state === 'sleeping') return;
    if (before.state !== 'loading') await order(at, 'load', name, signal);
    for (;;) {
      // Its order is taken at once, and a failed one is told as one that is not loaded.
      const { state, exitCode } = await find(at, name, signal);
      if (state === 'loaded' || state === 'sleeping') return;
      if (state === 'failed') {
        const code = exitCode === undefined ? '' : ` (exit code ${exitCode})`;
        throw new FaultError({
          kind: 'server-error',
          status: 500,
          message: `model ${name} failed to load${code}`,
        });
      }
      await delay(lookEveryMs, signal);
    }
  },

  unload: async (at, name, signal) => {
    const { mode } = await readOverview(at, signal);
    if (mode === 'single') {
      throw new FaultError({
        kind: 'unsupported',
        ability: 'unload',
        message: 'it was started with one model, which stays as long as the server runs',
      });
    }
    await order(at, 'unload', name, signal);
  },
};

async function find(at: Endpoint, name: string, signal: AbortSignal): Promise<RouterModel> {
  const models = await readRouterModels(at, false, signal);
  const found = models.find(({ id, aliases }) => id === name || aliases.includes(name));
  if (!found) throw new FaultError({ kind: 'model-missing', model: name });
  return found;
}
