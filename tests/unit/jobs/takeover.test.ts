import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ownershipByHeartbeat, ownershipByLocks } from '../../../src/chat/ownership.ts';
import type { Job } from '../../../src/domain/job.ts';
import { openMemory } from '../../../src/storage/memory.ts';
import { fakeLocks } from '../chat/fake-locks.ts';
import { aCentre, anImport, aServer, layer, pass, pull } from './makers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Two engines on one database, each with requests of its own. */
async function twoEngines() {
  const locks = fakeLocks();
  const here = await aCentre({ locks });
  const there = await aCentre({ locks, store: here.store, server: aServer() });
  return { here, there, locks };
}

describe('two engines on one database', () => {
  it('run a job once, and one job per server between them', async () => {
    const { here, there } = await twoEngines();
    await here.add(pull('a:1b'));
    await there.add(pull('b:1b'));
    await pass(5000);
    expect(here.server.open().length + there.server.open().length).toBe(1);
  });

  it('a job queued twice at once is there once', async () => {
    const { here, there } = await twoEngines();
    const [one, other] = await Promise.all([here.add(pull('a:1b')), there.add(pull('a:1b'))]);
    expect(one).toEqual(other);
  });

  it('either can cancel what the other runs', async () => {
    const { here, there } = await twoEngines();
    const [id = ''] = await here.add(pull('a:1b'));
    await pass(500);
    const runs = here.server.open().length > 0 ? here : there;
    await (runs === here ? there : here).queue.cancel(id);
    await pass(500);
    expect(runs.server.asked[0]?.signal.aborted).toBe(true);
    expect(await here.job(id)).toMatchObject({ state: 'cancelled' });
  });

  it('the other goes on with a job within seconds when its engine ends', async () => {
    const { here, there } = await twoEngines();
    there.runner.close();
    const [id = ''] = await here.add(pull('a:1b'), pull('b:1b'));
    await pass(500);
    here.server.last().say(layer('sha256:a', 300, 1000));
    await pass(500);
    const next = await aCentre({ locks: here.locks, store: here.store, server: aServer() });
    here.runner.close();
    await pass(2500);
    expect(next.server.open().map(({ name }) => name)).toEqual(['a:1b']);
    next.server.last().say(layer('sha256:a', 1000, 1000));
    next.server.last().succeed();
    await pass(500);
    expect(await next.job(id)).toMatchObject({ state: 'done', attempts: 1 });
    expect(next.server.open().map(({ name }) => name)).toEqual(['b:1b']);
  });

  it('a killed one leaves its lock, and its job is taken up in its old place', async () => {
    const { here, there, locks } = await twoEngines();
    there.runner.close();
    const [id = '', second = ''] = await here.add(pull('a:1b'), pull('b:1b'));
    // Somebody else runs it: its lock is held, and nothing is said.
    const release = await ownershipByLocks(locks, 'job:').hold(id);
    await here.rows.change(id, (row) => ({ ...row, state: 'running' }));
    await pass(3000);
    expect(here.server.open()).toEqual([]);
    release();
    await pass(2500);
    expect(here.server.open().map(({ name }) => name)).toEqual(['a:1b']);
    expect((await here.job(second)).state).toBe('waiting');
  });

  it('where there are no locks, an owner that stopped beating is waited out first', async () => {
    const store = openMemory();
    const centre = await aCentre({ store, ownership: ownershipByHeartbeat(store.owners) });
    await store.owners.claim('j1', 'the dead', Date.now(), 10_000);
    const running: Job = {
      id: 'j1',
      connectionId: 'c1',
      connectionName: 'Box',
      task: pull('a:1b'),
      state: 'running',
      order: 1,
      createdAt: 1,
      attempts: 0,
    };
    await centre.rows.plan(() => ({ put: [running], result: undefined }));
    await pass(9000);
    expect(centre.server.open()).toEqual([]);
    await pass(4000);
    expect(centre.server.open().map(({ name }) => name)).toEqual(['a:1b']);
  });

  it('leaves an import to the one that has its file', async () => {
    const { here, there } = await twoEngines();
    await there.files.put('k1', new Blob(['GGUF']));
    await here.add(anImport());
    await pass(3000);
    expect(here.server.asked).toEqual([]);
    expect(there.server.asked.map(({ what }) => what)).toEqual(['hasBlob']);
  });
});

describe('a job whose engine ends under it', () => {
  const running = (attempts: number): Job => ({
    id: 'j1',
    connectionId: 'c1',
    connectionName: 'Box',
    task: pull('a:1b'),
    state: 'running',
    order: 1,
    createdAt: 1,
    attempts,
  });

  it('is given up after so many times', async () => {
    const centre = await aCentre();
    await centre.rows.plan(() => ({ put: [running(10)], result: undefined }));
    await pass(3000);
    expect(centre.server.asked).toEqual([]);
    expect(await centre.job('j1')).toMatchObject({
      state: 'failed',
      fault: { kind: 'unexpected' },
    });
  });

  it('is counted anew once bytes have come forward', async () => {
    const centre = await aCentre();
    await centre.rows.plan(() => ({ put: [running(8)], result: undefined }));
    await pass(3000);
    expect(await centre.job('j1')).toMatchObject({ state: 'running', attempts: 9 });
    centre.server.last().say(layer('sha256:a', 1, 1000), layer('sha256:a', 500, 1000));
    await pass(500);
    expect(await centre.job('j1')).toMatchObject({ state: 'running', attempts: 0 });
  });
});

describe('a reload in the middle', () => {
  it('of a pull: the next start goes on by itself', async () => {
    const locks = fakeLocks();
    const before = await aCentre({ locks });
    const [id = ''] = await before.add(pull('a:1b'));
    await pass(500);
    before.runner.close();
    await pass(500);
    expect(locks.held()).toEqual([]);
    const after = await aCentre({ locks, store: before.store, server: aServer() });
    await pass(500);
    expect(after.server.open().map(({ name }) => name)).toEqual(['a:1b']);
    expect(await after.job(id)).toMatchObject({ state: 'running' });
  });

  it('of hashing: the file is asked for, and the job goes on with it', async () => {
    const locks = fakeLocks();
    const before = await aCentre({ locks, hash: () => new Promise(() => undefined) });
    await before.files.put('k1', new Blob(['GGUF']));
    const [id = ''] = await before.add(anImport());
    await pass(500);
    expect(await before.job(id)).toMatchObject({ state: 'running', progress: { step: 'hashing' } });
    before.runner.close();
    before.files.drop('k1'); // the engine is gone, and its locks with it
    locks.break(`job:${id}`);
    const after = await aCentre({ locks, store: before.store, server: aServer() });
    await pass(3000);
    expect(await after.job(id)).toMatchObject({
      state: 'paused',
      fault: { kind: 'file-wanted', fileName: 'fern.gguf', sizeBytes: 4 },
    });
    await after.files.put('k1', new Blob(['GGUF']));
    await after.queue.resume(id);
    await pass(500);
    expect(after.server.asked.map(({ what }) => what)).toEqual(['hasBlob']);
  });

  it('after the upload needs no file any more', async () => {
    const locks = fakeLocks();
    const after = await aCentre({ locks });
    const [id = ''] = await after.add(anImport({ digest: `sha256:${'b'.repeat(64)}` }));
    await pass(500);
    const asked = [...after.server.asked];
    expect(asked.map(({ what }) => what)).toEqual(['hasBlob']);
    asked[0]?.succeed(true);
    await pass(500);
    after.server.last().succeed();
    await pass(500);
    expect(await after.job(id)).toMatchObject({ state: 'done', outcome: { wasThere: true } });
  });
});
