/**
 * What this engine knows of the slots of the servers: which session each of them served last, and what they held when
 * they were last asked. In memory only: it goes with the engine, and with a fall of the server.
 */

import type { ServerCounters } from '../domain/prometheus.ts';
import type { MetricPoint, PanelPlace, SlotState } from '../domain/server-panel.ts';
import { monotonicMs } from '../lib/timing.ts';

/** `taskId` tells when somebody else was served since. */
export type Guest = { readonly sessionId: string; readonly taskId?: number };

export type PlaceNotes = {
  readonly guests: Map<number, Guest>;
  slots: readonly SlotState[];
  /** When a guest was noted last: an answer to a question from before knows nothing of it. */
  notedMs: number;
  /** The server does not tell of its slots. */
  isSilent: boolean;
  counters?: ServerCounters;
  /** Oldest first. */
  points: readonly MetricPoint[];
};

/** `isOurs`: a turn of ours runs there, and may be what a slot works on. */
export type Answer = { readonly askedMs: number; readonly isOurs: boolean };

export type PanelNotes = {
  readonly at: (place: PanelPlace) => PlaceNotes;
  readonly setSlots: (place: PanelPlace, slots: readonly SlotState[], answer: Answer) => void;
  readonly setGuest: (place: PanelPlace, slot: number, sessionId: string) => void;
  readonly removeGuest: (place: PanelPlace, slot: number) => void;
  readonly forget: (connectionId: string) => void;
  readonly onChange: (listener: () => void) => () => void;
};

export function createPanelNotes(): PanelNotes {
  const notes = new Map<string, PlaceNotes & { connectionId: string }>();
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };

  function at({ connectionId, model = '' }: PanelPlace): PlaceNotes {
    const key = JSON.stringify([connectionId, model]);
    const known = notes.get(key) ?? {
      connectionId,
      guests: new Map(),
      slots: [],
      notedMs: 0,
      isSilent: false,
      points: [],
    };
    notes.set(key, known);
    return known;
  }

  return {
    at,
    setSlots: (place, slots, { askedMs, isOurs }) => {
      const known = at(place);
      if (askedMs < known.notedMs) return;
      known.slots = slots;
      for (const { id, taskId } of slots) {
        const guest = known.guests.get(id);
        const wasTaken = guest?.taskId !== undefined && taskId !== guest.taskId;
        if (wasTaken && !isOurs) known.guests.delete(id);
      }
      tell();
    },
    setGuest: (place, slot, sessionId) => {
      const known = at(place);
      // A session is in one slot: where it was before, it only left a copy.
      for (const [id, guest] of known.guests) {
        if (guest.sessionId === sessionId) known.guests.delete(id);
      }
      known.notedMs = monotonicMs();
      const taskId = known.slots.find(({ id }) => id === slot)?.taskId;
      known.guests.set(slot, { sessionId, ...(taskId === undefined ? {} : { taskId }) });
      tell();
    },
    removeGuest: (place, slot) => {
      if (at(place).guests.delete(slot)) tell();
    },
    forget: (connectionId) => {
      for (const [key, known] of notes) if (known.connectionId === connectionId) notes.delete(key);
      tell();
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * The slot that a reply of so many tokens has just left. It holds them all, but perhaps not the last, which nobody read;
 * where none fits, it is the one that was given work last and is not known to have worked for somebody else.
 */
export function slotOfReply(
  slots: readonly SlotState[],
  guests: ReadonlyMap<number, Guest>,
  tokens: number | undefined,
): number | undefined {
  const left = slots
    .filter(({ id, isBusy, taskId }) => {
      return !isBusy && taskId !== undefined && guests.get(id)?.taskId !== taskId;
    })
    .sort((a, b) => (b.taskId ?? 0) - (a.taskId ?? 0));
  const fits = left.find(({ heldTokens = 0 }) => {
    return tokens !== undefined && tokens - heldTokens >= 0 && tokens - heldTokens <= 1;
  });
  return (fits ?? left[0])?.id;
}
