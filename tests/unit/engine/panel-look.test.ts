import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLook, type LookDeps } from '../../../src/engine/panel-look.ts';
import { createPanelNotes } from '../../../src/engine/panel-notes.ts';
import { anEndpoint } from '../chat/makers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A router whose news end at once, each time. */
function aLook(everySeconds: () => number) {
  let listens = 0;
  const port = {
    overview: async () => ({ mode: 'router' as const }),
    routerModels: async () => [],
    routerNews: async function* () {
      listens += 1;
      yield* [];
    },
  };
  const servers = {
    open: async () => ({
      provider: { panel: async () => port },
      endpoint: anEndpoint({ id: 'hall' }),
      explain: (fault: unknown) => fault,
    }),
    note: () => undefined,
    check: async () => undefined,
    health: () => ({ status: 'up', checkedAt: 0 }),
    refresh: async () => undefined,
  };
  const look = createLook(
    {
      servers: servers as unknown as LookDeps['servers'], // what is used of it
      notes: createPanelNotes(),
      everySeconds,
      isBusy: () => false,
    },
    { connectionId: 'hall' },
    () => undefined,
  );
  return { look, listens: () => listens };
}

it('while it is read only when told to, the news of a router are not asked for again by themselves', async () => {
  const { look, listens } = aLook(() => 0);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(listens()).toBe(1);
  look.askNow(false);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(listens()).toBe(2);
  look.stop();
});

it('else they are', async () => {
  const { look, listens } = aLook(() => 5);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(listens()).toBeGreaterThan(3);
  look.stop();
});
