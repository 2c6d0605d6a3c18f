/**
 * The panels of this engine: what is told of each server to whom looks at it, which slot served whom, and the commands
 * that change something there. Loaded when somebody looks, or when a reply of such a server has ended.
 */
import type { PanelPlace } from '../domain/server-panel.ts';
import { wouldEvict } from '../domain/server-panel.ts';
import { monotonicMs } from '../lib/timing.ts';
import type { Servers } from '../servers/servers.ts';
import type { Store } from '../storage/store.ts';
import type { Runners } from './lazy-commands.ts';
import type { PanelCommandName } from './lazy-panel.ts';
import { type BoardDeps, createPanelBoard, type PanelBoard } from './panel-board.ts';
import { panelCommands } from './panel-commands.ts';
import { createPanelNotes, slotOfReply } from './panel-notes.ts';
import type { Params, Value } from './protocol.ts';

export type PanelRoomDeps = Omit<BoardDeps, 'notes' | 'store' | 'servers'> & {
  readonly store: Pick<Store, 'sessions' | 'catalogues'>;
  readonly servers: Servers;
};

/** A reply that has ended. */
export type EndedTurn = {
  readonly sessionId: string;
  readonly connectionId: string;
  readonly model: string;
  /** Of prompt and reply, as the server counted. */
  readonly tokens?: number | undefined;
  readonly keptSlot?: number | undefined;
};

export type PanelRoom = {
  readonly commands: Runners<PanelCommandName>;
  readonly watch: PanelBoard['watch'];
  readonly watchEviction: (
    asked: Params<'panel.eviction'>,
    onValue: (eviction: Value<'panel.eviction'>) => void,
  ) => () => void;
  readonly turnOver: (turn: EndedTurn) => Promise<void>;
  /** The server has fallen, and whatever its slots held is gone. */
  readonly fell: (connectionId: string) => void;
};

const askMs = 5000;

export function createPanelRoom(deps: PanelRoomDeps): PanelRoom {
  const { store, servers, signal } = deps;
  const notes = createPanelNotes();
  const board = createPanelBoard({ ...deps, notes });

  /** Slots are one model's on a router, and the server's elsewhere. */
  async function placeOf({ connectionId, model }: PanelPlace): Promise<PanelPlace> {
    const known = await store.catalogues.get(connectionId);
    const isRouter = known?.models.some(({ state }) => state !== undefined) ?? false;
    return isRouter ? { connectionId, model } : { connectionId };
  }

  /** The server does not say whose slot it was, but right after a reply its slots do. */
  async function turnOver(turn: EndedTurn): Promise<void> {
    const place = await placeOf(turn);
    const known = notes.at(place);
    if (known.isSilent) return;
    const { provider, endpoint } = await servers.open(turn.connectionId);
    if (!provider.panel) return;
    const port = await provider.panel();
    const patience = AbortSignal.any([signal, AbortSignal.timeout(askMs)]);
    const askedMs = monotonicMs();
    const told = await port.slots(endpoint, place.model, patience);
    if (told.state !== 'told') {
      known.isSilent = true;
      return;
    }
    const { keptSlot } = turn;
    const isKept = told.value.some(({ id }) => id === keptSlot);
    const slot = isKept ? keptSlot : slotOfReply(told.value, known.guests, turn.tokens);
    notes.setSlots(place, told.value, { askedMs, isOurs: true });
    if (slot !== undefined) notes.setGuest(place, slot, turn.sessionId);
    board.askNow(turn.connectionId);
  }

  async function evictionFor(asked: Params<'panel.eviction'>): Promise<Value<'panel.eviction'>> {
    const { guests, slots } = notes.at(await placeOf(asked));
    const found = wouldEvict(slots, guests, asked.sessionId, asked.slot);
    const session = found && (await store.sessions.get(found.sessionId));
    // Of a session that is gone nothing is lost.
    return session && session.deletedAt === 0 ? { ...found, title: session.title } : null;
  }

  return {
    commands: panelCommands({ store, servers, notes, placeOf, askNow: board.askNow, signal }),
    watch: board.watch,
    watchEviction: (asked, onValue) => {
      let told = '';
      let isStopped = false;
      const push = (): void => {
        evictionFor(asked).then(
          (value) => {
            if (isStopped || told === JSON.stringify(value)) return;
            told = JSON.stringify(value);
            onValue(value);
          },
          () => undefined, // storage that failed: the next change tells
        );
      };
      push();
      const stop = notes.onChange(push);
      return () => {
        isStopped = true;
        stop();
      };
    },
    turnOver,
    fell: notes.forget,
  };
}
