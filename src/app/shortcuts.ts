/** Global shortcuts: one listener over the table of commands. A key that a part of the page has answered is left alone. */
import { onCleanup } from 'solid-js';
import type { Command } from './commands.ts';
import { isPressed, isTypedKey } from './keys.ts';

export function listenForShortcuts(commands: readonly Command[], isMac: boolean): void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const isTyping = isTextField(event.target);
    const isModal = document.querySelector('dialog:modal') !== null;
    const command = commands.find(
      (each) =>
        (!isModal || each.isModal) &&
        each.keys?.some(
          (chord) => isPressed(event, chord, isMac) && !(isTyping && isTypedKey(chord)),
        ) &&
        (each.when?.() ?? true),
    );
    if (!command) return;
    event.preventDefault();
    command.run();
  };
  document.addEventListener('keydown', onKeyDown);
  onCleanup(() => document.removeEventListener('keydown', onKeyDown));
}

function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input, textarea, select');
}
