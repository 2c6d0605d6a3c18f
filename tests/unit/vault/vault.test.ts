import { afterEach, describe, expect, it, vi } from 'vitest';
import { leastStrength, mostStrength, usualStrength } from '../../../src/vault/kdf.ts';
import { readVaultRow, rowWith } from '../../../src/vault/locks.ts';
import {
  aFullVault,
  aKeyring,
  byPassphrase,
  canary,
  cut,
  elsewhere,
  faultOf,
  flipped,
  lent,
  passphrase,
  put,
  storedVault,
  tamper,
  there,
} from './makers.ts';

const wrong = () => byPassphrase('not the one');
const passkey = (output = new Uint8Array(32).fill(7)) => ({
  label: 'This laptop',
  credentialId: new Uint8Array([1, 2, 3]),
  salt: new Uint8Array(32).fill(9),
  output,
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the strength of a vault', () => {
  it('is what the design says, with its floor and its ceiling', () => {
    expect(usualStrength).toEqual({ memoryKib: 65_536, passes: 3, lanes: 1, rounds: 1_000_000 });
    expect(leastStrength).toEqual({ memoryKib: 19_456, passes: 2, lanes: 1, rounds: 600_000 });
    expect(mostStrength.memoryKib).toBe(1_048_576);
    expect(mostStrength.passes).toBe(10);
  });

  it('is stored with it at full, and opens it again', async () => {
    const { keyring, store } = aKeyring({ strength: usualStrength });
    await keyring.vault.create(passphrase);
    await put(keyring, canary);
    keyring.vault.lock();
    await keyring.vault.unlock(byPassphrase());
    expect(await lent(keyring)).toBe(canary);
    expect((await storedVault(store)).locks[0]?.kdf).toMatchObject({
      name: 'argon2id',
      memoryKib: 65_536,
      passes: 3,
      lanes: 1,
    });
    expect(keyring.vault.view()).toMatchObject({
      state: 'unlocked',
      isFallback: false,
      locks: [{ kind: 'passphrase', strength: 'Argon2id, 64 MiB, 3 passes' }],
    });
  });

  it('falls back on PBKDF2 where WASM is refused, and says so', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    const { keyring, store } = await aFullVault();
    expect((await storedVault(store)).locks[0]?.kdf).toMatchObject({
      name: 'pbkdf2-sha256',
      rounds: 600_000,
    });
    expect(keyring.vault.view().isFallback).toBe(true);
    keyring.vault.lock();
    await keyring.vault.unlock(byPassphrase());
    expect(await lent(keyring)).toBe(canary);
    expect((await faultOf(keyring.vault.unlock(wrong())))?.kind).toBe('vault-refused');
  });

  it('that WASM gave cannot be opened without it, and costs no attempt', async () => {
    const { keyring, store } = await aFullVault();
    keyring.vault.lock();
    vi.stubGlobal('WebAssembly', undefined);
    for (let tries = 0; tries < 5; tries += 1) {
      const fault = await faultOf(keyring.vault.unlock(byPassphrase()));
      expect(fault).toEqual({ kind: 'vault-no-wasm' });
    }
    expect((await storedVault(store)).misses).toBe(0);
    vi.unstubAllGlobals();
    await keyring.vault.unlock(byPassphrase());
    expect(await lent(keyring)).toBe(canary);
  });

  it.each([
    ['memory', { memoryKib: 19_455 }, 'vault-weak'],
    ['passes', { passes: 1 }, 'vault-weak'],
    ['lanes', { lanes: 0 }, 'vault-weak'],
    ['salt', { salt: 'AAAA' }, 'vault-weak'],
    ['more memory than any browser has', { memoryKib: 2_000_000 }, 'vault-damaged'],
    ['more passes than anybody waits for', { passes: 11 }, 'vault-damaged'],
    ['rounds of PBKDF2', { name: 'pbkdf2-sha256', rounds: 599_999 }, 'vault-weak'],
    ['no stretching at all', { name: 'hkdf-sha256' }, 'vault-weak'],
    ['an unknown kind', { name: 'md5' }, 'vault-damaged'],
    ['a number that is none', { memoryKib: '65536' }, 'vault-damaged'],
  ])('is refused where somebody has changed it: %s', async (_what, change, kind) => {
    const { keyring, store } = await aFullVault();
    keyring.vault.lock();
    await tamper(store, (row) => Object.assign(row.locks[0]?.kdf ?? {}, change));
    expect((await faultOf(keyring.vault.unlock(byPassphrase())))?.kind).toBe(kind);
    expect(keyring.vault.view().state).toBe('locked');
  });

  it('at the floor is opened', async () => {
    const { keyring, store } = await aFullVault();
    expect((await storedVault(store)).locks[0]?.kdf).toMatchObject({ memoryKib: 19_456 });
    keyring.vault.lock();
    await keyring.vault.unlock(byPassphrase());
    expect(keyring.vault.view().state).toBe('unlocked');
  });
});

describe('a wrong passphrase', () => {
  it('is told without a hint, and leaves the vault as it was', async () => {
    const { keyring } = await aFullVault();
    keyring.vault.lock();
    expect(await faultOf(keyring.vault.unlock(wrong()))).toEqual({ kind: 'vault-refused' });
    expect(keyring.vault.view().state).toBe('locked');
    await keyring.vault.unlock(byPassphrase());
    expect(await lent(keyring)).toBe(canary);
  });

  it('slows down from the third on, up to five minutes, and the right one ends it', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
    const { keyring, store } = await aFullVault();
    keyring.vault.lock();
    let at = 1_000_000;
    const waits: number[] = [];
    for (let miss = 1; miss <= 8; miss += 1) {
      const fault = await faultOf(keyring.vault.unlock(wrong()));
      const until = fault?.kind === 'vault-refused' ? fault.waitUntil : undefined;
      waits.push(until === undefined ? 0 : until - at);
      at = until ?? at;
      vi.setSystemTime(at);
    }
    expect(waits).toEqual([0, 0, 30_000, 60_000, 120_000, 240_000, 300_000, 300_000]);
    await keyring.vault.unlock(byPassphrase());
    expect(await storedVault(store)).toMatchObject({ misses: 0, waitUntil: undefined });
    expect(keyring.vault.view()).not.toHaveProperty('waitUntil');
    keyring.vault.lock();
    expect(await faultOf(keyring.vault.unlock(wrong()))).toEqual({ kind: 'vault-refused' });
  });

  it('makes even the right one wait, in a new engine too, by whatever lock', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
    const { keyring, store } = await aFullVault();
    const { code } = await keyring.vault.addRecovery(byPassphrase());
    await keyring.vault.addPasskey(byPassphrase(), passkey());
    keyring.vault.lock();
    for (let miss = 0; miss < 3; miss += 1) await faultOf(keyring.vault.unlock(wrong()));
    const { keyring: next } = aKeyring({ store });
    const lockId = (await storedVault(store)).locks.find(({ kind }) => kind === 'passkey')?.id;
    const refused = { kind: 'vault-refused', waitUntil: 1_030_000 };
    const proofs = [
      byPassphrase(),
      { kind: 'recovery', text: code } as const,
      { kind: 'passkey', lockId: lockId ?? '', output: new Uint8Array(32).fill(7) } as const,
    ];
    for (const proof of proofs) expect(await faultOf(next.vault.unlock(proof))).toEqual(refused);
    expect(next.vault.view().waitUntil).toBe(1_030_000);
    vi.setSystemTime(1_030_000);
    await next.vault.unlock(byPassphrase());
    expect(await lent(next)).toBe(canary);
  });

  it('is counted for each of many at once', async () => {
    const { keyring, store } = await aFullVault();
    keyring.vault.lock();
    const { keyring: other } = aKeyring({ store });
    const tries = [0, 1, 2, 3].flatMap(() => [keyring, other]);
    const faults = await Promise.all(tries.map((each) => faultOf(each.vault.unlock(wrong()))));
    expect(faults.every((each) => each?.kind === 'vault-refused')).toBe(true);
    expect((await storedVault(store)).misses).toBe(3);
  });

  it('does not lock people out where the clock was set back', async () => {
    const { keyring, store } = await aFullVault();
    keyring.vault.lock();
    await tamper(store, (row) => Object.assign(row, { misses: 3, waitUntil: Date.now() + 1e9 }));
    await keyring.vault.unlock(byPassphrase());
    expect(keyring.vault.view().state).toBe('unlocked');
  });
});

describe('a vault that was changed or cut', () => {
  it.each([
    ['version', 0],
    ['nonce', 1],
    ['end of the nonce', 12],
    ['wrapped key', 13],
    ['middle of the wrapped key', 30],
    ['tag', -1],
    ['start of the tag', -16],
  ])('is damaged, not a wrong passphrase, in the %s of its box', async (_where, at) => {
    const { keyring, store } = await aFullVault();
    keyring.vault.lock();
    await tamper(store, ({ locks: [lock] }) => {
      if (lock) lock.box = flipped(lock.box, at);
    });
    expect(await faultOf(keyring.vault.unlock(byPassphrase()))).toEqual({
      kind: 'vault-damaged',
      what: 'vault',
    });
    expect((await storedVault(store)).misses).toBe(0);
  });

  it.each([0, 1, 12, 13, 28, 60])('is damaged where its box ends after %i bytes', async (bytes) => {
    const { keyring, store } = await aFullVault();
    keyring.vault.lock();
    await tamper(store, ({ locks: [lock] }) => {
      if (lock) lock.box = cut(lock.box, bytes);
    });
    const fault = await faultOf(keyring.vault.unlock(byPassphrase()));
    expect(fault).toEqual({ kind: 'vault-damaged', what: 'vault' });
  });

  it('is damaged where its row is no row, and is not taken for none', async () => {
    const { keyring, store } = await aFullVault();
    keyring.stop();
    await store.secrets.change((inside) => inside.putVault({ locks: 'gone' }));
    const { keyring: next } = aKeyring({ store });
    expect(await faultOf(next.vault.unlock(byPassphrase()))).toEqual({
      kind: 'vault-damaged',
      what: 'vault',
    });
    expect(next.vault.view().state).toBe('locked');
    expect((await faultOf(next.vault.create('another')))?.kind).toBe('unexpected');
  });

  it('does not open by a lock that was rewritten with a fitting check', async () => {
    const { keyring, store } = await aFullVault();
    await keyring.vault.addPasskey(byPassphrase(), passkey());
    keyring.vault.lock();
    const row = readVaultRow(await store.secrets.vault());
    const locks = row.locks.map((lock) => (lock.kind === 'passkey' ? { ...lock, id: 'x' } : lock));
    const rewritten = await rowWith(crypto.subtle, row.keyId, locks);
    await store.secrets.change((inside) => inside.putVault(rewritten));
    const output = new Uint8Array(32).fill(7);
    const fault = await faultOf(keyring.vault.unlock({ kind: 'passkey', lockId: 'x', output }));
    expect(fault).toEqual({ kind: 'vault-refused' });
    await keyring.vault.unlock(byPassphrase());
  });
});

describe('a sealed box', () => {
  const damagedKey = { kind: 'vault-damaged', what: 'key' };

  it('is damaged wherever one bit of it has turned, and wherever it was cut', async () => {
    const { keyring, store } = await aFullVault();
    const [row] = await store.secrets.list();
    const box = row?.box ?? '';
    const { length } = Buffer.from(box, 'base64');
    const putBox = (changed: string) =>
      store.secrets.change(async (inside) => {
        if (row) await inside.put({ ...row, box: changed });
      });
    for (let at = 0; at < length; at += 1) {
      await putBox(flipped(box, at));
      expect(await faultOf(lent(keyring))).toEqual(damagedKey);
      await putBox(cut(box, at));
      expect(await faultOf(lent(keyring))).toEqual(damagedKey);
    }
    await putBox(box);
    expect(await lent(keyring)).toBe(canary);
  });

  it('does not open in the row of another connection, role, origin or id', async () => {
    const { keyring, store } = await aFullVault();
    await put(keyring, 'sk-second', { connectionId: 'c2' });
    const rows = await store.secrets.list();
    const [first, second] = ['c1', 'c2'].map((id) => rows.find((row) => row.connectionId === id));
    if (!first || !second) throw new Error('two keys were put');
    const write = (row: typeof first) => store.secrets.change((inside) => inside.put(row));
    await write({ ...first, box: second.box });
    expect(await faultOf(lent(keyring))).toEqual(damagedKey);
    await write({ ...first, origin: new URL(elsewhere).origin });
    await settled(keyring, elsewhere);
    expect(await faultOf(lent(keyring, elsewhere))).toEqual(damagedKey);
    await write({ ...first, connectionId: 'c3' });
    await settled(keyring, there, 'c3');
    expect(await faultOf(lent(keyring, there, 'c3'))).toEqual(damagedKey);
    await write({ ...first, role: 'basic' });
    await settled(keyring, there);
    expect(await faultOf(lent(keyring))).toEqual(damagedKey);
  });

  /** A change of the rows is noticed a moment later. */
  async function settled(
    keyring: Awaited<ReturnType<typeof aFullVault>>['keyring'],
    baseUrl: string,
    id = 'c1',
  ): Promise<void> {
    await vi.waitFor(() => expect(keyring.stateOf(id, baseUrl)).toBe('sealed'));
  }
});
