/*
 * Vectors that mean a little: one number per group of words, of length one. Texts with the same words have the same
 * vector, and the more words two share, the more alike theirs are.
 */
import { tokensOf } from './script.ts';

const width = 16;

export function vectorOf(text: string): number[] {
  const sums = new Array<number>(width).fill(0);
  for (const token of tokensOf(text.toLowerCase())) {
    const place = placeOf(token.trim());
    sums[place] = (sums[place] ?? 0) + 1;
  }
  const length = Math.hypot(...sums) || 1;
  return sums.map((sum) => Math.fround(sum / length));
}

export function textTokens(text: string): number {
  return tokensOf(text).length;
}

/** `input`: a text or a list of them; undefined where it is neither. */
export function textsIn(input: unknown): string[] | undefined {
  if (typeof input === 'string') return [input];
  if (!Array.isArray(input)) return undefined;
  return input.every((each) => typeof each === 'string') ? input : undefined;
}

function placeOf(word: string): number {
  let hash = 7;
  for (const letter of word) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return hash % width;
}
