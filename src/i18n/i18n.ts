/**
 * The words of the interface in the chosen language. `words()` is a signal, so a change of language shows at once.
 * A dictionary is plain strings, and functions where a value stands in the text; screens never build sentences themselves.
 */
import { type Accessor, createSignal } from 'solid-js';
import { en, laterEnglish } from './en.ts';

/** The shape of a dictionary: English with its literal texts widened. */
type Shape<T> = T extends string
  ? string
  : T extends (...values: never[]) => unknown
    ? T
    : { readonly [Key in keyof T]: Shape<T[Key]> };
export type LaterArea = keyof typeof laterEnglish;
type LaterWords = { [Area in LaterArea]: Awaited<ReturnType<(typeof laterEnglish)[Area]>> };
export type Words = Shape<typeof en & LaterWords>;

/** Dictionaries besides English, each fetched whole when it is chosen. The key is a BCP 47 language. */
const dictionaries: Readonly<Record<string, () => Promise<Words>>> = {};

/** Grows by the areas of opened screens. */
const english: Shape<typeof en> & Partial<Shape<LaterWords>> = { ...en };

// No screen is shown before `loadWords` has brought its area; to the screens all words are simply there.
const [chosenWords, setWords] = createSignal(english as Words);
const [chosenLanguage, setLanguage] = createSignal('en');

export const words: Accessor<Words> = chosenWords;
/** The language of `words` and of every number and date: a BCP 47 tag. */
export const language: Accessor<string> = chosenLanguage;

/** Brings the words of a screen; to be awaited before it is shown. */
export async function loadWords(area: LaterArea): Promise<void> {
  if (!(area in english)) Object.assign(english, { [area]: await laterEnglish[area]() });
}

/** Puts a language on the page: a tag, or `system` for the first one of the browser that we speak. */
export async function chooseLanguage(wanted: string, preferred: readonly string[]): Promise<void> {
  const found = spokenOf(wanted === 'system' ? preferred : [wanted]);
  const load = dictionaries[found];
  const loaded = load ? await load() : (english as Words);
  setWords(() => loaded);
  setLanguage(found);
}

/** The first of the wanted languages that there is a dictionary for; English otherwise. */
export function spokenOf(wanted: readonly string[]): string {
  for (const tag of wanted) {
    const base = tag.split('-')[0]?.toLowerCase() ?? '';
    if (base === 'en' || base in dictionaries) return base;
  }
  return 'en';
}
