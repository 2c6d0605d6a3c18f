/** Finding models: the hub, the catalogue and what servers propose. Loaded when somebody looks. */
import type { Fault } from '../domain/fault.ts';
import type { Library } from '../domain/library.ts';
import type { Settings } from '../domain/settings.ts';
import { createLazy } from '../lib/lazy.ts';
import type { Servers } from '../servers/servers.ts';
import type { Store } from '../storage/store.ts';
import { lazyCommands, type Runners } from './lazy-commands.ts';
import { lazyWatch } from './lazy-watch.ts';
import type { Params, Value } from './protocol.ts';

const finderCommandNames = [
  'hub.card',
  'library.put',
  'library.drop',
  'models.recommended',
] as const;
export type FinderCommandName = (typeof finderCommandNames)[number];
export type FinderQueryName = 'hub.search' | 'hub.model' | 'hub.recent' | 'library.get';

export type FinderWatchers = {
  readonly [N in FinderQueryName]: (
    params: Params<N>,
    onValue: (value: Value<N>) => void,
    onFault: (fault: Fault) => void,
  ) => () => void;
};

export type LazyFinder = {
  readonly commands: Runners<FinderCommandName>;
  readonly queries: FinderWatchers;
};

export type FinderDeps = {
  readonly store: Pick<Store, 'finds' | 'watch'>;
  readonly servers: Pick<Servers, 'open' | 'note'>;
  readonly settings: () => Promise<Settings>;
  /** The deployer's catalogue. */
  readonly library: () => Library | undefined;
  readonly onChange: (listener: () => void) => () => void;
  readonly signal: AbortSignal;
  /** Another fetch than the one of this thread, for tests. */
  readonly fetcher?: typeof fetch;
};

export function createLazyFinder(deps: FinderDeps): LazyFinder {
  const load = createLazy(async () => {
    const { createFinder } = await import('./finder.ts');
    return createFinder(deps);
  });
  return {
    commands: lazyCommands(finderCommandNames, async () => (await load()).commands),
    queries: {
      'hub.search': lazyWatch(async () => (await load()).queries['hub.search']),
      'hub.model': lazyWatch(async () => (await load()).queries['hub.model']),
      'hub.recent': lazyWatch(async () => (await load()).queries['hub.recent']),
      'library.get': lazyWatch(async () => (await load()).queries['library.get']),
    },
  };
}
