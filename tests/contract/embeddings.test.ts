// Vectors of texts by every dialect that has them, of servers that answer and refuse as the real ones do.
import { afterEach, describe, expect, test } from 'vitest';
import { faultFrom } from '../../src/domain/fault.ts';
import { cosineSimilarity } from '../../src/lib/similarity.ts';
import { providers as loaders } from '../../src/providers/registry.ts';
import { startGemini } from '../servers/gemini.ts';
import { type LlamaOptions, startLlamaServer } from '../servers/llama-server.ts';
import { startOllama } from '../servers/ollama.ts';
import { startOpenAi } from '../servers/openai.ts';
import { readRecord } from '../servers/records.ts';
import type { ScriptedServer, ServerOptions } from '../servers/types.ts';
import { anEndpoint, never } from '../unit/providers/maker.ts';

const name = 'nettle:latest';
const models = [{ name, capabilities: ['embedding'] }, { name: 'fern:4b' }];

const starters = {
  ollama: (options: ServerOptions) => startOllama(options),
  'llama-server': (options: ServerOptions) => startLlamaServer({ embeddings: true, ...options }),
  openai: (options: ServerOptions) => startOpenAi(options),
  gemini: (options: ServerOptions) => startGemini(options),
};
type Kind = keyof typeof starters;
const kinds = Object.keys(starters) as Kind[];

const open: ScriptedServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function keep(starting: Promise<ScriptedServer>): Promise<ScriptedServer> {
  const server = await starting;
  open.push(server);
  return server;
}

async function begin(kind: Kind, options: ServerOptions = {}, key?: string) {
  const provider = await loaders[kind]();
  const server = await keep(starters[kind]({ models, ...options }));
  const authorize = (headers: Headers) => {
    if (key !== undefined) headers.set(...provider.keyHeader(key));
  };
  const at = { ...anEndpoint(kind, undefined, { baseUrl: server.url }), authorize };
  const embed = async (texts: readonly string[], model = name, signal = never) => {
    if (!provider.embed) throw new Error('it has none');
    return await provider.embed(at, { model, texts }, signal);
  };
  const faultOf = async (...asked: Parameters<typeof embed>) =>
    await embed(...asked).then(
      () => undefined,
      (error) => faultFrom(error),
    );
  return { server, embed, faultOf };
}

describe.each(kinds)('%s', (kind) => {
  test('gives a vector for each text, in their order', async () => {
    const { embed } = await begin(kind);
    const texts = ['a heron waits', 'the tide is out', 'a heron waits', 'a heron sleeps'];
    const { vectors, tokens } = await embed(texts);
    expect(vectors).toHaveLength(texts.length);
    const [first = [], tide = [], same = [], sleeps = []] = vectors;
    expect(same).toEqual(first);
    expect(cosineSimilarity(first, sleeps)).toBeGreaterThan(cosineSimilarity(first, tide));
    if (kind === 'gemini') expect(tokens).toBeUndefined();
    else expect(tokens).toBeGreaterThan(4);
  });

  test('goes out as one request, with no header but its own', async () => {
    const { server, embed } = await begin(kind, { key: 'right-key-1' }, 'right-key-1');
    await embed(['one', 'two']);
    const [only, ...others] = server.requests;
    expect(others).toEqual([]);
    const usual =
      /^(host|connection|content-length|content-type|accept.*|user-agent|pragma|cache-control|sec-.*)$/;
    const own = Object.keys(only?.headers ?? {}).filter((each) => !usual.test(each));
    const keys = {
      ollama: ['authorization'],
      'llama-server': ['x-api-key'],
      openai: ['authorization'],
      gemini: ['x-goog-api-key'],
    };
    expect(own).toEqual(keys[kind]);
  });

  test.skipIf(kind === 'ollama')('tells a wrong key', async () => {
    const { faultOf } = await begin(kind, { key: 'right-key-1' }, 'wrong-key-1');
    expect(await faultOf(['one'])).toMatchObject({ kind: 'key-wanted' });
  });

  // One llama-server has the model it has, whatever is asked for.
  test.skipIf(kind === 'llama-server')('tells a model that is not there', async () => {
    const { faultOf } = await begin(kind);
    const fault = await faultOf(['one'], 'wren');
    expect(fault).toMatchObject({ kind: 'model-missing', model: 'wren' });
  });

  // Gemini cuts what is too long without a word.
  test.skipIf(kind === 'gemini')('tells a text that is longer than the model reads', async () => {
    const { faultOf } = await begin(kind, { contextLength: 20 });
    const fault = await faultOf(['one', 'word '.repeat(40)]);
    expect(fault).toMatchObject({ kind: 'context-exceeded' });
    if (kind === 'llama-server') expect(fault).toMatchObject({ contextLength: 20 });
  });

  test('ends with the stop', async () => {
    const { server, embed } = await begin(kind);
    server.set({ on: 'any', stall: 'before-headers' });
    const stop = new AbortController();
    const reason = new Error('stopped');
    const asked = embed(['one'], name, stop.signal);
    await expect.poll(() => server.held).toContain('stall');
    stop.abort(reason);
    await expect(asked).rejects.toBe(reason);
    await expect.poll(() => server.requests[0]?.aborted).toBe(true);
  });

  test('that breaks off is told', async () => {
    const { server, faultOf } = await begin(kind);
    server.set({ on: 'any', status: { code: 502, html: true } });
    expect(await faultOf(['one'])).toMatchObject({ kind: 'server-error', status: 502 });
  });
});

describe('llama-server', () => {
  test.each([
    [false, '--embeddings'],
    ['unpooled', '--pooling mean'],
  ] as const)('that was started with embeddings %s names the flag', async (embeddings, flag) => {
    const options: LlamaOptions = { models, embeddings };
    const { faultOf } = await begin('llama-server', options);
    expect(await faultOf(['one'])).toEqual({ kind: 'unsupported', ability: 'embedding', flag });
  });

  test('as a router finds the model by its name, and loads it', async () => {
    const options: LlamaOptions = { models, embeddings: true, router: {} };
    const { embed, faultOf } = await begin('llama-server', options);
    expect((await embed(['one'])).vectors).toHaveLength(1);
    expect(await faultOf(['one'], 'wren')).toMatchObject({ kind: 'model-missing' });
  });

  test.each([
    ['embeddings', {}],
    ['embeddings-disabled-501', { embeddings: false }],
    ['embeddings-empty', {}],
    ['embeddings-too-long', {}],
    ['embeddings-pooling-none', { embeddings: 'unpooled' }],
  ] as const)('is imitated as recorded: %s', async (record, options) => {
    const server = await keep(startLlamaServer({ embeddings: true, ...options }));
    await expectAsRecorded(server, readRecord(record));
  });
});

describe('ollama', () => {
  test('whose model chats gives none, and says so', async () => {
    const { faultOf } = await begin('ollama');
    const fault = await faultOf(['one'], 'fern:4b');
    expect(fault).toEqual({ kind: 'unsupported', ability: 'embedding' });
  });

  test.each(['embed', 'embed-missing', 'embed-too-long', 'embed-not-supported', 'embed-empty'])(
    'is imitated as recorded: %s',
    async (record) => {
      const own = [{ name: 'tiny-embed', capabilities: ['embedding'] }, { name: 'tiny' }];
      const server = await keep(startOllama({ models: own, contextLength: 512 }));
      await expectAsRecorded(server, readRecord(record, 'ollama'));
    },
  );
});

test('a model of gemini that is made for chats has no such method', async () => {
  const { faultOf } = await begin('gemini');
  expect(await faultOf(['one'], 'fern:4b')).toMatchObject({ kind: 'model-missing' });
});

/** By status, and by the form of the answer: a refusal word for word but for its figures. */
async function expectAsRecorded(
  server: ScriptedServer,
  record: ReturnType<typeof readRecord>,
): Promise<void> {
  const response = await fetch(`${server.url}${record.path}`, {
    method: record.method,
    headers: { 'content-type': 'application/json' },
    body: record.requestBody,
  });
  expect(response.status).toBe(record.status);
  expect(formOf(await response.json())).toEqual(formOf(JSON.parse(record.body)));
}

/** Of lists the first entry stands for all, and vectors for their kind. */
function formOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(formOf);
  if (typeof value === 'string') return value.replace(/\d+/g, '#');
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, formOf(part)]));
}
