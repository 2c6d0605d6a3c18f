/** The beginning of a model's card as plain text: markdown and HTML are taken out, nothing of it is ever rendered. Pure. */

const mostLength = 1600;

/** Empty where nothing readable is left. */
export function cardExcerpt(markdown: string): string {
  const text = markdown
    .replaceAll('\r\n', '\n')
    // The facts at its head are shown elsewhere.
    .replace(/^\uFEFF?\s*---\n[\s\S]*?\n---\s*(?:\n|$)/, '')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<(script|style|svg)\b[\s\S]*?(?:<\/\1>|$)/gi, '')
    .replace(/!\[[^\]]*\]\([^)]*\)|!\[[^\]]*\]\[[^\]]*\]/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<\/?[a-z][^>]*>/gi, ' ')
    .replace(/&nbsp;/g, ' ');
  const lines = text
    .split('\n')
    .filter((line) => !/^\s*(?:\||```|~~~|[-=*_]{3,}\s*$|\[[^\]]+\]:)/.test(line))
    .map((line) =>
      line
        .replace(/^\s*#{1,6}\s+/, '')
        .replace(/^\s*>\s?(?:\[![A-Za-z]+\]\s*)?/, '')
        .replace(/(\*\*|__|`)(.+?)\1/g, '$2')
        .replace(/[ \t]+/g, ' ')
        .trim(),
    );
  return cut(
    lines
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  );
}

/** At the end of a word. */
function cut(text: string): string {
  if (text.length <= mostLength) return text;
  const head = text.slice(0, mostLength);
  const space = head.search(/\s\S*$/);
  return `${(space > 0 ? head.slice(0, space) : head).trimEnd()}…`;
}
