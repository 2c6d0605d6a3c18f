/**
 * What the search room keeps: segments of the index, notes of what is not in one yet, and of what is gone. A note may
 * stand for a message or, after an import, for a whole session.
 */
import * as z from 'zod/mini';
import { type Role, roles } from '../domain/message.ts';
import type { Checked } from './checked.ts';
import { treeIndex } from './migrations.ts';
import { type Rows, spanOf } from './rows.ts';

const pendingNote = z.object({
  id: z.string(),
  kind: z.enum(['message', 'session']),
  stamp: z.optional(z.string()),
});
export type PendingNote = z.infer<typeof pendingNote>;

const segmentRow = z.object({ id: z.string(), size: z.number(), newestAt: z.number() });
/** `size` counts its messages, numbered from the oldest (0) to the newest, which was created at `newestAt`. */
export type Segment = z.infer<typeof segmentRow>;

const segmentPart = z.object({
  segmentId: z.string(),
  part: z.number(),
  messageIds: z.array(z.string()),
  createdAts: z.array(z.number()),
});
/** `partSize` messages of a segment, by their numbers. */
export type SegmentPart = z.infer<typeof segmentPart>;
export const partSize = 256;

const posting = z.object({
  segmentId: z.string(),
  bucket: z.string(),
  words: z.string(),
  ends: z.custom<Uint32Array>((value) => value instanceof Uint32Array),
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
});
/** The words of one bucket, joined by line breaks; the messages of word n end at byte `ends[n]`. */
export type Posting = z.infer<typeof posting>;

const searchable = z.object({
  id: z.string(),
  sessionId: z.string(),
  role: z.enum(roles),
  createdAt: z.number(),
  inFlight: z.optional(z.number()),
  parts: z.array(z.looseObject({ type: z.string() })),
});
export type Searchable = {
  id: string;
  sessionId: string;
  role: Role;
  createdAt: number;
  text: string;
};

export type SearchRows = {
  readonly pending: (limit: number) => Promise<PendingNote[]>;
  readonly pendingCount: () => Promise<number>;
  /** Finished messages only, in any order. */
  readonly ofMessages: (ids: readonly string[]) => Promise<Searchable[]>;
  readonly ofSession: (id: string) => Promise<Searchable[]>;
  readonly segments: () => Promise<Segment[]>;
  readonly parts: (segmentId: string, parts: readonly number[]) => Promise<SegmentPart[]>;
  readonly bucket: (segmentId: string, bucket: string) => Promise<Posting | undefined>;
  /** All buckets that begin so. */
  readonly buckets: (segmentId: string, prefix: string) => Promise<Posting[]>;
  readonly gone: (limit: number) => Promise<string[]>;
  readonly goneCount: () => Promise<number>;
  readonly forgetGone: (ids: readonly string[]) => Promise<void>;
  /** Rows of a segment that is not published yet: nobody reads them. */
  readonly write: (postings: readonly Posting[], parts: readonly SegmentPart[]) => Promise<void>;
  /** The segment counts from now on; the notes it covers and the segments it replaces go with the same write. */
  readonly publish: (
    segment: Segment | undefined,
    covered: readonly PendingNote[],
    replaced: readonly string[],
  ) => Promise<void>;
  readonly discard: (segmentId: string) => Promise<void>;
};

const searchTables = ['segments', 'segmentParts', 'postings', 'unindexed'] as const;

export function createSearchRows(rows: Rows, checked: Checked): SearchRows {
  const searchables = (stored: readonly unknown[]) =>
    checked
      .many('messages', searchable, stored)
      .filter((row) => row.inFlight === undefined)
      .map(searchableFrom);
  const postings = (stored: readonly unknown[]) => checked.many('postings', posting, stored);
  return {
    pending: async (limit) =>
      checked.many(
        'unindexed',
        pendingNote,
        await rows.list('unindexed', { limit, reverse: true }),
      ),
    pendingCount: () => rows.count('unindexed'),
    ofMessages: async (ids) => searchables(await rows.getMany('messages', ids)),
    ofSession: async (id) => searchables(await rows.list('messages', spanOf(treeIndex, id))),
    segments: async () => checked.many('segments', segmentRow, await rows.list('segments')),
    parts: async (segmentId, parts) => {
      const keys = parts.map((part) => [segmentId, part]);
      return checked.many('segmentParts', segmentPart, await rows.getMany('segmentParts', keys));
    },
    bucket: async (segmentId, bucket) =>
      checked.one('postings', posting, await rows.get('postings', [segmentId, bucket])),
    buckets: async (segmentId, prefix) =>
      postings(
        await rows.list('postings', {
          from: [segmentId, prefix],
          to: [segmentId, `${prefix}\uffff`],
        }),
      ),
    gone: async (limit) => (await rows.ids('tombstones', { limit })).map(String),
    goneCount: () => rows.count('tombstones'),
    forgetGone: (ids) => rows.removeMany('tombstones', ids),
    write: (many, parts) =>
      rows.transaction(['postings', 'segmentParts'], async (inside) => {
        await inside.putMany('postings', many);
        await inside.putMany('segmentParts', parts);
      }),
    publish: (segment, covered, replaced) =>
      rows.transaction(searchTables, async (inside) => {
        if (segment) await inside.put('segments', segment);
        const now = await inside.getMany(
          'unindexed',
          covered.map((note) => note.id),
        );
        // A note made again meanwhile stands for newer text and stays.
        const same = covered.filter((note, at) => stampOf(now[at]) === note.stamp);
        await inside.removeMany(
          'unindexed',
          same.map((note) => note.id),
        );
        for (const id of replaced) await removeSegment(inside, id);
      }),
    discard: (segmentId) =>
      rows.transaction(searchTables, (inside) => removeSegment(inside, segmentId)),
  };
}

async function removeSegment(rows: Rows, id: string): Promise<void> {
  await rows.remove('segments', id);
  await rows.removeSpan('segmentParts', spanOf(undefined, id));
  await rows.removeSpan('postings', spanOf(undefined, id));
}

function stampOf(row: unknown): unknown {
  return (row as { stamp?: unknown } | undefined)?.stamp;
}

function searchableFrom(row: z.infer<typeof searchable>): Searchable {
  let text = '';
  for (const part of row.parts) if (part.type === 'text') text += `${String(part['text'] ?? '')}\n`;
  const { id, sessionId, role, createdAt } = row;
  return { id, sessionId, role, createdAt, text };
}
