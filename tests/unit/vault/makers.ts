import { defaultSettings } from '../../../src/domain/default-settings.ts';
import type { Fault } from '../../../src/domain/fault.ts';
import { faultFrom } from '../../../src/domain/fault.ts';
import { vaultRowsOf } from '../../../src/engine/vault-commands.ts';
import { openMemory } from '../../../src/storage/memory.ts';
import type { Store } from '../../../src/storage/store.ts';
import { leastStrength } from '../../../src/vault/kdf.ts';
import { createKeyring, type Keyring, type KeyringDeps } from '../../../src/vault/keyring.ts';

export const canary = 'sk-canary-0123456789abcdef-öÄ';
export const passphrase = 'seven lanterns over water';
export const there = 'https://api.example.com/v1';
export const elsewhere = 'https://evil.example.com/v1';

export type Kept = {
  readonly keyring: Keyring;
  readonly store: Store;
  readonly settings: { vaultMinutes: number; vaultLocksOnHide: boolean; keysInMemory: boolean };
  changes: number;
  tellings: number;
};

/** A keyring over a store in memory, with the least strength that is accepted. */
export function aKeyring(
  patch: Partial<KeyringDeps> & { store?: Store; keysInMemory?: boolean } = {},
): Kept {
  const { store = openMemory(), keysInMemory = false, ...deps } = patch;
  const settings = { ...defaultSettings, keysInMemory };
  const kept = { store, settings, changes: 0, tellings: 0 };
  const keyring = createKeyring({
    rows: vaultRowsOf(store),
    settings: () => settings,
    onChange: () => {
      made.changes += 1;
    },
    onLocked: () => {
      made.tellings += 1;
    },
    strength: leastStrength,
    ...deps,
  });
  const made: Kept = Object.assign(kept, { keyring });
  return made;
}

/** With a vault, unlocked, that holds one key. */
export async function aFullVault(patch: Parameters<typeof aKeyring>[0] = {}): Promise<Kept> {
  const kept = aKeyring(patch);
  await kept.keyring.vault.create(passphrase);
  await put(kept.keyring, canary);
  return kept;
}

export async function put(
  keyring: Keyring,
  value: string,
  patch: Partial<Parameters<Keyring['put']>[0]> = {},
): Promise<'sealed' | 'memory'> {
  return await keyring.put({ connectionId: 'c1', baseUrl: there, role: 'key', value, ...patch });
}

/** The key that is lent, as a test may see it. */
export async function lent(
  keyring: Keyring,
  baseUrl = there,
  connectionId = 'c1',
): Promise<string | undefined> {
  const { key } = await keyring.open(connectionId, baseUrl);
  return key?.lend((value) => value);
}

export async function faultOf(work: Promise<unknown>): Promise<Fault | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return faultFrom(error);
  }
}

export const byPassphrase = (text = passphrase) => ({ kind: 'passphrase', text }) as const;

export type StoredVault = {
  id: string;
  keyId: string;
  check: string;
  misses: number;
  waitUntil?: number;
  locks: {
    id: string;
    kind: string;
    kdf: Record<string, unknown>;
    box: string;
  }[];
};

export async function storedVault(store: Store): Promise<StoredVault> {
  return (await store.secrets.vault()) as StoredVault; // written by the code under test
}

/** Somebody with the profile's folder in hand changes the vault's row. */
export async function tamper(store: Store, change: (row: StoredVault) => void): Promise<void> {
  const row = await storedVault(store);
  change(row);
  await store.secrets.change((inside) => inside.putVault(row));
}

/** A base64 text with one bit of the byte at `at` (from the end where negative) turned over. */
export function flipped(box: string, at: number): string {
  const bytes = Buffer.from(box, 'base64');
  const index = at < 0 ? bytes.length + at : at;
  bytes[index] = (bytes[index] ?? 0) ^ 1;
  return bytes.toString('base64');
}

export function cut(box: string, bytes: number): string {
  return Buffer.from(box, 'base64').subarray(0, bytes).toString('base64');
}
