import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Keyring } from '../../../src/vault/keyring.ts';
import { createSecret } from '../../../src/vault/secret.ts';
import {
  aFullVault,
  aKeyring,
  byPassphrase,
  canary,
  elsewhere,
  faultOf,
  lent,
  passphrase,
  put,
  there,
} from './makers.ts';

const dayMs = 86_400_000;
const opened: Keyring[] = [];

function keep<Of extends { keyring: Keyring }>(kept: Of): Of {
  opened.push(kept.keyring);
  return kept;
}

afterEach(() => {
  for (const keyring of opened.splice(0)) keyring.stop();
  vi.useRealTimers();
});

describe('a key in memory', () => {
  it('is lent to its connection at its origin, whatever the path', async () => {
    const { keyring } = keep(aKeyring());
    expect(await put(keyring, 'sk-one')).toBe('memory');
    expect(await lent(keyring, 'https://api.example.com')).toBe('sk-one');
    expect(await lent(keyring, 'https://api.example.com/other')).toBe('sk-one');
    expect(keyring.stateOf('c1', there)).toBe('memory');
  });

  it.each(['https://api.example.com:8443/v1', 'http://api.example.com/v1', elsewhere])(
    'is not lent after its address became %s, and is there again when it is back',
    async (baseUrl) => {
      const { keyring } = keep(aKeyring());
      await put(keyring, 'sk-one');
      expect(await lent(keyring, baseUrl)).toBeUndefined();
      expect(keyring.stateOf('c1', baseUrl)).toBe('none');
      expect(await lent(keyring)).toBe('sk-one');
    },
  );

  it('is not lent to another connection at the same origin', async () => {
    const { keyring } = keep(aKeyring());
    await put(keyring, 'sk-one');
    expect(await lent(keyring, there, 'c2')).toBeUndefined();
  });

  it('is replaced by a newer one, keeps its label and expiry in view, and goes when forgotten', async () => {
    const { keyring } = keep(aKeyring());
    await put(keyring, 'sk-old');
    await put(keyring, 'sk-new', { label: 'Work', expiresAt: 5 });
    expect(keyring.list()).toMatchObject([{ label: 'Work', expiresAt: 5, kept: 'memory' }]);
    expect(await lent(keyring)).toBe('sk-new');
    await keyring.forget('c1');
    expect(await lent(keyring)).toBeUndefined();
    expect(keyring.list()).toEqual([]);
  });

  it('goes for one role and stays for the others', async () => {
    const { keyring } = keep(aKeyring());
    await put(keyring, 'sk-one');
    await put(keyring, 'me:word', { role: 'basic' });
    await put(keyring, 'gate word', { role: 'header:X-Gate' });
    await keyring.forget('c1', 'key');
    const { key, basic, headers } = await keyring.open('c1', there);
    expect(key).toBeUndefined();
    expect(basic?.lend((value) => value)).toBe('me:word');
    expect(headers.map(({ name, secret }) => [name, secret.lend((value) => value)])).toEqual([
      ['X-Gate', 'gate word'],
    ]);
  });

  it('is refused for what has no address of its own', async () => {
    const { keyring } = keep(aKeyring());
    const fault = await faultOf(put(keyring, 'sk-one', { baseUrl: 'browser://built-in' }));
    expect(fault?.kind).toBe('invalid-address');
    expect(await lent(keyring, 'browser://built-in')).toBeUndefined();
  });

  it('notes its use and its refusal, each at most once a minute', async () => {
    vi.useFakeTimers({ now: 1_000_000 });
    const { keyring } = keep(aKeyring());
    await put(keyring, 'sk-one');
    keyring.noteUse('c1', false);
    vi.setSystemTime(1_030_000);
    await vi.advanceTimersByTimeAsync(30_000);
    keyring.noteUse('c1', false);
    expect(keyring.list()[0]?.lastUsedAt).toBe(1_000_000);
    await vi.advanceTimersByTimeAsync(31_000);
    keyring.noteUse('c1', true);
    keyring.noteUse('c1', false);
    const [view] = keyring.list();
    expect(view?.lastRefusedAt).toBe(view?.lastUsedAt);
    expect(view?.lastUsedAt).toBeGreaterThan(1_060_000);
  });
});

describe('a sealed key', () => {
  it('is sealed once there is a vault, together with those that were in memory', async () => {
    const { keyring, store } = keep(aKeyring());
    await put(keyring, 'sk-early');
    await keyring.vault.create(passphrase);
    expect(keyring.list()).toMatchObject([{ kept: 'sealed', connectionId: 'c1' }]);
    expect(await lent(keyring)).toBe('sk-early');
    expect(keyring.stateOf('c1', there)).toBe('sealed');
    expect(JSON.stringify(await store.secrets.list())).not.toContain('sk-early');
  });

  it('is neither lent nor replaced while the vault is locked', async () => {
    const { keyring } = keep(await aFullVault());
    keyring.vault.lock();
    expect(await faultOf(lent(keyring))).toEqual({ kind: 'vault-locked' });
    expect(await faultOf(put(keyring, 'sk-new'))).toEqual({ kind: 'vault-locked' });
    expect(keyring.stateOf('c1', there)).toBe('locked');
    expect(await lent(keyring, elsewhere)).toBeUndefined();
  });

  it('outlives its engine', async () => {
    const { keyring, store } = keep(await aFullVault());
    keyring.stop();
    const { keyring: next } = keep(aKeyring({ store }));
    expect(await faultOf(lent(next))).toEqual({ kind: 'vault-locked' });
    expect(next.vault.view().state).toBe('locked');
    await next.vault.unlock(byPassphrase());
    expect(await lent(next)).toBe('sk-canary-0123456789abcdef-öÄ');
  });

  it('is not lent at another origin, and stays for when the address is back', async () => {
    const { keyring } = keep(await aFullVault());
    expect(await lent(keyring, elsewhere)).toBeUndefined();
    expect(keyring.stateOf('c1', elsewhere)).toBe('none');
    expect(await lent(keyring)).toBe(canary);
  });

  it('can be brought back for a day after it was replaced', async () => {
    const { keyring } = keep(await aFullVault());
    await put(keyring, 'sk-new');
    const [view] = keyring.list();
    expect(view?.previousUntil).toBeGreaterThan(Date.now() + dayMs - 60_000);
    expect(await lent(keyring)).toBe('sk-new');
    await keyring.restore(view?.id ?? '');
    expect(await lent(keyring)).toBe(canary);
    expect(keyring.list()[0]).not.toHaveProperty('previousUntil');
    expect((await faultOf(keyring.restore(view?.id ?? '')))?.kind).toBe('not-found');
  });

  it('is brought back even while the vault is locked', async () => {
    const { keyring } = keep(await aFullVault());
    await put(keyring, 'sk-new');
    keyring.vault.lock();
    await keyring.restore(keyring.list()[0]?.id ?? '');
    await keyring.vault.unlock(byPassphrase());
    expect(await lent(keyring)).toBe(canary);
  });

  it('cannot be brought back after that day, and its box is dropped at the next start', async () => {
    const { keyring, store } = keep(await aFullVault());
    await put(keyring, 'sk-new');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + dayMs + 1 });
    expect(keyring.list()[0]).not.toHaveProperty('previousUntil');
    expect((await faultOf(keyring.restore(keyring.list()[0]?.id ?? '')))?.kind).toBe('not-found');
    expect((await store.secrets.list())[0]?.previous).toBeDefined();
    const { keyring: next } = keep(aKeyring({ store }));
    await faultOf(lent(next));
    expect((await store.secrets.list())[0]?.previous).toBeUndefined();
  });

  it('leaves nothing to bring back when its replacement is for another origin', async () => {
    const { keyring } = keep(await aFullVault());
    await put(keyring, 'sk-new', { baseUrl: elsewhere });
    expect(keyring.list()).toHaveLength(1);
    expect(keyring.list()[0]).not.toHaveProperty('previousUntil');
    expect(await lent(keyring)).toBeUndefined();
    expect(await lent(keyring, elsewhere)).toBe('sk-new');
  });

  it('is relabelled, given an expiry, relieved of it, and removed, locked or not', async () => {
    const { keyring, store } = keep(await aFullVault());
    keyring.vault.lock();
    const id = keyring.list()[0]?.id ?? '';
    await keyring.change(id, { label: 'Home', expiresAt: 77 });
    expect(keyring.list()[0]).toMatchObject({ label: 'Home', expiresAt: 77 });
    await keyring.change(id, { expiresAt: null });
    expect(keyring.list()[0]).not.toHaveProperty('expiresAt');
    expect(keyring.list()[0]?.label).toBe('Home');
    await keyring.remove(id);
    expect(keyring.list()).toEqual([]);
    expect(await store.secrets.list()).toEqual([]);
  });

  it('stays in memory where the person wants no key stored, and takes the place of a sealed one', async () => {
    const { keyring, settings, store } = keep(await aFullVault());
    settings.keysInMemory = true;
    expect(await put(keyring, 'sk-fleeting')).toBe('memory');
    expect(await store.secrets.list()).toEqual([]);
    expect(await lent(keyring)).toBe('sk-fleeting');
    keyring.vault.lock();
    expect(await lent(keyring)).toBe('sk-fleeting');
  });
});

describe('waiting for the vault', () => {
  it('ends at once where it is not locked', async () => {
    const { keyring } = keep(aKeyring());
    await keyring.whenUnlocked(new AbortController().signal);
    await keyring.vault.create(passphrase);
    await expect(keyring.whenUnlocked(new AbortController().signal)).resolves.toBeUndefined();
  });

  it('ends when it is unlocked, and when it is erased', async () => {
    const { keyring } = keep(await aFullVault());
    for (const open of [() => keyring.vault.unlock(byPassphrase()), keyring.vault.erase]) {
      keyring.vault.lock();
      const waited = keyring.whenUnlocked(new AbortController().signal);
      await open();
      await expect(waited).resolves.toBeUndefined();
    }
  });

  it('rejects with the reason of who no longer waits', async () => {
    const { keyring } = keep(await aFullVault());
    keyring.vault.lock();
    const stop = new AbortController();
    const waited = keyring.whenUnlocked(stop.signal);
    stop.abort('enough');
    await expect(waited).rejects.toBe('enough');
  });
});

describe('where no vault can be', () => {
  it('keys are in memory only, and a vault is refused, on an origin without WebCrypto', async () => {
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
    const { keyring } = keep(aKeyring());
    expect(keyring.vault.view()).toEqual({ state: 'absent', locks: [], isFallback: false });
    expect(await put(keyring, 'sk-one')).toBe('memory');
    expect(await lent(keyring)).toBe('sk-one');
    expect(await faultOf(keyring.vault.create(passphrase))).toEqual({ kind: 'vault-absent' });
  });

  it('keys are in memory only in an engine that may keep none, beside those that others have sealed', async () => {
    const { store } = keep(await aFullVault());
    const { keyring } = keep(aKeyring({ store, mayKeep: false }));
    expect(await lent(keyring)).toBeUndefined();
    expect(keyring.stateOf('c1', there)).toBe('none');
    expect(keyring.vault.view().state).toBe('absent');
  });
});

describe('what can be printed', () => {
  it('holds no key, however it is wrapped', async () => {
    const { keyring } = keep(await aFullVault());
    await put(keyring, canary, { connectionId: 'c2', role: 'header:X-Gate' });
    const found = await keyring.open('c1', there);
    const wrapped = { list: [found], error: new Error(`${found.key}`), keyring };
    const printed = [wrapped, keyring.vault.view(), keyring.list(), keyring, found, found.key];
    for (const each of printed) {
      for (const text of [
        JSON.stringify(each),
        inspect(each, { depth: 12, showHidden: true, getters: true }),
        String(each),
      ]) {
        expect(text).not.toContain('canary');
      }
    }
    expect(`${found.key}`).toBe('••••');
  });

  it('cannot be sent across a port where it is a secret', () => {
    expect(() => structuredClone(createSecret(canary))).toThrow();
  });
});
