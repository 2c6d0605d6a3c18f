/** The panels that somebody looks at: one look for all who look at the same place, with what is known of it here. */
import type {
  CutReply,
  Outage,
  PanelPlace,
  ServerPanelView,
  SlotGuest,
  SlotView,
} from '../domain/server-panel.ts';
import type { Store } from '../storage/store.ts';
import { createLook, type Look, type LookDeps } from './panel-look.ts';

export type BoardDeps = LookDeps & {
  readonly store: Pick<Store, 'sessions'>;
  /** Something known of the servers has changed. */
  readonly onChange: (listener: () => void) => () => void;
  readonly outage: (connectionId: string) => Outage | undefined;
  readonly cut: (connectionId: string) => readonly Pick<CutReply, 'sessionId' | 'at'>[];
  readonly signal: AbortSignal;
};

export type PanelBoard = {
  readonly watch: (place: PanelPlace, onValue: Watcher) => () => void;
  /** Every look at this server reads everything at once. */
  readonly askNow: (connectionId: string, rescans?: boolean) => void;
};

type Watcher = (view: ServerPanelView) => void;
type Panel = {
  readonly connectionId: string;
  readonly look: Look;
  readonly watchers: Set<Watcher>;
  readonly push: () => void;
  readonly close: () => void;
};

export function createPanelBoard(deps: BoardDeps): PanelBoard {
  const { notes, signal } = deps;
  const panels = new Map<string, Panel>();

  function open(place: PanelPlace, key: string): Panel {
    const { connectionId } = place;
    const watchers = new Set<Watcher>();
    let isTelling = false;
    let isStale = false;
    /** One view after the other: a slow one must not overtake a newer one. */
    async function tell(): Promise<void> {
      while (isStale) {
        isStale = false;
        const view = await viewOf(connectionId, look);
        for (const watcher of watchers) watcher(view);
      }
    }
    const push = (): void => {
      isStale = true;
      if (isTelling) return;
      isTelling = true;
      void tell()
        .catch(() => undefined) // storage that failed: the next reading tells it again
        .finally(() => {
          isTelling = false;
        });
    };
    const look = createLook(deps, place, push);
    const stops = [notes.onChange(push), deps.onChange(push)];
    const close = (): void => {
      panels.delete(key);
      look.stop();
      for (const stop of stops) stop();
    };
    signal.addEventListener('abort', close, { once: true });
    const panel = { connectionId, look, watchers, push, close };
    panels.set(key, panel);
    return panel;
  }

  async function viewOf(connectionId: string, look: Look): Promise<ServerPanelView> {
    const state = look.state();
    const outage = deps.outage(connectionId);
    const place = { connectionId, model: state.model };
    return {
      ...state,
      slots: await withGuests(place, state.slots),
      id: connectionId,
      cut: await cutRepliesOf(connectionId),
      everySeconds: look.everySeconds(),
      isSlowed: look.isSlowed(),
      ...(outage ? { outage } : {}),
    };
  }

  /** Without those of sessions that are gone. */
  async function cutRepliesOf(connectionId: string): Promise<readonly CutReply[]> {
    const named = deps.cut(connectionId).map(async (each) => {
      const session = await deps.store.sessions.get(each.sessionId);
      return session && session.deletedAt === 0 ? [{ ...each, title: session.title }] : [];
    });
    return (await Promise.all(named)).flat();
  }

  async function withGuests(
    place: PanelPlace,
    slots: ServerPanelView['slots'],
  ): Promise<ServerPanelView['slots']> {
    if (slots.state !== 'told') return slots;
    const named = slots.value.map(async (slot): Promise<SlotView> => {
      const guest = await guestOf(place, slot.id);
      return guest ? { ...slot, guest } : slot;
    });
    return { state: 'told', value: await Promise.all(named) };
  }

  async function guestOf(place: PanelPlace, slot: number): Promise<SlotGuest | undefined> {
    const noted = notes.at(place).guests.get(slot);
    const session = noted && (await deps.store.sessions.get(noted.sessionId));
    if (!session || session.deletedAt > 0) return undefined;
    const { id: sessionId, title, parameters } = session;
    return { sessionId, title, isKept: parameters.slot === slot };
  }

  return {
    watch: (place, onValue) => {
      const key = JSON.stringify([place.connectionId, place.model ?? '']);
      const panel = panels.get(key) ?? open(place, key);
      panel.watchers.add(onValue);
      panel.push();
      return () => {
        panel.watchers.delete(onValue);
        if (panel.watchers.size === 0) panel.close();
      };
    },
    askNow: (connectionId, rescans = false) => {
      for (const panel of panels.values()) {
        if (panel.connectionId === connectionId) panel.look.askNow(rescans);
      }
    },
  };
}
