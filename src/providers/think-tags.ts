/**
 * Takes `<think>…</think>` out of a text that comes in pieces, for servers that leave the tags in. Only a tag at the
 * very start counts: further on it is text about tags. What could still become a tag is held back.
 */
export type Piece = { type: 'reasoning-delta' | 'text-delta'; text: string };

const openings = ['<think>', '<thinking>'];
/** The template has opened it already; to be seen only where the whole thought comes in one piece. */
const unopened = /\n<\/think>\s*\n/;

export function createThinkSplitter() {
  let state: 'start' | 'thinking' | 'after' | 'text' = 'start';
  let held = '';
  let closing = '';

  function push(text: string): Piece[] {
    held += text;
    if (state === 'start') {
      const head = held.trimStart();
      const opening = openings.find((each) => head.startsWith(each));
      if (opening) {
        state = 'thinking';
        closing = opening.replace('<', '</');
        held = head.slice(opening.length);
      } else if (openings.some((each) => each.startsWith(head))) return [];
      else if (unopened.test(held)) {
        state = 'thinking';
        closing = '</think>';
      } else state = 'text';
    }
    const pieces: Piece[] = [];
    if (state === 'thinking') {
      const end = held.indexOf(closing);
      const safe = end === -1 ? held.length - overlap(held, closing) : end;
      if (safe > 0) pieces.push({ type: 'reasoning-delta', text: held.slice(0, safe) });
      held = held.slice(end === -1 ? safe : end + closing.length);
      if (end !== -1) state = 'after';
    }
    if (state === 'after') {
      // The blank lines between thought and answer belong to neither.
      held = held.trimStart();
      if (held !== '') state = 'text';
    }
    if (state === 'text' && held !== '') {
      pieces.push({ type: 'text-delta', text: held });
      held = '';
    }
    return pieces;
  }

  /** What was held back when the stream ended. */
  function flush(): Piece[] {
    const text = held;
    held = '';
    if (text === '') return [];
    return [{ type: state === 'thinking' ? 'reasoning-delta' : 'text-delta', text }];
  }

  /** Reasoning came in a field of its own: tags are no tags here. Returns what was held back. */
  function stop(): Piece[] {
    if (state === 'text') return [];
    const rest = flush();
    state = 'text';
    return rest;
  }

  return { push, flush, stop };
}

/** How many letters at the end of `text` begin `tag`. */
function overlap(text: string, tag: string): number {
  for (let size = Math.min(tag.length - 1, text.length); size > 0; size--) {
    if (text.endsWith(tag.slice(0, size))) return size;
  }
  return 0;
}
