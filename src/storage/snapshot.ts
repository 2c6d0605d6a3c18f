/**
 * A copy of the rows before a migration runs: without blobs, compressed, in a second database, the last two. Where
 * space is short or the copy fails, the migration goes on without it and says so.
 */
import { Dexie, type Table } from 'dexie';
import { nowAt } from '../lib/timing.ts';
import { eachRow, openNative } from './native.ts';

/** Left out: blobs, what can be made again, and sealed keys: an old copy would still open with the old passphrase. */
const leftOut = new Set([
  'attachments',
  'secrets',
  'vault',
  'segments',
  'segmentParts',
  'postings',
  'unindexed',
  'tombstones',
]);
const kept = 2;

/** `version` is the native one; `blob` is gzip. */
type Snapshot = { takenAt: number; version: number; blob: Blob };

/** Rows as lines of JSON, each `{"table":…,"row":…}`. False where none could be taken. */
export async function takeSnapshot(name: string): Promise<boolean> {
  const source = await openNative(name);
  if (source === undefined) return false;
  try {
    const lines: Blob[] = [];
    let pending = '';
    for (const table of [...source.objectStoreNames].filter((each) => !leftOut.has(each))) {
      await eachRow(source, table, (row) => {
        pending += `${JSON.stringify({ table, row })}\n`;
        if (pending.length > 1_000_000) {
          lines.push(new Blob([pending]));
          pending = '';
        }
      });
    }
    const blob = await compress(new Blob([...lines, pending]));
    if (!(await hasRoomFor(blob.size))) return false;
    await keep(name, { takenAt: nowAt(), version: source.version, blob });
    return true;
  } catch {
    // A migration must not wait for a copy that cannot be made; the caller tells the person.
    return false;
  } finally {
    source.close();
  }
}

export async function listSnapshots(name: string): Promise<Snapshot[]> {
  return withSnapshots(name, (table) => table.toArray());
}

async function keep(name: string, snapshot: Snapshot): Promise<void> {
  await withSnapshots(name, async (table) => {
    await table.put(snapshot);
    const all = (await table.toCollection().primaryKeys()).slice(0, -kept);
    await table.bulkDelete(all);
  });
}

async function withSnapshots<T>(
  name: string,
  work: (table: Table<Snapshot, number>) => PromiseLike<T>,
): Promise<T> {
  const database = new Dexie(`${name}-snapshots`, { cache: 'disabled' });
  database.version(1).stores({ snapshots: 'takenAt' });
  try {
    await database.open();
    return await work(database.table('snapshots'));
  } finally {
    database.close();
  }
}

async function compress(blob: Blob): Promise<Blob> {
  return await new Response(blob.stream().pipeThrough(new CompressionStream('gzip'))).blob();
}

async function hasRoomFor(sizeBytes: number): Promise<boolean> {
  const storage: StorageManager | undefined = globalThis.navigator?.storage;
  if (typeof storage?.estimate !== 'function') return true;
  const { quota, usage } = await storage.estimate();
  return quota === undefined || usage === undefined || quota - usage > 2 * sizeBytes;
}
