/**
 * Whether a model fits: what it needs against what a server has and already holds. Estimates are set right by what the
 * server's loaded models were seen to take, family by family. Pure.
 */
import type { FitNeed } from './fit-need.ts';
import type { LoadedModel } from './model-details.ts';

/** What is known of a server's memory: told by the person, or seen. Kept as an option of the connection. */
export type FitMemory = {
  /** Of all its graphics cards together; 0 where there is none. */
  readonly vramBytes?: number | undefined;
  readonly ramBytes?: number | undefined;
  /** The most that its loaded models were seen to take in graphics memory. */
  readonly seenBytes?: number | undefined;
  /** By architecture: what was seen, divided by what was estimated. */
  readonly ratios?: Readonly<Record<string, number>> | undefined;
};

export type FitVerdict =
  /** `isClose`: within a twentieth of the limit, or only by the likelier end of a range. */
  | { readonly kind: 'fits'; readonly place: 'gpu' | 'cpu'; readonly isClose: boolean }
  /** Once these have been let go. */
  | {
      readonly kind: 'evicts';
      readonly place: 'gpu' | 'cpu';
      readonly names: readonly string[];
      readonly isClose: boolean;
    }
  /** This part of it is computed by the processor. */
  | { readonly kind: 'spills'; readonly part: number; readonly names: readonly string[] }
  | { readonly kind: 'too-large'; readonly missingBytes: number }
  /** Nobody has told the memory, and less than this was seen so far. */
  | { readonly kind: 'more-than-seen'; readonly seenBytes: number }
  | { readonly kind: 'unknown' };

export type FitPlace = {
  readonly memory: FitMemory | undefined;
  /** Without the model itself: it would be loaded anew. */
  readonly loaded: readonly LoadedModel[];
  /** Whether the server lets others go by itself. */
  readonly canEvict: boolean;
};

export function judgeFit(need: FitNeed, { memory, loaded, canEvict }: FitPlace): FitVerdict {
  const told = memory?.vramBytes;
  const hasCard = told === undefined || told > 0;
  if (!hasCard) return judgeRoom(need, memory?.ramBytes, loaded, 'cpu', canEvict);
  if (told === undefined) return judgeSeen(need, memory?.seenBytes);
  const verdict = judgeRoom(need, told, loaded, 'gpu', canEvict);
  if (verdict.kind !== 'too-large') return verdict;
  const { ramBytes } = memory ?? {};
  const held = canEvict ? 0 : sumOf(loaded, vramOf);
  const free = Math.max(0, told - held);
  const missingBytes = need.totalBytes - free - (ramBytes ?? Number.POSITIVE_INFINITY);
  if (missingBytes > 0) return { kind: 'too-large', missingBytes };
  return {
    kind: 'spills',
    part: Math.min(1, Math.max(0, (need.totalBytes - free) / need.totalBytes)),
    names: canEvict ? loaded.filter((each) => vramOf(each) > 0).map(({ name }) => name) : [],
  };
}

/** What is seen goes before what is computed: a family that took a tenth more than estimated will do so again. */
export function calibrated(need: FitNeed, memory: FitMemory | undefined): FitNeed {
  const ratio = need.family === undefined ? undefined : memory?.ratios?.[need.family];
  if (ratio === undefined) return need;
  // The files are as large as they are: what is off is the rest.
  const scale = (bytes: number) => Math.max(need.weightsBytes, bytes * ratio);
  return {
    ...need,
    totalBytes: scale(need.totalBytes),
    lowBytes: scale(need.lowBytes),
    highBytes: scale(need.highBytes),
  };
}

/**
 * What a look at the loaded models teaches; `undefined` where it is nothing new. `needs` are the plain estimates of those
 * of them that can be estimated well, by name.
 */
export function learnMemory(
  memory: FitMemory | undefined,
  loaded: readonly LoadedModel[],
  needs: ReadonlyMap<string, FitNeed>,
): FitMemory | undefined {
  const seen = sumOf(loaded, vramOf);
  const before = memory?.seenBytes ?? 0;
  const ratios: Record<string, number> = { ...memory?.ratios };
  let hasLearnt = seen > before * 1.01;
  for (const model of loaded) {
    const need = needs.get(model.name);
    const took = model.sizeBytes ?? model.vramBytes;
    if (!need?.family || need.doubts.length > 0 || !took) continue;
    const now = Math.min(2, Math.max(0.5, took / need.totalBytes));
    const last = ratios[need.family];
    const next = last === undefined ? now : (last + now) / 2;
    if (last !== undefined && Math.abs(next - last) < 0.02) continue;
    ratios[need.family] = Math.round(next * 1000) / 1000;
    hasLearnt = true;
  }
  if (!hasLearnt) return undefined;
  return {
    ...memory,
    ...(Math.max(seen, before) > 0 ? { seenBytes: Math.max(seen, before) } : {}),
    ...(Object.keys(ratios).length > 0 ? { ratios } : {}),
  };
}

function judgeRoom(
  need: FitNeed,
  roomBytes: number | undefined,
  loaded: readonly LoadedModel[],
  place: 'gpu' | 'cpu',
  canEvict: boolean,
): FitVerdict {
  if (roomBytes === undefined) return { kind: 'unknown' };
  const heldBy = place === 'gpu' ? vramOf : sizeOf;
  let free = roomBytes - sumOf(loaded, heldBy);
  const isClose = () => need.highBytes > free || need.totalBytes > free - roomBytes * 0.05;
  if (need.totalBytes <= free) return { kind: 'fits', place, isClose: isClose() };
  const names: string[] = [];
  if (canEvict) {
    // Those that are let go first anyway.
    const order = [...loaded].sort((a, b) => (a.expiresAt ?? Infinity) - (b.expiresAt ?? Infinity));
    for (const model of order.filter((each) => heldBy(each) > 0)) {
      free += heldBy(model);
      names.push(model.name);
      if (need.totalBytes <= free) return { kind: 'evicts', place, names, isClose: isClose() };
    }
  }
  return { kind: 'too-large', missingBytes: need.totalBytes - free };
}

function judgeSeen(need: FitNeed, seenBytes: number | undefined): FitVerdict {
  if (seenBytes === undefined || seenBytes === 0) return { kind: 'unknown' };
  return need.highBytes <= seenBytes
    ? { kind: 'fits', place: 'gpu', isClose: true }
    : { kind: 'more-than-seen', seenBytes };
}

function vramOf({ vramBytes }: LoadedModel): number {
  return vramBytes ?? 0;
}

function sizeOf({ sizeBytes, vramBytes }: LoadedModel): number {
  return sizeBytes ?? vramBytes ?? 0;
}

function sumOf(loaded: readonly LoadedModel[], of: (model: LoadedModel) => number): number {
  return loaded.reduce((bytes, model) => bytes + of(model), 0);
}
