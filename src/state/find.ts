/** Finding models as the screen sees it: what the hub, the catalogue and the servers tell. Made by that screen. */
import type { Accessor } from 'solid-js';
import type { LibraryView } from '../domain/library.ts';
import type { Recommendation } from '../domain/recommendation.ts';
import type { EngineClient } from '../engine/client.ts';
import type { Params, Value } from '../engine/protocol.ts';
import { createLive, type Live } from './live.ts';

export type FindState = {
  /** Call inside an owner, as the next two. While the params give `undefined` nothing is watched. */
  readonly watchSearch: (
    params: Accessor<Params<'hub.search'> | undefined>,
  ) => Live<Value<'hub.search'>>;
  readonly watchModel: (
    params: Accessor<Params<'hub.model'> | undefined>,
  ) => Live<Value<'hub.model'>>;
  readonly watchRecent: () => Live<Value<'hub.recent'>>;
  /** `undefined` until the engine has answered. */
  readonly library: LibraryView | undefined;
  /** These reject with a `FaultError`: whoever asked says why, in place. */
  readonly readCard: (repo: string) => Promise<string>;
  readonly recommended: (connectionId: string) => Promise<readonly Recommendation[]>;
  readonly useLibrary: (file: File) => Promise<number>;
  readonly dropLibrary: () => Promise<void>;
};

export function createFindState(engine: EngineClient): FindState {
  const library = createLive(engine, 'library.get', () => null);
  return {
    watchSearch: (params) => createLive(engine, 'hub.search', params),
    watchModel: (params) => createLive(engine, 'hub.model', params),
    watchRecent: () => createLive(engine, 'hub.recent', () => null),
    get library() {
      return library.value;
    },
    readCard: async (repo) => (await engine.call('hub.card', { repo })).text,
    recommended: (connectionId) => engine.call('models.recommended', { connectionId }),
    useLibrary: async (file) => (await engine.call('library.put', { file, name: file.name })).rows,
    dropLibrary: async () => {
      await engine.call('library.drop', null);
    },
  };
}
