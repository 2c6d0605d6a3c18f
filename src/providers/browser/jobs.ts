/** Work on the models in this browser: fetch, take in, delete. Nothing is built here and nothing sent anywhere. */
import { FaultError } from '../../domain/fault.ts';
import type { Endpoint, ModelJobs, PageModelStore } from '../contract.ts';

export const jobs: ModelJobs = {
  pull: async function* (at, name, signal) {
    const { pull } = await import('./pull.ts');
    yield* pull(at, await storeOf(at), name, signal);
  },
  takeIn: async function* (at, name, files, signal) {
    const { takeIn } = await import('./take-in.ts');
    yield* takeIn(await storeOf(at), name, files, signal);
  },
  remove: async (at, name, signal) => {
    const store = await storeOf(at);
    if (!(await store.get(name))) throw new FaultError({ kind: 'model-missing', model: name });
    // While it is loaded its files are read from time to time. Where no page is left, it is not loaded.
    await at.lent?.call({ name: 'unload', model: name }, signal).catch(() => undefined);
    signal.throwIfAborted();
    await store.remove(name);
  },
};

async function storeOf({ models }: Endpoint): Promise<PageModelStore> {
  if (!models) throw new FaultError({ kind: 'no-model-store', reason: 'absent' });
  return await models.store();
}
