/**
 * Drops, once, the beginning that a server repeats when it continues a reply (a record of llama-server shows it), in
 * whatever pieces it comes. A text that begins otherwise passes whole.
 */
export function createRepeatFilter(start: string) {
  let open = start !== '';
  let held = '';

  function push(text: string): string {
    if (!open) return text;
    held += text;
    const same = sharedLength(held, start);
    if (same === held.length && same < start.length) return '';
    open = false;
    // Templates trim the blanks at the end of what is continued.
    return same >= start.trimEnd().length ? held.slice(same) : held;
  }

  /** What was held back when the stream ended. */
  function flush(): string {
    if (!open) return '';
    open = false;
    return held.length >= start.trimEnd().length ? '' : held;
  }

  return { push, flush };
}

function sharedLength(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}
