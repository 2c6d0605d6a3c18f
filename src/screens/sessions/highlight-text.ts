/** Marks found words without touching the document, where the browser can (CSS Custom Highlight API). */

const everywhere = 'llantern-find';
const here = 'llantern-find-here';
/** Marks beyond this many tell nothing more. */
const mostRanges = 2000;

/** An empty query takes the marks away. `currentId` names the message that is being shown. */
export function highlightText(
  root: HTMLElement,
  query: string,
  currentId: string | undefined,
): void {
  if (!('highlights' in CSS)) return;
  CSS.highlights.delete(everywhere);
  CSS.highlights.delete(here);
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return;
  const others: Range[] = [];
  const current: Range[] = [];
  for (const part of root.querySelectorAll<HTMLElement>('article [data-find]')) {
    const isCurrent = part.closest('article')?.dataset['message'] === currentId;
    collect(part, wanted, isCurrent ? current : others);
    if (others.length + current.length > mostRanges) break;
  }
  CSS.highlights.set(everywhere, new Highlight(...others));
  CSS.highlights.set(here, new Highlight(...current));
}

function collect(part: HTMLElement, wanted: string, ranges: Range[]): void {
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = (node.textContent ?? '').toLowerCase();
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
      if (at + wanted.length > (node.textContent ?? '').length) break;
      const range = new Range();
      range.setStart(node, at);
      range.setEnd(node, at + wanted.length);
      ranges.push(range);
    }
  }
}
