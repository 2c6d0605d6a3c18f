/** Keys of the transcript while a message, and nothing inside it, has the focus. Pure. */

export type MessageCommand =
  | 'previous'
  | 'next'
  | 'first'
  | 'last'
  | 'copy'
  | 'edit'
  | 'regenerate'
  | 'continue'
  | 'delete'
  | 'previous-version'
  | 'next-version';

type KeyPress = {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
};

const plainKeys: Readonly<Record<string, MessageCommand>> = {
  k: 'previous',
  j: 'next',
  c: 'copy',
  e: 'edit',
  r: 'regenerate',
  g: 'continue',
  Delete: 'delete',
  '[': 'previous-version',
  ']': 'next-version',
};

const altKeys: Readonly<Record<string, MessageCommand>> = {
  ArrowUp: 'previous',
  ArrowDown: 'next',
  Home: 'first',
  End: 'last',
};

/** Chords with Ctrl or Cmd belong to the browser (copying a selection, for one). */
export function messageCommand(press: KeyPress): MessageCommand | undefined {
  if (press.ctrlKey || press.metaKey) return undefined;
  if (press.altKey) return altKeys[press.key];
  if (press.shiftKey) return undefined;
  return plainKeys[press.key.length === 1 ? press.key.toLowerCase() : press.key];
}
