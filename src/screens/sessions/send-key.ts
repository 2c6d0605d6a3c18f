/** Whether a key press sends. Keys that an input method is still composing with never do. */
import type { Settings } from '../../domain/settings.ts';

type Press = Pick<
  KeyboardEvent,
  'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'keyCode'
>;

/** Safari ends a composition before the Enter that ended it arrives; the key code 229 still tells. */
const composingKeyCode = 229;

export function isSendKey(
  press: Press,
  sendKey: Settings['sendKey'],
  hasTouchKeyboard = isTouchKeyboard(),
): boolean {
  if (press.key !== 'Enter' || press.isComposing || press.keyCode === composingKeyCode)
    return false;
  if (press.ctrlKey || press.metaKey) return !press.shiftKey && !press.altKey;
  if (sendKey === 'mod-enter' || hasTouchKeyboard) return false;
  return !press.shiftKey && !press.altKey;
}

/** The main pointer is a finger and nothing hovers: phones and tablets without mouse or keyboard cover. */
export function isTouchKeyboard(): boolean {
  return (
    typeof matchMedia === 'function' &&
    matchMedia('(pointer: coarse)').matches &&
    !matchMedia('(any-pointer: fine)').matches &&
    !matchMedia('(any-hover: hover)').matches
  );
}
