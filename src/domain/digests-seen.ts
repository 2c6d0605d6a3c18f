/**
 * Which digest a model of a server had, and when that was first seen. A page cannot ask a registry what changed; this is
 * how a person sees that something did. Pure.
 */
import type { Model } from './model.ts';

export type DigestSeen = { digest: string; at: number };
export type DigestsSeen = Record<string, DigestSeen[]>;

const mostPerModel = 12;
/** Of models that are not there any more: they may be pulled again. */
const mostGone = 200;

/** By model name, the newest digest first. Gives what there was where nothing is new. */
export function digestsSeen(
  before: DigestsSeen | undefined,
  models: readonly Pick<Model, 'name' | 'digest'>[],
  at: number,
): DigestsSeen {
  const listed: DigestsSeen = {};
  for (const { name, digest } of models) {
    const known = before?.[name] ?? [];
    if (digest === undefined || known[0]?.digest === digest) {
      if (known.length > 0) listed[name] = known;
      continue;
    }
    listed[name] = [{ digest, at }, ...known].slice(0, mostPerModel);
  }
  const gone = Object.entries(before ?? {})
    .filter(([name]) => !(name in listed))
    .sort(([, [one]], [, [other]]) => (other?.at ?? 0) - (one?.at ?? 0))
    .slice(0, mostGone);
  return { ...Object.fromEntries(gone), ...listed };
}
