/**
 * Starts one engine: its hub at once, its database, and the rooms over it. The same for every host; `worker.ts` only
 * brings the ports.
 */
import { FaultError, faultFrom } from '../domain/fault.ts';
import { newId } from '../lib/ids.ts';
import { openDatabase, resetDatabase } from '../storage/database.ts';
import type { Store } from '../storage/store.ts';
import { furnish } from './furnish.ts';
import { createHub, type Desk, type Hub } from './hub.ts';
import { whenPageGone } from './locks.ts';
import { type EngineHost, names } from './protocol.ts';

/** Starts an engine and gives its hub at once: pages that attach are welcomed when the database is open. */
export function startEngine(
  host: EngineHost,
  buildId: string,
  onRetired: () => void = () => undefined,
): Hub {
  const engineId = newId();
  const { locks } = navigator;
  const hub = createHub({
    buildId,
    engineId,
    host,
    ...(locks === undefined ? {} : { whenPageGone }),
  });
  const ended = new AbortController();
  let close: () => void = () => undefined;

  function retire(): void {
    if (ended.signal.aborted) return;
    ended.abort();
    close();
    hub.retire();
    onRetired();
  }

  async function open(openStore: () => Store | Promise<Store>): Promise<void> {
    try {
      const store = await openStore();
      if (ended.signal.aborted) {
        store.close(); // a newer build came while it was opening
        return;
      }
      const rooms = furnish(store, { hub, host, buildId, engineId, retire, signal: ended.signal });
      close = rooms.close;
      hub.open(withRescue(rooms.desk));
    } catch (error) {
      const fault = faultFrom(error);
      const refuse = () => {
        throw new FaultError(fault);
      };
      hub.open(
        withRescue({
          fault,
          call: async (name) =>
            name === 'engine.info'
              ? { buildId, engineId, host, storage: 'disk', damagedRows: 0, ...hub.counts() }
              : refuse(),
          watch: refuse,
          follow: () => () => undefined,
        }),
      );
    }
  }

  /** The commands that must work where the database does not. */
  function withRescue(desk: Desk): Desk {
    return {
      ...desk,
      call: async (name, input) => {
        if (name === 'storage.rescue') {
          const { rescueExport } = await import('../storage/rescue.ts');
          return await rescueExport();
        }
        if (name === 'storage.reset') {
          close();
          // Opened again also where nothing could be deleted: a closed store serves nobody.
          try {
            await resetDatabase();
            const { removeModelFiles } = await import('../storage/model-files.ts');
            await removeModelFiles(navigator.storage);
          } finally {
            await open(openStored);
          }
          return null;
        }
        if (name === 'storage.use-memory') {
          close();
          const { openMemory } = await import('../storage/memory.ts');
          await open(openMemory);
          return null;
        }
        return await desk.call(name, input);
      },
    };
  }

  const openStored = () => openDatabase({ onRetire: retire });
  void (async () => {
    // Held for life: pages wait on it, and its end is the only sign of this engine's death.
    await new Promise<void>((held) => {
      if (locks === undefined) held();
      else {
        locks
          .request(`${names.enginePrefix}${buildId}:${engineId}`, () => {
            held();
            return new Promise(() => undefined);
          })
          .catch(() => held()); // locks that do not work here: then nobody can wait on this one
      }
    });
    await open(openStored);
  })();
  return hub;
}
