/**
 * What is known of each connection's server: whether it answers, and which models it lists. Facts live here and in the
 * stored catalogues; nothing is contacted but saved connections, and by itself only those that are switched on. What
 * contacts them is loaded when it is needed.
 */
import type { Zone } from '../domain/address.ts';
import type { Connection, Health, StreamFeature } from '../domain/connection.ts';
import type { EngineRung, RungFinding } from '../domain/doctor.ts';
import type { Fault, FaultKind } from '../domain/fault.ts';
import type { KnownModels } from '../domain/known-models-file.ts';
import type { Message } from '../domain/message.ts';
import type { Model, ModelRef, ModelView } from '../domain/model.ts';
import type { ModelDetails } from '../domain/model-details.ts';
import { isPageKind, type PageKind } from '../domain/page-kinds.ts';
import type { Settings } from '../domain/settings.ts';
import type { SecretRole } from '../domain/vault.ts';
import { createLazy } from '../lib/lazy.ts';
import { nowAt } from '../lib/timing.ts';
import type { Endpoint, PageModels, Provider } from '../providers/contract.ts';
import type { Way } from '../providers/way.ts';
import type { Store } from '../storage/store.ts';
import type { Keyring } from '../vault/keyring.ts';

export type ServersDeps = {
  readonly store: Store;
  readonly keyring: Pick<Keyring, 'open' | 'stateOf' | 'noteUse'>;
  readonly settings: () => Settings;
  /** The ports that open pages lend for this, the newest first. */
  readonly lentPorts: (kind: PageKind) => readonly MessagePort[];
  /** The models that this browser keeps. */
  readonly pageModels?: PageModels;
  /** A table of models in the place of ours. */
  readonly knownModels?: () => KnownModels | undefined;
  /** Where the pages come from, for the doctor's words. */
  readonly pageOrigin?: () => string | undefined;
  /** Something told here has changed. */
  readonly onChange: () => void;
};

export type Servers = {
  readonly health: (connectionId: string) => Health;
  readonly isRefreshing: (connectionId: string) => boolean;
  readonly listFault: (connectionId: string) => Fault | undefined;
  readonly connection: (connectionId: string) => Connection | undefined;
  /** Gives what makes a connection's list into what people see. */
  readonly views: () => Promise<(of: Connection, listed: readonly Model[]) => ModelView[]>;
  /** The servers that may answer, best first. */
  readonly ways: (ref: ModelRef, fence: Zone) => Promise<readonly Way[]>;
  readonly check: (connectionId: string) => Promise<void>;
  readonly checkAll: () => Promise<void>;
  /** Those that waited for the vault. */
  readonly checkLocked: () => Promise<void>;
  readonly refresh: (connectionId: string) => Promise<void>;
  readonly describe: (ref: ModelRef) => Promise<Model | null>;
  /** One rung of the doctor's ladder; with a secret on trial where one is given. */
  readonly examine: (
    connectionId: string,
    rung: EngineRung,
    model?: string,
    candidate?: { readonly role: SecretRole; readonly value: string },
  ) => Promise<RungFinding>;
  /** For long work: no time-out cuts what is asked through it. Throws `connection-missing`, `connection-off`. */
  readonly open: (connectionId: string) => Promise<OpenedServer>;
  /** All that its server tells of one model; from memory as long as it is the same one. */
  readonly details: (ref: ModelRef) => Promise<ModelDetails | null>;
  /** What a turn has just learnt about a server. */
  readonly note: (connectionId: string, fault: Fault | undefined) => void;
  readonly noteRefused: (connectionId: string, feature: StreamFeature) => Promise<void>;
  readonly keepsStream: (message: Message, fence: Zone) => Promise<boolean>;
  readonly forget: (connectionId: string) => void;
  /** A page has come or gone. */
  readonly pagesChanged: () => void;
  readonly stop: () => void;
};

/** A server ready to be asked, and what a fault means there. */
export type OpenedServer = {
  readonly provider: Provider;
  readonly endpoint: Endpoint;
  readonly explain: (fault: Fault) => Fault;
};

/** Where what is learnt of servers is kept. */
export type ServerNotes = {
  readonly health: (connectionId: string) => Health;
  readonly set: (connectionId: string, health: Health) => void;
  readonly fail: (connection: Connection, fault: Fault) => void;
  readonly isRefreshing: (connectionId: string) => boolean;
  readonly refreshes: (connectionId: string, isRefreshing: boolean) => void;
  readonly listFailed: (connectionId: string, fault: Fault | undefined) => void;
};

const unknownHealth: Health = { status: 'unknown', checkedAt: 0 };

/** Faults by which a server is not in order, and how that is told. After all others of a turn it has answered. */
const statusByFault: Partial<Record<FaultKind, Health['status']>> = {
  offline: 'down',
  unreachable: 'down',
  'no-answer': 'down',
  'not-a-model-server': 'down',
  'browser-lacks': 'down',
  'key-or-network': 'down',
  'key-wanted': 'key-wanted',
  loading: 'loading',
  'vault-locked': 'locked',
};
/** `undefined`: nobody knows yet. */
function answers({ status }: Health): boolean | undefined {
  return status === 'unknown' || status === 'checking' ? undefined : status !== 'down';
}

/** Faults of a turn that never came to its server, or that are our own. */
const saysNothing: ReadonlySet<FaultKind> = new Set([
  'connection-missing',
  'connection-off',
  'no-model',
  'no-server-for-model',
  'outside-fence',
  'limit-reached',
  'vault-damaged',
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
  const stopWatch = store.watch(
    (reads) => reads.connections.list(),
    (rows) => {
      connections = rows;
    },
    () => undefined,
  );

  const notes: ServerNotes = {
    health: (id) => healthById.get(id) ?? unknownHealth,
    set: (id, health) => {
      const before = healthById.get(id);
      const isSame = before !== undefined && answers(before) === answers(health);
      const since = isSame ? before.since : health.checkedAt;
      healthById.set(id, since === undefined ? health : { ...health, since });
      deps.onChange();
    },
    fail: ({ id, needsKey }, fault) => {
      notes.set(id, { status: statusByFault[fault.kind] ?? 'down', checkedAt: nowAt(), fault });
      if (fault.kind !== 'key-wanted') return;
      if (fault.wasSent) keyring.noteUse(id, true);
      // Removed meanwhile, or told again by the next check.
      if (!needsKey)
        store.connections.update(id, () => ({ needsKey: true })).catch(() => undefined);
    },
    isRefreshing: (id) => refreshing.has(id),
    refreshes: (id, isRefreshing) => {
      if (isRefreshing) refreshing.add(id);
      else refreshing.delete(id);
      deps.onChange();
    },
    listFailed: (id, fault) => {
      if (fault) listFaults.set(id, fault);
      else listFaults.delete(id);
    },
  };

  let pagesChanged = (): void => undefined;
  const contact = createLazy(async () => {
    const { createContact } = await import('./contact.ts');
    const made = createContact(deps, notes, ended.signal);
    ended.signal.addEventListener('abort', made.stop);
    pagesChanged = made.pagesChanged;
    return made;
  });
  const connection = (id: string) => connections.find((each) => each.id === id);

  return {
    health: notes.health,
    isRefreshing: notes.isRefreshing,
    listFault: (id) => listFaults.get(id),
    connection,
    views: async () => (await contact()).viewsOf,
    ways: async (...asked) => await (await contact()).ways(...asked),
    check: async (id) => await (await contact()).check(id),
    checkAll: async () => {
      if (connections.length === 0 && (await store.connections.list()).length === 0) return;
      await (await contact()).checkAll();
    },
    checkLocked: async () => {
      const locked = [...healthById].filter(([, { status }]) => status === 'locked');
      await Promise.allSettled(locked.map(async ([id]) => (await contact()).check(id)));
    },
    refresh: async (id) => await (await contact()).refresh(id),
    describe: async (ref) => await (await contact()).describe(ref),
    open: async (id) => await (await contact()).open(id),
    details: async (ref) => await (await contact()).details(ref),
    examine: async (...asked) => await (await contact()).examine(...asked),
    keepsStream: async (...asked) => await (await contact()).keepsStream(...asked),
    note: (id, fault) => {
      const known = connection(id);
      if (fault && statusByFault[fault.kind]) {
        if (known) notes.fail(known, fault);
        else
          notes.set(id, { status: statusByFault[fault.kind] ?? 'down', checkedAt: nowAt(), fault });
        return;
      }
      if (fault && saysNothing.has(fault.kind)) return;
      const { version } = notes.health(id);
      notes.set(id, {
        status: 'up',
        checkedAt: nowAt(),
        ...(version === undefined ? {} : { version }),
      });
      if (!fault && known && keyring.stateOf(id, known.baseUrl) !== 'none')
        keyring.noteUse(id, false);
    },
    noteRefused: async (id, feature) => {
      if (!(await store.connections.get(id))) return;
      // What the person has switched off stays off.
      await store.connections.update(id, ({ features }) =>
        features[feature] === 'auto' ? { features: { ...features, [feature]: 'refused' } } : {},
      );
    },
    forget: (id) => {
      healthById.delete(id);
      listFaults.delete(id);
      deps.onChange();
    },
    pagesChanged: () => {
      pagesChanged();
      for (const { id, kind } of connections) {
        if (isPageKind(kind) && healthById.get(id)?.fault?.kind === 'browser-lacks')
          void contact()
            .then(({ check }) => check(id))
            .catch(() => undefined); // removed meanwhile
      }
    },
    stop: () => {
      ended.abort();
      stopWatch();
    },
  };
}
