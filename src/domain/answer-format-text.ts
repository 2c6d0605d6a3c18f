/** A schema or a grammar as typed, read as far as it can be judged here; the rest only its server can say. */

/** In characters; what is longer is a mistake. */
export const formatTextLimit = 100_000;

export type SchemaTrouble =
  | { readonly kind: 'empty' | 'not-object' }
  /** Counted from 1, where the platform tells the place. */
  | { readonly kind: 'not-json'; readonly line?: number; readonly column?: number };

export type ReadSchema =
  | { readonly schema: Readonly<Record<string, unknown>> }
  | { readonly trouble: SchemaTrouble };

export function readSchema(text: string): ReadSchema {
  if (text.trim() === '') return { trouble: { kind: 'empty' } };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { trouble: { kind: 'not-json', ...placeIn(text, String(error)) } };
  }
  return isObject(value) ? { schema: value } : { trouble: { kind: 'not-object' } };
}

/** Every grammar begins with the rule of this name. */
export function grammarTrouble(text: string): 'empty' | 'no-root' | undefined {
  if (text.trim() === '') return 'empty';
  return /^[ \t]*root[ \t]*::=/m.test(text) ? undefined : 'no-root';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where `JSON.parse` stumbled, by what it says: nothing where it tells no place. */
function placeIn(text: string, words: string): { line?: number; column?: number } {
  const told = /\bline (\d+) column (\d+)/.exec(words);
  if (told) return { line: Number(told[1]), column: Number(told[2]) };
  const at = offsetIn(text, words);
  if (at === undefined) return {};
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Around a mistake V8 quotes this many characters to either side. */
const quoted = 10;

function offsetIn(text: string, words: string): number | undefined {
  const position = /\bposition (\d+)/.exec(words)?.[1];
  if (position !== undefined) return Number(position);
  if (/\bend of JSON input\b/.test(words)) return text.trimEnd().length;
  const [, token = '', cut, quote = ''] =
    /Unexpected token '(.+?)', (\.\.\.)?"([\s\S]*)"(?:\.\.\.)? is not valid JSON/.exec(words) ?? [];
  const at = cut === undefined ? quote.length - quoted : text.indexOf(quote) + quoted;
  return token !== '' && text.startsWith(token, at) ? at : undefined;
}
