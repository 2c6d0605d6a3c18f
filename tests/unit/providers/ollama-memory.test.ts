// What Ollama holds in memory and what it tells of a model, from records of a real 0.33.
import { describe, expect, test } from 'vitest';
import { type Fault, faultFrom } from '../../../src/domain/fault.ts';
import type { Endpoint, ModelMemory } from '../../../src/providers/contract.ts';
import { cleanModelfile, readDetails } from '../../../src/providers/ollama/details.ts';
import { ollama } from '../../../src/providers/ollama/index.ts';
import { readRecord } from '../../servers/records.ts';
import { aFetcher, anAnswer, anEndpoint, never, type Sent } from './maker.ts';

const { memory } = ollama as { memory: ModelMemory };

/** Answers by path: the name of a record, or a body. */
function serverOf(answers: Record<string, string>): { at: Endpoint; requests: Sent[] } {
  const { fetcher, requests } = aFetcher(({ url }) => {
    const told = answers[new URL(url).pathname] ?? '{}';
    if (told.startsWith('{')) return anAnswer([told], { type: 'application/json' });
    const { status, body, headers } = readRecord(told, 'ollama');
    return anAnswer([body], { status, type: headers['content-type'] ?? '' });
  });
  return { at: anEndpoint('ollama', fetcher), requests };
}

const paths = (requests: readonly Sent[]) => requests.map(({ url }) => new URL(url).pathname);
const faultOf = (work: Promise<unknown>): Promise<Fault | undefined> =>
  work.then(() => undefined, faultFrom);

describe('the loaded models', () => {
  test('come with their sizes, context and end', async () => {
    const { at } = serverOf({ '/api/ps': 'ps' });
    const loaded = await memory.list(at, never);
    expect(loaded.map(({ name }) => name)).toEqual([
      'tiny-b:latest',
      'tiny-embed:latest',
      'tiny:latest',
    ]);
    // Its date lies in the year 2319: never.
    expect(loaded[0]).toEqual({
      name: 'tiny-b:latest',
      sizeBytes: 6_983_515,
      vramBytes: 0,
      contextLength: 2048,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('end at a time, never, or nobody knows', async () => {
    const soon = new Date(Date.now() + 60_000).toISOString();
    const models = [
      { name: 'a', size: 10, size_vram: 4, expires_at: soon },
      { name: 'b', size: 10, expires_at: '0001-01-01T00:00:00Z' },
      { name: 'c', expires_at: 'whenever' },
    ];
    const { at } = serverOf({ '/api/ps': JSON.stringify({ models }) });
    expect(await memory.list(at, never)).toEqual([
      { name: 'a', sizeBytes: 10, vramBytes: 4, expiresAt: Date.parse(soon) },
      { name: 'b', sizeBytes: 10, vramBytes: 0 },
      { name: 'c' },
    ]);
  });

  test('of something else are told as such', async () => {
    const { at } = serverOf({ '/api/ps': '{"slots":[]}' });
    expect((await faultOf(memory.list(at, never)))?.kind).toBe('not-a-model-server');
  });
});

describe('loading', () => {
  test('is an empty request with the context and the time to stay', async () => {
    const { at, requests } = serverOf({ '/api/generate': 'load' });
    await memory.load(at, 'Fern', { keepAlive: '30m', contextLength: 8192 }, never);
    expect(paths(requests)).toEqual(['/api/generate']);
    expect(requests[0]?.body).toEqual({
      model: 'Fern:latest',
      keep_alive: '30m',
      options: { num_ctx: 8192 },
      stream: false,
    });
  });

  test.each([
    ['-1', -1],
    [' 0 ', 0],
    ['300', 300],
    ['-1m', '-1m'],
    ['1h30m', '1h30m'],
  ])('for %j says %j: a number has no unit as text', async (keepAlive, sent) => {
    const { at, requests } = serverOf({ '/api/generate': 'load' });
    await memory.load(at, 'fern', { keepAlive, contextLength: 1 }, never);
    expect(requests[0]?.body['keep_alive']).toBe(sent);
  });

  test('without a wish keeps the context that a loaded model has, which else would load anew', async () => {
    const { at, requests } = serverOf({ '/api/ps': 'ps', '/api/generate': 'load' });
    await memory.load(at, 'TINY-B', { keepAlive: '1h' }, never);
    await memory.load(at, 'other', { keepAlive: '1h' }, never);
    const sent = requests.filter(({ url }) => url.endsWith('/api/generate'));
    expect(sent.map(({ body }) => body['options'])).toEqual([{ num_ctx: 2048 }, undefined]);
  });

  test('of a model that only embeds goes another way', async () => {
    const { at, requests } = serverOf({
      '/api/ps': '{"models":[]}',
      '/api/generate': 'load-embedding',
      '/api/embed': 'load-embed',
    });
    await memory.load(at, 'tiny-embed', {}, never);
    expect(paths(requests)).toEqual(['/api/ps', '/api/generate', '/api/embed']);
    expect(requests[2]?.body).toEqual({ model: 'tiny-embed:latest', input: [] });
  });

  test.each<[string, Partial<Fault>]>([
    ['unload-missing', { kind: 'model-missing', model: 'fern:latest' }],
    ['load-bad-duration', { kind: 'refused', status: 400 }],
    ['{"error":"out of memory"}', { kind: 'stream-error', message: 'out of memory' }],
    ['{"hello":1}', { kind: 'not-a-model-server' }],
  ])('that fails is no success: %s', async (answer, fault) => {
    const { at } = serverOf({ '/api/generate': answer });
    expect(await faultOf(memory.load(at, 'fern', { contextLength: 1 }, never))).toMatchObject(
      fault,
    );
  });

  test('is stopped by its signal only, however long it takes', async () => {
    const stop = new AbortController();
    const fetcher: typeof fetch = (_input, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(new Error('gone')));
      });
    const at = { ...anEndpoint('ollama', fetcher), headersMs: 1, idleMs: 1 };
    let isOver = false;
    const load = memory.load(at, 'fern', { contextLength: 1 }, stop.signal).finally(() => {
      isOver = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(isOver).toBe(false);
    const reason = new Error('cancelled');
    stop.abort(reason);
    await expect(load).rejects.toBe(reason);
  });

  test('and unloading at once says so with a stay of nothing', async () => {
    const { at, requests } = serverOf({ '/api/generate': 'unload' });
    await memory.unload(at, 'fern:4b', never);
    expect(requests[0]?.body).toEqual({ model: 'fern:4b', keep_alive: 0, stream: false });
    const gone = serverOf({ '/api/generate': 'unload-deleted' });
    expect((await faultOf(memory.unload(gone.at, 'x', never)))?.kind).toBe('model-missing');
  });
});

describe('the details of a model', () => {
  const blob = 'sha256:fe04f0427032a4b7279a3c8d48ceb863421c8af07d49fdb0c8589915dfac841d';

  test('are all that is told, with a Modelfile that names no path of the server', async () => {
    const { at } = serverOf({ '/api/show': 'show-persona' });
    const told = await readDetails(at, 'coach:latest', never);
    expect(told).toMatchObject({
      model: { name: 'coach:latest', quantization: 'F16', contextLength: 2048 },
      system: 'You are a <coach>.',
      license: 'One licence.\nAnother one.',
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Hello!\nHow are you?' },
      ],
      blobs: [blob],
    });
    expect(told.parameters).toContain('num_ctx                        2048');
    expect(told.template).toContain('tool_call');
    expect(told.info).toMatchObject({ 'general.architecture': 'llama' });
    expect(told.info).not.toHaveProperty('tokenizer.ggml.tokens');
    expect(told.modelfile).toBe(
      'FROM coach:latest\nTEMPLATE {{ .System }} {{ .Prompt }}\nSYSTEM You are a <coach>.\nPARAMETER num_ctx 2048\nPARAMETER stop <|end|>\nPARAMETER stop User:\nPARAMETER temperature 0.4\nLICENSE One licence.\nLICENSE Another one.\nMESSAGE user Hi\nMESSAGE assistant "Hello!\nHow are you?"\n',
    );
  });

  test('are empty where the server says nothing, and missing where the model is', async () => {
    const { at } = serverOf({ '/api/show': '{"license":"","system":"","messages":[]}' });
    expect(await readDetails(at, 'x', never)).toEqual({ model: { name: 'x' } });
    const gone = serverOf({ '/api/show': 'show-missing' });
    expect((await faultOf(readDetails(gone.at, 'nope', never)))?.kind).toBe('model-missing');
  });

  test('name one base for all files of the server', () => {
    const hex = (digit: string) => digit.repeat(64);
    const text = [
      '# Modelfile generated by "ollama show"',
      '',
      `FROM C:\\models\\blobs\\sha256-${hex('a')}`,
      `ADAPTER /m/blobs/sha256-${hex('b')}`,
      `FROM /m/blobs/sha256-${hex('c')}`,
      'SYSTEM """',
      `FROM /m/blobs/sha256-${hex('d')}"""`,
    ].join('\n');
    expect(cleanModelfile(text, 'eye:7b')).toEqual({
      text: `FROM eye:7b\nSYSTEM """\nFROM /m/blobs/sha256-${hex('d')}"""`,
      blobs: [`sha256:${hex('a')}`, `sha256:${hex('b')}`, `sha256:${hex('c')}`],
    });
    expect(cleanModelfile('FROM fern:4b\nSYSTEM x', 'coach').text).toBe('FROM fern:4b\nSYSTEM x');
    expect(cleanModelfile('', 'coach').text).toBe('FROM coach');
  });
});
