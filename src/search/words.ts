/**
 * Words as the index knows them: runs of letters and numbers, without case and marks. Scripts that put no space between
 * words (Han, kana, Thai and their neighbours) give one word per sign; a search for several of them asks for all.
 */
import { foldText } from '../lib/fold-text.ts';

/** `from` and `to` are places in the text as it was given. */
export type Word = { readonly word: string; readonly from: number; readonly to: number };

/** Longer runs (encoded bytes, mostly) are known by their beginning. */
const longestWord = 40;

const unspaced =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
const anyWord = new RegExp(`[${unspaced}]|(?:(?![${unspaced}])[\\p{L}\\p{N}\\p{M}])+`, 'gu');
const asciiWord = /[a-z0-9]+/gi;
const beyondAscii = /[^ -~\s]/;

export function* wordsOf(text: string): Generator<Word> {
  for (const match of text.matchAll(beyondAscii.test(text) ? anyWord : asciiWord)) {
    const word = foldText(match[0]).slice(0, longestWord);
    if (word !== '') yield { word, from: match.index, to: match.index + match[0].length };
  }
}

/** What a person asked for: every word has to be there, the last one perhaps unfinished. */
export type Query = { readonly whole: readonly string[]; readonly prefix: string | undefined };

export function parseQuery(text: string): Query | undefined {
  const words = [...wordsOf(text)];
  const last = words.at(-1);
  if (last === undefined) return undefined;
  // A space after the last word finishes it.
  const open = last.to === text.length;
  const whole = [...new Set((open ? words.slice(0, -1) : words).map((each) => each.word))].slice(
    0,
    16,
  );
  return { whole, prefix: open ? last.word : undefined };
}

/** Places of the asked words in a text, or `undefined` where one is missing. */
export function findWords(query: Query, text: string): [number, number][] | undefined {
  const missing = new Set(query.whole);
  let prefixMissing = query.prefix !== undefined;
  const places: [number, number][] = [];
  for (const { word, from, to } of wordsOf(text)) {
    if (query.prefix !== undefined && word.startsWith(query.prefix)) {
      prefixMissing = false;
      // Marks make a word longer than its folded form; then the whole word is the place.
      const exact = to - from === word.length;
      const end = exact ? from + query.prefix.length : to;
      places.push([from, query.whole.includes(word) ? to : end]);
    } else if (query.whole.includes(word)) {
      places.push([from, to]);
    } else continue;
    missing.delete(word);
    if (missing.size === 0 && !prefixMissing && places.length >= mostPlaces) break;
  }
  return missing.size === 0 && !prefixMissing ? places : undefined;
}

const mostPlaces = 50;

/** Words of one bucket lie in one row. Two letters: with three, a segment is ten times the rows to write and no search is faster. */
export function bucketOf(word: string): string {
  return word.slice(0, bucketLetters);
}

export const bucketLetters = 2;
