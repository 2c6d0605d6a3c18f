import { createRoot } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FaultError } from '../../../src/domain/fault.ts';
import { createDraftKeeper, draftDelayMs } from '../../../src/state/drafts.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function aKeeper(fail?: () => boolean) {
  const kept: string[] = [];
  const keeper = createRoot(() =>
    createDraftKeeper('s1', async (draft) => {
      if (fail?.()) throw new FaultError({ kind: 'storage-full' });
      kept.push(draft.text);
    }),
  );
  return { keeper, kept };
}

test('a draft is stored a little after the last key', async () => {
  const { keeper, kept } = aKeeper();
  keeper.change({ text: 'a', images: [] });
  await vi.advanceTimersByTimeAsync(draftDelayMs - 1);
  keeper.change({ text: 'ab', images: [] });
  await vi.advanceTimersByTimeAsync(draftDelayMs - 1);
  expect(kept).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(kept).toEqual(['ab']);
});

test('a flush stores at once, and only what is not stored yet', async () => {
  const { keeper, kept } = aKeeper();
  keeper.change({ text: 'a', images: [] });
  await keeper.flush();
  await keeper.flush();
  await vi.advanceTimersByTimeAsync(draftDelayMs);
  expect(kept).toEqual(['a']);
});

test('a failure is told until a later try succeeds', async () => {
  let isFull = true;
  const { keeper, kept } = aKeeper(() => isFull);
  keeper.change({ text: 'a', images: [] });
  await keeper.flush();
  expect(keeper.fault()?.kind).toBe('storage-full');
  isFull = false;
  keeper.change({ text: 'ab', images: [] });
  await keeper.flush();
  expect(keeper.fault()).toBeUndefined();
  expect(kept).toEqual(['ab']);
});
