/* Work on models through the provider, against a scripted Ollama that misbehaves as the real one does. */
import { afterEach, describe, expect, test } from 'vitest';
import { type Fault, faultFrom } from '../../src/domain/fault.ts';
import type {
  Endpoint,
  JobStep,
  ModelBuilding,
  ModelJobs,
  ModelMemory,
  Provider,
} from '../../src/providers/contract.ts';
import { providers } from '../../src/providers/registry.ts';
import { type OllamaOptions, startOllama } from '../servers/ollama.ts';
import { digestFrom } from '../servers/ollama-models.ts';
import { createOllamaStore } from '../servers/ollama-store.ts';
import type { FaultOrder, ScriptedServer } from '../servers/types.ts';
import { anEndpoint, never } from '../unit/providers/maker.ts';

const ollama = (await providers.ollama()) as Required<Pick<Provider, 'details'>> & {
  listModels: Provider['listModels'];
  jobs: ModelJobs & ModelBuilding;
  memory: ModelMemory;
};
const { jobs, memory } = ollama;
const open: ScriptedServer[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function start(
  options: OllamaOptions = {},
): Promise<{ server: ScriptedServer; at: Endpoint }> {
  const server = await startOllama(options);
  open.push(server);
  // A chat's patience of next to nothing: none of this work may mind it.
  const at = {
    ...anEndpoint('ollama', undefined, { baseUrl: server.url }),
    idleMs: 20,
    headersMs: 20,
  };
  return { server, at };
}

async function follow(
  steps: AsyncIterable<JobStep>,
  onStep?: (step: JobStep) => void,
): Promise<{ steps: JobStep[]; fault?: Fault }> {
  const seen: JobStep[] = [];
  try {
    for await (const step of steps) {
      seen.push(step);
      onStep?.(step);
    }
    return { steps: seen };
  } catch (error) {
    return { steps: seen, fault: faultFrom(error) };
  }
}

const names = async (at: Endpoint) => (await ollama.listModels(at, never)).map(({ name }) => name);
const faultOf = (work: Promise<unknown>) => work.then(() => undefined, faultFrom);

describe('a pull', () => {
  test('brings a model, and a second one finds it there', async () => {
    const { at } = await start();
    expect((await follow(jobs.pull(at, 'SAGE:3B', never))).fault).toBeUndefined();
    expect(await names(at)).toContain('SAGE:3B');
    const again = await follow(jobs.pull(at, 'sage:3b', never));
    const moved = again.steps.filter(({ completed, total }) => completed !== total);
    expect([again.fault, moved]).toEqual([undefined, []]);
  });

  test.each<[FaultOrder, Fault['kind']]>([
    [{ cut: { afterTokens: 3 } }, 'truncated'],
    [{ cut: { atByte: 200 } }, 'truncated'],
    [{ endWithoutMark: true }, 'truncated'],
    [{ endWithoutMark: { afterTokens: 2 } }, 'truncated'],
    [{ errorInStream: { afterTokens: 2, message: 'something else' } }, 'server-error'],
    [{ unreadable: { afterTokens: 1, lines: 3 } }, 'unreadable'],
    [{ transfer: { diskFull: { atByte: 1e9 } } }, 'server-disk-full'],
    [{ transfer: { mismatch: true } }, 'digest-mismatch'],
    [{ transfer: { registry: 'down' } }, 'registry-unreachable'],
    [{ transfer: { registry: 'signed-out' } }, 'registry-refused'],
    [{ transfer: { registry: 'limited' } }, 'rate-limited'],
    [{ status: { code: 503, message: 'server busy' } }, 'busy'],
    [{ status: { code: 502, html: true } }, 'server-error'],
    [{ notAModelServer: true }, 'not-a-model-server'],
  ])('that fails by %j is never a success', async (order, kind) => {
    const { server, at } = await start();
    server.set({ on: 'job', ...order });
    const { steps, fault } = await follow(jobs.pull(at, 'sage:3b', never));
    expect(fault?.kind).toBe(kind);
    server.reset();
    const isWritten = steps.some(({ status }) => status === 'writing manifest');
    expect((await names(at)).includes('sage:3b')).toBe(isWritten);
    // Asked again it goes on and ends well.
    expect((await follow(jobs.pull(at, 'sage:3b', never))).fault).toBeUndefined();
  });

  test.each<FaultOrder>([
    { lineEnd: 'crlf' },
    { comments: true },
    { chunking: 'byte' },
    { unreadable: { afterTokens: 1, lines: 2 } },
    { transfer: { backwards: { atByte: 1e9, toByte: 5 } } },
    { transfer: { newDigest: { atByte: 1e9 } } },
    { oneBody: true },
  ])('ends well in spite of %j', async (order) => {
    const { server, at } = await start();
    server.set({ on: 'job', ...order });
    const { steps, fault } = await follow(jobs.pull(at, 'sage:3b', never));
    expect([fault, steps.at(-1)]).toEqual([undefined, { status: 'success' }]);
  });

  test('of a name nobody knows says where it was looked for', async () => {
    const { at } = await start();
    expect((await follow(jobs.pull(at, 'nope', never))).fault).toMatchObject({
      kind: 'model-missing',
      model: 'nope',
      where: 'registry',
    });
  });

  test('that stands still goes on when the server does', async () => {
    const { server, at } = await start();
    server.set({ on: 'job', stall: { afterTokens: 3 } });
    const pulled = follow(jobs.pull(at, 'sage:3b', never));
    await expect.poll(() => server.held).toEqual(['stall']);
    // Longer than the patience with a chat.
    await new Promise((resolve) => setTimeout(resolve, 60));
    server.release();
    expect((await pulled).fault).toBeUndefined();
  });

  test('that is cancelled hangs up, and goes on from there when asked again', async () => {
    const { server, at } = await start();
    server.set({ on: 'job', stall: { afterTokens: 4 } });
    const stop = new AbortController();
    const pulled = follow(jobs.pull(at, 'sage:3b', stop.signal));
    await expect.poll(() => server.held).toEqual(['stall']);
    stop.abort(new Error('cancelled'));
    expect((await pulled).fault?.kind).toBe('unexpected');
    await expect.poll(() => server.requests.at(-1)?.aborted).toBe(true);
    server.reset();
    const { steps, fault } = await follow(jobs.pull(at, 'sage:3b', never));
    expect(fault).toBeUndefined();
    expect(steps[1]?.completed).toBeGreaterThan(0);
  });

  test('goes on after the server was started anew', async () => {
    const store = createOllamaStore([]);
    const first = await start({ store });
    first.server.set({ on: 'job', stall: { afterTokens: 4 } });
    const pulled = follow(jobs.pull(first.at, 'sage:3b', never));
    await expect.poll(() => first.server.held).toEqual(['stall']);
    await first.server.close();
    expect((await pulled).fault?.kind).toBe('truncated');
    expect((await follow(jobs.pull(first.at, 'sage:3b', never))).fault?.kind).toBe('unreachable');
    const second = await start({ store, port: first.server.port });
    const { steps, fault } = await follow(jobs.pull(second.at, 'sage:3b', never));
    expect([fault, (steps[1]?.completed ?? 0) > 0]).toEqual([undefined, true]);
  });
});

describe('push, build, copy and delete', () => {
  test('a push sends what the registry lacks, and wants the server signed in', async () => {
    const { at } = await start();
    await jobs.copy(at, 'moss:1b', 'me/moss', never);
    const { steps, fault } = await follow(jobs.push(at, 'me/moss', never));
    expect([fault, steps.at(-1)?.status]).toEqual([undefined, 'success']);
    expect((await follow(jobs.push(at, 'moss:1b', never))).fault).toEqual({
      kind: 'registry-refused',
      reason: 'signed-out',
    });
  });

  test('a build of texts over a base is told again by its details', async () => {
    const { at } = await start();
    const recipe = {
      from: 'fern:4b',
      system: 'Be\n"brief".',
      parameters: [
        { name: 'temperature', value: 0.4 },
        { name: 'stop', value: 'a' },
        { name: 'stop', value: 'b' },
      ],
    };
    expect((await follow(jobs.create(at, 'coach', recipe, never))).fault).toBeUndefined();
    const told = await ollama.details(at, 'coach:latest', never);
    expect(told).toMatchObject({ system: 'Be\n"brief".', blobs: [digestFrom('fern:4b weights')] });
    expect(told.modelfile).toMatch(/^FROM coach:latest\n/);
    expect(told.modelfile).not.toContain('/root/');
  });

  test.each<[string, Parameters<ModelBuilding['create']>[2], Fault['kind'], string?]>([
    ['a level nobody knows', { from: 'fern:4b', quantize: 'q5_K_M' }, 'quantize-refused', 'level'],
    [
      'a base in no full precision',
      { from: 'fern:4b', quantize: 'q8_0' },
      'quantize-refused',
      'base',
    ],
    [
      'a file that is not there',
      { files: { 'a.gguf': digestFrom('x') } },
      'gguf-refused',
      'absent',
    ],
    ['no base', {}, 'refused'],
    ['a base nobody has', { from: 'nope' }, 'model-missing'],
    ['a broken template', { from: 'fern:4b', template: '{{ .Prompt' }, 'refused'],
  ])('a build with %s is refused in its own words', async (_name, recipe, kind, reason) => {
    const { at } = await start();
    const { fault } = await follow(jobs.create(at, 'x', recipe, never));
    if (kind === 'model-missing') expect(fault).toMatchObject({ model: 'nope' });
    expect(fault).toMatchObject({ kind, ...(reason === undefined ? {} : { reason }) });
  });

  test('a file is uploaded once, then built from, quantised with progress', async () => {
    const { server, at } = await start();
    const blob = new Blob([`GGUF${'x'.repeat(100)}`]);
    const digest = digestFrom(`GGUF${'x'.repeat(100)}`);
    expect(await jobs.hasBlob(at, digest, never)).toBe(false);
    await jobs.putBlob(at, digest, blob, never);
    expect(await jobs.hasBlob(at, digest, never)).toBe(true);
    expect((await faultOf(jobs.putBlob(at, digestFrom('y'), blob, never)))?.kind).toBe(
      'digest-mismatch',
    );
    const recipe = { files: { 'mine.gguf': digest }, quantize: 'Q4_K_M' };
    const { steps, fault } = await follow(jobs.create(at, 'mine', recipe, never));
    expect(fault).toBeUndefined();
    expect(steps.filter(({ status }) => /^quantizing/.test(status)).at(-1)).toMatchObject({
      total: 104,
      completed: 104,
    });
    server.set({ on: 'job', transfer: { diskFull: { atByte: 10 } } });
    const more = new Blob(['more than ten bytes']);
    expect(
      (await faultOf(jobs.putBlob(at, digestFrom('more than ten bytes'), more, never)))?.kind,
    ).toBe('server-disk-full');
  });

  test('a loaded model that is deleted leaves the memory too', async () => {
    const { at } = await start();
    await memory.load(at, 'moss:1b', { keepAlive: '-1' }, never);
    await jobs.remove(at, 'MOSS:1b', never);
    expect(await memory.list(at, never)).toEqual([]);
    expect(await names(at)).not.toContain('moss:1b');
    expect((await faultOf(jobs.remove(at, 'moss:1b', never)))?.kind).toBe('model-missing');
  });

  test('a copy is the same model by its digest', async () => {
    const { at } = await start();
    await jobs.copy(at, 'moss:1b', 'moss-2', never);
    const models = await ollama.listModels(at, never);
    const digests = models
      .filter(({ name }) => name.startsWith('moss'))
      .map(({ digest }) => digest);
    expect(new Set(digests).size).toBe(1);
    expect((await faultOf(jobs.copy(at, 'nope', 'x', never)))?.kind).toBe('model-missing');
  });
});

describe('memory', () => {
  test('loads with a context, keeps it when only the time changes, and lets go', async () => {
    const { server, at } = await start({ loadMs: 60 });
    await memory.load(at, 'fern:4b', { keepAlive: '-1', contextLength: 8192 }, never);
    expect(await memory.list(at, never)).toEqual([
      expect.objectContaining({ name: 'fern:4b', contextLength: 8192 }),
    ]);
    await memory.load(at, 'fern:4b', { keepAlive: '600' }, never);
    const [kept] = await memory.list(at, never);
    expect(kept?.contextLength).toBe(8192);
    expect(kept?.expiresAt).toBeGreaterThan(Date.now() + 500_000);
    await memory.load(at, 'nettle', { keepAlive: '5m' }, never);
    expect((await memory.list(at, never)).map(({ name }) => name)).toContain('nettle:latest');
    await memory.unload(at, 'nettle', never);
    await memory.unload(at, 'FERN:4b', never);
    expect(await memory.list(at, never)).toEqual([]);
    expect(server.requests.some(({ path }) => path === '/api/embed')).toBe(true);
  });

  test('tells the share of the graphics memory', async () => {
    const models = [{ name: 'half:latest', sizeBytes: 1000, vramShare: 0.5 }];
    const { at } = await start({ models });
    await memory.load(at, 'half', { contextLength: 1 }, never);
    const [half] = await memory.list(at, never);
    expect(half).toMatchObject({ sizeBytes: 2024, vramBytes: 500 });
  });
});
