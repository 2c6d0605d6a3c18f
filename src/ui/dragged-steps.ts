/** Dragging a row of a list by a pointer: which places it has passed. Pure. */

/** How many places a row is dragged: the rows whose middle its own has passed. `middles` in their order, in pixels. */
export function draggedSteps(middles: readonly number[], from: number, byPixels: number): number {
  const middle = middles[from];
  if (middle === undefined) return 0;
  const at = middle + byPixels;
  const after = middles.filter((each, index) => index > from && each < at).length;
  const before = middles.filter((each, index) => index < from && each > at).length;
  return after - before;
}
