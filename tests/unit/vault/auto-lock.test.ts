import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aFullVault, byPassphrase, canary, faultOf, lent } from './makers.ts';

const minuteMs = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('a vault that nobody uses', () => {
  it('locks after fifteen minutes, and says when it will', async () => {
    const kept = await aFullVault();
    const { view } = kept.keyring.vault;
    expect(view().locksAt).toBe(Date.now() + 15 * minuteMs);
    await pass(15 * minuteMs - 1000);
    expect(view().state).toBe('unlocked');
    const before = kept.changes;
    await pass(1000);
    expect(view().state).toBe('locked');
    expect(view()).not.toHaveProperty('locksAt');
    expect(kept.changes).toBeGreaterThan(before);
    expect(kept.tellings).toBe(0);
  });

  it('stays open for as long as a person does something', async () => {
    const { keyring } = await aFullVault();
    for (let minutes = 0; minutes < 60; minutes += 10) {
      await pass(10 * minuteMs);
      keyring.touch();
    }
    expect(keyring.vault.view().state).toBe('unlocked');
    expect(keyring.vault.view().locksAt).toBe(Date.now() + 15 * minuteMs);
  });

  it('follows the setting while it is open', async () => {
    const { keyring, settings } = await aFullVault();
    settings.vaultMinutes = 1;
    await pass(minuteMs);
    expect(keyring.vault.view().state).toBe('locked');
  });

  it('never locks for idleness where the person said so, but after a day at the latest', async () => {
    const { keyring, settings } = await aFullVault();
    settings.vaultMinutes = 0;
    await pass(23 * 60 * minuteMs);
    keyring.touch();
    expect(keyring.vault.view().state).toBe('unlocked');
    await pass(60 * minuteMs);
    expect(keyring.vault.view().state).toBe('locked');
  });

  it('lends nothing after a sleep in which its timer stood still, and is not kept open by waking', async () => {
    const { keyring } = await aFullVault();
    vi.setSystemTime(Date.now() + 60 * minuteMs);
    keyring.touch();
    expect(keyring.vault.view().state).toBe('locked');
    await keyring.vault.unlock(byPassphrase());
    vi.setSystemTime(Date.now() + 60 * minuteMs);
    expect(await faultOf(lent(keyring))).toEqual({ kind: 'vault-locked' });
  });

  it('is not kept open by a clock that is set back', async () => {
    const { keyring } = await aFullVault();
    vi.setSystemTime(Date.now() - 600 * minuteMs);
    await pass(15 * minuteMs);
    expect(keyring.vault.view().state).toBe('locked');
  });

  it('does not lock a second time by the clock of an earlier opening', async () => {
    const { keyring } = await aFullVault();
    await pass(10 * minuteMs);
    keyring.vault.lock();
    await keyring.vault.unlock(byPassphrase());
    await pass(10 * minuteMs);
    expect(keyring.vault.view().state).toBe('unlocked');
  });
});

describe('a vault whose pages left', () => {
  it('locks half a minute later', async () => {
    const { keyring } = await aFullVault();
    keyring.pagesChanged(1);
    keyring.pagesChanged(0);
    await pass(29_000);
    expect(keyring.vault.view().state).toBe('unlocked');
    await pass(1000);
    expect(keyring.vault.view().state).toBe('locked');
  });

  it('stays open when one is back in time', async () => {
    const { keyring } = await aFullVault();
    keyring.pagesChanged(0);
    await pass(20_000);
    keyring.pagesChanged(1);
    await pass(5 * minuteMs);
    expect(await lent(keyring)).toBe(canary);
  });

  it('waits for a turn that needs it, and locks half a minute after its end', async () => {
    const { keyring } = await aFullVault();
    const release = keyring.hold();
    keyring.pagesChanged(0);
    await pass(5 * minuteMs);
    expect(await lent(keyring)).toBe(canary);
    release();
    release();
    await pass(29_000);
    expect(keyring.vault.view().state).toBe('unlocked');
    await pass(1000);
    expect(keyring.vault.view().state).toBe('locked');
  });
});
