/** Models in this browser as a page meets them: over the whole engine, a real storage, and files in memory. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Job, JobTask } from '../../../src/domain/job.ts';
import type { PageModel } from '../../../src/domain/page-model.ts';
import { createPageModelRoom } from '../../../src/engine/page-model-room.ts';
import { openDatabase } from '../../../src/storage/database.ts';
import { openMemory } from '../../../src/storage/memory.ts';
import { startModelHost } from '../../servers/model-host.ts';
import { smallModel } from '../../servers/small-model.ts';
import { fakeLocks } from '../chat/fake-locks.ts';
import { until } from '../chat/makers.ts';
import { aGguf } from '../domain/gguf-makers.ts';
import { aBrowser, address, aHost } from '../providers/file-host.ts';
import { aDirectory, type FakeDirectory } from '../storage/fake-directory.ts';
import { anEngine, endAll } from './engine-makers.ts';
import { aPort } from './makers.ts';

const model = aGguf({ 'general.architecture': 'llama' });
let directory: FakeDirectory;

beforeEach(() => {
  directory = aDirectory();
  vi.stubGlobal('navigator', { locks: fakeLocks(), storage: directory.storage });
});
afterEach(endAll);

/** A page that lends what runs models, with nothing loaded. */
async function aCentre() {
  const page = anEngine();
  const { port1, port2 } = new MessageChannel();
  const answers: Record<string, unknown> = {
    check: { state: 'up' },
    running: [],
    details: { metadata: {}, sizeBytes: model.length, parameterCount: 320 },
    unload: null,
  };
  port1.onmessage = ({ data: { id, name } }) => {
    port1.postMessage({ type: 'value', id, value: answers[name] });
  };
  const lender = aPort();
  page.hub.attach(lender.port);
  const hello = { pageId: 'lender', buildId: 'test', hasLocks: false };
  lender.say({ type: 'hello', ...hello, baseUrl: 'http://127.0.0.1:9/' });
  lender.say({ type: 'lend', what: 'browser', port: port2 });
  const { id: connectionId } = await page.call('connections.add', {
    kind: 'browser',
    name: 'This browser',
    baseUrl: '',
  });
  const list = page.watch('jobs.list', { from: 0, count: 50 });
  const models = page.watch('models.list', null);
  const job = (id: string): Job | undefined => list.value?.rows.find((each) => each.id === id);
  const add = async (task: JobTask, file?: Blob) =>
    (await page.call('jobs.add', { connectionId, task, ...(file ? { file } : {}) })).id;
  const ends = (id: string, state: Job['state'] = 'done') =>
    until(() => expect(job(id)?.state).toBe(state));
  const close = () => port1.close();
  return { page, connectionId, job, add, ends, models, close };
}

function anImport(file: Blob, change: Partial<Extract<JobTask, { kind: 'import' }>> = {}): JobTask {
  return {
    kind: 'import',
    model: 'fern',
    recipe: {},
    fileName: 'fern.gguf',
    sizeBytes: file.size,
    fileKey: 'k1',
    ...change,
  };
}

describe('a file from disk', () => {
  it('is copied, listed as a model, and deleted with the space it took', async () => {
    const { add, ends, job, models, close } = await aCentre();
    const file = new Blob([model]);
    const id = await add(anImport(file), file);
    await ends(id);
    expect(directory.files()).toEqual({ 'models/fern/fern.gguf': model.length });
    await until(() => expect(models.value?.[0]?.models.map(({ name }) => name)).toContain('fern'));
    const gone = await add({ kind: 'delete', model: 'fern' });
    await ends(gone);
    expect(job(gone)?.outcome?.freedBytes).toBe(model.length);
    expect(directory.files()).toEqual({});
    close();
  });

  it('may come in parts, handed over together', async () => {
    const part = (no: number) =>
      aGguf({ 'general.architecture': 'llama', 'split.no': no, 'split.count': 2 });
    const { add, ends, close } = await aCentre();
    const file = new Blob([part(0), part(1)]);
    const names = ['fern-00001-of-00002.gguf', 'fern-00002-of-00002.gguf'];
    const parts = names.map((fileName, no) => ({ fileName, sizeBytes: part(no).length }));
    await ends(await add(anImport(file, { parts }), file));
    expect(Object.keys(directory.files())).toEqual(names.map((name) => `models/fern/${name}`));
    close();
  });

  it.each([
    ['a part without the other', 'split', aGguf({ 'split.no': 1, 'split.count': 2 })],
    ['a truncated file', 'cut', model.slice(0, -9)],
    ['an unknown architecture', 'architecture', aGguf()],
  ])('that is %s is refused before anything is copied', async (_name, reason, bytes) => {
    const { add, close } = await aCentre();
    const file = new Blob([bytes]);
    await expect(add(anImport(file), file)).rejects.toMatchObject({
      fault: { kind: 'gguf-refused', reason },
    });
    expect(directory.files()).toEqual({});
    close();
  });

  it('that does not fit is told with both figures', async () => {
    directory.setQuota(100);
    const { add, ends, job, close } = await aCentre();
    const file = new Blob([model]);
    const id = await add(anImport(file), file);
    await ends(id, 'failed');
    expect(job(id)?.fault).toEqual({
      kind: 'no-room',
      neededBytes: model.length,
      freeBytes: 100,
    });
    close();
  });
});

describe('a download', () => {
  it('that is cancelled gives back what had come; one that rests keeps it', async () => {
    const host = await startModelHost(smallModel({ says: [' The', ' heron'] }));
    host.cut(100_000);
    const { add, ends, page, close } = await aCentre();
    const id = await add({ kind: 'pull', model: `${host.url}/fern.gguf` });
    const kept = () => directory.files()['models/fern/fern.gguf'] ?? 0;
    await until(() => expect(kept()).toBeGreaterThan(0));
    await page.call('jobs.pause', { id });
    await ends(id, 'paused');
    expect(kept()).toBeGreaterThan(0);
    await page.call('jobs.cancel', { id });
    await ends(id, 'cancelled');
    await until(() => expect(directory.files()).toEqual({}));
    await host.close();
    close();
  });
});

it('what this browser cannot do with a model is not queued', async () => {
  const { add, close } = await aCentre();
  for (const task of [
    { kind: 'push', model: 'fern' },
    { kind: 'copy', model: 'fern', to: 'moss' },
    { kind: 'create', model: 'fern', recipe: {} },
  ] as const) {
    await expect(add(task)).rejects.toMatchObject({ fault: { kind: 'unsupported' } });
  }
  close();
});

describe('what is left over', () => {
  const row = (change: Partial<PageModel>): PageModel => ({
    name: 'fern',
    source: { kind: 'url', url: `${address}/fern.gguf` },
    files: [{ name: 'fern.gguf', sizeBytes: model.length, doneBytes: 100 }],
    state: 'incomplete',
    addedAt: 1,
    ...change,
  });
  const job = (change: Partial<Job>): Job => ({
    id: 'j1',
    connectionId: 'c1',
    connectionName: 'This browser',
    task: { kind: 'pull', model: `${address}/fern.gguf` },
    state: 'paused',
    order: 1,
    createdAt: 1,
    attempts: 0,
    ...change,
  });

  async function swept(change: { row?: PageModel; job?: Job; bytes?: number }) {
    const { models, directory: files, jobRows } = aBrowser(aHost({}));
    const store = await models.store();
    const writer = await store.files.append('fern', 'fern.gguf');
    await writer.write(new Uint8Array(change.bytes ?? 100));
    await writer.close();
    if (change.row) await store.put(change.row);
    const { job: kept } = change;
    if (kept) await (await jobRows()).plan(() => ({ put: [kept], result: undefined }));
    await models.sweep();
    return { rows: (await models.list()).length, files: Object.keys(files.files()).length > 0 };
  }

  it.each([
    ['a folder that no row knows goes', {}, false],
    ['what a job has fetched so far stays while it rests', { row: row({}), job: job({}) }, true],
    ['and while it may be tried again', { row: row({}), job: job({ state: 'failed' }) }, true],
    ['it goes with a cancelled job', { row: row({}), job: job({ state: 'cancelled' }) }, false],
    ['and with one that is forgotten', { row: row({}) }, false],
    ['a whole model stays', { row: row({ state: 'ready' }), bytes: model.length }, true],
    ['one whose bytes the browser took goes', { row: row({ state: 'ready' }), bytes: 7 }, false],
  ])('%s', async (_name, change, stays) => {
    const { rows, files } = await swept(change);
    expect(files).toBe(stays);
    expect(rows).toBe(stays ? 1 : 0);
  });

  it('is swept when the engine starts', async () => {
    const store = await openDatabase();
    await (await store.pageModels()).put(row({}));
    store.close();
    const first = await aCentre();
    first.close();
    first.page.close();
    const page = anEngine();
    await until(async () => {
      const again = await openDatabase();
      const rows = await (await again.pageModels()).list();
      again.close();
      expect(rows).toEqual([]);
    });
    page.close();
  });
});

it('a storage that is gone with the last tab keeps no gigabytes', async () => {
  const { pageModels, jobs } = openMemory();
  const models = createPageModelRoom({
    store: { pageModels, jobs, kind: 'memory' },
    settings: () => Promise.reject(new Error('not asked')),
    files: { storage: directory.storage },
  });
  await expect(models.store()).rejects.toMatchObject({
    fault: { kind: 'no-model-store', reason: 'refused' },
  });
});
