/** The lines around the first place found, as one line, with the places inside it. */

const lettersBefore = 50;
const snippetLetters = 200;

type Snippet = { snippet: string; ranges: [from: number, to: number][] };

export function snippetOf(text: string, places: readonly (readonly [number, number])[]): Snippet {
  const first = places[0]?.[0] ?? 0;
  const from = first <= lettersBefore ? 0 : startAfterSpace(text, first - lettersBefore, first);
  const cut = text.slice(from, from + snippetLetters);
  const lead = from > 0 ? '…' : '';
  const tail = from + snippetLetters < text.trimEnd().length ? '…' : '';
  // One letter for one letter, so that the places stay right.
  const snippet = `${lead}${cut.replace(/\s/g, ' ').trimEnd()}${tail}`;
  const ranges: [number, number][] = [];
  for (const [start, end] of places) {
    if (end > from + cut.length) break;
    if (start >= from) ranges.push([start - from + lead.length, end - from + lead.length]);
  }
  return { snippet, ranges };
}

function startAfterSpace(text: string, from: number, to: number): number {
  const space = text.slice(from, to).search(/\s/);
  return space === -1 ? from : from + space + 1;
}
