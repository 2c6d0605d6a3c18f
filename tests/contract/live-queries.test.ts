import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/storage/store.ts';
import { aSession, storeKinds, until } from '../unit/storage/makers.ts';

describe.each(storeKinds)('a live query over %s', (_kind, open) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  it('gives its value at once and after every change of what it read', async () => {
    const totals: number[] = [];
    const stop = store.watch(
      (reads) => reads.sessions.list({ from: 0, count: 10 }),
      ({ total }) => totals.push(total),
      () => undefined,
    );
    await until(() => totals.length === 1);
    await store.sessions.create(aSession());
    await until(() => totals.at(-1) === 1);
    await store.drafts.put({ sessionId: 's', text: 'x', images: [], updatedAt: 0 });
    await new Promise((resolve) => setTimeout(resolve, 60));
    stop();
    await store.sessions.create(aSession());
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(totals).toEqual([0, 1]);
  });

  it('sees a rename through a filter', async () => {
    const session = aSession({ title: 'one' });
    await store.sessions.create(session);
    const titles: string[][] = [];
    const stop = store.watch(
      (reads) => reads.sessions.list({ from: 0, count: 10, filter: 'o' }),
      ({ rows }) => titles.push(rows.map((row) => row.title)),
      () => undefined,
    );
    await until(() => titles.length === 1);
    await store.sessions.update(session.id, { title: 'two' });
    await until(() => titles.at(-1)?.[0] === 'two');
    stop();
  });

  it('joins a burst of writes and ends on the last', async () => {
    let runs = 0;
    let last = 0;
    const stop = store.watch(
      (reads) => reads.sessions.list({ from: 0, count: 1 }),
      ({ total }) => {
        runs += 1;
        last = total;
      },
      () => undefined,
    );
    await until(() => runs === 1);
    await Promise.all(Array.from({ length: 50 }, () => store.sessions.create(aSession())));
    await until(() => last === 50);
    stop();
    expect(runs).toBeLessThan(20);
  });

  it('tells a fault and goes on at the next change', async () => {
    const faults: string[] = [];
    const values: number[] = [];
    const stop = store.watch(
      async (reads) => {
        const { total } = await reads.sessions.list({ from: 0, count: 1 });
        if (total === 0) throw new Error('not yet');
        return total;
      },
      (value) => values.push(value),
      (fault) => faults.push(fault.kind),
    );
    await until(() => faults.length === 1);
    await store.sessions.create(aSession());
    await until(() => values.length === 1);
    stop();
    expect([faults, values]).toEqual([['unexpected'], [1]]);
  });
});
