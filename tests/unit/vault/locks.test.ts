import { describe, expect, it, vi } from 'vitest';
import {
  aFullVault,
  aKeyring,
  byPassphrase,
  canary,
  faultOf,
  lent,
  passphrase,
  put,
  storedVault,
} from './makers.ts';

const output = () => new Uint8Array(32).fill(7);
const passkey = (given = output()) => ({
  label: 'This laptop',
  credentialId: new Uint8Array([1, 2, 3]),
  salt: new Uint8Array(32).fill(9),
  output: given,
});

describe('a new passphrase', () => {
  it('opens the vault in place of the old one, and leaves every box as it was', async () => {
    const { keyring, store } = await aFullVault();
    await put(keyring, 'sk-second', { connectionId: 'c2' });
    const boxes = async () => (await store.secrets.list()).map(({ box }) => box);
    const before = await boxes();
    const { keyId } = await storedVault(store);
    await keyring.vault.setPassphrase(byPassphrase(), 'eight lanterns');
    expect(await boxes()).toEqual(before);
    expect((await storedVault(store)).keyId).toBe(keyId);
    expect(await lent(keyring)).toBe(canary);
    keyring.vault.lock();
    expect((await faultOf(keyring.vault.unlock(byPassphrase())))?.kind).toBe('vault-refused');
    await keyring.vault.unlock(byPassphrase('eight lanterns'));
    expect(await lent(keyring)).toBe(canary);
    expect((await storedVault(store)).locks).toHaveLength(1);
  });

  it('needs what opens the vault, though it be unlocked', async () => {
    const { keyring } = await aFullVault();
    const fault = await faultOf(keyring.vault.setPassphrase(byPassphrase('no'), 'mine now'));
    expect(fault?.kind).toBe('vault-refused');
    keyring.vault.lock();
    await keyring.vault.unlock(byPassphrase());
  });

  it('is the same from keyboards that compose letters differently', async () => {
    const { keyring } = aKeyring();
    await keyring.vault.create('caf\u00e9 au lait');
    keyring.vault.lock();
    await keyring.vault.unlock(byPassphrase('cafe\u0301 au lait'));
    expect(keyring.vault.view().state).toBe('unlocked');
  });
});

describe('a recovery code', () => {
  it('is six groups of five letters, never the same, and opens the vault', async () => {
    const { keyring } = await aFullVault();
    const { code } = await keyring.vault.addRecovery(byPassphrase());
    const { code: other } = await keyring.vault.addRecovery(byPassphrase());
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(other).not.toBe(code);
    for (const text of [code, other]) {
      keyring.vault.lock();
      await keyring.vault.unlock({ kind: 'recovery', text });
      expect(await lent(keyring)).toBe(canary);
    }
  });

  it('is read however sloppily it is typed', async () => {
    const { keyring } = await aFullVault();
    // Until one has the letters that are easily mistaken.
    let code = '';
    for (let tries = 0; !/0.*1|1.*0/.test(code) && tries < 18; tries += 1) {
      ({ code } = await keyring.vault.addRecovery(byPassphrase()));
    }
    const typed = [
      code.toLowerCase(),
      code.replaceAll('-', ''),
      ` ${code.replaceAll('-', '  ')}\n`,
      code.replaceAll('-', '–'),
      code.replaceAll('0', 'o').replaceAll('1', 'l'),
      code.replaceAll('0', 'O').replaceAll('1', 'I'),
    ];
    for (const text of typed) {
      keyring.vault.lock();
      await keyring.vault.unlock({ kind: 'recovery', text });
      expect(keyring.vault.view().state).toBe('unlocked');
    }
  });

  it('with a slip of the pen is refused, and costs no attempt', async () => {
    const { keyring, store } = await aFullVault();
    const { code } = await keyring.vault.addRecovery(byPassphrase());
    keyring.vault.lock();
    const slips = [
      '',
      'U',
      code.slice(1),
      `${code}0`,
      (code[0] === 'A' ? 'B' : 'A') + code.slice(1),
    ];
    for (const text of slips) {
      expect(await faultOf(keyring.vault.unlock({ kind: 'recovery', text }))).toEqual({
        kind: 'vault-refused',
      });
    }
    expect((await storedVault(store)).misses).toBe(0);
  });

  it('of another vault is a wrong attempt', async () => {
    const other = await aFullVault();
    const { code } = await other.keyring.vault.addRecovery(byPassphrase());
    const { keyring, store } = await aFullVault();
    await keyring.vault.addRecovery(byPassphrase());
    keyring.vault.lock();
    const fault = await faultOf(keyring.vault.unlock({ kind: 'recovery', text: code }));
    expect(fault).toEqual({ kind: 'vault-refused' });
    expect((await storedVault(store)).misses).toBe(1);
  });

  it('lets a forgotten passphrase be replaced', async () => {
    const { keyring } = await aFullVault();
    const { code } = await keyring.vault.addRecovery(byPassphrase());
    keyring.vault.lock();
    await keyring.vault.setPassphrase({ kind: 'recovery', text: code }, 'a new one');
    await keyring.vault.unlock(byPassphrase('a new one'));
    expect(await lent(keyring)).toBe(canary);
  });
});

describe('a passkey', () => {
  it('opens the vault by its output, and its place is told to the page', async () => {
    const { keyring } = await aFullVault();
    await keyring.vault.addPasskey(byPassphrase(), passkey());
    const lock = keyring.vault.view().locks.find(({ kind }) => kind === 'passkey');
    expect(lock).toMatchObject({
      label: 'This laptop',
      passkey: { credentialId: new Uint8Array([1, 2, 3]), salt: new Uint8Array(32).fill(9) },
    });
    keyring.vault.lock();
    const proof = { kind: 'passkey', lockId: lock?.id ?? '', output: output() } as const;
    await keyring.vault.unlock(proof);
    expect(await lent(keyring)).toBe(canary);
  });

  it('is refused with another output, a shorter one, or at another lock', async () => {
    const { keyring, store } = await aFullVault();
    await keyring.vault.addPasskey(byPassphrase(), passkey());
    const { locks } = await storedVault(store);
    const idOf = (kind: string) => locks.find((each) => each.kind === kind)?.id ?? '';
    keyring.vault.lock();
    const proofs = [
      { lockId: idOf('passkey'), output: new Uint8Array(32).fill(8) },
      { lockId: idOf('passkey'), output: new Uint8Array(31).fill(7) },
      { lockId: idOf('passphrase'), output: output() },
      { lockId: 'none', output: output() },
    ];
    for (const proof of proofs) {
      const fault = await faultOf(keyring.vault.unlock({ kind: 'passkey', ...proof }));
      expect(fault?.kind).toBe('vault-refused');
    }
    expect(keyring.vault.view().state).toBe('locked');
  });

  it('with too short an output is not taken as a lock', async () => {
    const { keyring, store } = await aFullVault();
    const fault = await faultOf(
      keyring.vault.addPasskey(byPassphrase(), passkey(new Uint8Array(16))),
    );
    expect(fault).toEqual({ kind: 'vault-weak' });
    expect((await storedVault(store)).locks).toHaveLength(1);
  });
});

describe('taking locks off', () => {
  it('leaves the others, and the last one cannot go', async () => {
    const { keyring, store } = await aFullVault();
    const { code } = await keyring.vault.addRecovery(byPassphrase());
    const [first] = (await storedVault(store)).locks;
    await keyring.vault.removeLock(byPassphrase(), first?.id ?? '');
    expect(keyring.vault.view().locks.map(({ kind }) => kind)).toEqual(['recovery']);
    keyring.vault.lock();
    const proof = { kind: 'recovery', text: code } as const;
    expect((await faultOf(keyring.vault.unlock(byPassphrase())))?.kind).toBe('vault-refused');
    await keyring.vault.unlock(proof);
    const last = (await storedVault(store)).locks[0]?.id ?? '';
    expect(await faultOf(keyring.vault.removeLock(proof, last))).toEqual({
      kind: 'vault-last-lock',
    });
    expect((await faultOf(keyring.vault.removeLock(proof, 'none')))?.kind).toBe('not-found');
    expect(await lent(keyring)).toBe(canary);
  });
});

describe('erasing', () => {
  it('takes the vault, every sealed key and every key in memory', async () => {
    const kept = await aFullVault();
    const { keyring, store, settings } = kept;
    settings.keysInMemory = true;
    await put(keyring, 'sk-fleeting', { connectionId: 'c2' });
    await keyring.vault.erase();
    expect(await store.secrets.list()).toEqual([]);
    expect(await store.secrets.vault()).toBeUndefined();
    expect(keyring.list()).toEqual([]);
    expect(keyring.vault.view()).toEqual({ state: 'none', locks: [], isFallback: false });
    expect(await lent(keyring)).toBeUndefined();
    expect(await lent(keyring, undefined, 'c2')).toBeUndefined();
    expect(kept.tellings).toBe(1);
    await keyring.vault.create('again');
    expect(keyring.vault.view().state).toBe('unlocked');
  });
});

describe('two engines on the same rows', () => {
  it('unlock each for itself, and what one seals the other opens', async () => {
    const { keyring, store } = await aFullVault();
    const { keyring: other } = aKeyring({ store });
    expect(await faultOf(lent(other))).toEqual({ kind: 'vault-locked' });
    await other.vault.unlock(byPassphrase());
    await put(other, 'sk-second', { connectionId: 'c2' });
    await vi.waitFor(async () => expect(await lent(keyring, undefined, 'c2')).toBe('sk-second'));
    keyring.vault.lock();
    expect(other.vault.view().state).toBe('unlocked');
  });

  it('tell of a lock by command, and lock without telling when they hear of one', async () => {
    const first = await aFullVault();
    first.keyring.vault.lock();
    expect(first.tellings).toBe(1);
    await first.keyring.vault.unlock(byPassphrase());
    first.keyring.vault.lockHere();
    expect(first.keyring.vault.view().state).toBe('locked');
    expect(first.tellings).toBe(1);
  });

  it('lock when the other has erased the vault or made another', async () => {
    const { keyring, store } = await aFullVault();
    const { keyring: other } = aKeyring({ store });
    await other.vault.erase();
    await other.vault.create('another');
    await vi.waitFor(() => expect(keyring.vault.view().state).toBe('locked'));
    expect((await faultOf(put(keyring, 'sk-late')))?.kind).toBe('vault-locked');
    expect(await store.secrets.list()).toEqual([]);
  });

  it('notice a passphrase that the other has changed', async () => {
    const { keyring, store } = await aFullVault();
    const { keyring: other } = aKeyring({ store });
    await other.vault.setPassphrase(byPassphrase(), 'changed there');
    keyring.vault.lock();
    expect((await faultOf(keyring.vault.unlock(byPassphrase())))?.kind).toBe('vault-refused');
    await keyring.vault.unlock(byPassphrase('changed there'));
    expect(await lent(keyring)).toBe(canary);
  });

  it('that seal one and the same key at once leave one row, which opens', async () => {
    const { keyring, store } = aKeyring();
    await keyring.vault.create(passphrase);
    const { keyring: other } = aKeyring({ store });
    await other.vault.unlock(byPassphrase());
    await Promise.all([put(keyring, 'sk-one'), put(other, 'sk-two')]);
    expect(await store.secrets.list()).toHaveLength(1);
    const last = await lent(keyring);
    // The one that came second has the first to go back to: neither was lost.
    await keyring.restore(keyring.list()[0]?.id ?? '');
    expect([last, await lent(keyring)].sort()).toEqual(['sk-one', 'sk-two']);
  });

  it('that make a vault at once leave one, and the other is told', async () => {
    const { keyring, store } = aKeyring();
    const { keyring: other } = aKeyring({ store });
    const faults = await Promise.all([
      faultOf(keyring.vault.create(passphrase)),
      faultOf(other.vault.create('the other')),
    ]);
    expect(faults.filter((each) => each === undefined)).toHaveLength(1);
    expect((await storedVault(store)).locks).toHaveLength(1);
  });
});
