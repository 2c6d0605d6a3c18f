/**
 * Whether a text is one JSON object or array rather than Markdown, told by how it begins. A beginning that may still be
 * either is held back for a few characters, so that nothing that was shown changes its form.
 */
export type Beginning = 'json' | 'markdown' | 'unsure';

/** A beginning that is still unsure after this many characters is what it looks like. */
const longestUnsure = 80;
/** `{"`, `{}`, and such an object inside arrays. */
const object = /^(?:\[\s*)*\{\s*["}]/;
/** An array of texts; one alone may still be the text of a link. */
const texts = /^(?:\[\s*)+"(?:[^"\\\n]|\\.)*"\s*,/;
const numbers = /^\[[[\]\s\d.,eE+-]*$/;
const unsure = /^(?:\[\s*)*(?:\{\s*|"(?:[^"\\\n]|\\.?)*(?:"[\]\s]*)?)?$/;

export function beginningOf(text: string): Beginning {
  const start = text.trimStart();
  if (start !== '' && start[0] !== '{' && start[0] !== '[') return 'markdown';
  if (object.test(start) || texts.test(start)) return 'json';
  const isNumbers = numbers.test(start);
  if (text.length > longestUnsure) return isNumbers ? 'json' : 'markdown';
  return start === '' || isNumbers || unsure.test(start) ? 'unsure' : 'markdown';
}

/** The same of a text that is over. */
export function isWholeJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
