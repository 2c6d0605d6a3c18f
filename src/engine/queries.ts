/** The live queries: what each one reads, and when it is pushed again. */
import type { ConnectionView } from '../domain/connection.ts';
import type { Fault } from '../domain/fault.ts';
import type { MessageView } from '../domain/message.ts';
import { pathTo, siblingsOf, treeFrom } from '../domain/message-tree.ts';
import type { CatalogueView } from '../domain/model.ts';
import { nowAt } from '../lib/timing.ts';
import type { Servers } from '../servers/servers.ts';
import type { Repositories, Store } from '../storage/store.ts';
import type { Keyring } from '../vault/keyring.ts';
import type { Params, QueryName, Value } from './protocol.ts';
import type { TurnBoard } from './turn-board.ts';

export type QueryDeps = {
  readonly store: Store;
  readonly servers: Servers;
  readonly keyring: Keyring;
  readonly board: TurnBoard;
  readonly catalogueDays: () => number;
  /** Calls when something in `servers` has changed. */
  readonly onServers: (listener: () => void) => () => void;
};

type Watcher<N extends QueryName> = (
  params: Params<N>,
  onValue: (value: Value<N>) => void,
  onFault: (fault: Fault) => void,
) => () => void;

export type QueryWatchers = { readonly [N in QueryName]: Watcher<N> };

const dayMs = 86_400_000;

export function createQueries(deps: QueryDeps): QueryWatchers {
  const { store, servers, board } = deps;

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
    const stopServers = deps.onServers(push);
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
          rows.map((row) => ({
            ...row,
            health: servers.health(row.id),
            hasKey: deps.keyring.find(row.id, row.baseUrl) !== undefined,
          })),
        onValue,
        onFault,
      ),
    'models.list': (_params, onValue, onFault) =>
      joined(
        async (reads) => ({
          connections: await reads.connections.list(),
          catalogues: await reads.catalogues.list(),
        }),
        ({ connections, catalogues }): CatalogueView[] =>
          connections.map(({ id }) => {
            const known = catalogues.find((each) => each.connectionId === id);
            const fault = servers.listFault(id);
            const fetchedAt = known?.fetchedAt ?? 0;
            return {
              id,
              connectionId: id,
              fetchedAt,
              models: known?.models ?? [],
              refreshing: servers.isRefreshing(id),
              stale: nowAt() - fetchedAt > deps.catalogueDays() * dayMs,
              ...(fault === undefined ? {} : { fault }),
            };
          }),
        onValue,
        onFault,
      ),
    'settings.get': (_params, onValue, onFault) =>
      store.watch((reads) => reads.settings.get(), onValue, onFault),
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
