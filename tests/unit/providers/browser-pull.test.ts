import { expect, test } from 'vitest';
import { jobs } from '../../../src/providers/browser/jobs.ts';
import { aGguf } from '../domain/gguf-makers.ts';
import { aBrowser, address, aHost, follow, type HostedFile, sha256Of } from './file-host.ts';
import { never } from './maker.ts';

const model = aGguf({ 'general.architecture': 'llama', 'llama.context_length': 2048 });
const other = aGguf({ 'general.architecture': 'llama', 'general.name': 'Another of one size' });
const url = `${address}/fern.gguf`;
const pull = (at: Parameters<typeof jobs.pull>[0], name = url) =>
  follow(jobs.pull(at, name, never));
const ranges = (host: ReturnType<typeof aHost>) =>
  host.asked.filter(({ method }) => method === 'GET').map(({ range }) => range);

async function bytesOf({ models }: ReturnType<typeof aBrowser>, name: string, file: string) {
  const { files } = await models.store();
  return new Uint8Array(await (await files.read(name, file)).arrayBuffer());
}

test('a model at an address is fetched, hashed, and ready with what its head tells', async () => {
  const host = aHost({ 'fern.gguf': { bytes: model } });
  const browser = aBrowser(host);
  const { steps, fault } = await pull(browser.at);
  expect(fault).toBeUndefined();
  expect(steps.at(-1)).toEqual({ status: 'success' });
  expect(steps.filter(({ digest }) => digest).at(-1)).toEqual({
    status: 'pulling fern.gguf',
    digest: 'fern.gguf',
    completed: model.length,
    total: model.length,
  });
  expect(await browser.models.list()).toMatchObject([
    {
      name: 'fern',
      source: { kind: 'url', url },
      state: 'ready',
      architecture: 'llama',
      contextLength: 2048,
      quantization: 'Q4_K_M',
      files: [{ name: 'fern.gguf', doneBytes: model.length, sha256: sha256Of(model) }],
    },
  ]);
  expect(await bytesOf(browser, 'fern', 'fern.gguf')).toEqual(model);
  expect(await browser.models.place('fern')).toEqual({
    kind: 'opfs',
    folder: 'models/fern',
    files: ['fern.gguf'],
  });
});

test('a download that was cut goes on where it ended, and comes out the same', async () => {
  const host = aHost({ 'fern.gguf': { bytes: model, cuts: [100, 70] } });
  const browser = aBrowser(host);
  expect((await pull(browser.at)).fault).toEqual({ kind: 'truncated' });
  expect((await browser.models.list())[0]).toMatchObject({ state: 'incomplete' });
  expect(await browser.models.place('fern')).toBeUndefined();
  expect((await pull(browser.at)).fault).toEqual({ kind: 'truncated' });
  expect((await pull(browser.at)).fault).toBeUndefined();
  expect(ranges(host)).toEqual([null, 'bytes=100-', 'bytes=170-']);
  expect(await bytesOf(browser, 'fern', 'fern.gguf')).toEqual(model);
});

test('what was fetched already is told at once when it goes on', async () => {
  const browser = aBrowser(aHost({ 'fern.gguf': { bytes: model, cuts: [100] } }));
  await pull(browser.at);
  const { steps } = await pull(browser.at);
  expect(steps.find(({ digest }) => digest)).toMatchObject({
    completed: 100,
    total: model.length,
  });
});

test('a server without ranges begins anew, and says that the next cut costs everything', async () => {
  const host = aHost({ 'fern.gguf': { bytes: model, noRanges: true, cuts: [100, 90] } });
  const browser = aBrowser(host);
  expect((await pull(browser.at)).fault).toEqual({ kind: 'truncated' });
  expect((await pull(browser.at)).fault).toEqual({ kind: 'truncated', fromStart: true });
  expect((await pull(browser.at)).fault).toBeUndefined();
  // The whole that came for the range is taken; it is not asked for twice.
  expect(ranges(host)).toEqual([null, 'bytes=100-', 'bytes=90-']);
  expect(await bytesOf(browser, 'fern', 'fern.gguf')).toEqual(model);
});

test.each<[string, Partial<HostedFile>]>([
  ['by its ETag', { etag: '"2"' }],
  ['by its size', { bytes: aGguf({ 'general.architecture': 'llama', more: 'x'.repeat(90) }) }],
])('a file that is another one by now, told %s, is fetched from its start', async (_by, change) => {
  const host = aHost({ 'fern.gguf': { bytes: model, etag: '"1"', cuts: [100] } });
  const browser = aBrowser(host);
  await pull(browser.at);
  const now = { bytes: other, ...change };
  host.files.set(url, now);
  expect((await pull(browser.at)).fault).toBeUndefined();
  expect(await bytesOf(browser, 'fern', 'fern.gguf')).toEqual(now.bytes);
});

test('a length that nobody told is no matter, and an end inside the file is seen', async () => {
  const whole = aBrowser(aHost({ 'fern.gguf': { bytes: model, noLength: true } }));
  expect((await pull(whole.at)).fault).toBeUndefined();
  const short = { bytes: model.slice(0, -50), noLength: true };
  const browser = aBrowser(aHost({ 'fern.gguf': short }));
  expect((await pull(browser.at)).fault).toMatchObject({ kind: 'gguf-refused', reason: 'cut' });
});

test.each<[string, HostedFile, object]>([
  [
    'a page instead of a model',
    { bytes: new Uint8Array([60, 104, 116, 109, 108]) },
    { kind: 'gguf-refused', reason: 'not-gguf' },
  ],
  [
    'an architecture that cannot run here',
    { bytes: aGguf() },
    { kind: 'gguf-refused', reason: 'architecture' },
  ],
  ['a host that keeps pages out', { bytes: model, noCors: true }, { reason: 'cors' }],
  ['a host that wants a key', { bytes: model, status: 401 }, { reason: 'terms' }],
  ['a file that is not there', { bytes: model, status: 404 }, { reason: 'absent' }],
])('%s is told, and leaves nothing behind', async (_name, file, fault) => {
  const browser = aBrowser(aHost({ 'fern.gguf': file }));
  expect((await pull(browser.at)).fault).toMatchObject(fault);
  expect(await browser.models.list()).toEqual([]);
  expect(browser.directory.files()).toEqual({});
});

test('room is looked at before a byte is fetched', async () => {
  const host = aHost({ 'fern.gguf': { bytes: model } });
  const browser = aBrowser(host, { quotaBytes: 200 });
  const { fault } = await pull(browser.at);
  expect(fault).toEqual({ kind: 'no-room', neededBytes: model.length, freeBytes: 200 });
  expect(ranges(host)).toEqual([]);
});

test('a disk that fills up on the way is told, and what came before is gone on with', async () => {
  const host = aHost({ 'fern.gguf': { bytes: model, noLength: true } });
  const browser = aBrowser(host, { quotaBytes: 200 });
  expect((await pull(browser.at)).fault).toMatchObject({ kind: 'no-room' });
  browser.directory.setQuota(1e9);
  expect((await pull(browser.at)).fault).toBeUndefined();
  expect(await bytesOf(browser, 'fern', 'fern.gguf')).toEqual(model);
});

test('two addresses with one file name are two models', async () => {
  const host = aHost({ 'a/fern.gguf': { bytes: model }, 'b/fern.gguf': { bytes: other } });
  const browser = aBrowser(host);
  await pull(browser.at, `${address}/a/fern.gguf`);
  await pull(browser.at, `${address}/b/fern.gguf`);
  expect((await browser.models.list()).map(({ name }) => name)).toEqual(['fern', 'fern 2']);
});

test('all parts of a split model come from beside the one that was named', async () => {
  const part = (no: number) =>
    aGguf({ 'general.architecture': 'llama', 'split.no': no, 'split.count': 2 });
  const host = aHost({
    'fern-00001-of-00002.gguf': { bytes: part(0) },
    'fern-00002-of-00002.gguf': { bytes: part(1) },
  });
  const browser = aBrowser(host);
  expect((await pull(browser.at, `${address}/fern-00002-of-00002.gguf`)).fault).toBeUndefined();
  expect((await browser.models.place('fern'))?.kind).toBe('opfs');
  expect((await browser.models.list())[0]?.files).toHaveLength(2);

  host.files.delete(`${address}/fern-00002-of-00002.gguf`);
  const missing = aBrowser(host);
  expect((await pull(missing.at, `${address}/fern-00001-of-00002.gguf`)).fault).toMatchObject({
    kind: 'source-refused',
    reason: 'absent',
  });
});

test('an abort keeps what has come, and is no fault of its own', async () => {
  const host = aHost({ 'fern.gguf': { bytes: model } });
  const browser = aBrowser(host);
  const stop = new AbortController();
  const steps = jobs.pull(browser.at, url, stop.signal);
  const heard = (async () => {
    for await (const { digest } of steps) if (digest) stop.abort();
  })();
  await expect(heard).rejects.toMatchObject({ name: 'AbortError' });
  expect((await browser.models.list())[0]).toMatchObject({ state: 'incomplete' });
});

test('deleting gives back row and files, and a model that is not there is told', async () => {
  const browser = aBrowser(aHost({ 'fern.gguf': { bytes: model } }));
  await pull(browser.at);
  await jobs.remove(browser.at, 'fern', never);
  expect(await browser.models.list()).toEqual([]);
  expect(browser.directory.files()).toEqual({});
  await expect(jobs.remove(browser.at, 'fern', never)).rejects.toMatchObject({
    fault: { kind: 'model-missing' },
  });
});
