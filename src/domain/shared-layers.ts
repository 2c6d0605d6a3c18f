/**
 * What deleting models gives back. A server tells a model's whole size and names its large files; those that another
 * model names too stay. The small files of texts are of no account. Pure.
 */

export type StoredModel = {
  readonly name: string;
  readonly sizeBytes?: number;
  /** Of the whole model: copies have the same. */
  readonly digest?: string;
  /** Its large files; absent: not known (yet). */
  readonly blobs?: readonly string[];
};

export type Freed = {
  /** At least so much, where `unknown` names models. */
  readonly bytes: number;
  /** Models that stay and keep files of those that go. */
  readonly sharedWith: readonly string[];
  /** Models that go and of which a size or the files are not known. */
  readonly unknown: readonly string[];
};

/** `going` are names as in `all`. Files that several of them share are counted once. */
export function freedBy(all: readonly StoredModel[], going: ReadonlySet<string>): Freed {
  const weightsOf = weightsIn(all);
  const sharedWith = new Set<string>();
  const unknown: string[] = [];
  const sizes = new Map<string, number>();
  for (const model of all) {
    if (!going.has(model.name)) continue;
    const weights = weightsOf(model);
    if (weights === undefined || model.sizeBytes === undefined) {
      unknown.push(model.name);
      continue;
    }
    const keepers = all.filter((other) => !going.has(other.name) && weightsOf(other) === weights);
    for (const { name } of keepers) sharedWith.add(name);
    if (keepers.length > 0) continue;
    // Of those that share, the largest has the most texts beside the weights.
    sizes.set(weights, Math.max(sizes.get(weights) ?? 0, model.sizeBytes));
  }
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  return { bytes, sharedWith: [...sharedWith], unknown };
}

/** A model's first file, beside which the others are small; where it is not known, that of a copy, or the digest of all. */
function weightsIn(all: readonly StoredModel[]): (model: StoredModel) => string | undefined {
  const byDigest = new Map<string, string>();
  for (const { digest, blobs } of all) {
    const [weights] = blobs ?? [];
    if (digest !== undefined && weights !== undefined) byDigest.set(digest, weights);
  }
  return ({ digest, blobs }) =>
    blobs?.[0] ?? (digest === undefined ? undefined : (byDigest.get(digest) ?? digest));
}
