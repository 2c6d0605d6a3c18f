/**
 * The panels of servers and the watch over their health, loaded when they are needed: nothing of theirs is before the
 * first keystroke.
 */
import type { LiveReply } from '../chat/live-reply.ts';
import type { Fault } from '../domain/fault.ts';
import { hasPower } from '../domain/model-powers.ts';
import { createLazy } from '../lib/lazy.ts';
import { delay } from '../lib/timing.ts';
import type { HealthWatch } from '../servers/health-watch.ts';
import type { Servers } from '../servers/servers.ts';
import type { Store } from '../storage/store.ts';
import { lazyCommands, type Runners } from './lazy-commands.ts';
import { lazyWatch } from './lazy-watch.ts';
import type { PanelRoom } from './panel-room.ts';
import type { Params, Value } from './protocol.ts';

const panelCommandNames = [
  'panel.refresh',
  'panel.slot',
  'panel.adapters',
  'panel.tokenize',
  'panel.template',
  'panel.model',
  'panel.keep-slot',
  'panel.sampling',
] as const;
export type PanelCommandName = (typeof panelCommandNames)[number];

type Watcher<N extends 'panel.watch' | 'panel.eviction'> = (
  params: Params<N>,
  onValue: (value: Value<N>) => void,
  onFault: (fault: Fault) => void,
) => () => void;

export type LazyPanel = {
  readonly commands: Runners<PanelCommandName>;
  readonly watch: Watcher<'panel.watch'>;
  readonly watchEviction: Watcher<'panel.eviction'>;
  /** Which slot served it is asked at once: a moment later another reply may be there. */
  readonly turnOver: (live: LiveReply) => void;
};

export type LazyPanelDeps = {
  readonly store: Store;
  readonly servers: Servers;
  readonly everySeconds: () => number;
  /** The sessions they come to. */
  readonly repliesFrom: (connectionId: string) => readonly string[];
  readonly onChange: (listener: () => void) => () => void;
  readonly hasPages: () => boolean;
  readonly signal: AbortSignal;
};

const afterStartMs = 3000;

export function createLazyPanel(deps: LazyPanelDeps): LazyPanel {
  const { store, servers, signal } = deps;
  let health: HealthWatch | undefined;
  let room: PanelRoom | undefined;
  const outageListeners = new Set<() => void>();
  const load = createLazy(async () => {
    const { createPanelRoom } = await import('./panel-room.ts');
    room = createPanelRoom({
      ...deps,
      isBusy: (id) => deps.repliesFrom(id).length > 0,
      outage: (id) => health?.outage(id),
      cut: (id) => health?.cut(id) ?? [],
      onChange: (listener) => {
        outageListeners.add(listener);
        const stop = deps.onChange(listener);
        return () => {
          outageListeners.delete(listener);
          stop();
        };
      },
    });
    return room;
  });

  const watchHealth = createLazy(async () => {
    const { createHealthWatch } = await import('../servers/health-watch.ts');
    health = createHealthWatch({
      ...deps,
      connections: store.connections.list,
      health: servers.health,
      check: servers.check,
      open: servers.open,
      lastModel: async (id) => (await store.usage.newest(id, 1))[0]?.model,
      onOutage: (id) => {
        const outage = health?.outage(id);
        if (outage && outage.backAt === undefined) room?.fell(id);
        for (const listener of outageListeners) listener();
      },
    });
    return health;
  });
  delay(afterStartMs, signal)
    .then(watchHealth)
    .catch(() => undefined); // closed, or its file could not be had: the ordinary round goes on

  return {
    commands: lazyCommands(panelCommandNames, async () => (await load()).commands),
    watch: lazyWatch(async () => {
      const { watch } = await load();
      return watch;
    }),
    watchEviction: lazyWatch(async () => {
      const { watchEviction } = await load();
      return watchEviction;
    }),
    turnOver: (live) => {
      const { model, sessionId, parameters } = live.message;
      if (!model) return;
      const wasCut = live.view().phase === 'interrupted';
      const { promptTokens, completionTokens } = live.reply().usage ?? {};
      const tokens =
        promptTokens === undefined ? undefined : promptTokens + (completionTokens ?? 0);
      const { connectionId, name } = model;
      const note = async () => {
        // A connection that has just been added may not be among those in memory yet.
        const known =
          servers.connection(connectionId) ?? (await store.connections.get(connectionId));
        if (!known || !hasPower(known.kind, 'panel')) return;
        const noteCut = async () => {
          const watch = await watchHealth();
          watch.turnOver(connectionId, sessionId, wasCut);
        };
        // Its file could not be had: then nothing is told of it.
        if (wasCut || health) void noteCut().catch(() => undefined);
        const panels = await load();
        const keptSlot = parameters?.slot;
        await panels.turnOver({ sessionId, connectionId, model: name, tokens, keptSlot });
      };
      note().catch(() => undefined); // it does not answer: then nothing is known of its slots
    },
  };
}
