/** What the estimator found, as one of our few reasons. Pure. */
import { isLongEnough, type PassphraseWeakness } from '../domain/passphrase.ts';

/** By the estimator's own keys, of which it gives the one that matters most. */
const weaknessByWarning: Readonly<Record<string, PassphraseWeakness>> = {
  straightRow: 'keyboard',
  keyPattern: 'keyboard',
  simpleRepeat: 'repeated',
  extendedRepeat: 'repeated',
  sequences: 'sequence',
  recentYears: 'date',
  dates: 'date',
  topTen: 'common',
  topHundred: 'common',
  common: 'common',
  pwned: 'common',
  similarToCommon: 'like-common',
  wordByItself: 'one-word',
  namesByThemselves: 'name',
  commonNames: 'name',
  userInputs: 'about-this',
};

/** From this score on there is nothing to complain about. */
const fineFrom = 3;

type Found = { readonly pattern: string; readonly dictionaryName?: string };

export function weaknessOf(
  text: string,
  score: number,
  warning: string | null,
  sequence: readonly Found[],
): PassphraseWeakness | undefined {
  if (!isLongEnough(text)) return 'too-short';
  if (score >= fineFrom) return undefined;
  const named = warning === null ? undefined : weaknessByWarning[warning];
  if (named !== undefined) return named;
  if (sequence.some(({ dictionaryName }) => dictionaryName === 'userInputs')) return 'about-this';
  if (sequence.some(({ dictionaryName }) => dictionaryName?.startsWith('passwords')))
    return 'like-common';
  return 'guessable';
}
