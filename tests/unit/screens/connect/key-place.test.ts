import { describe, expect, test } from 'vitest';
import type { KeyView, VaultView } from '../../../../src/domain/vault.ts';
import { keyAge, keyPlace } from '../../../../src/screens/connect/key-place.ts';

const vault = (state: VaultView['state']): VaultView => ({ state, locks: [], isFallback: false });
const dayMs = 86_400_000;
const now = 1_800_000_000_000;
const key = (change: Partial<KeyView> = {}): KeyView => ({
  id: 'k',
  connectionId: 'c',
  role: 'key',
  label: '',
  origin: 'https://api.example',
  addedAt: now - dayMs,
  kept: 'sealed',
  ...change,
});

describe('where a key will be kept', () => {
  test('sealed only in a vault that is open', () => {
    expect(keyPlace(vault('unlocked'), false)).toBe('sealed');
    expect(keyPlace(vault('locked'), false)).toBe('locked');
    expect(keyPlace(vault('none'), false)).toBe('no-vault');
  });

  test('in memory where the person wants it so, and where no vault can be', () => {
    expect(keyPlace(vault('unlocked'), true)).toBe('chosen');
    expect(keyPlace(vault('absent'), true)).toBe('absent');
  });

  test('is not said before it is known', () => {
    expect(keyPlace(undefined, false)).toBeUndefined();
  });
});

describe('the age of a key', () => {
  test('is pointed out after the days of the settings, or never', () => {
    const old = key({ addedAt: now - 91 * dayMs });
    expect(keyAge(old, 90, now)).toBe('old');
    expect(keyAge(old, 0, now)).toBe('fine');
    expect(keyAge(key(), 90, now)).toBe('fine');
  });

  test('a date goes before it', () => {
    expect(keyAge(key({ expiresAt: now }), 90, now)).toBe('expired');
    expect(keyAge(key({ expiresAt: now + 3 * dayMs }), 90, now)).toBe('soon');
    expect(keyAge(key({ expiresAt: now + 30 * dayMs }), 90, now)).toBe('fine');
  });
});
