/**
 * What is known of each connection's server: whether it answers, and which models it lists. Facts live here and in the
 * stored catalogues; nothing is contacted but saved connections, and by itself only those that are switched on.
 */
import { zoneOf } from '../domain/address.ts';
import type { Connection, Health, StreamFeature } from '../domain/connection.ts';
import { type Fault, FaultError, type FaultKind, faultFrom } from '../domain/fault.ts';
import type { Message } from '../domain/message.ts';
import type { Catalogue, Model, ModelRef } from '../domain/model.ts';
import type { Settings } from '../domain/settings.ts';
import { nowAt } from '../lib/timing.ts';
import type { Endpoint, Provider } from '../providers/contract.ts';
import { providers } from '../providers/registry.ts';
import type { Store } from '../storage/store.ts';
import type { Keyring } from '../vault/keyring.ts';

export type ServersDeps = {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly settings: () => Settings;
  /** Something told here has changed. */
  readonly onChange: () => void;
};

export type Route = { provider: Provider; endpoint: Endpoint; modelLoaded: boolean | undefined };

export type Servers = {
  readonly health: (connectionId: string) => Health;
  readonly isRefreshing: (connectionId: string) => boolean;
  readonly listFault: (connectionId: string) => Fault | undefined;
  readonly connection: (connectionId: string) => Connection | undefined;
  readonly model: (ref: ModelRef) => Model | undefined;
  readonly route: (ref: ModelRef) => Promise<Route>;
  readonly check: (connectionId: string) => Promise<void>;
  readonly checkAll: () => Promise<void>;
  readonly refresh: (connectionId: string) => Promise<void>;
  readonly describe: (ref: ModelRef) => Promise<Model | null>;
  /** What a turn has just learnt about a server. */
  readonly note: (connectionId: string, fault: Fault | undefined) => void;
  readonly noteRefused: (connectionId: string, feature: StreamFeature) => Promise<void>;
  readonly keepsStream: (message: Message) => Promise<boolean>;
  readonly forget: (connectionId: string) => void;
  readonly stop: () => void;
};

const unknownHealth: Health = { status: 'unknown', checkedAt: 0 };
const dayMs = 86_400_000;

/** Faults of a turn by which its server is not in order. After all others it has answered. */
const saysDown: ReadonlySet<FaultKind> = new Set([
  'unreachable',
  'no-answer',
  'key-wanted',
  'loading',
  'not-a-model-server',
]);
/** Faults of a turn that never came to its server, or that are our own. */
const saysNothing: ReadonlySet<FaultKind> = new Set([
  'connection-missing',
  'connection-off',
  'no-model',
  'not-found',
  'storage-full',
  'storage-failed',
  'unexpected',
]);

export function createServers(deps: ServersDeps): Servers {
  const { store, keyring } = deps;
  const healthById = new Map<string, Health>();
  const refreshing = new Set<string>();
  const listFaults = new Map<string, Fault>();
  const ended = new AbortController();
  let connections: readonly Connection[] = [];
  let catalogues: readonly Catalogue[] = [];
  const stops = [
    store.watch(
      (reads) => reads.connections.list(),
      (rows) => {
        connections = rows;
      },
      () => undefined,
    ),
    store.watch(
      (reads) => reads.catalogues.list(),
      (rows) => {
        catalogues = rows;
      },
      () => undefined,
    ),
  ];

  async function mustGet(connectionId: string): Promise<Connection> {
    const connection = await store.connections.get(connectionId);
    if (!connection) throw new FaultError({ kind: 'connection-missing' });
    return connection;
  }

  function endpoint(connection: Connection, provider: Provider): Endpoint {
    const outside = zoneOf(connection.baseUrl) === 'outside';
    return {
      connection,
      idleMs:
        (outside ? Math.max(120, deps.settings().idleSeconds) : deps.settings().idleSeconds) * 1000,
      authorize: (headers) => {
        keyring.find(connection.id, connection.baseUrl)?.lend((key) => {
          const [name, value] = provider.keyHeader(key);
          headers.set(name, value);
        });
      },
    };
  }

  function setHealth(connectionId: string, health: Health): void {
    healthById.set(connectionId, health);
    deps.onChange();
  }

  function model(ref: ModelRef): Model | undefined {
    return catalogues
      .find((each) => each.connectionId === ref.connectionId)
      ?.models.find((each) => each.name === ref.name);
  }

  async function check(connectionId: string): Promise<void> {
    const connection = await mustGet(connectionId);
    const before = healthById.get(connectionId) ?? unknownHealth;
    if (before.status === 'unknown')
      setHealth(connectionId, { status: 'checking', checkedAt: nowAt() });
    try {
      const provider = await providers[connection.kind]();
      const state = await provider.check(endpoint(connection, provider), ended.signal);
      setHealth(connectionId, {
        status: state.state,
        checkedAt: nowAt(),
        ...(state.version === undefined ? {} : { version: state.version }),
      });
      const known = await store.catalogues.get(connectionId);
      const isFresh = known && nowAt() - known.fetchedAt < deps.settings().catalogueDays * dayMs;
      const cameBack = before.status === 'down' || before.status === 'loading';
      if (state.state === 'up' && (!isFresh || cameBack)) await refresh(connectionId);
    } catch (error) {
      if (!ended.signal.aborted) fail(connectionId, faultFrom(error));
    }
  }

  function fail(connectionId: string, fault: Fault): void {
    const status =
      fault.kind === 'key-wanted' ? 'key-wanted' : fault.kind === 'loading' ? 'loading' : 'down';
    setHealth(connectionId, { status, checkedAt: nowAt(), fault });
    if (fault.kind === 'key-wanted') void noteNeedsKey(connectionId).catch(() => undefined); // told by its health already
  }

  async function noteNeedsKey(connectionId: string): Promise<void> {
    const { needsKey } = await mustGet(connectionId);
    if (!needsKey) await store.connections.update(connectionId, () => ({ needsKey: true }));
  }

  async function refresh(connectionId: string): Promise<void> {
    if (refreshing.has(connectionId)) return;
    const connection = await mustGet(connectionId);
    refreshing.add(connectionId);
    deps.onChange();
    try {
      const provider = await providers[connection.kind]();
      const listed = await provider.listModels(endpoint(connection, provider), ended.signal);
      await mustGet(connectionId); // removed while its server answered: its list must not come back
      const known = await store.catalogues.get(connectionId);
      const models = listed.map((each) => withKnown(each, known?.models));
      await store.catalogues.put({ connectionId, fetchedAt: nowAt(), models });
      listFaults.delete(connectionId);
    } catch (error) {
      const fault = faultFrom(error);
      const isGone = fault.kind === 'connection-missing' || ended.signal.aborted;
      if (!isGone) listFaults.set(connectionId, fault);
    } finally {
      refreshing.delete(connectionId);
      deps.onChange();
    }
  }

  return {
    health: (id) => healthById.get(id) ?? unknownHealth,
    isRefreshing: (id) => refreshing.has(id),
    listFault: (id) => listFaults.get(id),
    connection: (id) => connections.find((each) => each.id === id),
    model,
    check,
    checkAll: async () => {
      const enabled = (await store.connections.list()).filter((each) => each.enabled);
      await Promise.allSettled(enabled.map((each) => check(each.id)));
    },
    refresh,
    route: async (ref) => {
      const connection = await mustGet(ref.connectionId);
      if (!connection.enabled)
        throw new FaultError({ kind: 'connection-off', name: connection.name });
      const provider = await providers[connection.kind]();
      return {
        provider,
        endpoint: endpoint(connection, provider),
        modelLoaded: model(ref)?.loaded,
      };
    },
    describe: async (ref) => {
      const connection = await mustGet(ref.connectionId);
      const provider = await providers[connection.kind]();
      if (!connection.enabled || !provider.describeModel) return model(ref) ?? null;
      const described = await provider.describeModel(
        endpoint(connection, provider),
        ref.name,
        ended.signal,
      );
      const stored = await store.catalogues.get(ref.connectionId);
      if (stored) {
        const models = stored.models.map((each) =>
          each.name === ref.name ? { ...each, ...described, ...asItRuns(each) } : each,
        );
        await store.catalogues.put({ ...stored, models });
      }
      return described;
    },
    note: (id, fault) => {
      const { version } = healthById.get(id) ?? unknownHealth;
      if (fault && saysDown.has(fault.kind)) fail(id, fault);
      else if (!fault || !saysNothing.has(fault.kind)) {
        setHealth(id, {
          status: 'up',
          checkedAt: nowAt(),
          ...(version === undefined ? {} : { version }),
        });
      }
    },
    noteRefused: async (id, feature) => {
      if (!(await store.connections.get(id))) return;
      // What the person has switched off stays off.
      await store.connections.update(id, ({ features }) =>
        features[feature] === 'auto' ? { features: { ...features, [feature]: 'refused' } } : {},
      );
    },
    keepsStream: async (message) => {
      if (!message.model || message.resumeId === undefined) return false;
      const connection = await store.connections.get(message.model.connectionId);
      if (!connection?.enabled || connection.features.resume !== 'auto') return false;
      const provider = await providers[connection.kind]();
      const { resume } = provider;
      if (!resume) return false;
      const peek = new AbortController();
      try {
        const signal = AbortSignal.any([peek.signal, AbortSignal.timeout(5000)]);
        for await (const _event of resume.replay(
          endpoint(connection, provider),
          message.resumeId,
          signal,
        ))
          return true;
        return false;
      } catch {
        return false; // gone, or out of reach: the reply is continued in the ordinary way
      } finally {
        peek.abort();
      }
    },
    forget: (id) => {
      healthById.delete(id);
      listFaults.delete(id);
      keyring.forget(id);
      deps.onChange();
    },
    stop: () => {
      ended.abort();
      for (const stop of stops) stop();
    },
  };
}

/** The context that a loaded model runs with is smaller, and truer, than the one it was made for. */
function asItRuns({ loaded, contextLength }: Model): Partial<Model> {
  return loaded && contextLength !== undefined ? { contextLength } : {};
}

/** A list leaves out what `describe` has told before: kept as long as the model is the same one. */
function withKnown(listed: Model, known: readonly Model[] | undefined): Model {
  const before = known?.find((each) => each.name === listed.name);
  if (!before || (before.digest !== undefined && before.digest !== listed.digest)) return listed;
  const { contextLength, abilities } = before;
  return {
    ...(contextLength === undefined ? {} : { contextLength }),
    ...(abilities === undefined ? {} : { abilities }),
    ...listed,
  };
}
