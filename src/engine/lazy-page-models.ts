/** The models that this browser keeps, loaded with the first look at them. */
import { createLazy } from '../lib/lazy.ts';
import type { PageModels } from '../providers/contract.ts';
import type { PageModelRoomDeps } from './page-model-room.ts';

export type KeptPageModels = PageModels & {
  /** Clears away what nobody can use: see `page-model-room.ts`. */
  readonly sweep: () => Promise<void>;
};

export function createLazyPageModels(deps: PageModelRoomDeps): KeptPageModels {
  const load = createLazy(async () => {
    const { createPageModelRoom } = await import('./page-model-room.ts');
    return createPageModelRoom(deps);
  });
  return {
    list: async () => await (await load()).list(),
    place: async (name) => await (await load()).place(name),
    used: async (name) => await (await load()).used(name),
    store: async () => await (await load()).store(),
    sweep: async () => await (await load()).sweep(),
  };
}
