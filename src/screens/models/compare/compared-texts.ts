/** What is typed to be compared, as texts. Pure. */

/** With the question they go out at once. */
export const mostLines = 63;
export const mostLetters = 20_000;

export type TextTrouble =
  | { readonly is: 'no-question' | 'question-long' | 'no-lines' | 'line-long' }
  | { readonly is: 'too-many'; readonly count: number };

/** A text per line; empty ones are none. */
export function linesOf(typed: string): string[] {
  return typed
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Why these cannot be compared, if they cannot. */
export function troubleWith(question: string, lines: readonly string[]): TextTrouble | undefined {
  if (question === '') return { is: 'no-question' };
  if (question.length > mostLetters) return { is: 'question-long' };
  if (lines.length === 0) return { is: 'no-lines' };
  if (lines.length > mostLines) return { is: 'too-many', count: lines.length };
  return lines.some(({ length }) => length > mostLetters) ? { is: 'line-long' } : undefined;
}
