/**
 * A pasted command line, taken apart into words: as POSIX shells do, or as Windows does where the text shows that it was
 * written there. Nothing is expanded: variables and patterns stay as they stand.
 */

export type Split = {
  /** One command per entry. */
  readonly commands: readonly (readonly string[])[];
  /** A quote that nothing closes. */
  readonly isOpen: boolean;
};

export function splitCommands(text: string): Split {
  return isFromWindows(text) ? split(text, windows) : split(text, posix);
}

/** Told by what stands outside of quotes, and by drives at the beginning of a word. */
function isFromWindows(text: string): boolean {
  let before = '';
  for (const [piece] of text.matchAll(/\\.|'[^']*'|"(?:\\.|[^"\\])*"|[^\\'"]+/gs)) {
    if (piece.startsWith('\\') && /(^|[\s=])[A-Za-z]:$/.test(before)) return true;
    if (/^["'][A-Za-z]:\\/.test(piece)) return true;
    if (/^[^'"\\]/.test(piece) && /\.exe\b|\$env:\w|[\^`]\r?\n/.test(piece)) return true;
    before = piece;
  }
  return false;
}

type Rules = {
  /** The letter that takes the meaning from the next one, outside of quotes. */
  readonly escape: RegExp;
  readonly continuation: RegExp;
  readonly inDouble: (next: string | undefined) => boolean;
  readonly hasSingle: boolean;
  /** What ends a command. */
  readonly ends: RegExp;
};

const posix: Rules = {
  escape: /\\/,
  continuation: /^\\\r?\n/,
  inDouble: (next) => next !== undefined && '\\"$`\n'.includes(next),
  hasSingle: true,
  ends: /^(?:\r?\n|;|&&?|\|\|?)/,
};

/** A backslash is part of a path there, unless a quotation mark follows inside of quotes. */
const windows: Rules = {
  escape: /[\^`]/,
  continuation: /^[\^`]\r?\n/,
  inDouble: (next) => next === '"',
  hasSingle: true,
  ends: /^(?:\r?\n|;|&&)/,
};

function split(text: string, rules: Rules): Split {
  const commands: string[][] = [];
  let words: string[] = [];
  let word: string | undefined;
  let quote = '';
  const endWord = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = () => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
  };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    const next = text[at + 1];
    if (quote !== '') {
      if (letter === quote) quote = '';
      else if (quote === '"' && letter === '\\' && rules.inDouble(next)) {
        at += 1;
        if (next !== '\n') word = (word ?? '') + (next ?? '');
      } else word = (word ?? '') + letter;
      continue;
    }
    const rest = text.slice(at, at + 4);
    const continued = rules.continuation.exec(rest);
    const ended = rules.ends.exec(rest);
    if (continued) at += continued[0].length - 1;
    else if (ended) {
      endCommand();
      at += ended[0].length - 1;
    } else if (/\s/.test(letter)) endWord();
    else if (letter === '"' || (letter === "'" && rules.hasSingle)) {
      quote = letter;
      word ??= '';
    } else if (rules.escape.test(letter) && next !== undefined) {
      word = (word ?? '') + next;
      at += 1;
    } else if (letter === '#' && word === undefined) {
      const end = text.indexOf('\n', at);
      at = (end < 0 ? text.length : end) - 1;
    } else word = (word ?? '') + letter;
  }
  endCommand();
  return { commands, isOpen: quote !== '' };
}
