/**
 * Grows a long text inside an element as many short blocks. One text node of a megabyte would be
 * laid out anew for every token; closed blocks are not. Where it is cut depends on the text alone.
 */
export type ChunkedText = {
  readonly append: (text: string) => void;
  /** The blocks made so far, in order; together their text is all that was appended. */
  readonly chunks: () => readonly HTMLElement[];
};

export type Cut = {
  /** Where a block may end: after a line break, or after a space too. */
  readonly after: '\n' | ' ';
  /** A block ends at the first such place from here on, … */
  readonly from: number;
  /** … or here at the latest. */
  readonly at: number;
};

export function createChunkedText(host: HTMLElement, className: string, cut: Cut): ChunkedText {
  const chunks: HTMLElement[] = [];
  let text: Text | undefined;

  const begin = (): Text => {
    const chunk = document.createElement('span');
    chunk.className = className;
    text = document.createTextNode('');
    chunk.append(text);
    host.append(chunk);
    chunks.push(chunk);
    return text;
  };
  const append = (more: string) => {
    for (let rest = more; rest !== ''; ) {
      const node = text ?? begin();
      const end = endOf(node.length, rest, cut);
      node.appendData(rest.slice(0, end ?? rest.length));
      if (end === undefined) return;
      text = undefined;
      rest = rest.slice(end);
    }
  };
  return { append, chunks: () => chunks };
}

/** How much of `rest` still belongs to a block that holds `length` already; undefined if all and more. */
function endOf(length: number, rest: string, { after, from, at }: Cut): number | undefined {
  const found = rest.indexOf(after, Math.max(0, from - length));
  const limit = at - length;
  if (found >= 0 && found < limit) return found + 1;
  if (rest.length < limit) return undefined;
  // Never between the halves of one character.
  const last = rest.charCodeAt(limit - 1);
  return last >= 0xd800 && last <= 0xdbff ? limit + 1 : limit;
}
