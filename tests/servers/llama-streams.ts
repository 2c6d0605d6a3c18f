/*
 * llama-server's resumable streams: a generation with an `X-Conversation-Id` fills a ring that
 * outlives its client, can be followed from any byte still in it, and ends only by DELETE.
 */
import type { Frame } from './wire.ts';

const ringBytes = 4 * 1024 * 1024;
const keptForMs = 300_000;

type Session = {
  readonly id: string;
  readonly startedAt: number;
  completedAt: number;
  frames: Frame[];
  /** Bytes that fell out of the ring, before `frames`. */
  dropped: number;
  total: number;
  readonly stop: AbortController;
  readonly wake: Set<() => void>;
  /** Where the first client is: nothing falls out of the ring before it has it. */
  readonly pins: Set<{ at: number }>;
};

export type Streams = {
  /** A session of the same id is stopped and replaced. */
  open(id: string): {
    readonly session: Session;
    /** Aborted by `remove`, by a replacement and by `close`. */
    readonly signal: AbortSignal;
    fill(batches: AsyncIterable<readonly Frame[]>): Promise<void>;
  };
  find(id: string): Session | undefined;
  /** What `POST /v1/streams/lookup` tells. */
  lookup(ids: readonly string[]): readonly object[];
  /** Ends where the bytes it needs next fell out of the ring; `pinned`: they do not, for this one. */
  follow(session: Session, from: number, pinned: boolean): AsyncGenerator<readonly Frame[], void>;
  remove(id: string): void;
  close(): void;
};

export function createStreams(): Streams {
  const sessions = new Map<string, Session>();

  function finish(session: Session): void {
    if (session.completedAt === 0) session.completedAt = Date.now();
    for (const wake of [...session.wake]) wake();
  }

  function remove(id: string): void {
    const session = sessions.get(id);
    if (!session) return;
    sessions.delete(id);
    session.stop.abort();
    finish(session);
  }

  function forgetOld(): void {
    for (const [id, { completedAt }] of sessions) {
      if (completedAt > 0 && completedAt + keptForMs < Date.now()) sessions.delete(id);
    }
  }

  function append(session: Session, batch: readonly Frame[]): void {
    for (const frame of batch) {
      session.frames.push(frame);
      session.total += frame.bytes.length;
    }
    let keepFrom = session.total - ringBytes;
    for (const { at } of session.pins) keepFrom = Math.min(keepFrom, at);
    let first = session.frames[0];
    while (first && session.dropped + first.bytes.length <= keepFrom) {
      session.dropped += first.bytes.length;
      session.frames.shift();
      first = session.frames[0];
    }
    for (const wake of [...session.wake]) wake();
  }

  return {
    open(id) {
      remove(id);
      const session: Session = {
        id,
        startedAt: Date.now(),
        completedAt: 0,
        frames: [],
        dropped: 0,
        total: 0,
        stop: new AbortController(),
        wake: new Set(),
        pins: new Set(),
      };
      sessions.set(id, session);
      return {
        session,
        signal: session.stop.signal,
        async fill(batches) {
          for await (const batch of batches) {
            if (session.stop.signal.aborted) break;
            append(session, batch);
          }
          finish(session);
        },
      };
    },
    find(id) {
      forgetOld();
      return sessions.get(id);
    },
    lookup(ids) {
      forgetOld();
      const isWanted = (id: string) => ids.some((one) => id === one || id.startsWith(`${one}::`));
      return [...sessions.values()].filter(({ id }) => isWanted(id)).map(told);
    },
    async *follow(session, from, pinned) {
      const reader = { at: from };
      if (pinned) session.pins.add(reader);
      try {
        while (reader.at >= session.dropped) {
          const batch = framesFrom(session, reader.at);
          for (const { bytes } of batch) reader.at += bytes.length;
          if (batch.length > 0) yield batch;
          else if (session.completedAt > 0) return;
          else await news(session);
        }
      } finally {
        session.pins.delete(reader);
      }
    },
    remove,
    close() {
      for (const id of [...sessions.keys()]) remove(id);
    },
  };
}

function told(session: Session) {
  return {
    conversation_id: session.id,
    is_done: session.completedAt > 0,
    total_bytes: session.total,
    started_at: Math.floor(session.startedAt / 1000),
    completed_at: Math.floor(session.completedAt / 1000),
  };
}

/** Looks from the end: a follower is nearly always there already. */
function framesFrom(session: Session, from: number): readonly Frame[] {
  let start = session.total;
  let index = session.frames.length;
  while (index > 0 && start > from) {
    index -= 1;
    start -= session.frames[index]?.bytes.length ?? 0;
  }
  const batch = session.frames.slice(index);
  const first = batch[0];
  if (first && start < from) {
    batch[0] = { bytes: first.bytes.subarray(from - start), part: first.part };
  }
  return batch;
}

function news(session: Session): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      session.wake.delete(wake);
      resolve();
    };
    session.wake.add(wake);
  });
}
