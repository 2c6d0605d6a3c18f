/** All that a server tells of one model, kept by the model's digest: the same model tells the same. */
import type { ModelRef } from '../domain/model.ts';
import type { ModelDetails } from '../domain/model-details.ts';
import type { OpenedServer } from './servers.ts';

/** Templates, licences and metadata of a model are some 100 kB. */
const keptCount = 40;

/** `null` where the server has no more to tell than its list. */
export function createDetails(
  open: (connectionId: string) => Promise<OpenedServer>,
  ended: AbortSignal,
): (ref: ModelRef, digest: string | undefined) => Promise<ModelDetails | null> {
  const kept = new Map<string, ModelDetails>();
  return async ({ connectionId, name }, digest) => {
    // The name is part of what is told: two names of one digest differ in it.
    const key = JSON.stringify([connectionId, name, digest]);
    const known = kept.get(key);
    if (known) return known;
    const { provider, endpoint } = await open(connectionId);
    if (!provider.details) return null;
    const told = await provider.details(endpoint, name, ended);
    if (digest !== undefined) {
      kept.set(key, told);
      for (const oldest of [...kept.keys()].slice(0, -keptCount)) kept.delete(oldest);
    }
    return told;
  };
}
