import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/domain/job.ts';
import { storeKinds } from './makers.ts';

let made = 0;
function aJob(change: Partial<Job> = {}): Job {
  made += 1;
  return {
    id: `j${made}`,
    connectionId: 'c1',
    connectionName: 'Box',
    task: { kind: 'pull', model: 'fern:4b' },
    state: 'waiting',
    order: made,
    createdAt: made,
    attempts: 0,
    ...change,
  };
}

describe.each(storeKinds)('jobs in the %s', (_kind, open) => {
  async function aTable(...jobs: Job[]) {
    const store = await open();
    const rows = await store.jobs.rows();
    await rows.plan(() => ({ put: jobs, result: undefined }));
    return { store, rows };
  }

  it('come as they are shown: running, waiting, paused, then the newest end first', async () => {
    const { rows } = await aTable(
      aJob({ id: 'old', state: 'done', endedAt: 10 }),
      aJob({ id: 'paused', state: 'paused' }),
      aJob({ id: 'second', order: 2000 }),
      aJob({ id: 'first', order: 1999 }),
      aJob({ id: 'new', state: 'failed', endedAt: 20 }),
      aJob({ id: 'runs', state: 'running', startedAt: 1 }),
    );
    const { total, rows: shown } = await rows.window(0, 10);
    expect(total).toBe(6);
    expect(shown.map(({ id }) => id)).toEqual(['runs', 'first', 'second', 'paused', 'new', 'old']);
    expect((await rows.window(4, 1)).rows.map(({ id }) => id)).toEqual(['new']);
    expect((await rows.window(1, 2)).rows.map(({ id }) => id)).toEqual(['first', 'second']);
  });

  it('are counted by state, and the running ones told', async () => {
    const { rows, store } = await aTable(
      aJob(),
      aJob({ state: 'running' }),
      aJob({ state: 'cancelled' }),
    );
    expect(await rows.summary()).toMatchObject({
      counts: { waiting: 1, running: 1, paused: 0, done: 0, failed: 0, cancelled: 1 },
      running: [{ state: 'running' }],
    });
    expect(await store.jobs.hasWork()).toBe(true);
  });

  it('that have ended or rest are no work', async () => {
    const { store } = await aTable(aJob({ state: 'done' }), aJob({ state: 'paused' }));
    expect(await store.jobs.hasWork()).toBe(false);
  });

  it('the log keeps the newest', async () => {
    const ended = Array.from({ length: 5 }, (_, at) =>
      aJob({ id: `e${at}`, state: 'done', endedAt: at }),
    );
    const { rows } = await aTable(...ended, aJob({ id: 'waits' }));
    expect(await rows.clear(2)).toBe(3);
    expect((await rows.window(0, 10)).rows.map(({ id }) => id)).toEqual(['waits', 'e4', 'e3']);
  });

  it('a change sees the row as it is and may leave it', async () => {
    const { rows } = await aTable(aJob({ id: 'one' }));
    expect(await rows.change('one', () => undefined)).toBeUndefined();
    await Promise.all(
      [1, 2, 3].map(() => rows.change('one', (row) => ({ ...row, attempts: row.attempts + 1 }))),
    );
    expect((await rows.get('one'))?.attempts).toBe(3);
    expect(await rows.change('gone', (row) => row)).toBeUndefined();
  });

  it('a plan that throws writes nothing', async () => {
    const { rows } = await aTable(aJob({ id: 'one' }));
    const failing = rows.plan(() => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow();
    expect(await rows.get('one')).toMatchObject({ state: 'waiting' });
  });
});
