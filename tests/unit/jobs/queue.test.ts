import { describe, expect, it } from 'vitest';
import type { JobTask } from '../../../src/domain/job.ts';
import { jobQueueSize } from '../../../src/domain/job-steps.ts';
import { createQueue } from '../../../src/jobs/queue.ts';
import { storeKinds } from '../storage/makers.ts';
import { anImport, pull, remove } from './makers.ts';

const many = (count: number, from = 0): JobTask[] =>
  Array.from({ length: count }, (_, at) => pull(`m${from + at}:1b`));

describe.each(storeKinds)('the queue over the %s', (_kind, open) => {
  async function aQueue() {
    const store = await open();
    const rows = await store.jobs.rows();
    const queue = createQueue(rows);
    const add = (...tasks: JobTask[]) =>
      queue.add({ connectionId: 'c1', connectionName: 'Box', tasks });
    const names = async () =>
      (await rows.inStates(['waiting'])).map(({ task }) => task.model.replace(':1b', ''));
    return { store, rows, queue, add, names };
  }

  it('takes as many as it may hold, and one more with a word and nothing done', async () => {
    const { rows, add } = await aQueue();
    await add(...many(jobQueueSize));
    await expect(add(pull('one-more:1b'))).rejects.toMatchObject({
      fault: { kind: 'queue-full', size: jobQueueSize },
    });
    expect((await rows.summary()).counts.waiting).toBe(jobQueueSize);
  });

  it('counts those that are paused, which go on in the place they have', async () => {
    const { rows, queue, add } = await aQueue();
    const [first] = await add(...many(jobQueueSize));
    const id = first?.job.id ?? '';
    await queue.pause(id);
    await expect(add(pull('one-more:1b'))).rejects.toMatchObject({
      fault: { kind: 'queue-full', size: jobQueueSize, of: 'jobs' },
    });
    expect(await add(pull('m0:1b'))).toMatchObject([{ isNew: false }]);
    await queue.pause(id);
    await queue.resume(id);
    const { waiting, paused } = (await rows.summary()).counts;
    expect([waiting, paused]).toEqual([jobQueueSize, 0]);
  });

  it('takes a batch whole or not at all', async () => {
    const { rows, add } = await aQueue();
    await add(...many(jobQueueSize - 1));
    await expect(add(...many(2, 500))).rejects.toMatchObject({ fault: { kind: 'queue-full' } });
    expect((await rows.summary()).counts.waiting).toBe(jobQueueSize - 1);
  });

  it('takes what fits of one that may be divided, in its order', async () => {
    const { rows, queue, add } = await aQueue();
    await add(...many(jobQueueSize - 1));
    const tasks = [pull('m0:1b'), ...many(3, 500)];
    const wish = { connectionId: 'c1', connectionName: 'Box', tasks, upTo: true };
    const taken = await queue.add(wish);
    expect(taken.map(({ task, isNew }) => `${task.model} ${isNew}`)).toEqual([
      'm0:1b false',
      'm500:1b true',
    ]);
    expect(await queue.add({ ...wish, tasks: many(2, 700) })).toEqual([]);
    expect((await rows.summary()).counts.waiting).toBe(jobQueueSize);
  });

  it('two who add at once cannot both have the last place', async () => {
    const { rows, add } = await aQueue();
    await add(...many(jobQueueSize - 1));
    const both = await Promise.allSettled([add(pull('x:1b')), add(pull('y:1b'))]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await rows.summary()).counts.waiting).toBe(jobQueueSize);
  });

  it('the same task for the same model waits once, however its name is spelt', async () => {
    const { add, queue } = await aQueue();
    const [first] = await add(pull('fern'));
    const again = await add(pull('Fern:latest'), pull('moss:1b'), pull('moss:1b'));
    expect(again.map(({ isNew }) => isNew)).toEqual([false, true, false]);
    expect(again[0]?.job.id).toBe(first?.job.id);
    expect((await add(remove('fern')))[0]?.isNew).toBe(true);
    const elsewhere = { connectionId: 'c2', connectionName: 'Other', tasks: [pull('fern')] };
    expect((await queue.add(elsewhere))[0]?.isNew).toBe(true);
  });

  it('a file picked twice is one import', async () => {
    const { add } = await aQueue();
    await add(anImport());
    expect((await add(anImport({ fileKey: 'k2' })))[0]?.isNew).toBe(false);
    expect((await add(anImport({ sizeBytes: 5 })))[0]?.isNew).toBe(true);
  });

  it('a paused one that is asked for again goes on', async () => {
    const { add, queue, rows } = await aQueue();
    const [entry] = await add(pull('fern:4b'));
    await queue.pause(entry?.job.id ?? '');
    expect(await add(pull('fern:4b'))).toMatchObject([{ isNew: false, job: { state: 'waiting' } }]);
    expect((await rows.summary()).counts).toMatchObject({ waiting: 1, paused: 0 });
  });

  it('is reordered by one move, also to its end, and not by one that has begun', async () => {
    const { add, queue, rows, names } = await aQueue();
    const ids = (await add(...many(4))).map(({ job }) => job.id);
    await queue.move(ids[3] ?? '', ids[1]);
    expect(await names()).toEqual(['m0', 'm3', 'm1', 'm2']);
    await queue.move(ids[0] ?? '');
    expect(await names()).toEqual(['m3', 'm1', 'm2', 'm0']);
    await rows.change(ids[1] ?? '', (row) => ({ ...row, state: 'running' }));
    await queue.move(ids[1] ?? '', ids[3]);
    await queue.move(ids[0] ?? '', ids[1]);
    expect(await names()).toEqual(['m0', 'm3', 'm2']);
  });

  it('what has ended is cleared, and what has not is kept', async () => {
    const { add, queue, rows } = await aQueue();
    const [one, two, three] = (await add(...many(3))).map(({ job }) => job.id);
    await queue.cancel(one ?? '');
    await queue.pause(two ?? '');
    expect(await queue.clear()).toBe(1);
    expect((await rows.window(0, 10)).rows.map(({ id }) => id)).toEqual([three, two]);
  });

  it('a cancelled one is not cancelled twice, nor paused', async () => {
    const { add, queue, rows } = await aQueue();
    const [entry] = await add(pull('fern:4b'));
    const id = entry?.job.id ?? '';
    const first = await queue.cancel(id);
    expect(await queue.cancel(id)).toBeUndefined();
    await queue.pause(id);
    expect(await rows.get(id)).toEqual(first);
  });
});
