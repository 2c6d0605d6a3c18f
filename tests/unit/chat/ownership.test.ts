import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ownershipByHeartbeat, ownershipByLocks } from '../../../src/chat/ownership.ts';
import { openMemory } from '../../../src/storage/memory.ts';
import type { Store } from '../../../src/storage/store.ts';
import { fakeLocks } from './fake-locks.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('ownership by locks', () => {
  it('is taken by one at a time and freed by its release', async () => {
    const locks = fakeLocks();
    const here = ownershipByLocks(locks, 't:');
    const there = ownershipByLocks(locks, 't:');
    const release = await here.hold('r1');
    expect(locks.held()).toEqual(['t:r1']);
    expect(await there.tryHold('r1')).toBeUndefined();
    release();
    await vi.advanceTimersByTimeAsync(0);
    expect(await there.tryHold('r1')).toBeTypeOf('function');
  });

  it('comes to the one that waits when its owner dies', async () => {
    const locks = fakeLocks();
    await ownershipByLocks(locks, 't:').hold('r1');
    const waited = ownershipByLocks(locks, 't:').waitToHold('r1', new AbortController().signal);
    locks.break('t:r1');
    expect(await waited).toBeTypeOf('function');
  });

  it('is not waited for any longer than its signal allows', async () => {
    const locks = fakeLocks();
    await ownershipByLocks(locks, 't:').hold('r1');
    const stop = new AbortController();
    const waited = ownershipByLocks(locks, 't:').waitToHold('r1', stop.signal);
    await vi.advanceTimersByTimeAsync(0);
    stop.abort(new Error('over'));
    await expect(waited).rejects.toThrow('over');
  });
});

describe('ownership by heartbeat', () => {
  it('is taken by one at a time and freed by its release', async () => {
    const { owners } = openMemory();
    const release = await ownershipByHeartbeat(owners).hold('r1');
    const there = ownershipByHeartbeat(owners);
    expect(await there.tryHold('r1')).toBeUndefined();
    release();
    await vi.advanceTimersByTimeAsync(10);
    expect(await there.tryHold('r1')).toBeTypeOf('function');
  });

  it('lasts as long as its owner beats', async () => {
    const { owners } = openMemory();
    await ownershipByHeartbeat(owners).hold('r1');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await ownershipByHeartbeat(owners).tryHold('r1')).toBeUndefined();
  });

  it('is free ten seconds after the last beat of an owner that died', async () => {
    const { owners } = openMemory();
    await owners.claim('r1', 'the dead', Date.now(), 10_000);
    const waited = ownershipByHeartbeat(owners).waitToHold('r1', new AbortController().signal);
    let mine = false;
    void waited.then(() => {
      mine = true;
    });
    await vi.advanceTimersByTimeAsync(9_500);
    expect(mine).toBe(false);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(mine).toBe(true);
  });

  it('outlives a beat that could not be written', async () => {
    const { owners } = openMemory();
    let beats = 0;
    const shaky: Store['owners'] = {
      ...owners,
      beat: async (...args) => {
        beats += 1;
        if (beats === 2) throw new Error('QuotaExceededError');
        await owners.beat(...args);
      },
    };
    await ownershipByHeartbeat(shaky).hold('r1');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(beats).toBeGreaterThan(10);
    expect(await ownershipByHeartbeat(owners).tryHold('r1')).toBeUndefined();
  });

  it('beats no longer once nothing is held', async () => {
    const { owners } = openMemory();
    const beat = vi.fn(owners.beat);
    const mine = ownershipByHeartbeat({ ...owners, beat });
    (await mine.hold('r1'))();
    await vi.advanceTimersByTimeAsync(0);
    beat.mockClear();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(beat).not.toHaveBeenCalled();
  });
});
