/** Which rows of the session list to watch: one window around what is in view, moved in steps so that scrolling rarely asks again. */
export type RowRange = {
  readonly from: number;
  readonly count: number;
};

const windowCount = 100;
const stepRows = 25;

/** `first` and `last` are the rows in view, both included. */
export function windowAround(first: number, last: number): RowRange {
  const wanted = (first + last) / 2 - windowCount / 2;
  return {
    from: Math.max(0, Math.round(wanted / stepRows) * stepRows),
    count: windowCount,
  };
}
