/**
 * Reads the inside of a fenced code block line by line, without a parser: text goes out as soon as it
 * cannot belong to the closing fence. The line break before a line goes out with that line, so the
 * last one, before the closing fence, never does.
 */
export type FenceReader = {
  /** Takes text; answers what became certain, and what follows the closing fence once it came. */
  readonly read: (text: string) => { readonly text: string; readonly rest: string | undefined };
  /** The text is over: what was held back, unless it closes the fence. */
  readonly finish: () => string;
};

const opening = /^( {0,3})(`{3,}|~{3,})/;

/** Whether a whole line looks like an opening fence; only the lexer knows whether it is one here. */
export function looksLikeFence(line: string): boolean {
  return opening.test(line);
}

export function createFenceReader(openingLine: string): FenceReader {
  const [, indent = '', fence = '```'] = opening.exec(openingLine) ?? [];
  const mark = fence.charAt(0);
  const closing = new RegExp(`^ {0,3}${mark}{${fence.length},}[ \\t]*$`);
  const maybeClosing = new RegExp(`^ {0,3}${mark}*[ \\t]*$`);
  const indentation = new RegExp(`^ {0,${indent.length}}`);
  let held = '';
  let isFirstLine = true;
  let isInLine = false;

  const take = (part: string): string => {
    if (isInLine) return part;
    isInLine = true;
    const lead = isFirstLine ? '' : '\n';
    isFirstLine = false;
    return lead + part.replace(indentation, '');
  };
  const read = (more: string) => {
    const text = held + more;
    held = '';
    let out = '';
    let at = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', at)) {
      const line = text.slice(at, end);
      at = end + 1;
      if (!isInLine && closing.test(line)) return { text: out, rest: text.slice(at) };
      out += take(line);
      isInLine = false;
    }
    const partial = text.slice(at);
    if (!isInLine && maybeClosing.test(partial)) held = partial;
    else out += take(partial);
    return { text: out, rest: undefined };
  };
  return {
    read,
    finish: () => (held === '' || closing.test(held) ? '' : take(held)),
  };
}
