/** The rows of the database. Only this file and `database.ts` know Dexie; whatever it throws leaves here as a fault. */
import {
  type Collection,
  Dexie,
  type ObservabilitySet,
  type PromiseExtended,
  RangeSet,
} from 'dexie';
import type { Backend, Change, Key, Row, Rows, Span } from './rows.ts';
import { storageFault } from './storage-fault.ts';

export function dexieRows(database: Dexie): Omit<Backend, 'close'> {
  const table = (name: string) => database.table<Row, Key>(name);
  const over = (name: string, span: Span = {}): Collection<Row, Key> => {
    const { index = ':id', from, to, reverse, offset, limit } = span;
    const whole = from === undefined || to === undefined;
    let rows = whole
      ? table(name).orderBy(index)
      : table(name).where(index).between(from, to, true, true);
    if (reverse) rows = rows.reverse();
    if (offset) rows = rows.offset(offset);
    return limit === undefined ? rows : rows.limit(limit);
  };
  const rows: Rows = {
    get: (name, key) => guard(table(name).get(key)),
    getMany: (name, keys) => guard(table(name).bulkGet([...keys])),
    list: (name, span) => guard(over(name, span).toArray()),
    ids: (name, span) => guard(over(name, span).primaryKeys()),
    // The index holds keys of our own making, so they are our `Key`.
    keys: (name, span) => guard(over(name, span).keys()) as Promise<Key[]>,
    count: (name, span) => guard(over(name, span).count()),
    put: (name, row) => guard(table(name).put(row).then(nothing)),
    putMany: (name, many) =>
      guard(
        table(name)
          .bulkPut([...many])
          .then(nothing),
      ),
    remove: (name, key) => guard(table(name).delete(key)),
    removeMany: (name, keys) => guard(table(name).bulkDelete([...keys])),
    removeSpan: (name, span) => guard(over(name, span).delete().then(nothing)),
    transaction: (tables, work) => guard(database.transaction('rw', [...tables], () => work(rows))),
  };
  return {
    ...rows,
    onChange: (listener) => {
      const onMutated = (parts: ObservabilitySet) => listener(changeFrom(database.name, parts));
      Dexie.on('storagemutated', onMutated);
      return () => Dexie.on.storagemutated.unsubscribe(onMutated);
    },
  };
}

function guard<T>(promise: PromiseExtended<T>): Promise<T> {
  return promise.catch((error: unknown) => {
    throw storageFault(error);
  });
}

function nothing(): undefined {
  return undefined;
}

/** Dexie names what changed `idb://<database>/<table>/<index>`; `:dels` holds the keys that went. */
function changeFrom(name: string, parts: ObservabilitySet): Change {
  const prefix = (table: string) => `idb://${name}/${table}/`;
  const every = 'all' in parts;
  return {
    touches: (table) => every || Object.keys(parts).some((part) => part.startsWith(prefix(table))),
    keysOf: (table) => {
      const keys: Key[] = [];
      if (every) return undefined;
      for (const part of [prefix(table), `${prefix(table)}:dels`]) {
        const tree = parts[part];
        if (tree === undefined) continue;
        // Called, not constructed: that is how a tree that crossed a channel becomes a set again.
        for (const range of RangeSet(tree)) {
          if (range.from !== range.to) return undefined;
          keys.push(range.from as Key);
        }
      }
      return keys;
    },
  };
}
