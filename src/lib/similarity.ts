/** How alike vectors are. */

type Vector = readonly number[];

/** From -1 to 1: the cosine of the angle between them. A vector without a direction is like nothing: 0. */
export function cosineSimilarity(one: Vector, other: Vector): number {
  const scale = lengthOf(one) * lengthOf(other);
  if (!(scale > 0)) return 0;
  const product = one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
  // Rounding may lead a hair beyond.
  return Math.max(-1, Math.min(1, product / scale));
}

export type Ranked = {
  /** Of the candidates. */
  readonly at: number;
  readonly similarity: number;
};

/** The most alike first; of those that are equally so, the one that was given first. */
export function rankBySimilarity(to: Vector, candidates: readonly Vector[]): Ranked[] {
  return candidates
    .map((candidate, at) => ({ at, similarity: cosineSimilarity(to, candidate) }))
    .toSorted((one, other) => other.similarity - one.similarity);
}

/** The largest number goes before the sum, so that no square is too large or too small to be told. */
function lengthOf(vector: Vector): number {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return 0;
  return largest * Math.sqrt(vector.reduce((sum, value) => sum + (value / largest) ** 2, 0));
}
