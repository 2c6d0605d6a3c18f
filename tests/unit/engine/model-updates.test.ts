import { describe, expect, test, vi } from 'vitest';
import { FaultError } from '../../../src/domain/fault.ts';
import type { JobTask } from '../../../src/domain/job.ts';
import { keepModelsFresh } from '../../../src/engine/keep-fresh.ts';
import { pullWhatIsDue, updatable } from '../../../src/engine/model-updates.ts';
import { openMemory } from '../../../src/storage/memory.ts';
import { aConnection } from '../storage/makers.ts';

const dayMs = 86_400_000;
/** Noon of a day, by the local clock. */
const noon = new Date(2027, 2, 10, 12).getTime();
const plan = { everyDays: 7, how: 'pull', fromHour: 0, toHour: 0, lastAt: 0 } as const;

async function aHouse(
  modelUpdates: NonNullable<ReturnType<typeof aConnection>['modelUpdates']>,
  models = ['fern:4b', 'moss:1b'],
) {
  const store = openMemory();
  await store.connections.put(aConnection({ id: 'hall', modelUpdates }));
  await store.catalogues.put({
    connectionId: 'hall',
    fetchedAt: 0,
    models: models.map((name) => ({ name })),
  });
  const added: JobTask[] = [];
  const parents: Record<string, string> = {};
  let isAway = false;
  let room = Number.POSITIVE_INFINITY;
  const look = (at: number, fails = false) =>
    pullWhatIsDue({
      store,
      nowAt: () => at,
      add: async ({ tasks }) => {
        if (fails) throw new FaultError({ kind: 'queue-full', size: 150 });
        const taken = tasks.slice(0, room);
        added.push(...taken);
        return { left: tasks.slice(taken.length).map(({ model }) => model) };
      },
      details: async ({ name }) => {
        if (isAway) throw new FaultError({ kind: 'offline' });
        const parent = parents[name];
        return { model: parent === undefined ? { name } : { name, parent } };
      },
    });
  const lastAt = async () => (await store.connections.get('hall'))?.modelUpdates?.lastAt;
  const set = (change: { room?: number; isAway?: boolean }) => {
    room = change.room ?? room;
    isAway = change.isAway ?? isAway;
  };
  return { store, added, look, lastAt, parents, set };
}

describe('models that are due', () => {
  test('are all pulled, once', async () => {
    const { added, look, lastAt } = await aHouse(plan);
    await look(noon);
    await look(noon + 600_000);
    expect(added).toEqual([
      { kind: 'pull', model: 'fern:4b' },
      { kind: 'pull', model: 'moss:1b' },
    ]);
    expect(await lastAt()).toBe(noon);
    await look(noon + 7 * dayMs);
    expect(added).toHaveLength(4);
  });

  test('are pulled by one of two engines that look at the same time', async () => {
    const { added, look } = await aHouse(plan);
    await Promise.all([look(noon), look(noon)]);
    expect(added).toHaveLength(2);
  });

  test('wait for their hours', async () => {
    const { added, look } = await aHouse({ ...plan, fromHour: 2, toHour: 5 });
    await look(noon);
    expect(added).toEqual([]);
    await look(new Date(2027, 2, 11, 3).getTime());
    expect(added).toHaveLength(2);
  });

  test('stay due where the queue took nothing', async () => {
    const { added, look, lastAt } = await aHouse(plan);
    await look(noon, true);
    expect(await lastAt()).toBe(0);
    await look(noon + 600_000);
    expect(added).toHaveLength(2);
  });

  test('are left alone where the person only wants to be told', async () => {
    const { added, look } = await aHouse({ ...plan, how: 'tell' });
    await look(noon);
    expect(added).toEqual([]);
  });

  test('that found no room are added by later looks, and only they', async () => {
    const { added, look, lastAt, set, store } = await aHouse(plan, ['a:1b', 'b:1b', 'c:1b']);
    set({ room: 2 });
    await look(noon);
    expect(await lastAt()).toBe(0);
    expect((await store.connections.get('hall'))?.modelUpdates?.rest).toEqual(['c:1b']);
    await look(noon + 600_000);
    await look(noon + 1_200_000);
    expect(added.map(({ model }) => model)).toEqual(['a:1b', 'b:1b', 'c:1b']);
    expect(await lastAt()).toBe(noon + 600_000);
    expect((await store.connections.get('hall'))?.modelUpdates).not.toHaveProperty('rest');
  });

  test('are not those that were made here, or run in the cloud', async () => {
    const names = ['fern:4b', 'coach:latest', 'mine:latest', 'twin:latest', 'big:20b-cloud'];
    const { added, look, parents, store } = await aHouse(plan, names);
    parents['coach:latest'] = 'fern:4b';
    const tasks: JobTask[] = [
      { kind: 'create', model: 'Mine', recipe: {} },
      { kind: 'copy', model: 'fern:4b', to: 'twin' },
    ];
    const put = tasks.map((task, order) => ({
      id: `j${order}`,
      connectionId: 'hall',
      connectionName: 'Hall',
      task,
      state: 'done' as const,
      order,
      createdAt: 0,
      attempts: 0,
    }));
    await (await store.jobs.rows()).plan(() => ({ put, result: undefined }));
    const details = async ({ name }: { name: string }) => {
      const parent = parents[name];
      return { model: parent === undefined ? { name } : { name, parent } };
    };
    expect(await updatable({ store, details }, 'hall')).toEqual({
      names: ['fern:4b'],
      apart: [
        { name: 'coach:latest', why: 'parent', parent: 'fern:4b' },
        { name: 'mine:latest', why: 'made' },
        { name: 'twin:latest', why: 'made' },
        { name: 'big:20b-cloud', why: 'cloud' },
      ],
    });
    await look(noon);
    expect(added).toEqual([{ kind: 'pull', model: 'fern:4b' }]);
  });

  test('stay due while their server cannot be asked', async () => {
    const { added, look, lastAt, set } = await aHouse(plan);
    set({ isAway: true });
    await look(noon);
    expect([added, await lastAt()]).toEqual([[], 0]);
    set({ isAway: false });
    await look(noon + 600_000);
    expect(added).toHaveLength(2);
  });
});

test('a read that failed once is not the last look', async () => {
  vi.useFakeTimers();
  const stop = new AbortController();
  let reads = 0;
  const store = openMemory();
  const connections = {
    ...store.connections,
    list: async () => {
      reads += 1;
      throw new Error('the storage failed');
    },
  };
  const ended = keepModelsFresh({
    store: { ...store, connections },
    add: async () => ({ left: [] }),
    details: async () => null,
    nowAt: () => noon,
    afterStartMs: 1000,
    signal: stop.signal,
  }).catch(() => 'ended');
  await vi.advanceTimersByTimeAsync(1000 + 2 * 600_000);
  expect(reads).toBe(3);
  stop.abort();
  expect(await ended).toBe('ended');
  vi.useRealTimers();
});
