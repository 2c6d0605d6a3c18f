import { beforeEach, describe, expect, it, vi } from 'vitest';
import { takeSharedPlace, whenPageGone } from '../../../src/engine/locks.ts';
import { type FakeLocks, fakeLocks } from '../chat/fake-locks.ts';

const origin = 'http://127.0.0.1:1';
const never = new AbortController().signal;
let locks: FakeLocks;

beforeEach(() => {
  locks = fakeLocks();
  vi.stubGlobal('navigator', { locks });
});

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('places that all engines share', () => {
  it('are as many as the limit, and no more', async () => {
    const taken = await Promise.all([1, 2].map(() => takeSharedPlace(origin, 2, never)));
    let third = false;
    const waiting = takeSharedPlace(origin, 2, never).then((release) => {
      third = true;
      return release;
    });
    await settle();
    expect(third).toBe(false);
    taken[0]?.();
    await waiting;
    expect(third).toBe(true);
  });

  it('are taken one per request, and the rest is left free', async () => {
    const release = await takeSharedPlace(origin, 4, never);
    await settle();
    expect(locks.held()).toHaveLength(1);
    release();
    await settle();
    expect(locks.held()).toEqual([]);
  });

  it('are not waited for after the stop, and none is kept', async () => {
    const first = await takeSharedPlace(origin, 1, never);
    const stop = new AbortController();
    const waiting = takeSharedPlace(origin, 1, stop.signal);
    await settle();
    stop.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    first();
    await settle();
    expect(locks.held()).toEqual([]);
  });

  it('belong to one origin each', async () => {
    await takeSharedPlace(origin, 1, never);
    await takeSharedPlace('http://127.0.0.1:2', 1, never);
    expect(locks.held()).toHaveLength(2);
  });
});

describe('a page that holds its lock', () => {
  it('is there until the lock is free', async () => {
    let leave: () => void = () => undefined;
    void locks.request('llantern-page:p1', () => new Promise<void>((resolve) => (leave = resolve)));
    let gone = false;
    const wait = whenPageGone('p1', never).then(() => {
      gone = true;
    });
    await settle();
    expect(gone).toBe(false);
    leave();
    await wait;
    expect(gone).toBe(true);
  });
});
