/** The search, loaded some time after the start or with the first question: it must not make the engine start later. */
import { delay } from '../lib/timing.ts';
import type { Search } from '../search/search.ts';
import type { Store } from '../storage/store.ts';

export type LazySearch = Pick<Search, 'search' | 'stop'>;

const afterStartMs = 3000;

export function createLazySearch(store: Store): LazySearch {
  const ended = new AbortController();
  let loaded: Promise<Search> | undefined;
  async function loadOnce(): Promise<Search> {
    try {
      const { createSearch } = await import('../search/search.ts');
      const search = createSearch(store, { startAfterMs: 0 });
      if (ended.signal.aborted) search.stop();
      else search.start();
      return search;
    } catch (error) {
      loaded = undefined; // its file could not be had: the next question tries again
      throw error;
    }
  }
  function load(): Promise<Search> {
    loaded ??= loadOnce();
    return loaded;
  }
  delay(afterStartMs, ended.signal)
    .then(load)
    .catch(() => undefined); // ended first, or told to whoever asks
  return {
    search: async (text, options) => (await load()).search(text, options),
    stop: () => {
      ended.abort();
      loaded?.then((search) => search.stop()).catch(() => undefined); // never loaded: nothing to stop
    },
  };
}
