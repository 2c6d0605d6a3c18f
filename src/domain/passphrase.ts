/** How good a passphrase is: what an estimator says of it, and what we take. Pure. */

/** Why it would be found early. Each has its words. */
export type PassphraseWeakness =
  | 'too-short'
  | 'common'
  | 'like-common'
  | 'one-word'
  | 'keyboard'
  | 'repeated'
  | 'sequence'
  | 'date'
  | 'name'
  | 'about-this'
  | 'guessable';

export type PassphraseEstimate = {
  /** 0 to 4: found at once … beyond reach. */
  readonly score: number;
  /** How long it holds against `guessesPerSecond`, in seconds. May be beyond all reason. */
  readonly heldSeconds: number;
  readonly weakness?: PassphraseWeakness;
};

/** What somebody with a stolen profile and strong hardware may manage against our key derivation. Rather too many. */
export const guessesPerSecond = 10_000;
const shortestPassphrase = 8;
/** Below this a stolen vault would be open within hours. */
const leastScore = 3;

/** As it is typed: nothing is trimmed, a space at the end is part of it. Counted in characters, not UTF-16 units. */
export function isLongEnough(text: string): boolean {
  return [...text].length >= shortestPassphrase;
}

export function isGoodEnough(text: string, estimate: PassphraseEstimate): boolean {
  return isLongEnough(text) && estimate.score >= leastScore;
}

export type HeldUnit = 'seconds' | 'minutes' | 'hours' | 'days' | 'months' | 'years' | 'centuries';

const unitSeconds: readonly (readonly [HeldUnit, number])[] = [
  ['centuries', 3_155_760_000],
  ['years', 31_557_600],
  ['months', 2_629_800],
  ['days', 86_400],
  ['hours', 3600],
  ['minutes', 60],
];

/** A rough time for people: one whole number of the largest unit that it fills. Under a second it is 0 seconds. */
export function roughTime(seconds: number): { readonly unit: HeldUnit; readonly count: number } {
  for (const [unit, size] of unitSeconds) {
    if (seconds >= size) return { unit, count: Math.floor(seconds / size) };
  }
  return { unit: 'seconds', count: Math.floor(seconds) };
}
