/** Lists of message numbers as bytes: ascending numbers by their distances, seven bits to a byte, the last one of each without the high bit. */
import type { Posting } from '../storage/search-rows.ts';

/** Ascending message numbers by word, by the bucket of the word. */
export type Buckets = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

/** Rows of one segment, made one by one, so that the caller may pause. */
export function* encodePostings(segmentId: string, buckets: Buckets): Generator<Posting> {
  for (const [bucket, numbersByWord] of buckets) {
    const bytes: number[] = [];
    const words = [...numbersByWord.keys()];
    const ends = words.map((word) => {
      appendNumbers(bytes, numbersByWord.get(word) ?? []);
      return bytes.length;
    });
    yield {
      segmentId,
      bucket,
      words: words.join('\n'),
      ends: Uint32Array.from(ends),
      bytes: Uint8Array.from(bytes),
    };
  }
}

/** The numbers of all words of a row that `wanted` lets through, each in its own ascending list. */
export function decodePosting(row: Posting, wanted: (word: string) => boolean): number[][] {
  const lists: number[][] = [];
  for (const [at, word] of row.words.split('\n').entries()) {
    if (wanted(word)) lists.push(readNumbers(row.bytes, row.ends[at - 1] ?? 0, row.ends[at] ?? 0));
  }
  return lists;
}

/** Several ascending lists as one, without repeats. */
export function unionOf(lists: readonly (readonly number[])[]): readonly number[] {
  if (lists.length === 1) return lists[0] ?? [];
  return [...new Set(lists.flat())].sort((a, b) => a - b);
}

/** What stands in both; both ascend. */
export function intersectionOf(a: readonly number[], b: readonly number[]): number[] {
  const both: number[] = [];
  let at = 0;
  for (const number of a) {
    while (at < b.length && (b[at] ?? 0) < number) at += 1;
    if (b[at] === number) both.push(number);
  }
  return both;
}

function appendNumbers(bytes: number[], numbers: readonly number[]): void {
  let before = -1;
  for (const number of numbers) {
    let distance = number - before;
    before = number;
    while (distance > 0x7f) {
      bytes.push((distance & 0x7f) | 0x80);
      distance >>>= 7;
    }
    bytes.push(distance);
  }
}

function readNumbers(bytes: Uint8Array, from: number, to: number): number[] {
  const numbers: number[] = [];
  let before = -1;
  let distance = 0;
  let shift = 0;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    distance |= (byte & 0x7f) << shift;
    shift += 7;
    if (byte >= 0x80) continue;
    before += distance;
    numbers.push(before);
    distance = 0;
    shift = 0;
  }
  return numbers;
}
