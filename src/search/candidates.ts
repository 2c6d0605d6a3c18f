/**
 * Message ids that the index holds for a query, newest first. Segments are opened only when their newest message is
 * due, so that a common word costs one segment and not all of them.
 */
import { type Posting, partSize, type SearchRows, type Segment } from '../storage/search-rows.ts';
import { decodePosting, intersectionOf, unionOf } from './postings.ts';
import { bucketLetters, bucketOf, type Query } from './words.ts';

type Candidate = { readonly id: string; readonly createdAt: number };

/** An opened segment: numbers not yet looked up, ascending, and candidates ready to be given, newest last. */
type Opened = { readonly id: string; numbers: readonly number[]; ready: Candidate[] };

const lookedUpAtOnce = 64;

export async function* findCandidates(
  rows: SearchRows,
  query: Query,
  batchSize: number,
): AsyncGenerator<string[], void> {
  const closed = (await rows.segments()).sort((a, b) => a.newestAt - b.newestAt);
  let opened: Opened[] = [];
  let batch: string[] = [];
  let waveSize = 1;
  for (;;) {
    const best = newestOf(opened);
    const due = closed.at(-1);
    const bestAt = best?.ready.at(-1)?.createdAt ?? Number.NEGATIVE_INFINITY;
    if (due !== undefined && due.newestAt >= bestAt) {
      // The rarer the word, the more segments are needed: one after the other they would take long.
      const wave = closed.splice(-waveSize);
      waveSize *= 16;
      opened.push(...(await Promise.all(wave.map((segment) => open(rows, segment, query)))));
      continue;
    }
    const next = best?.ready.pop();
    if (best === undefined || next === undefined) break;
    batch.push(next.id);
    if (batch.length >= batchSize) {
      yield batch;
      batch = [];
    }
    await lookUp(rows, best);
    opened = opened.filter((each) => each.ready.length > 0);
  }
  if (batch.length > 0) yield batch;
}

function newestOf(opened: readonly Opened[]): Opened | undefined {
  let best: Opened | undefined;
  for (const each of opened) {
    const at = each.ready.at(-1)?.createdAt;
    if (at !== undefined && at > (best?.ready.at(-1)?.createdAt ?? -1)) best = each;
  }
  return best;
}

async function open(rows: SearchRows, segment: Segment, query: Query): Promise<Opened> {
  const wanted: Promise<readonly number[]>[] = query.whole.map(async (word) => {
    const posting = await rows.bucket(segment.id, bucketOf(word));
    return numbersOf(posting === undefined ? [] : [posting], (each) => each === word);
  });
  if (query.prefix !== undefined) wanted.push(prefixNumbers(rows, segment.id, query.prefix));
  const lists = (await Promise.all(wanted)).sort((a, b) => a.length - b.length);
  const [fewest = [], ...others] = lists;
  const numbers = others.reduce<readonly number[]>(intersectionOf, fewest);
  const opened: Opened = { id: segment.id, numbers, ready: [] };
  await lookUp(rows, opened);
  return opened;
}

async function prefixNumbers(
  rows: SearchRows,
  segmentId: string,
  prefix: string,
): Promise<readonly number[]> {
  const starts = (word: string) => word.startsWith(prefix);
  if (prefix.length < bucketLetters)
    return numbersOf(await rows.buckets(segmentId, prefix), starts);
  const posting = await rows.bucket(segmentId, bucketOf(prefix));
  return numbersOf(posting === undefined ? [] : [posting], starts);
}

function numbersOf(
  postings: readonly Posting[],
  wanted: (word: string) => boolean,
): readonly number[] {
  return unionOf(postings.flatMap((posting) => decodePosting(posting, wanted)));
}

/** Fills what is ready, when it has run out, from the newest numbers. */
async function lookUp(rows: SearchRows, opened: Opened): Promise<void> {
  if (opened.ready.length > 0 || opened.numbers.length === 0) return;
  const numbers = opened.numbers.slice(-lookedUpAtOnce);
  opened.numbers = opened.numbers.slice(0, -lookedUpAtOnce);
  const wanted = [...new Set(numbers.map((number) => Math.floor(number / partSize)))];
  const parts = new Map((await rows.parts(opened.id, wanted)).map((part) => [part.part, part]));
  for (const number of numbers) {
    const part = parts.get(Math.floor(number / partSize));
    const id = part?.messageIds[number % partSize];
    const createdAt = part?.createdAts[number % partSize];
    if (id !== undefined && createdAt !== undefined) opened.ready.push({ id, createdAt });
  }
}
