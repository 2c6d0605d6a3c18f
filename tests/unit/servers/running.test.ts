import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Fault, FaultError } from '../../../src/domain/fault.ts';
import type { LoadedModel, RunningView } from '../../../src/domain/model-details.ts';
import { createRunning } from '../../../src/servers/running.ts';
import { aConnection, anEndpoint, aSpeaker } from '../chat/makers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function aRunning() {
  const state = {
    asked: [] as string[],
    seconds: 3,
    isSeen: true,
    busy: new Set<string>(),
    away: undefined as Fault | undefined,
    answer: async (): Promise<LoadedModel[]> => [{ name: 'fern:4b' }],
    connections: [aConnection({ id: 'c1' }), aConnection({ id: 'c2', enabled: false })],
  };
  const memory = {
    list: async (at: { connection: { id: string } }) => {
      state.asked.push(at.connection.id);
      return await state.answer();
    },
    load: async () => undefined,
    unload: async () => undefined,
  };
  const { provider } = aSpeaker({ memory });
  const running = createRunning({
    connections: async () => state.connections,
    open: async (id) => ({ provider, endpoint: anEndpoint({ id }), explain: (fault) => fault }),
    awayFault: () => state.away,
    isBusy: (id) => state.busy.has(id),
    isSeen: () => state.isSeen,
    everySeconds: () => state.seconds,
  });
  const values: RunningView[][] = [];
  const watch = () => running.watch((value) => values.push(value));
  return { state, running, values, watch };
}

describe('what servers hold in memory', () => {
  it('is asked every few seconds, of those that are switched on, as long as it is watched', async () => {
    const { state, watch, values } = aRunning();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(state.asked).toEqual([]);
    const stop = watch();
    await vi.advanceTimersByTimeAsync(9500);
    expect(state.asked).toEqual(['c1', 'c1', 'c1', 'c1']);
    expect(values.at(-1)).toMatchObject([{ connectionId: 'c1', models: [{ name: 'fern:4b' }] }]);
    stop();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(state.asked).toHaveLength(4);
  });

  it('is told only when it has changed', async () => {
    const { watch, values } = aRunning();
    watch();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(values).toHaveLength(2);
  });

  it('is not asked while nobody can see it, nor where the person has switched it off', async () => {
    const { state, watch } = aRunning();
    state.isSeen = false;
    watch();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(state.asked).toEqual([]);
    state.isSeen = true;
    state.seconds = 0;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(state.asked).toEqual([]);
    state.seconds = 3;
    await vi.advanceTimersByTimeAsync(500);
    expect(state.asked).toHaveLength(1);
  });

  it('is asked five times more seldom while a reply runs there', async () => {
    const { state, watch } = aRunning();
    state.busy.add('c1');
    watch();
    await vi.advanceTimersByTimeAsync(14_500);
    expect(state.asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(state.asked).toHaveLength(2);
  });

  it('is asked at once after a job has changed it', async () => {
    const { state, running, watch } = aRunning();
    watch();
    await vi.advanceTimersByTimeAsync(500);
    running.askSoon('c1');
    await vi.advanceTimersByTimeAsync(500);
    expect(state.asked).toHaveLength(2);
  });

  it('stays as last known, with the fault, where a server does not answer', async () => {
    const { state, watch, values } = aRunning();
    watch();
    await vi.advanceTimersByTimeAsync(500);
    state.answer = async () => {
      throw new FaultError({ kind: 'unreachable', url: 'http://box' });
    };
    await vi.advanceTimersByTimeAsync(4000);
    expect(values.at(-1)).toMatchObject([
      { models: [{ name: 'fern:4b' }], fault: { kind: 'unreachable' } },
    ]);
  });

  it('does not ask a server that is known to be away', async () => {
    const { state, watch, values } = aRunning();
    state.away = { kind: 'unreachable', url: 'http://box' };
    watch();
    await vi.advanceTimersByTimeAsync(4000);
    expect(state.asked).toEqual([]);
    expect(values.at(-1)).toMatchObject([{ models: [], fault: { kind: 'unreachable' } }]);
  });

  it('forgets a connection that is gone', async () => {
    const { state, watch, values } = aRunning();
    watch();
    await vi.advanceTimersByTimeAsync(500);
    state.connections = [];
    await vi.advanceTimersByTimeAsync(500);
    expect(values.at(-1)).toEqual([]);
  });
});
