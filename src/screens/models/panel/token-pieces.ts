/** Tokens as they can be shown: blanks made visible, bytes that are no whole letter in hex. Pure. */
import type { TokenPiece } from '../../../domain/server-panel.ts';

export type ShownPiece = {
  readonly id: number;
  readonly text: string;
  /** It is not whole letters: `text` is its bytes. */
  readonly isBytes: boolean;
};

const signs: Readonly<Record<string, string>> = { ' ': '·', '\n': '↵', '\t': '⇥', '\r': '␍' };

export function shownPiece({ id, text, bytes = [] }: TokenPiece): ShownPiece {
  if (text === undefined) {
    const hex = bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'));
    return { id, text: hex.join(' '), isBytes: true };
  }
  return { id, text: text.replace(/[ \n\t\r]/g, (blank) => signs[blank] ?? blank), isBytes: false };
}
