/** The live queries: what each one reads, and when it is pushed again. */
import type { ConnectionView } from '../domain/connection.ts';
import type { Fault } from '../domain/fault.ts';
import type { MessageView } from '../domain/message.ts';
import { pathTo, siblingsOf, treeFrom } from '../domain/message-tree.ts';
import type { CatalogueView } from '../domain/model.ts';
import { nowAt } from '../lib/timing.ts';
import type { Servers } from '../servers/servers.ts';
import { liesIn } from '../servers/zone.ts';
import type { Repositories, Store } from '../storage/store.ts';
import type { Keyring } from '../vault/keyring.ts';
import type { LazyFinder } from './lazy-finder.ts';
import type { LazyJobs } from './lazy-jobs.ts';
import type { LazyPanel } from './lazy-panel.ts';
import { lazyWatch } from './lazy-watch.ts';
import type { ConfigView, Params, QueryName, Value } from './protocol.ts';
import type { TurnBoard } from './turn-board.ts';
import { vaultQueries } from './vault-commands.ts';

export type QueryDeps = {
  readonly store: Store;
  readonly servers: Servers;
  readonly keyring: Keyring;
  readonly board: TurnBoard;
  readonly jobs: LazyJobs;
  readonly finder: LazyFinder;
  readonly panel: LazyPanel;
  readonly catalogueDays: () => number;
  readonly config: () => ConfigView;
  /** Calls when something in `servers`, the keyring or the deployer's file has changed. */
  readonly onChange: (listener: () => void) => () => void;
};

type Watcher<N extends QueryName> = (
  params: Params<N>,
  onValue: (value: Value<N>) => void,
  onFault: (fault: Fault) => void,
) => () => void;

export type QueryWatchers = { readonly [N in QueryName]: Watcher<N> };

const dayMs = 86_400_000;

export function createQueries(deps: QueryDeps): QueryWatchers {
  const { store, servers, keyring, board } = deps;

  /** Rows joined with what is only known in memory: either side pushes. */
  function joined<R, V>(
    read: (reads: Repositories) => Promise<R>,
    view: (rows: R) => V,
    onValue: (value: V) => void,
    onFault: (fault: Fault) => void,
  ): () => void {
    let rows: { value: R } | undefined;
    const push = () => {
      if (rows) onValue(view(rows.value));
    };
    const stopRows = store.watch(
      read,
      (value) => {
        rows = { value };
        push();
      },
      onFault,
    );
    const stopServers = deps.onChange(push);
    return () => {
      stopRows();
      stopServers();
    };
  }

  return {
    'sessions.list': ({ filter, from, count }, onValue, onFault) =>
      store.watch(
        async (reads) => ({ ...(await reads.sessions.list({ filter, from, count })), from }),
        onValue,
        onFault,
      ),
    // A deleted one too, as long as it can be brought back.
    'sessions.get': ({ id }, onValue, onFault) =>
      store.watch(async (reads) => (await reads.sessions.get(id)) ?? null, onValue, onFault),
    'messages.window': (params, onValue, onFault) =>
      store.watch((reads) => readWindow(reads, params), onValue, onFault),
    'turns.list': (_params, onValue) => board.watch(onValue),
    'waiting.list': ({ sessionId }, onValue, onFault) =>
      store.watch((reads) => reads.waiting.list(sessionId), onValue, onFault),
    'connections.list': (_params, onValue, onFault) =>
      joined(
        (reads) => reads.connections.list(),
        (rows): ConnectionView[] =>
          rows.map((row) => {
            const keyState = keyring.stateOf(row.id, row.baseUrl);
            return {
              ...row,
              health: servers.health(row.id),
              hasKey: keyState !== 'none',
              keyState,
              liesIn: liesIn(row),
            };
          }),
        onValue,
        onFault,
      ),
    'models.list': (_params, onValue, onFault) =>
      joined(
        async (reads) => {
          const connections = await reads.connections.list();
          const catalogues = await reads.catalogues.list();
          const viewsOf = connections.length === 0 ? () => [] : await servers.views();
          return { connections, catalogues, viewsOf };
        },
        ({ connections, catalogues, viewsOf }): CatalogueView[] =>
          connections.map((connection) => {
            const { id, catalogueDays = deps.catalogueDays() } = connection;
            const known = catalogues.find((each) => each.connectionId === id);
            const fault = servers.listFault(id);
            const fetchedAt = known?.fetchedAt ?? 0;
            return {
              id,
              connectionId: id,
              fetchedAt,
              models: viewsOf(connection, known?.models ?? []),
              refreshing: servers.isRefreshing(id),
              stale: nowAt() - fetchedAt > catalogueDays * dayMs,
              ...(fault === undefined ? {} : { fault }),
            };
          }),
        onValue,
        onFault,
      ),
    'fleet.list': lazyWatch(async () => {
      const { watchFleet } = await import('./fleet-queries.ts');
      return watchFleet({ store, board });
    }),
    'settings.get': (_params, onValue, onFault) =>
      store.watch((reads) => reads.settings.get(), onValue, onFault),
    ...vaultQueries(keyring, deps.onChange),
    'config.get': (_params, onValue) => {
      onValue(deps.config());
      return deps.onChange(() => onValue(deps.config()));
    },
    'jobs.list': ({ from, count }, onValue, onFault) =>
      store.watch(
        async (reads) => ({ ...(await (await reads.jobs.rows()).window(from, count)), from }),
        onValue,
        onFault,
      ),
    'jobs.summary': (_params, onValue, onFault) =>
      store.watch(async (reads) => await (await reads.jobs.rows()).summary(), onValue, onFault),
    'running.list': deps.jobs.watchRunning,
    ...deps.finder.queries,
    'panel.watch': deps.panel.watch,
    'panel.eviction': deps.panel.watchEviction,
  };
}

/** The rows of the shown branch from the tree's keys: only the window's messages are read whole. */
async function readWindow(
  reads: Repositories,
  { sessionId, from, count }: Params<'messages.window'>,
): Promise<Value<'messages.window'>> {
  const session = await reads.sessions.get(sessionId);
  const tree = treeFrom(await reads.messages.skeleton(sessionId));
  const path = pathTo(tree, session?.leafId ?? '');
  const start = Math.max(0, from < 0 ? path.length + from : Math.min(from, path.length));
  const ids = path.slice(start, start + count);
  const positions = new Map(ids.map((id, at) => [id, start + at]));
  const rows: MessageView[] = (await reads.messages.getMany(ids)).map((message) => ({
    ...message,
    position: positions.get(message.id) ?? 0,
    siblingIds: siblingsOf(tree, message.id),
  }));
  return { total: path.length, from: start, rows };
}
