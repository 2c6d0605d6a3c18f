/** The rooms of one engine over an open store: keys, servers, chat, search and the deployer's file, wired together. */
import { createChat } from '../chat/chat.ts';
import { createLine } from '../chat/line.ts';
import type { LiveReply } from '../chat/live-reply.ts';
import { ownershipByHeartbeat, ownershipByLocks } from '../chat/ownership.ts';
import { recoverAll, watchOver } from '../chat/recover.ts';
import { defaultSettings } from '../domain/default-settings.ts';
import { FaultError } from '../domain/fault.ts';
import { pageAddressOf } from '../domain/page-kinds.ts';
import type { Settings } from '../domain/settings.ts';
import { base64FromBytes } from '../lib/base64.ts';
import { delay, nowAt } from '../lib/timing.ts';
import { createServers } from '../servers/servers.ts';
import type { Store } from '../storage/store.ts';
import { createKeyring } from '../vault/keyring.ts';
import { createCommands } from './commands.ts';
import type { ConfigLayer } from './config-layer.ts';
import { createDesk } from './desk.ts';
import type { Desk, Hub } from './hub.ts';
import { keepModelsFresh } from './keep-fresh.ts';
import { createLazyFinder } from './lazy-finder.ts';
import { createLazyJobs } from './lazy-jobs.ts';
import { createLazyPageModels } from './lazy-page-models.ts';
import { createLazyPanel } from './lazy-panel.ts';
import { createLazySearch } from './lazy-search.ts';
import { takeSharedPlace } from './locks.ts';
import { createPeers, type PeerMessage } from './peers.ts';
import { type CommandName, type ConfigView, type EngineHost, names } from './protocol.ts';
import { createQueries } from './queries.ts';
import { createTurnBoard } from './turn-board.ts';
import { vaultRowsOf } from './vault-commands.ts';

export type Surroundings = {
  hub: Hub;
  host: EngineHost;
  buildId: string;
  engineId: string;
  retire: () => void;
  signal: AbortSignal;
};

const healthEveryMs = 30_000;
const afterStartMs = 3000;
const noConfig: ConfigView = { locked: [], faults: [] };

/** What pages ask by themselves: no sign of a person. */
const asksItself =
  /^(connections\.(check|examine)|models\.|panel\.sampling|attachments\.get|engine\.)/;

export function furnish(store: Store, around: Surroundings): { desk: Desk; close: () => void } {
  const closed = new AbortController();
  const signal = AbortSignal.any([around.signal, closed.signal]);
  const { locks } = navigator;
  let settings: Settings = defaultSettings;
  let config: ConfigLayer | undefined;
  let pageUrl: string | undefined;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const stopSettings = store.watch(
    (reads) => reads.settings.get(),
    (value) => {
      settings = value;
    },
    () => undefined,
  );

  let wasLocked = false;
  const keyring = createKeyring({
    rows: vaultRowsOf(store),
    settings: () => settings,
    mayKeep: around.host !== 'page' && store.kind !== 'memory',
    onLocked: () => peers.say({ type: 'vault-locked' }),
    onChange: () => {
      const isLocked = keyring.vault.view().state === 'locked';
      if (wasLocked && !isLocked) void servers.checkLocked().catch(() => undefined); // closed
      wasLocked = isLocked;
      tell();
    },
  });
  const pageModels = createLazyPageModels({ store, settings: store.settings.get });
  const servers = createServers({
    store,
    keyring,
    settings: () => settings,
    lentPorts: around.hub.lentPorts,
    pageModels,
    knownModels: () => config?.knownModels(),
    pageOrigin: () => (pageUrl === undefined ? undefined : new URL(pageUrl).origin),
    onChange: tell,
  });
  const ownershipOf = (prefix: string) =>
    locks === undefined ? ownershipByHeartbeat(store.owners) : ownershipByLocks(locks, prefix);
  const ownership = ownershipOf(names.turnPrefix);
  const running = (): readonly LiveReply[] => chat.running();
  const recovery = {
    store,
    ownership,
    isOurs: (id: string) => running().some((live) => live.message.id === id),
  };
  const peers = createPeers(hear);
  const board = createTurnBoard(peers, running);
  const search = createLazySearch(store);
  let visiblePages = 0;
  const jobs = createLazyJobs({
    store,
    servers,
    settings: () => settings,
    ownership: ownershipOf(names.jobPrefix),
    hashPorts: () => around.hub.lentPorts('file-hash'),
    sweepModels: pageModels.sweep,
    running: {
      isBusy: (id) => board.views().some(({ model }) => model?.connectionId === id),
      isSeen: () => visiblePages > 0,
    },
    signal,
  });
  const onChange = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const panel = createLazyPanel({
    store,
    servers,
    everySeconds: () => settings.runningSeconds,
    repliesFrom: (id) =>
      board.views().flatMap((view) => (view.model?.connectionId === id ? [view.sessionId] : [])),
    onChange,
    hasPages: () => around.hub.counts().pages > 0,
    signal,
  });
  const finder = createLazyFinder({
    store,
    servers,
    settings: store.settings.get,
    library: () => config?.library(),
    onChange,
    signal,
  });
  const chat = createChat({
    store,
    ownership,
    line: createLine({
      // A page runs one model, which does one thing at a time.
      limit: (origin) => (origin === pageAddressOf('browser') ? 1 : settings.requestsPerOrigin),
      ...(locks === undefined ? {} : { takeShared: takeSharedPlace }),
    }),
    ways: servers.ways,
    whenUnlocked: keyring.whenUnlocked,
    holdVault: keyring.hold,
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
    onOver: (live) => {
      board.over(live);
      panel.turnOver(live);
    },
    onFeatureRefused: (id, feature) => void servers.noteRefused(id, feature).catch(() => undefined), // asked again next time
    onContact: servers.note,
    onFault: () => undefined,
  });

  function hear(message: PeerMessage): void {
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
      case 'vault-locked':
        keyring.vault.lockHere();
        return;
      case 'retire':
        if (message.buildId !== around.buildId) void retireWhenIdle().catch(() => undefined); // closed first
        return;
    }
  }

  async function retireWhenIdle(): Promise<void> {
    while (running().length > 0 || jobs.mustStay()) await delay(1000, signal);
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
    // Where nothing can be kept there is nothing to sweep either.
    const keeps = (await store.connections.list()).some(({ kind }) => kind === 'browser');
    if (keeps) await pageModels.sweep().catch(() => undefined);
    for (const sessionId of new Set((await store.waiting.all()).map((each) => each.sessionId))) {
      const session = await store.sessions.get(sessionId);
      const last = session && (await store.messages.get(session.leafId));
      // One session that cannot go on (its model is gone) does not hold up the others.
      if (last?.status === 'done') await chat.sendNext(sessionId).catch(() => undefined);
    }
  }

  /** The deployer's file lies beside the app that the first page came from. */
  async function layConfig(baseUrl: string): Promise<void> {
    const { createConfigLayer } = await import('./config-layer.ts');
    if (signal.aborted) return;
    config = createConfigLayer({
      deployed: store.deployed,
      baseUrl,
      hasPages: () => around.hub.counts().pages > 0,
      onChange: tell,
      onApplied: () => void servers.checkAll().catch(() => undefined), // asked again by the watch over health
      signal,
    });
  }

  around.hub.attend({
    onCall: (name: CommandName) => {
      if (!asksItself.test(name)) keyring.touch();
    },
    onPages: (pages, visible) => {
      visiblePages = visible;
      servers.pagesChanged();
      keyring.pagesChanged(pages);
    },
    onHello: (baseUrl) => {
      if (!URL.canParse(baseUrl) || new URL(baseUrl).origin !== globalThis.location?.origin) return;
      const isFirst = pageUrl === undefined;
      pageUrl = baseUrl;
      // Without its file the engine goes on by its own settings; the next start asks again.
      if (isFirst) void layConfig(baseUrl).catch(() => undefined);
    },
  });
  // Their files come while the host is surely there: it may be gone when the first message is sent.
  delay(afterStartMs, signal)
    .then(() => import('../chat/answer.ts'))
    .catch(() => undefined); // closed first, or told by the first turn
  void tidyUp().catch(() => undefined); // a database that fails here fails its first command with words
  void watchHealth().catch(() => undefined); // closed
  void keepModelsFresh({
    store,
    add: jobs.commands['jobs.add-batch'],
    details: servers.details,
    nowAt,
    afterStartMs,
    signal,
  }).catch(() => undefined); // closed

  const commands = createCommands({
    store,
    servers,
    keyring,
    chat,
    search,
    jobs,
    finder,
    panel,
    signal,
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
    jobs,
    finder,
    panel,
    catalogueDays: () => settings.catalogueDays,
    config: () => config?.view() ?? noConfig,
    onChange,
  });
  return {
    desk: createDesk(commands, queries, board.follow),
    close: () => {
      closed.abort();
      chat.close();
      stopSettings();
      servers.stop();
      keyring.stop();
      search.stop();
      peers.close();
      store.close();
    },
  };
}
