/**
 * Puts one engine together: storage, servers, chat and search behind the hub. The same for every host; `worker.ts`
 * only brings the ports.
 */
import { createChat } from '../chat/chat.ts';
import { createLine } from '../chat/line.ts';
import type { LiveReply } from '../chat/live-reply.ts';
import { ownershipByHeartbeat, ownershipByLocks } from '../chat/ownership.ts';
import { recoverAll, watchOver } from '../chat/recover.ts';
import { defaultSettings } from '../domain/default-settings.ts';
import { FaultError, faultFrom } from '../domain/fault.ts';
import type { Settings } from '../domain/settings.ts';
import { base64FromBytes } from '../lib/base64.ts';
import { newId } from '../lib/ids.ts';
import { delay, nowAt } from '../lib/timing.ts';
import { createServers } from '../servers/servers.ts';
import { openDatabase, resetDatabase } from '../storage/database.ts';
import type { Store } from '../storage/store.ts';
import { createKeyring } from '../vault/keyring.ts';
import { type CommandRunners, createCommands } from './commands.ts';
import { createHub, type Desk, type Hub } from './hub.ts';
import { createLazySearch } from './lazy-search.ts';
import { takeSharedPlace, whenPageGone } from './locks.ts';
import { createPeers } from './peers.ts';
import { type CommandName, type EngineHost, names, type QueryName } from './protocol.ts';
import { createQueries } from './queries.ts';
import { commandInputs, queryParams } from './schemas.ts';
import { createTurnBoard } from './turn-board.ts';

const healthEveryMs = 30_000;

/** Starts an engine and gives its hub at once: pages that attach are welcomed when the database is open. */
export function startEngine(
  host: EngineHost,
  buildId: string,
  onRetired: () => void = () => undefined,
): Hub {
  const engineId = newId();
  const { locks } = navigator;
  const hub = createHub({
    buildId,
    engineId,
    host,
    ...(locks === undefined ? {} : { whenPageGone }),
  });
  const ended = new AbortController();
  let close: () => void = () => undefined;

  function retire(): void {
    if (ended.signal.aborted) return;
    ended.abort();
    close();
    hub.retire();
    onRetired();
  }

  async function open(openStore: () => Store | Promise<Store>): Promise<void> {
    try {
      const store = await openStore();
      if (ended.signal.aborted) {
        store.close(); // a newer build came while it was opening
        return;
      }
      const rooms = furnish(store, { hub, host, buildId, engineId, retire, signal: ended.signal });
      close = rooms.close;
      hub.open(withRescue(rooms.desk));
    } catch (error) {
      const fault = faultFrom(error);
      const refuse = () => {
        throw new FaultError(fault);
      };
      hub.open(
        withRescue({
          fault,
          call: async (name) =>
            name === 'engine.info'
              ? { buildId, engineId, host, storage: 'disk', damagedRows: 0, ...hub.counts() }
              : refuse(),
          watch: refuse,
          follow: () => () => undefined,
        }),
      );
    }
  }

  /** The commands that must work where the database does not. */
  function withRescue(desk: Desk): Desk {
    return {
      ...desk,
      call: async (name, input) => {
        if (name === 'storage.rescue') {
          const { rescueExport } = await import('../storage/rescue.ts');
          return await rescueExport();
        }
        if (name === 'storage.reset') {
          close();
          // Opened again also where nothing could be deleted: a closed store serves nobody.
          try {
            await resetDatabase();
          } finally {
            await open(openStored);
          }
          return null;
        }
        if (name === 'storage.use-memory') {
          close();
          const { openMemory } = await import('../storage/memory.ts');
          await open(openMemory);
          return null;
        }
        return await desk.call(name, input);
      },
    };
  }

  const openStored = () => openDatabase({ onRetire: retire });
  void (async () => {
    // Held for life: pages wait on it, and its end is the only sign of this engine's death.
    await new Promise<void>((held) => {
      if (locks === undefined) held();
      else {
        locks
          .request(`${names.enginePrefix}${buildId}:${engineId}`, () => {
            held();
            return new Promise(() => undefined);
          })
          .catch(() => held()); // locks that do not work here: then nobody can wait on this one
      }
    });
    await open(openStored);
  })();
  return hub;
}

type Surroundings = {
  hub: Hub;
  host: EngineHost;
  buildId: string;
  engineId: string;
  retire: () => void;
  signal: AbortSignal;
};

function furnish(store: Store, around: Surroundings): { desk: Desk; close: () => void } {
  const closed = new AbortController();
  const signal = AbortSignal.any([around.signal, closed.signal]);
  const { locks } = navigator;
  let settings: Settings = defaultSettings;
  const listeners = new Set<() => void>();
  const stopSettings = store.watch(
    (reads) => reads.settings.get(),
    (value) => {
      settings = value;
    },
    () => undefined,
  );
  const keyring = createKeyring();
  const servers = createServers({
    store,
    keyring,
    settings: () => settings,
    onChange: () => {
      for (const listener of listeners) listener();
    },
  });
  const ownership =
    locks === undefined
      ? ownershipByHeartbeat(store.owners)
      : ownershipByLocks(locks, names.turnPrefix);
  const running = (): readonly LiveReply[] => chat.running();
  const recovery = {
    store,
    ownership,
    isOurs: (id: string) => running().some((live) => live.message.id === id),
  };
  const peers = createPeers((message) => {
    switch (message.type) {
      case 'turn':
        if (!board.runsElsewhere(message.view.sessionId)) {
          void watchOver(recovery, message.view.messageId, signal)
            .then(() => board.theirsOver(message.view.sessionId, message.view.messageId))
            .catch(() => undefined); // this engine ends first
        }
        board.showTheirs(message.view);
        return;
      case 'turn-over':
        board.theirsOver(message.sessionId, message.messageId);
        return;
      case 'frame':
        board.theirFrame(message.sessionId, message.frame);
        return;
      case 'stop':
        chat.stop(message.sessionId);
        return;
      case 'who-runs':
        for (const live of running()) {
          board.show(live.view());
          board.whole(live);
        }
        return;
      case 'retire':
        if (message.buildId !== around.buildId) void retireWhenIdle().catch(() => undefined); // closed first
        return;
    }
  });
  const board = createTurnBoard(peers, running);
  const search = createLazySearch(store);
  const chat = createChat({
    store,
    ownership,
    line: createLine({
      limit: () => settings.requestsPerOrigin,
      ...(locks === undefined ? {} : { takeShared: takeSharedPlace }),
    }),
    route: servers.route,
    model: servers.model,
    connectionName: (id) => servers.connection(id)?.name,
    readImage: async (id) => {
      const attachment = await store.attachments.get(id);
      if (!attachment) throw new FaultError({ kind: 'not-found', what: 'image' });
      return base64FromBytes(new Uint8Array(await attachment.blob.arrayBuffer()));
    },
    keepsStream: servers.keepsStream,
    runsElsewhere: board.runsElsewhere,
    onView: board.show,
    onPiece: board.piece,
    onWhole: board.whole,
    onOver: board.over,
    onFeatureRefused: (id, feature) => void servers.noteRefused(id, feature).catch(() => undefined), // asked again next time
    onContact: servers.note,
    onFault: () => undefined,
  });

  async function retireWhenIdle(): Promise<void> {
    while (running().length > 0) await delay(1000, signal);
    around.retire();
  }

  async function watchHealth(): Promise<void> {
    for (;;) {
      // One bad round (a storage that failed) must not be the last.
      if (around.hub.counts().pages > 0) await servers.checkAll().catch(() => undefined);
      await delay(healthEveryMs, signal);
    }
  }

  async function tidyUp(): Promise<void> {
    peers.say({ type: 'who-runs' });
    peers.say({ type: 'retire', buildId: around.buildId });
    await recoverAll(recovery, signal);
    await store.purgeDeleted(nowAt());
    for (const sessionId of new Set((await store.waiting.all()).map((each) => each.sessionId))) {
      const session = await store.sessions.get(sessionId);
      const last = session && (await store.messages.get(session.leafId));
      // One session that cannot go on (its model is gone) does not hold up the others.
      if (last?.status === 'done') await chat.sendNext(sessionId).catch(() => undefined);
    }
  }
  void tidyUp().catch(() => undefined); // a database that fails here fails its first command with words
  void watchHealth().catch(() => undefined); // closed

  const commands: CommandRunners = createCommands({
    store,
    servers,
    keyring,
    chat,
    search,
    stopElsewhere: (sessionId) => peers.say({ type: 'stop', sessionId }),
    info: () => ({
      buildId: around.buildId,
      engineId: around.engineId,
      host: around.host,
      storage: store.kind === 'memory' ? 'memory' : 'disk',
      damagedRows: store.damaged(),
      ...around.hub.counts(),
    }),
  });
  const queries = createQueries({
    store,
    servers,
    keyring,
    board,
    catalogueDays: () => settings.catalogueDays,
    onServers: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  return {
    desk: createDesk(commands, queries, board.follow),
    close: () => {
      closed.abort();
      chat.close();
      stopSettings();
      servers.stop();
      search.stop();
      peers.close();
      store.close();
    },
  };
}

/** The typed runners behind the untyped border: every input is checked by its schema first. */
function createDesk(
  commands: CommandRunners,
  queries: ReturnType<typeof createQueries>,
  follow: Desk['follow'],
): Desk {
  const refuse = (name: string): never => {
    throw new FaultError({ kind: 'unexpected', message: `bad input for ${name}` });
  };
  return {
    fault: undefined,
    call: async (name, input) => {
      const schema = commandInputs[name as CommandName];
      const runner = commands[name as keyof CommandRunners] as
        | ((input: unknown) => Promise<unknown>)
        | undefined;
      const checked = schema?.safeParse(input);
      if (!runner || !checked?.success) return refuse(name);
      return await runner(checked.data);
    },
    watch: (name, params, onValue, onFault) => {
      const schema = queryParams[name as QueryName];
      const watcher = queries[name as QueryName] as
        | ((
            params: unknown,
            onValue: (value: unknown) => void,
            onFault: Parameters<Desk['watch']>[3],
          ) => () => void)
        | undefined;
      const checked = schema?.safeParse(params);
      if (!watcher || !checked?.success) return refuse(name);
      return watcher(checked.data, onValue, onFault);
    },
    follow,
  };
}
