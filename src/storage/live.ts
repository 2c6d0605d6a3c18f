/**
 * Live queries: a query runs again when a table it read has changed, here or in another engine. What it reads is found
 * out by handing it repositories that take notes. One run at a time, at most one per 16 ms and never more than
 * half of the time, and every run's value is delivered: a steady stream of writes cannot starve a watcher.
 */
import { type Fault, faultFrom } from '../domain/fault.ts';
import { monotonicMs } from '../lib/timing.ts';
import type { Backend, Rows } from './rows.ts';

const leastGapMs = 16;

export type Watch<Reads> = <T>(
  query: (reads: Reads) => Promise<T>,
  onValue: (value: T) => void,
  /** The query failed; it runs again after the next change. */
  onFault: (fault: Fault) => void,
) => () => void;

export function createWatch<Reads>(
  backend: Backend,
  readsOver: (rows: Rows) => Reads,
): Watch<Reads> {
  return (query, onValue, onFault) => {
    let stopped = false;
    let running = false;
    let dirty = false;
    let restUntilMs = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let tables = new Set<string>();
    let reading = new Set<string>();
    const reads = readsOver(notingRows(backend, (table) => reading.add(table)));

    const unsubscribe = backend.onChange((change) => {
      // A query that read through nothing we saw is run after every change rather than never.
      const all = tables.size + reading.size === 0;
      if (all || [...tables, ...reading].some((table) => change.touches(table))) schedule();
    });
    schedule();

    function schedule(): void {
      dirty = true;
      if (stopped || running || timer !== undefined) return;
      timer = setTimeout(run, Math.max(0, restUntilMs - monotonicMs()));
    }

    async function run(): Promise<void> {
      timer = undefined;
      running = true;
      dirty = false;
      reading = new Set();
      const startedMs = monotonicMs();
      try {
        const value = await query(reads);
        if (!stopped) onValue(value);
      } catch (error) {
        if (!stopped) onFault(faultFrom(error));
      }
      const endedMs = monotonicMs();
      restUntilMs = Math.max(startedMs + leastGapMs, endedMs + (endedMs - startedMs));
      tables = reading;
      running = false;
      if (dirty) schedule();
    }

    return () => {
      stopped = true;
      clearTimeout(timer);
      unsubscribe();
    };
  };
}

function notingRows(rows: Rows, note: (table: string) => void): Rows {
  const noted =
    <Rest extends unknown[], T>(read: (table: string, ...rest: Rest) => T) =>
    (table: string, ...rest: Rest): T => {
      note(table);
      return read(table, ...rest);
    };
  return {
    ...rows,
    get: noted(rows.get),
    getMany: noted(rows.getMany),
    list: noted(rows.list),
    ids: noted(rows.ids),
    keys: noted(rows.keys),
    count: noted(rows.count),
  };
}
