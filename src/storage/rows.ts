/**
 * The narrow floor under the repositories: rows of named tables by key and by index. Two things stand below it, the
 * database and plain memory, and the repositories cannot tell which. Rows come up as `unknown`: a repository checks them.
 */

export type Key = string | number | readonly Key[];

/** A stretch of an index (the primary key when none is named), both ends included. */
export type Span = {
  index?: string;
  from?: Key;
  to?: Key;
  reverse?: boolean;
  offset?: number;
  limit?: number;
};

export type Row = Readonly<Record<string, unknown>>;

export type Rows = {
  readonly get: (table: string, key: Key) => Promise<unknown>;
  /** In the order of the keys; `undefined` where there is none. */
  readonly getMany: (table: string, keys: readonly Key[]) => Promise<unknown[]>;
  readonly list: (table: string, span?: Span) => Promise<unknown[]>;
  /** Primary keys, without reading a value. */
  readonly ids: (table: string, span?: Span) => Promise<Key[]>;
  /** Index keys, without reading a value. */
  readonly keys: (table: string, span: Span) => Promise<Key[]>;
  readonly count: (table: string, span?: Span) => Promise<number>;
  readonly put: (table: string, row: Row) => Promise<void>;
  readonly putMany: (table: string, rows: readonly Row[]) => Promise<void>;
  readonly remove: (table: string, key: Key) => Promise<void>;
  readonly removeMany: (table: string, keys: readonly Key[]) => Promise<void>;
  readonly removeSpan: (table: string, span: Span) => Promise<void>;
  /** All or nothing. Inside, await nothing but the rows handed in. Not to be nested. */
  readonly transaction: <T>(
    tables: readonly string[],
    work: (rows: Rows) => Promise<T>,
  ) => Promise<T>;
};

/** What was committed, here or by another engine on the same database. */
export type Change = {
  readonly touches: (table: string) => boolean;
  /** The primary keys that changed, or `undefined` where only "many" is known. */
  readonly keysOf: (table: string) => readonly Key[] | undefined;
};

export type Backend = Rows & {
  readonly onChange: (listener: (change: Change) => void) => () => void;
  readonly close: () => void;
};

/** All keys that begin with these parts: an array sorts behind every text and number. */
export function spanOf(index: string | undefined, ...parts: readonly Key[]): Span {
  return { ...(index === undefined ? {} : { index }), from: parts, to: [...parts, []] };
}
