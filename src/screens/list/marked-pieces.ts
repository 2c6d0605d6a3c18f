/** A text cut at the ranges to mark. Ranges are [from, to), and may touch, overlap or point past the end. */
export type Piece = { readonly text: string; readonly isMarked: boolean };

export function markedPieces(
  text: string,
  ranges: readonly (readonly [number, number])[],
): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const take = (to: number, isMarked: boolean) => {
    if (to > at) pieces.push({ text: text.slice(at, to), isMarked });
    at = Math.max(at, to);
  };
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    take(Math.min(from, text.length), false);
    take(Math.min(to, text.length), true);
  }
  take(text.length, false);
  return pieces;
}
