import { describe, expect, test } from 'vitest';
import { isPressed, isTypedKey, type KeyPress, keyCaps } from '../../../src/app/keys.ts';

function aPress(press: Partial<KeyPress>): KeyPress {
  return {
    key: '',
    code: '',
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    ...press,
  };
}

describe('shortcuts', () => {
  test('Mod is Ctrl, and Cmd on a Mac', () => {
    const ctrlK = aPress({ key: 'k', ctrlKey: true });
    const cmdK = aPress({ key: 'k', metaKey: true });
    expect([isPressed(ctrlK, 'Mod+K', false), isPressed(cmdK, 'Mod+K', true)]).toEqual([
      true,
      true,
    ]);
    expect([isPressed(cmdK, 'Mod+K', false), isPressed(ctrlK, 'Mod+K', true)]).toEqual([
      false,
      false,
    ]);
  });

  test('a modifier that is not named must be up', () => {
    const altGr = aPress({ key: 'k', ctrlKey: true, altKey: true });
    const shifted = aPress({ key: 'K', ctrlKey: true, shiftKey: true });
    expect(isPressed(altGr, 'Mod+K', false)).toBe(false);
    expect(isPressed(shifted, 'Mod+K', false)).toBe(false);
  });

  test('a sign is matched whatever keys make it', () => {
    expect(isPressed(aPress({ key: '?', shiftKey: true }), '?', false)).toBe(true);
    expect(isPressed(aPress({ key: '?' }), '?', false)).toBe(true);
  });

  test('a letter of another script is known by its key', () => {
    expect(isPressed(aPress({ key: 'т', code: 'KeyN', altKey: true }), 'Alt+N', false)).toBe(true);
  });

  test('a Latin letter counts as itself, wherever its key is', () => {
    const onDvorak = aPress({ key: 'l', code: 'KeyN', altKey: true });
    expect(isPressed(onDvorak, 'Alt+N', false)).toBe(false);
  });

  test('only a lone sign is left to text fields', () => {
    expect(['?', 'Mod+K', 'F6', 'Escape', 'Ctrl+,'].map(isTypedKey)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test('caps are named as the keyboard has them', () => {
    expect(keyCaps('Mod+Shift+F', false)).toEqual(['Ctrl', 'Shift', 'F']);
    expect(keyCaps('Mod+Shift+F', true)).toEqual(['⌘', '⇧', 'F']);
  });
});
