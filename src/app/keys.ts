/**
 * Shortcuts as text: `Mod+K` (Ctrl, or Cmd on a Mac), `Alt+ArrowDown`, `F6`, `?`. Modifiers not named must be up, so that
 * AltGr and the browser's own longer shortcuts never match.
 */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'
>;

export function isPressed(press: KeyPress, chord: string, isMac: boolean): boolean {
  const { key, modifiers } = partsOf(chord);
  const wants = (name: string) => modifiers.includes(name);
  const ctrl = wants('Ctrl') || (wants('Mod') && !isMac);
  const meta = wants('Mod') && isMac;
  if (press.ctrlKey !== ctrl || press.metaKey !== meta || press.altKey !== wants('Alt')) {
    return false;
  }
  // A sign such as ? is what Shift made of the key; only letters and named keys tell Shift apart.
  const isSign = key.length === 1 && !/[a-z]/i.test(key);
  if (!isSign && press.shiftKey !== wants('Shift')) return false;
  if (press.key.toLowerCase() === key.toLowerCase()) return true;
  // With Alt a Mac writes another letter, and other layouts have other letters: the place of the key decides.
  return (
    /^[a-z]$/i.test(key) && !/^[a-z]$/i.test(press.key) && press.code === `Key${key.toUpperCase()}`
  );
}

/** The caps to show, in the order they are pressed: `['⌘', 'K']`. */
export function keyCaps(chord: string, isMac: boolean): readonly string[] {
  const { key, modifiers } = partsOf(chord);
  return [...modifiers, key].map(
    (name) => (isMac ? macCaps[name] : undefined) ?? caps[name] ?? name,
  );
}

/** A single sign would be typed; everything else works while typing too. */
export function isTypedKey(chord: string): boolean {
  const { key, modifiers } = partsOf(chord);
  return key.length === 1 && !modifiers.some((name) => name !== 'Shift');
}

const caps: Readonly<Record<string, string>> = {
  Mod: 'Ctrl',
  ArrowDown: '↓',
  ArrowUp: '↑',
  Escape: 'Esc',
};
const macCaps: Readonly<Record<string, string>> = { Mod: '⌘', Alt: '⌥', Shift: '⇧', Ctrl: '⌃' };

function partsOf(chord: string): { key: string; modifiers: readonly string[] } {
  const parts = chord.split('+');
  return { key: parts.at(-1) ?? '', modifiers: parts.slice(0, -1) };
}
