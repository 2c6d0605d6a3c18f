/** Which rows of a transcript are asked for: its end, and one window around what is seen. Positions count from 0. */

/** Rows held at the end, so that opening a session shows its last messages with one query. */
export const tailRows = 60;
export const windowRows = 100;
/** The window moves when the view comes this near to its edge. */
const marginRows = 20;

export type RowRange = { readonly from: number; readonly count: number };

export type Seen = {
  /** First and last position in view, both included. */
  readonly first: number;
  readonly last: number;
  readonly total: number;
};

/** The window for what is seen now; the same object while the old one still serves. `undefined`: the tail covers it. */
export function windowFor(current: RowRange | undefined, seen: Seen): RowRange | undefined {
  const tailFrom = Math.max(0, seen.total - tailRows);
  if (seen.total <= tailRows || seen.first >= tailFrom + Math.min(marginRows, tailRows / 3)) {
    return current && covers(current, seen) ? current : undefined;
  }
  if (current && covers(current, seen)) return current;
  const middle = Math.floor((seen.first + Math.min(seen.last, seen.total - 1)) / 2);
  const from = Math.max(0, Math.min(middle - windowRows / 2, seen.total - windowRows));
  return { from, count: windowRows };
}

function covers(range: RowRange, seen: Seen): boolean {
  const end = range.from + range.count;
  const wantsFrom = Math.max(0, seen.first - marginRows);
  const wantsTo = Math.min(seen.total, seen.last + 1 + marginRows);
  return range.from <= wantsFrom && end >= Math.min(wantsTo, seen.total);
}

/**
 * Where the part begins that is drawn in plain flow at the end (never unmounted while it streams). It stays put as
 * messages come, and moves on only when it holds too many.
 */
export function tailStart(previous: number | undefined, total: number): number {
  const last = Math.max(0, total - 1);
  if (previous === undefined || previous > last) return Math.max(0, total - tailKeep);
  return total - previous > tailMost ? Math.max(0, total - tailKeep) : previous;
}
const tailKeep = 4;
const tailMost = 14;

/** The row at a position, from whichever value holds it. */
export function rowAt<Row>(
  values: readonly ({ readonly from: number; readonly rows: readonly Row[] } | undefined)[],
  position: number,
): Row | undefined {
  for (const value of values) {
    const row = value?.rows[position - value.from];
    if (row !== undefined) return row;
  }
  return undefined;
}
