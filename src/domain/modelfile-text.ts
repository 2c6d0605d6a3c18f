/** The words of a Modelfile: where an instruction begins and ends, and how a text is quoted. It knows no instruction. */

export type Instruction = {
  /** Where it begins, counted from 1. */
  readonly line: number;
  /** As written. */
  readonly word: string;
  /** Without its quotes. Of PARAMETER and MESSAGE: the name or role, a space, the value. */
  readonly value: string;
};

/** These have a word of their own before the text that may be quoted. */
const twoWords = /^(parameter|message)$/i;

/** `openAt`: the line of a quote that nothing closes; what follows it belongs to it. */
export function readInstructions(text: string): {
  instructions: readonly Instruction[];
  openAt?: number;
} {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const instructions: Instruction[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = at + 1;
    const start = (lines[at] ?? '').replace(/^[ \t]+/, '');
    if (start.trim() === '' || start.startsWith('#')) continue;
    const [, word = '', rest = ''] = /^(\S+)([\s\S]*)$/.exec(start) ?? [];
    const { lead, body } = twoWords.test(word) ? leadOf(rest) : { lead: '', body: rest };
    const pieces = [body.trimStart()];
    const closing = openQuote(body.trim());
    while (closing !== undefined) {
      at += 1;
      const next = lines[at];
      if (next === undefined) return { instructions, openAt: line };
      pieces.push(next);
      // Spaces behind the closing marks do not count.
      if (next.trimEnd().endsWith(closing)) break;
    }
    instructions.push({ line, word, value: lead + unquoted(pieces.join('\n').trim()) });
  }
  return { instructions };
}

/**
 * A text as it stands where that is read back the same, else in quotes. No quotes hold a line (but the last) that ends
 * in three quotation marks if another one ends in one: there the marks are parted.
 */
export function quoted(value: string): { text: string; isAltered: boolean } {
  const text = value.replaceAll(/\r\n?/g, '\n');
  for (const form of [text, `"""${text}"""`, `"${text}"`]) {
    if (isReadBack(form, text)) return { text: form, isAltered: text !== value };
  }
  const parted = text.replaceAll(/"""([ \t]*\n)/g, '"" "$1');
  return { text: `"""${parted}"""`, isAltered: true };
}

function isReadBack(form: string, value: string): boolean {
  const { instructions, openAt } = readInstructions(`X ${form}\n`);
  return openAt === undefined && instructions.length === 1 && instructions[0]?.value === value;
}

function leadOf(rest: string): { lead: string; body: string } {
  const [, name = '', body = ''] = /^[ \t]*(\S*)([\s\S]*)$/.exec(rest) ?? [];
  return { lead: `${name} `, body };
}

/** The marks that a first line leaves open. */
function openQuote(text: string): string | undefined {
  if (text.startsWith('"""')) return text.length < 6 || !text.endsWith('"""') ? '"""' : undefined;
  return text.startsWith('"') && (text.length < 2 || !text.endsWith('"')) ? '"' : undefined;
}

function unquoted(text: string): string {
  if (text.startsWith('"""')) return text.slice(3, -3);
  return text.startsWith('"') ? text.slice(1, -1) : text;
}
