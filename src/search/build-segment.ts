/** One segment from its messages: numbers them by age, collects their words, writes the rows, publishes. In slices, as a stream may be running. */
import { createBreather } from '../lib/breather.ts';
import { newId } from '../lib/ids.ts';
import {
  type PendingNote,
  type Posting,
  partSize,
  type Searchable,
  type SearchRows,
  type SegmentPart,
} from '../storage/search-rows.ts';
import { type Buckets, encodePostings } from './postings.ts';
import { bucketOf, wordsOf } from './words.ts';

export type SegmentTask = {
  messages: readonly Searchable[];
  covered: readonly PendingNote[];
  replaced: readonly string[];
};

/** Rows written in one transaction. */
const portionRows = 100;
/** A piece of text that costs a few milliseconds. */
const pieceLetters = 50_000;

/** Throws what the store throws and the signal's reason; then the rows written so far are taken back. */
export async function buildSegment(
  rows: SearchRows,
  task: SegmentTask,
  signal: AbortSignal,
): Promise<void> {
  if (task.messages.length === 0) return rows.publish(undefined, task.covered, task.replaced);
  const id = newId();
  const breathe = createBreather();
  const pause = async () => {
    await breathe();
    signal.throwIfAborted();
  };
  const messages = [...task.messages].sort((a, b) => a.createdAt - b.createdAt);
  const buckets = await collectWords(messages, pause);
  try {
    await rows.write([], partsOf(id, messages));
    let portion: Posting[] = [];
    for (const posting of encodePostings(id, buckets)) {
      portion.push(posting);
      if (portion.length < portionRows) continue;
      await rows.write(portion, []);
      portion = [];
      await pause();
    }
    await rows.write(portion, []);
    const newestAt = messages.at(-1)?.createdAt ?? 0;
    await rows.publish({ id, size: messages.length, newestAt }, task.covered, task.replaced);
  } catch (error) {
    await rows.discard(id);
    throw error;
  }
}

async function collectWords(
  messages: readonly Searchable[],
  pause: () => Promise<void>,
): Promise<Buckets> {
  const buckets = new Map<string, Map<string, number[]>>();
  for (const [number, { text }] of messages.entries()) {
    for (let from = 0; from < text.length; from += pieceLetters) {
      for (const { word } of wordsOf(text.slice(from, from + pieceLetters)))
        note(buckets, word, number);
      await pause();
    }
  }
  return buckets;
}

function note(buckets: Map<string, Map<string, number[]>>, word: string, number: number): void {
  const name = bucketOf(word);
  let bucket = buckets.get(name);
  if (bucket === undefined) {
    bucket = new Map();
    buckets.set(name, bucket);
  }
  const numbers = bucket.get(word);
  if (numbers === undefined) bucket.set(word, [number]);
  else if (numbers.at(-1) !== number) numbers.push(number);
}

function partsOf(segmentId: string, messages: readonly Searchable[]): SegmentPart[] {
  const parts: SegmentPart[] = [];
  for (let from = 0; from < messages.length; from += partSize) {
    const inside = messages.slice(from, from + partSize);
    parts.push({
      segmentId,
      part: parts.length,
      messageIds: inside.map((message) => message.id),
      createdAts: inside.map((message) => message.createdAt),
    });
  }
  return parts;
}
