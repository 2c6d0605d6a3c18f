/**
 * Opens the one database. A database newer than this code is opened by nobody; an engine that stands in the way of a
 * newer one closes and is told to retire.
 */
import { Dexie } from 'dexie';
import { FaultError } from '../domain/fault.ts';
import type { Damage } from './checked.ts';
import { dexieRows } from './dexie-rows.ts';
import { type Migration, migrations } from './migrations.ts';
import { deleteDatabase, nativeVersion } from './native.ts';
import { storageFault } from './storage-fault.ts';
import { createStore, type Store } from './store.ts';

export const defaultDatabase = 'llantern-default';

export type OpenOptions = {
  name?: string;
  /** The database was closed under us: by a newer build, a reset in another tab, or the browser. */
  onRetire?: () => void;
  onDamage?: (damage: Damage) => void;
  /** A migration runs without a copy of the old rows. */
  onNoSnapshot?: () => void;
  /** For tests of migrations. */
  steps?: readonly Migration[];
};

/** How long a migration waits for engines of older builds to let go. */
const blockedMs = 10_000;

/** Throws `storage-absent`, `storage-newer`, `storage-full` or `storage-failed`. */
export async function openDatabase(options: OpenOptions = {}): Promise<Store> {
  const { name = defaultDatabase, steps = migrations } = options;
  const known = Math.max(...steps.map((step) => step.version));
  const found = await foundVersion(name);
  refuseNewer(found, known);
  if (found >= 1 && found < known) {
    const { takeSnapshot } = await import('./snapshot.ts');
    if (!(await takeSnapshot(name))) options.onNoSnapshot?.();
  }

  const database = new Dexie(name, { autoOpen: false, cache: 'disabled' });
  for (const step of steps) {
    const version = database.version(step.version).stores({ ...step.stores });
    if (step.upgrade) version.upgrade(step.upgrade);
  }
  // Dexie tells of every close, our own too; only one that came from outside retires the engine.
  let closed = false;
  const close = () => {
    closed = true;
    database.close();
  };
  const retire = () => {
    if (closed) return;
    close();
    options.onRetire?.();
  };
  database.on('versionchange', () => {
    retire();
    // Dexie's own handler would only warn and close.
    return false;
  });
  database.on('close', retire);
  await openOrGiveUp(database, close);
  const opened = dexieVersion(database.backendDB().version);
  if (opened > known) close();
  refuseNewer(opened, known);
  return createStore('database', { ...dexieRows(database), close }, options.onDamage);
}

/** Deletes everything this app has stored in IndexedDB under `name`, snapshots included. Other engines retire. */
export async function resetDatabase(name: string = defaultDatabase): Promise<void> {
  await deleteDatabase(name);
  await deleteDatabase(`${name}-snapshots`);
}

async function openOrGiveUp(database: Dexie, close: () => void): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const blocked = new Promise<never>((_, reject) => {
    database.on('blocked', () => {
      timer ??= setTimeout(() => {
        const message = 'another window of an older build holds the database open';
        reject(new FaultError({ kind: 'storage-failed', message }));
        close();
      }, blockedMs);
    });
  });
  try {
    await Promise.race([database.open(), blocked]);
  } catch (error) {
    close();
    throw openingFault(error);
  } finally {
    clearTimeout(timer);
  }
}

async function foundVersion(name: string): Promise<number> {
  try {
    return dexieVersion(await nativeVersion(name));
  } catch (error) {
    throw openingFault(error);
  }
}

/** Dexie multiplies by ten, and adds one where it mended a schema. */
function dexieVersion(native: number): number {
  return Math.floor(native / 10);
}

function refuseNewer(found: number, known: number): void {
  if (found > known) throw new FaultError({ kind: 'storage-newer', found, known });
}

/** Private modes and blocked site data refuse at the door: that is no database rather than a broken one. */
function openingFault(error: unknown): FaultError {
  const fault = storageFault(error);
  if (fault.fault.kind !== 'storage-failed') return fault;
  const { message } = fault.fault;
  if (!/SecurityError|InvalidStateError|MissingAPI|NotAllowed/i.test(message)) return fault;
  return new FaultError({ kind: 'storage-absent', message }, { cause: error });
}
