/**
 * The rows in plain memory, for a browser that gives no database: everything works and nothing is kept. Tables and
 * indexes come from the same notation as the database's, so the two cannot drift apart. Indexes are computed when asked.
 */
import type { Backend, Change, Key, Row, Rows, Span } from './rows.ts';

type Table = {
  readonly primary: Path;
  readonly indexes: readonly Path[];
  readonly rows: Map<string, Row>;
};
type Path = { readonly name: string; readonly fields: readonly string[]; readonly many: boolean };
type Found = { readonly key: Key; readonly id: Key; readonly row: Row };

export function memoryRows(stores: Readonly<Record<string, string>>): Backend {
  const tables = new Map<string, Table>();
  for (const [name, text] of Object.entries(stores)) tables.set(name, tableFrom(text));
  const listeners = new Set<(change: Change) => void>();
  let line: Promise<unknown> = Promise.resolve();

  function open(name: string): Table {
    const table = tables.get(name);
    if (table === undefined) throw new Error(`no table ${name}`);
    return table;
  }

  /** One transaction after the other; a failed one puts back what it changed. */
  function transaction<T>(_names: readonly string[], work: (rows: Rows) => Promise<T>): Promise<T> {
    const run = async (): Promise<T> => {
      const undo: (() => void)[] = [];
      const changed = new Map<string, Key[]>();
      try {
        const result = await work(within(undo, changed));
        if (changed.size > 0) tell(changed);
        return result;
      } catch (error) {
        for (const step of undo.reverse()) step();
        throw error;
      }
    };
    const result = line.then(run, run);
    line = result.then(nothing, nothing);
    return result;
  }

  function tell(changed: ReadonlyMap<string, readonly Key[]>): void {
    const change: Change = {
      touches: (table) => changed.has(table),
      keysOf: (table) => changed.get(table) ?? [],
    };
    for (const listener of [...listeners]) listener(change);
  }

  function within(undo: (() => void)[], changed: Map<string, Key[]>): Rows {
    const set = (name: string, id: Key, row: Row | undefined): void => {
      const { rows } = open(name);
      const at = JSON.stringify(id);
      const before = rows.get(at);
      if (row === undefined && before === undefined) return;
      if (row === undefined) rows.delete(at);
      else rows.set(at, structuredClone(row));
      undo.push(() => (before === undefined ? rows.delete(at) : rows.set(at, before)));
      changed.set(name, [...(changed.get(name) ?? []), id]);
    };
    const putMany = (name: string, many: readonly Row[]): void => {
      const { primary } = open(name);
      for (const row of many) {
        const id = keysAt(row, primary)[0];
        if (id === undefined) throw new Error(`a row of ${name} without its key`);
        set(name, id, row);
      }
    };
    return {
      ...reads,
      put: async (name, row) => putMany(name, [row]),
      putMany: async (name, many) => putMany(name, many),
      remove: async (name, key) => set(name, key, undefined),
      removeMany: async (name, keys) => {
        for (const key of keys) set(name, key, undefined);
      },
      removeSpan: async (name, span) => {
        for (const { id } of find(open(name), span)) set(name, id, undefined);
      },
      transaction: () => Promise.reject(new Error('transactions are not nested')),
    };
  }

  const reads = {
    get: async (name: string, key: Key) => copy(open(name).rows.get(JSON.stringify(key))),
    getMany: async (name: string, keys: readonly Key[]) =>
      keys.map((key) => copy(open(name).rows.get(JSON.stringify(key)))),
    list: async (name: string, span?: Span) => find(open(name), span).map(({ row }) => copy(row)),
    ids: async (name: string, span?: Span) => find(open(name), span).map(({ id }) => id),
    keys: async (name: string, span: Span) => find(open(name), span).map(({ key }) => key),
    count: async (name: string, span?: Span) => find(open(name), span).length,
  };

  return {
    ...reads,
    put: (name, row) => transaction([name], (rows) => rows.put(name, row)),
    putMany: (name, many) => transaction([name], (rows) => rows.putMany(name, many)),
    remove: (name, key) => transaction([name], (rows) => rows.remove(name, key)),
    removeMany: (name, keys) => transaction([name], (rows) => rows.removeMany(name, keys)),
    removeSpan: (name, span) => transaction([name], (rows) => rows.removeSpan(name, span)),
    transaction,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => listeners.clear(),
  };
}

function tableFrom(text: string): Table {
  const [primary, ...indexes] = text.split(',').map((each) => pathFrom(each.trim()));
  if (primary === undefined) throw new Error(`unreadable table: ${text}`);
  return { primary, indexes, rows: new Map() };
}

function pathFrom(text: string): Path {
  const name = text.replace(/^\*/, '');
  return { name, fields: name.replace(/^\[|\]$/g, '').split('+'), many: text.startsWith('*') };
}

/** The keys a row has under an index: none where a field is missing, several where the field is a list. */
function keysAt(row: Row, path: Path): Key[] {
  const values = path.fields.map((field) => row[field]);
  if (values.some((value) => value === undefined || value === null)) return [];
  // Rows are made by our repositories: what stands in an indexed field is a key.
  const keys = values as Key[];
  if (path.many && Array.isArray(keys[0])) return [...keys[0]];
  return keys.length === 1 && keys[0] !== undefined ? [keys[0]] : [keys];
}

function find(table: Table, span: Span = {}): Found[] {
  const path = table.indexes.find((index) => index.name === span.index) ?? table.primary;
  const found: Found[] = [];
  for (const row of table.rows.values()) {
    const id = keysAt(row, table.primary)[0];
    if (id === undefined) continue;
    for (const key of keysAt(row, path)) {
      if (span.from !== undefined && compareKeys(key, span.from) < 0) continue;
      if (span.to !== undefined && compareKeys(key, span.to) > 0) continue;
      found.push({ key, id, row });
    }
  }
  found.sort((a, b) => compareKeys(a.key, b.key) || compareKeys(a.id, b.id));
  if (span.reverse) found.reverse();
  const start = span.offset ?? 0;
  return found.slice(start, span.limit === undefined ? undefined : start + span.limit);
}

/** The order of IndexedDB keys: numbers, then texts, then arrays part by part. */
function compareKeys(a: Key, b: Key): number {
  const rank = (key: Key): number =>
    typeof key === 'number' ? 0 : typeof key === 'string' ? 1 : 2;
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (typeof a !== 'object' || typeof b !== 'object') return a < b ? -1 : a > b ? 1 : 0;
  for (const [at, part] of a.entries()) {
    const other = b[at];
    if (other === undefined) return 1;
    const order = compareKeys(part, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Readers get their own copy, as from a database. Blobs cannot change and are shared. */
function copy(row: Row | undefined): unknown {
  return row === undefined ? undefined : structuredClone(row);
}

function nothing(): undefined {
  return undefined;
}
