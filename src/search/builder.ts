/**
 * Keeps the index up with the messages, in the background and one engine at a time. New messages gather until a segment
 * is worth building; small segments are joined; segments with deleted messages are made again without them.
 */
import { type Fault, faultFrom } from '../domain/fault.ts';
import { newId } from '../lib/ids.ts';
import { delay, nowAt } from '../lib/timing.ts';
import {
  type PendingNote,
  partSize,
  type Searchable,
  type SearchRows,
  type Segment,
} from '../storage/search-rows.ts';
import type { Store } from '../storage/store.ts';
import { buildSegment } from './build-segment.ts';

export type BuilderOptions = {
  /** Notes that are worth a segment; fewer are found by reading them. */
  worthNotes: number;
  segmentMessages: number;
  /** This many small segments are joined. */
  joinedSegments: number;
  /** Deleted messages that are worth making segments again. */
  worthGone: number;
};

export const defaultBuilder: BuilderOptions = {
  worthNotes: 500,
  segmentMessages: 10_000,
  joinedSegments: 8,
  worthGone: 500,
};

const ownerId = 'search-index';
const coldAfterMs = 30_000;
const segmentLetters = 20_000_000;
/** Sessions or messages read at once. */
const portionNotes = 20;

/** Does what there is to do now. False where another engine is at it. */
export async function buildNow(
  store: Store,
  options: BuilderOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const holder = newId();
  if (!(await store.owners.claim(ownerId, holder, nowAt(), coldAfterMs))) return false;
  try {
    const beat = () => store.owners.beat([ownerId], holder, nowAt());
    while (await isWorthIt(store.searchRows, options)) {
      const task = await gather(store, options, signal);
      // Notes that cannot be read would be gathered for ever.
      if (task.covered.length === 0) break;
      await buildSegment(store.searchRows, task, signal);
      await beat();
    }
    await dropGone(store, options, signal);
    await joinSmall(store, options, signal);
    return true;
  } finally {
    await store.owners.release(ownerId, holder);
  }
}

/** Runs `buildNow` whenever there is enough to do. Returns its stop. */
export function watchAndBuild(
  store: Store,
  options: BuilderOptions,
  onFault: (fault: Fault) => void,
): () => void {
  const stop = new AbortController();
  let busy = false;

  async function run(): Promise<void> {
    try {
      // Where another engine builds, look again when it may have gone.
      if (!(await buildNow(store, options, stop.signal))) await delay(coldAfterMs, stop.signal);
    } catch (error) {
      if (stop.signal.aborted) return;
      onFault(faultFrom(error));
      await delay(coldAfterMs, stop.signal).catch(() => undefined);
    } finally {
      busy = false;
    }
  }

  const unwatch = store.watch(
    (reads) => Promise.all([isWorthIt(reads.searchRows, options), reads.searchRows.goneCount()]),
    ([isWorth, gone]) => {
      if (busy || (!isWorth && gone < options.worthGone)) return;
      busy = true;
      void run();
    },
    onFault,
  );
  return () => {
    unwatch();
    stop.abort();
  };
}

/** The note of an imported session stands for all its messages: read through at each search they would make it slow. */
async function isWorthIt(
  rows: Pick<SearchRows, 'pending'>,
  options: BuilderOptions,
): Promise<boolean> {
  const notes = await rows.pending(options.worthNotes);
  return notes.length >= options.worthNotes || notes.some((note) => note.kind === 'session');
}

/** Messages for one segment, and the notes they answer. */
async function gather(store: Store, options: BuilderOptions, signal: AbortSignal) {
  const messages: Searchable[] = [];
  const covered: PendingNote[] = [];
  let letters = 0;
  const notes = await store.searchRows.pending(options.segmentMessages);
  for (let from = 0; from < notes.length; from += portionNotes) {
    signal.throwIfAborted();
    const portion = notes.slice(from, from + portionNotes);
    for (const message of await messagesOf(store, portion)) {
      messages.push(message);
      letters += message.text.length;
    }
    covered.push(...portion);
    if (messages.length >= options.segmentMessages || letters > segmentLetters) break;
  }
  const byId = new Map(messages.map((message) => [message.id, message]));
  return { messages: [...byId.values()], covered, replaced: [] };
}

export async function messagesOf(
  store: Store,
  notes: readonly PendingNote[],
): Promise<Searchable[]> {
  const ids = notes.filter((note) => note.kind === 'message').map((note) => note.id);
  const sessions = notes
    .filter((note) => note.kind === 'session')
    .map((note) => store.searchRows.ofSession(note.id));
  return [...(await store.searchRows.ofMessages(ids)), ...(await Promise.all(sessions)).flat()];
}

async function joinSmall(
  store: Store,
  options: BuilderOptions,
  signal: AbortSignal,
): Promise<void> {
  const small = (await store.searchRows.segments()).filter(
    (each) => each.size < options.segmentMessages / 2,
  );
  if (small.length < options.joinedSegments) return;
  const joined: Segment[] = [];
  let size = 0;
  for (const segment of small) {
    if (size + segment.size > options.segmentMessages) break;
    joined.push(segment);
    size += segment.size;
  }
  await rebuild(store, joined, signal);
}

/** Deleted messages leave the index with their words, not only the results. */
async function dropGone(store: Store, options: BuilderOptions, signal: AbortSignal): Promise<void> {
  const gone = await store.searchRows.gone(100_000);
  if (gone.length < options.worthGone) return;
  const ids = new Set(gone);
  for (const segment of await store.searchRows.segments()) {
    const inside = await idsOf(store, segment);
    if (inside.some((id) => ids.has(id))) await rebuild(store, [segment], signal);
  }
  await store.searchRows.forgetGone(gone);
}

async function rebuild(
  store: Store,
  segments: readonly Segment[],
  signal: AbortSignal,
): Promise<void> {
  const byId = new Map<string, Searchable>();
  for (const segment of segments) {
    const ids = await idsOf(store, segment);
    for (let from = 0; from < ids.length; from += 200) {
      for (const message of await store.searchRows.ofMessages(ids.slice(from, from + 200))) {
        byId.set(message.id, message);
      }
      signal.throwIfAborted();
    }
  }
  const replaced = segments.map((segment) => segment.id);
  await buildSegment(
    store.searchRows,
    { messages: [...byId.values()], covered: [], replaced },
    signal,
  );
}

async function idsOf(store: Store, segment: Segment): Promise<string[]> {
  const count = Math.ceil(segment.size / partSize);
  const parts = await store.searchRows.parts(
    segment.id,
    Array.from({ length: count }, (_, part) => part),
  );
  return parts.flatMap((part) => part.messageIds);
}
