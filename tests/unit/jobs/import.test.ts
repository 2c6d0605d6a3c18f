import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FaultError } from '../../../src/domain/fault.ts';
import type { HashFile } from '../../../src/jobs/contract.ts';
import { aCentre, anImport, pass } from './makers.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const file = new Blob(['GGUF']);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function anImporting(hash?: HashFile, change: Parameters<typeof anImport>[0] = {}) {
  const centre = await aCentre(hash ? { hash } : {});
  await centre.files.put('k1', file);
  const [id = ''] = await centre.add(anImport(change));
  await pass();
  return { ...centre, id };
}

describe('an import', () => {
  it('is hashed, looked for, uploaded and created', async () => {
    const { server, job, id, files, changed } = await anImporting();
    expect(await job(id)).toMatchObject({ task: { digest } });
    server.last().succeed(false);
    await pass();
    expect(server.last()).toMatchObject({ what: 'putBlob', name: digest });
    expect(server.last().args[0]).toBe(file);
    await pass(500);
    expect((await job(id)).progress).toMatchObject({ step: 'uploading', totalBytes: 4 });
    expect((await job(id)).progress).not.toHaveProperty('doneBytes');
    server.last().succeed();
    await pass();
    expect(server.last()).toMatchObject({
      what: 'create',
      name: 'fern:mine',
      args: [{ files: { 'fern.gguf': digest } }],
    });
    server.last().say('parsing GGUF', 'success');
    server.last().succeed();
    await pass();
    expect(await job(id)).toMatchObject({
      state: 'done',
      outcome: { bytesPerSecond: expect.any(Number) },
    });
    expect(files.get('k1')).toBeUndefined();
    expect(changed).toEqual(['c1 import']);
  });

  it('shows the bytes of an upload where the browser tells them', async () => {
    const { server, job, id } = await anImporting();
    server.last().succeed(false);
    await pass();
    const onSent = server.last().args[1] as (sentBytes: number) => void;
    onSent(3);
    await pass(500);
    expect((await job(id)).progress).toMatchObject({ doneBytes: 3, totalBytes: 4 });
  });

  it('is not uploaded where the server has the file', async () => {
    const { server, job, id } = await anImporting();
    server.last().succeed(true);
    await pass();
    server.last().succeed();
    await pass();
    expect(server.asked.map(({ what }) => what)).toEqual(['hasBlob', 'create']);
    expect(await job(id)).toMatchObject({ state: 'done', outcome: { wasThere: true } });
  });

  it('beside a base is its adapter', async () => {
    const recipe = { from: 'fern:4b' };
    const { server } = await anImporting(undefined, { recipe, fileName: 'C:\\lora\\style' });
    server.last().succeed(true);
    await pass();
    expect(server.last().args).toEqual([{ from: 'fern:4b', adapters: { 'style.gguf': digest } }]);
  });

  it('cancelled while it is hashed stops the hashing and asks the server nothing', async () => {
    let seen: AbortSignal | undefined;
    const { queue, server, id, job } = await anImporting((_file, onProgress, signal) => {
      seen = signal;
      onProgress(2);
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    });
    await pass(500);
    expect((await job(id)).progress).toMatchObject({ step: 'hashing', doneBytes: 2 });
    await queue.cancel(id);
    await pass();
    expect(seen?.aborted).toBe(true);
    expect(server.asked).toEqual([]);
    expect(await job(id)).toMatchObject({ state: 'cancelled' });
  });

  it('cancelled in its upload hangs up', async () => {
    const { queue, server, id } = await anImporting();
    server.last().succeed(false);
    await pass();
    await queue.cancel(id);
    await pass();
    expect(server.last()).toMatchObject({ what: 'putBlob', signal: { aborted: true } });
    expect(server.open()).toEqual([]);
  });

  it('that loses its upload tries again without hashing again', async () => {
    const hash = vi.fn(async () => 'a'.repeat(64));
    const { server, id, job } = await anImporting(hash);
    server.last().succeed(false);
    await pass();
    server.last().fail({ kind: 'unreachable', url: 'http://box:1' });
    await pass(3000);
    expect(server.last().what).toBe('hasBlob');
    expect(hash).toHaveBeenCalledTimes(1);
    expect(await job(id)).toMatchObject({ state: 'running', attempts: 1 });
  });

  it('whose bytes are not those that were hashed is hashed anew, once', async () => {
    const hash = vi.fn(async () => 'a'.repeat(64));
    const { server, id, job } = await anImporting(hash);
    for (let tries = 0; tries < 2; tries += 1) {
      server.last().succeed(false);
      await pass();
      server.last().fail({ kind: 'digest-mismatch', work: 'upload' });
      await pass(5000);
    }
    expect(hash).toHaveBeenCalledTimes(2);
    expect(await job(id)).toMatchObject({ state: 'failed', fault: { kind: 'digest-mismatch' } });
  });

  it('whose file can no longer be read waits for the person', async () => {
    const { id, job, files } = await anImporting(async () => {
      throw new FaultError({ kind: 'file-invalid', reason: 'NotReadableError' });
    });
    expect(await job(id)).toMatchObject({ state: 'paused', fault: { kind: 'file-invalid' } });
    expect(files.get('k1')).toBeUndefined();
  });

  it('fails for good where the disk of the server is full', async () => {
    const { server, id, job } = await anImporting();
    server.last().succeed(false);
    await pass();
    server.last().fail({ kind: 'server-disk-full' });
    await pass();
    expect(await job(id)).toMatchObject({ state: 'failed', fault: { kind: 'server-disk-full' } });
  });
});
