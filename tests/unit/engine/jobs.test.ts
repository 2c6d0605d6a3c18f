/** The job centre as a page meets it: over the whole engine, a real storage and a scripted Ollama. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Job } from '../../../src/domain/job.ts';
import { openDatabase } from '../../../src/storage/database.ts';
import { type OllamaOptions, startOllama } from '../../servers/ollama.ts';
import { createOllamaStore } from '../../servers/ollama-store.ts';
import type { ScriptedServer } from '../../servers/types.ts';
import { fakeLocks } from '../chat/fake-locks.ts';
import { until } from '../chat/makers.ts';
import { aGguf } from '../domain/gguf-makers.ts';
import { aConnected, anEngine, aServer, endAll, type TestPage } from './engine-makers.ts';

vi.setConfig({ testTimeout: 60_000 });

beforeEach(() => {
  vi.stubGlobal('navigator', { locks: fakeLocks() });
});
afterEach(endAll);

const firstPage = { from: 0, count: 50 };

async function aCentre(options: OllamaOptions = {}) {
  const server = await aServer(startOllama(options));
  const { page, connectionId } = await aConnected(server);
  return { ...centreOf(page, connectionId), server };
}

function centreOf(page: TestPage, connectionId: string) {
  const list = page.watch('jobs.list', firstPage);
  const summary = page.watch('jobs.summary', null);
  const pull = (model: string) =>
    page.call('jobs.add', { connectionId, task: { kind: 'pull', model } });
  const importFile = (file: Blob, change: { model?: string; fileKey?: string } = {}) =>
    page.call('jobs.add', {
      connectionId,
      task: {
        kind: 'import',
        model: 'mine:latest',
        recipe: {},
        fileName: 'mine.gguf',
        sizeBytes: file.size,
        fileKey: 'k1',
        ...change,
      },
      file,
    });
  const job = (id: string): Job | undefined => list.value?.rows.find((each) => each.id === id);
  const ends = (id: string, state: Job['state'] = 'done') =>
    until(() => expect(job(id)?.state).toBe(state));
  return { page, connectionId, list, summary, pull, importFile, job, ends };
}

const pathsOf = (server: ScriptedServer, path: string) =>
  server.requests.filter((each) => each.path.startsWith(path));
/** Slow enough to be met in the middle. */
const slow = { on: 'any', transfer: { bytesPerSecond: 300_000_000 } } as const;

describe.each([
  ['without locks', () => ({})],
  ['with locks', () => ({ locks: fakeLocks() })],
])('a pull %s', (_how, aNavigator) => {
  beforeEach(() => {
    vi.stubGlobal('navigator', aNavigator());
  });

  it('is asked for, shown, told to the status bar, and listed a moment after its end', async () => {
    const { page, pull, ends, summary, job, server } = await aCentre();
    const models = page.watch('models.list', null);
    server.set(slow);
    const { id, isNew } = await pull('sage:3b');
    expect(isNew).toBe(true);
    await until(() => {
      expect(summary.value?.running[0]?.progress?.doneBytes).toBeGreaterThan(0);
      expect(summary.value?.counts.running).toBe(1);
    });
    server.set({ transfer: null });
    await ends(id);
    expect(job(id)).toMatchObject({ outcome: { digestAfter: expect.any(String) } });
    await until(() => {
      expect(models.value?.[0]?.models.map(({ name }) => name)).toContain('sage:3b');
    });
  });
});

describe('a pull', () => {
  it('that is cancelled stops the download on the server', async () => {
    const { page, pull, ends, summary, server } = await aCentre();
    server.set(slow);
    const { id } = await pull('sage:3b');
    await until(() => expect(summary.value?.running[0]?.progress?.doneBytes).toBeGreaterThan(0));
    await page.call('jobs.cancel', { id });
    await ends(id, 'cancelled');
    await until(() => expect(pathsOf(server, '/api/pull')[0]?.aborted).toBe(true));
  });

  it('goes on where it was when the server comes back', async () => {
    const store = createOllamaStore([]);
    const { pull, job, ends, server } = await aCentre({ store });
    server.set(slow);
    const { id } = await pull('sage:3b');
    await until(() => expect(job(id)?.progress?.doneBytes).toBeGreaterThan(100_000_000));
    const { port } = server;
    await server.close();
    await until(() => expect(job(id)).toMatchObject({ state: 'waiting', attempts: 1 }));
    const [kept = 0] = store.partial.values();
    expect(kept).toBeGreaterThan(0);
    await aServer(startOllama({ store, port }));
    await ends(id);
    expect(store.find('sage:3b')).toBeDefined();
  });

  it('survives the death of its engine', async () => {
    const { page, pull, job, server, connectionId } = await aCentre();
    server.set({ ...slow, transfer: { bytesPerSecond: 50_000_000 } });
    const { id } = await pull('sage:3b');
    await until(() => expect(job(id)?.state).toBe('running'));
    page.hub.retire();
    // What a dead engine leaves: a row that says running, and a free lock.
    vi.stubGlobal('navigator', { locks: fakeLocks() });
    const left = await openDatabase();
    const rows = await left.jobs.rows();
    await rows.change(id, (row) => ({ ...row, state: 'running' }));
    left.close();
    server.set({ transfer: null });
    const next = centreOf(anEngine('next'), connectionId);
    await next.ends(id);
  });

  it.each([
    ['unknown names', {}, 'nope:1b', 'model-missing'],
    ['a full disk', { transfer: { diskFull: { atByte: 1000 } } }, 'sage:3b', 'server-disk-full'],
  ] as const)('tells of %s', async (_what, faults, name, kind) => {
    const { pull, ends, job, server } = await aCentre();
    server.set({ on: 'any', ...faults });
    const { id } = await pull(name);
    await ends(id, 'failed');
    expect(job(id)?.fault?.kind).toBe(kind);
  });

  it('of many at once is a batch, and one too many is refused whole', async () => {
    const { page, connectionId, server, list } = await aCentre();
    server.set(slow);
    const tasks = (count: number, from: number) =>
      Array.from({ length: count }, (_, at) => ({
        kind: 'pull' as const,
        model: `m${from + at}:1b`,
      }));
    await page.call('jobs.add', { connectionId, task: { kind: 'pull', model: 'sage:3b' } });
    await until(() => expect(list.value?.rows[0]?.state).toBe('running'));
    const batch = await page.call('jobs.add-batch', { connectionId, tasks: tasks(150, 0) });
    expect(batch).toMatchObject({ added: 150 });
    await expect(
      page.call('jobs.add-batch', { connectionId, tasks: tasks(2, 500) }),
    ).rejects.toMatchObject({ fault: { kind: 'queue-full', size: 150 } });
    await until(() => expect(list.value).toMatchObject({ total: 151 }));
    expect(list.value?.rows).toHaveLength(50);
  });
});

describe('a file from disk', () => {
  it('is hashed here where no page helps, uploaded once, and created', async () => {
    const { importFile, ends, job, server, page } = await aCentre();
    const file = new Blob([aGguf()]);
    const { id } = await importFile(file);
    await ends(id);
    expect(pathsOf(server, '/api/blobs/').map(({ method }) => method)).toEqual(['HEAD', 'POST']);
    const models = page.watch('models.list', null);
    await until(() => {
      expect(models.value?.[0]?.models.map(({ name }) => name)).toContain('mine:latest');
    });
    const again = await importFile(file, { model: 'mine:two', fileKey: 'k2' });
    await ends(again.id);
    expect(job(again.id)?.outcome).toEqual({ wasThere: true });
    expect(
      pathsOf(server, '/api/blobs/')
        .map(({ method }) => method)
        .at(-1),
    ).toBe('HEAD');
  });

  it.each([
    ['no GGUF', new Blob(['a picture']), 'mine.gguf', 'not-gguf'],
    ['a cut one', new Blob([aGguf().slice(0, -40)]), 'mine.gguf', 'cut'],
    ['a part of one', new Blob([aGguf({ 'split.count': 3, 'split.no': 1 })]), 'm.gguf', 'split'],
    ['a part by its name', new Blob([aGguf()]), 'm-00001-of-00002.gguf', 'split'],
  ])('that is %s is refused before anything is sent', async (_what, file, fileName, reason) => {
    const { page, connectionId, server, list } = await aCentre();
    const { size: sizeBytes } = file;
    const task = { kind: 'import' as const, model: 'm', recipe: {}, fileName, sizeBytes };
    await expect(
      page.call('jobs.add', { connectionId, task: { ...task, fileKey: 'k' }, file }),
    ).rejects.toMatchObject({ fault: { kind: 'gguf-refused', reason } });
    await until(() => expect(list.value?.total).toBe(0));
    expect(pathsOf(server, '/api/blobs/')).toEqual([]);
  });

  it('is asked for again where it is not at hand, and no other one is taken', async () => {
    const { page, connectionId, ends, job } = await aCentre();
    const file = new Blob([aGguf()]);
    const { id } = await page.call('jobs.add', {
      connectionId,
      task: {
        kind: 'import',
        model: 'mine',
        recipe: {},
        fileName: 'mine.gguf',
        sizeBytes: file.size,
        fileKey: 'gone',
      },
    });
    await ends(id, 'paused');
    expect(job(id)?.fault).toMatchObject({ kind: 'file-wanted', fileName: 'mine.gguf' });
    await expect(page.call('jobs.give-file', { id, file: new Blob(['x']) })).rejects.toMatchObject({
      fault: { kind: 'file-wanted' },
    });
    await page.call('jobs.give-file', { id, file });
    await ends(id);
  });
});

describe('what servers tell of themselves', () => {
  it('the details of a model are asked for once as long as it is the same', async () => {
    const { page, connectionId, server } = await aCentre();
    const models = page.watch('models.list', null);
    await until(() => expect(models.value?.[0]?.models.length).toBeGreaterThan(0));
    const ref = { connectionId, name: 'moss:1b' };
    const told = await page.call('models.details', ref);
    expect(told).toMatchObject({ model: { name: 'moss:1b' } });
    expect(await page.call('models.details', ref)).toEqual(told);
    expect(pathsOf(server, '/api/show')).toHaveLength(1);
  });

  it('what they hold in memory is asked while somebody watches and can see it', async () => {
    const { page, server } = await aCentre();
    await page.call('settings.put', { runningSeconds: 0.1 });
    const asked = () => pathsOf(server, '/api/ps').length;
    const before = asked();
    const stop = page.link.watch({
      name: 'running.list',
      params: null,
      onValue: () => undefined,
      onFault: () => undefined,
    });
    await until(() => expect(asked()).toBeGreaterThan(before + 2));
    stop();
    await new Promise((resolve) => setTimeout(resolve, 400));
    const after = asked();
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(asked()).toBe(after);
  });

  it('a model that a job has loaded is told', async () => {
    const { page, connectionId } = await aCentre();
    const running = page.watch('running.list', null);
    await until(() => expect(running.value).toMatchObject([{ connectionId, models: [] }]));
    await page.call('jobs.add', { connectionId, task: { kind: 'load', model: 'moss:1b' } });
    await until(() => {
      expect(running.value).toMatchObject([{ connectionId, models: [{ name: 'moss:1b' }] }]);
    });
  });
});

describe('what is refused at the door', () => {
  it('a task that is none, a server that is gone, one that is switched off', async () => {
    const { page, connectionId, pull } = await aCentre();
    await expect(
      page.call('jobs.add', { connectionId, task: { kind: 'format' } as never }),
    ).rejects.toMatchObject({ fault: { kind: 'unexpected' } });
    await expect(
      page.call('jobs.add', { connectionId: 'c0', task: { kind: 'pull', model: 'x' } }),
    ).rejects.toMatchObject({ fault: { kind: 'connection-missing' } });
    await page.call('connections.update', { id: connectionId, enabled: false });
    await expect(pull('x')).rejects.toMatchObject({ fault: { kind: 'connection-off' } });
  });
});
