import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ownershipByLocks } from '../../../src/chat/ownership.ts';
import type { JobOwnership } from '../../../src/jobs/contract.ts';
import { createFiles } from '../../../src/jobs/files.ts';
import { fakeLocks } from '../chat/fake-locks.ts';

const file = new Blob(['GGUF']);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a file that was picked', () => {
  it('is seen from other engines as long as one has it', async () => {
    const locks = fakeLocks();
    const mine = createFiles(ownershipByLocks(locks, 'job:'));
    const theirs = createFiles(ownershipByLocks(locks, 'job:'));
    expect(await theirs.isElsewhere('k')).toBe(false);
    await mine.put('k', file);
    expect(await theirs.isElsewhere('k')).toBe(true);
    expect(await mine.isElsewhere('k')).toBe(false);
    mine.drop('k');
    expect(await theirs.isElsewhere('k')).toBe(false);
  });

  it('is held though another engine was just looking for it', async () => {
    const locks = fakeLocks();
    const ownership = ownershipByLocks(locks, 'job:');
    const mine = createFiles(ownership);
    const theirs = createFiles(ownershipByLocks(locks, 'job:'));
    // Half-way through a look, as `isElsewhere` takes the lock and lets it go.
    const endLook = await ownership.tryHold('file:k');
    const putting = mine.put('k', file);
    await vi.advanceTimersByTimeAsync(10);
    expect(mine.get('k')).toBe(file);
    endLook?.();
    await vi.advanceTimersByTimeAsync(100);
    await putting;
    expect(await theirs.isElsewhere('k')).toBe(true);
  });

  it('that is dropped while its lock was wanted leaves none behind', async () => {
    const held = new Set<string>();
    let answer = (): void => undefined;
    const ownership: JobOwnership = {
      tryHold: async (id) => {
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        held.add(id);
        return () => void held.delete(id);
      },
    };
    const files = createFiles(ownership);
    const putting = files.put('k', file);
    files.drop('k');
    answer();
    await putting;
    expect(held).toEqual(new Set());
    expect(files.get('k')).toBeUndefined();
  });
});
