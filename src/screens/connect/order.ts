/** Moving a connection in its list: which rows get another place. Pure. */
export type Placed = { readonly id: string; readonly order: number };

/** Places are counted anew from 0, since rows that were never moved all share one. */
export function orderChanges(
  list: readonly Placed[],
  id: string,
  step: number,
): readonly { id: string; order: number }[] {
  const from = list.findIndex((each) => each.id === id);
  const to = from + step;
  if (from < 0 || to < 0 || to >= list.length || step === 0) return [];
  const next = list.map((each) => each.id);
  next.splice(from, 1);
  next.splice(to, 0, id);
  return next
    .map((each, order) => ({ id: each, order }))
    .filter(({ id: each, order }) => list.find((row) => row.id === each)?.order !== order);
}
