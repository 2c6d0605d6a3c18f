/** IndexedDB without a schema: the version on disk, and raw rows. For what must work where our own schema does not. */
import { FaultError } from '../domain/fault.ts';
import { storageFault } from './storage-fault.ts';

/** Throws `storage-absent` where this page has no IndexedDB. */
function nativeDatabases(): IDBFactory {
  // Some privacy modes leave the name undefined, others throw at the touch.
  try {
    const factory: IDBFactory | undefined = globalThis.indexedDB;
    if (factory !== undefined && factory !== null) return factory;
  } catch (error) {
    throw new FaultError({ kind: 'storage-absent', message: String(error) }, { cause: error });
  }
  throw new FaultError({ kind: 'storage-absent', message: 'IndexedDB is missing' });
}

/** The version on disk, or 0 where there is no such database. Never makes one. */
export async function nativeVersion(name: string): Promise<number> {
  const factory = nativeDatabases();
  if (typeof factory.databases === 'function') {
    const found = (await factory.databases()).find((each) => each.name === name);
    return found?.version ?? 0;
  }
  const database = await openNative(name);
  const version = database?.version ?? 0;
  database?.close();
  return version;
}

/** The database as it is, or `undefined` where there is none. */
export function openNative(name: string): Promise<IDBDatabase | undefined> {
  return new Promise((resolve, reject) => {
    const request = nativeDatabases().open(name);
    let absent = false;
    request.onupgradeneeded = () => {
      absent = true;
      request.transaction?.abort();
    };
    request.onsuccess = () => {
      const database = request.result;
      database.onversionchange = () => database.close();
      resolve(database);
    };
    request.onerror = (event) => {
      event.preventDefault();
      if (absent) resolve(undefined);
      else reject(storageFault(request.error));
    };
  });
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(storageFault(request.error));
  });
}

/** Rows of a store by portions of keys, so that none of it is held at once. A row that cannot be read is counted and passed over. */
export async function eachRow(
  database: IDBDatabase,
  store: string,
  onRow: (row: unknown) => void,
): Promise<{ unreadable: number }> {
  const objects = () => database.transaction(store, 'readonly').objectStore(store);
  const keys = await settled(objects().getAllKeys());
  let unreadable = 0;
  for (let from = 0; from < keys.length; from += portionRows) {
    const portion = keys.slice(from, from + portionRows);
    const range = IDBKeyRange.bound(portion[0], portion.at(-1));
    try {
      for (const row of await settled(objects().getAll(range))) onRow(row);
    } catch {
      for (const key of portion) {
        try {
          onRow(await settled(objects().get(key)));
        } catch {
          unreadable += 1;
        }
      }
    }
  }
  return { unreadable };
}

const portionRows = 500;

export function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = nativeDatabases().deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(storageFault(request.error));
    // Other engines close when they are told; the request goes on by itself.
    request.onblocked = () => undefined;
  });
}
