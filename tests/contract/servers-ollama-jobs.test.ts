/* The scripted Ollama's work on models, against records of a real one and by the words of its protocol. */
import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type OllamaOptions, startOllama } from '../servers/ollama.ts';
import { digestFrom, type OllamaModel } from '../servers/ollama-models.ts';
import { createOllamaStore } from '../servers/ollama-store.ts';
import { readRecord } from '../servers/records.ts';
import type { ScriptedServer } from '../servers/types.ts';

const open: ScriptedServer[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function start(options: OllamaOptions = {}): Promise<ScriptedServer> {
  const server = await startOllama(options);
  open.push(server);
  return server;
}

type Line = Readonly<Record<string, unknown>>;

const linesOf = (body: string): Line[] =>
  body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

async function ask(server: ScriptedServer, path: string, body?: object, method = 'POST') {
  const response = await fetch(server.url + path, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const type = response.headers.get('content-type');
  return { status: response.status, type, text: await response.text() };
}

/** The statuses without digests, one after another once each. */
function shapeOf(body: string): string[] {
  const words = linesOf(body).map(({ status, error, ...rest }) => {
    const said = String(status ?? error).replace(/[0-9a-f]{12,64}/g, '#');
    return `${said} ${Object.keys(rest)
      .filter((key) => key !== 'completed')
      .join()}`.trim();
  });
  return words.filter((word, at) => word !== words[at - 1]);
}

const tagsOf = async (server: ScriptedServer) =>
  (JSON.parse((await ask(server, '/api/tags', undefined, 'GET')).text) as { models: Line[] })
    .models;

const oneLayer = (name: string, digest = digestFrom(name)): OllamaModel => ({
  name,
  sizeBytes: 1000,
  quantization: 'F16',
  layers: [{ digest, sizeBytes: 1000 }],
});

describe('answers of the real one', () => {
  it.each([
    ['pull-cached', '/api/pull', { model: 'fern:4b' }],
    ['pull-unknown', '/api/pull', { model: 'nope' }],
    ['pull-bad-name', '/api/pull', { model: 'a b' }],
    ['push', '/api/push', { model: 'me/kept' }],
    ['push-auth', '/api/push', { model: 'fern:4b' }],
    ['push-unknown', '/api/push', { model: 'nope' }],
    ['create-quantize-unknown', '/api/create', { model: 'x', from: 'kept', quantize: 'q5_K_M' }],
    ['create-quantize-quantized', '/api/create', { model: 'x', from: 'fern:4b', quantize: 'q8_0' }],
    ['create-nothing', '/api/create', { model: 'x' }],
    ['create-bad-name', '/api/create', { model: 'a b', from: 'kept' }],
    ['create-bad-template', '/api/create', { model: 'x', from: 'kept', template: '{{ .Prompt' }],
    [
      'create-blob-missing',
      '/api/create',
      { model: 'x', files: { 'a.gguf': `sha256:${'0'.repeat(64)}` } },
    ],
    ['copy', '/api/copy', { source: 'kept', destination: 'copied' }],
    ['copy-missing', '/api/copy', { source: 'nope', destination: 'x' }],
    ['copy-bad', '/api/copy', { source: 'kept', destination: 'a b' }],
    ['delete', '/api/delete', { model: 'kept' }],
    ['delete-missing', '/api/delete', { model: 'nope' }],
    ['show-missing', '/api/show', { model: 'nope' }],
    ['load-embedding', '/api/generate', { model: 'nettle' }],
    ['load-bad-duration', '/api/generate', { model: 'fern:4b', keep_alive: 'soon' }],
    ['unload-missing', '/api/generate', { model: 'nope', keep_alive: 0 }],
  ])('have their form here too: %s', async (name, path, body) => {
    const { ollamaModels } = await import('../servers/ollama-models.ts');
    const models = [...ollamaModels, oneLayer('kept:latest'), oneLayer('me/kept:latest')];
    const server = await start({ models });
    const real = readRecord(name, 'ollama');
    const ours = await ask(server, path, body, real.method);
    expect(ours.status).toBe(real.status);
    expect(ours.type ?? '').toBe(real.headers['content-type'] ?? '');
    // Of several layers one stands for all, and names are the ones that were asked for.
    const plain = (text: string) =>
      [...new Set(shapeOf(text))].map((word) =>
        word
          .replaceAll(/nope|tiny(-embed|-q)?|nettle|library\/|:latest/g, '')
          .replace(/"\\?"/g, ''),
      );
    expect(plain(ours.text)).toEqual(plain(real.body));
  });
});

describe('a pull', () => {
  it('brings a model in layers, then lists it', async () => {
    const server = await start();
    const { text, type } = await ask(server, '/api/pull', { model: 'sage:3b' });
    expect(type).toBe('application/x-ndjson');
    const lines = linesOf(text);
    expect(lines.at(0)).toEqual({ status: 'pulling manifest' });
    expect(lines.at(-1)).toEqual({ status: 'success' });
    const digests = [...new Set(lines.flatMap(({ digest }) => (digest ? [digest] : [])))];
    expect(digests).toHaveLength(4);
    const first = lines.filter(({ digest }) => digest === digests[0]);
    expect(first[0]).not.toHaveProperty('completed');
    expect(first.at(-1)).toMatchObject({ total: 1_928_400_000, completed: 1_928_400_000 });
    expect(text.length).toBeLessThan(10_000);
    expect((await tagsOf(server)).map(({ name }) => name)).toContain('sage:3b');
  });

  it('goes on where it broke off, and loses what it is told to', async () => {
    const server = await start();
    server.set({ on: 'job', cut: { afterTokens: 4 } });
    await expect(ask(server, '/api/pull', { model: 'sage:3b' })).rejects.toThrow();
    server.set({ cut: null });
    server.set({ once: { on: 'job', cut: { afterTokens: 1 }, transfer: { lossBytes: 100 } } });
    const stop = new AbortController();
    const again = await fetch(`${server.url}/api/pull`, {
      method: 'POST',
      body: JSON.stringify({ model: 'sage:3b' }),
      signal: stop.signal,
    });
    const whole = await again.text().catch(() => '');
    expect(whole).toBe('');
    const { text } = await ask(server, '/api/pull', { model: 'sage:3b' });
    const firstLayer = linesOf(text)[1];
    expect(firstLayer?.['completed']).toBeGreaterThan(700_000_000);
    expect(linesOf(text).at(-1)).toEqual({ status: 'success' });
  });

  it('goes on after a restart with the same disk', async () => {
    const store = createOllamaStore([]);
    const first = await start({ store });
    first.set({ on: 'job', stall: { afterTokens: 5 } });
    const broken = ask(first, '/api/pull', { model: 'sage:3b' }).catch(() => 'broken');
    await expect.poll(() => first.held).toEqual(['stall']);
    await first.close();
    expect(await broken).toBe('broken');
    const second = await start({ store });
    const { text } = await ask(second, '/api/pull', { model: 'sage:3b' });
    expect(linesOf(text)[1]?.['completed']).toBeGreaterThan(0);
    expect(await tagsOf(second)).toHaveLength(1);
  });

  it('keeps a pace, and stops with its last listener', async () => {
    const server = await start({ registry: [{ name: 'slow', sizeBytes: 1_000_000 }] });
    server.set({ on: 'job', transfer: { bytesPerSecond: 5_000_000 } });
    const startedAt = performance.now();
    const { text } = await ask(server, '/api/pull', { model: 'slow' });
    expect(performance.now() - startedAt).toBeGreaterThan(150);
    const done = linesOf(text).flatMap(({ completed }) => (completed ? [Number(completed)] : []));
    expect(done).toEqual(done.toSorted((one, other) => one - other));
    expect(done.at(-1)).toBe(1_000_000);
  });

  it.each([
    [{ backwards: { atByte: 500, toByte: 100 } }, 'success'],
    [{ newDigest: { atByte: 500 } }, 'success'],
    [{ diskFull: { atByte: 500 } }, 'no space left on device'],
    [{ mismatch: true }, 'digest mismatch, file must be downloaded again'],
    [{ registry: 'down' as const }, 'no such host'],
    [{ registry: 'signed-out' as const }, 'unauthorized: access denied'],
    [{ registry: 'not-allowed' as const }, '403: '],
    [{ registry: 'limited' as const }, '429: '],
    [{ registry: 'newer' as const }, 'requires a newer version of Ollama'],
  ])('can be ordered to misbehave: %j', async (transfer, words) => {
    const server = await start({ registry: [oneLayer('moth')] });
    server.set({ on: 'job', transfer });
    const { text, status } = await ask(server, '/api/pull', { model: 'moth' });
    expect(status).toBe(200);
    const lines = linesOf(text);
    expect(JSON.stringify(lines.at(-1))).toContain(words);
    const done = lines.map(({ completed }) => Number(completed ?? 0));
    const goesBack = done.some((each, at) => each > 0 && each < (done[at - 1] ?? 0));
    expect(goesBack).toBe('backwards' in transfer);
    const digests = new Set(lines.flatMap(({ digest }) => (digest ? [digest] : [])));
    expect(digests.size).toBe('newDigest' in transfer ? 2 : 'registry' in transfer ? 0 : 1);
  });

  it('of a newer form fetches what is new and removes what nothing names any more', async () => {
    const [shared, old, fresh] = ['shared', 'old', 'fresh'].map((name) => ({
      digest: digestFrom(name),
      sizeBytes: 800,
    }));
    if (!shared || !old || !fresh) throw new Error('three layers');
    const registry: OllamaModel[] = [];
    const server = await start({
      models: [{ name: 'moth:latest', layers: [shared, old] }],
      registry,
    });
    const [before] = await tagsOf(server);
    registry.push({ name: 'moth', layers: [shared, fresh] });
    const { text } = await ask(server, '/api/pull', { model: 'moth' });
    expect(linesOf(text)[1]).toMatchObject({ total: 800, completed: 800 });
    expect(text).toContain('removing unused layers');
    const [after] = await tagsOf(server);
    expect(after?.['name']).toBe('moth:latest');
    expect(after?.['digest']).not.toBe(before?.['digest']);
    const has = (digest: string) => ask(server, `/api/blobs/${digest}`, undefined, 'HEAD');
    expect((await has(old.digest)).status).toBe(404);
    expect((await has(shared.digest)).status).toBe(200);
  });
});

describe('an upload', () => {
  const post = (server: ScriptedServer, digest: string, body: string) =>
    fetch(`${server.url}/api/blobs/${digest}`, { method: 'POST', body });

  it('is known by the digest that it has, whatever was announced', async () => {
    const server = await start();
    const digest = digestFrom('GGUF of ours');
    const wrong = await post(server, digestFrom('else'), 'GGUF of ours');
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toContain('digest mismatch, expected');
    expect((await ask(server, `/api/blobs/${digest}`, undefined, 'HEAD')).status).toBe(200);
    expect((await post(server, digest, 'GGUF of ours')).status).toBe(200);
    expect((await post(server, digestFrom('more'), 'more')).status).toBe(201);
    expect((await post(server, 'sha256:12', 'x')).status).toBe(400);
  });

  it('fails where the disk is full, and leaves nothing when it is broken off', async () => {
    const server = await start();
    server.set({ on: 'job', transfer: { diskFull: { atByte: 5 } } });
    const full = await post(server, digestFrom('123456'), '123456');
    expect(full.status).toBe(500);
    expect(await full.text()).toContain('no space left on device');
    server.set({ transfer: null });
    const digest = digestFrom('12');
    await new Promise<void>((resolve) => {
      const headers = { 'Content-Length': 2 };
      const sent = request(`${server.url}/api/blobs/${digest}`, { method: 'POST', headers });
      sent.on('error', () => resolve());
      sent.write('1', () => sent.destroy(new Error('gone')));
    });
    await expect.poll(() => server.requests.at(-1)?.done).toBe(true);
    expect((await ask(server, `/api/blobs/${digest}`, undefined, 'HEAD')).status).toBe(404);
  });

  it('of any size passes without being kept', async () => {
    const server = await start();
    const piece = Buffer.alloc(1 << 20);
    const sizeBytes = 256 * piece.length;
    let most = 0;
    const before = process.memoryUsage().rss;
    const status = await new Promise((resolve, reject) => {
      const headers = { 'Content-Length': sizeBytes };
      const path = `${server.url}/api/blobs/${digestFrom('none')}`;
      const sent = request(path, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject);
      const write = (left: number): void => {
        most = Math.max(most, process.memoryUsage().rss - before);
        if (left === 0) sent.end();
        else sent.write(piece, () => write(left - 1));
      };
      write(256);
    });
    expect(status).toBe(400);
    expect(server.requests.at(-1)?.bytesReceived).toBe(sizeBytes);
    expect(server.requests.at(-1)?.body).toBeUndefined();
    expect(most).toBeLessThan(128 << 20);
  });
});

describe('a build', () => {
  it('of a base and texts is listed with its parent and told by show', async () => {
    const server = await start();
    const { text } = await ask(server, '/api/create', {
      model: 'coach',
      from: 'fern:4b',
      system: 'Be\nbrief.',
      parameters: { temperature: 0.4, stop: ['a', 'b'] },
      messages: [{ role: 'user', content: 'Hi' }],
      license: 'Mine.',
    });
    expect(linesOf(text).at(0)?.['status']).toMatch(/^using existing layer sha256:/);
    expect(
      linesOf(text).filter(({ status }) => /^creating new layer/.test(`${status}`)),
    ).toHaveLength(4);
    expect(linesOf(text).at(-1)).toEqual({ status: 'success' });
    const coach = (await tagsOf(server)).find(({ name }) => name === 'coach:latest');
    expect(coach?.['details']).toMatchObject({ parent_model: 'fern:4b' });
    const shown = JSON.parse((await ask(server, '/api/show', { model: 'COACH' })).text) as Line;
    expect(shown).toMatchObject({
      system: 'Be\nbrief.',
      license: 'Mine.',
      messages: [{ role: 'user', content: 'Hi' }],
      parameters:
        'temperature                    0.4\nstop                           "a"\nstop                           "b"',
    });
    expect(shown['modelfile']).toContain('SYSTEM "Be\nbrief."');
    expect(shown['modelfile']).toMatch(
      /\nFROM \/root\/.ollama\/models\/blobs\/sha256-[0-9a-f]{64}\n/,
    );
  });

  it('of uploaded files names what is wrong with them', async () => {
    const server = await start();
    const put = async (text: string) => {
      const digest = digestFrom(text);
      await fetch(`${server.url}/api/blobs/${digest}`, { method: 'POST', body: text });
      return digest;
    };
    const whole = await put(`GGUF${'x'.repeat(40)}`);
    const short = await put('GGUF and less');
    const other = await put('no model at all, but long enough');
    const build = async (files: Record<string, string>, more: object = {}) =>
      (await ask(server, '/api/create', { model: 'mine', files, ...more })).text;
    expect(await build({ 'a.gguf': whole })).toContain('"success"');
    expect(await build({ a: whole })).toContain('"success"');
    expect(await build({ 'a.gguf': short })).toContain('unexpected EOF');
    expect(await build({ 'a.gguf': other })).toContain('not in GGUF format');
    expect(await build({ a: other })).toContain('unknown type');
    expect(await build({ '../a.gguf': whole })).toContain('file path must be relative');
    expect(await build({ 'a-00001-of-00002.gguf': whole })).toContain('has 1 shards, expected 2');
    const small = await build({ 'a.gguf': whole }, { quantize: 'q4_k_m' });
    expect(small).toContain('quantizing F16 model to Q4_K_M');
    const [mine] = (await tagsOf(server)).filter(({ name }) => name === 'mine:latest');
    expect(mine?.['details']).toMatchObject({ quantization_level: 'Q4_K_M' });
  });

  it('fetches a base that is not there', async () => {
    const server = await start();
    const { text } = await ask(server, '/api/create', {
      model: 'x',
      from: 'fern:4b-f16',
      quantize: 'Q8_0',
    });
    expect(text).toContain('pulling manifest');
    expect(linesOf(text).at(-1)).toEqual({ status: 'success' });
    const missing = await ask(server, '/api/create', { model: 'x', from: 'nope' });
    expect(missing.text).toContain('pull model manifest: file does not exist');
  });
});

describe('copy, delete and memory', () => {
  it('a copy has the same digest, and its files go with the last that names them', async () => {
    const server = await start({ models: [oneLayer('moth:latest')] });
    await ask(server, '/api/copy', { source: 'moth', destination: 'me/moth' });
    const tags = await tagsOf(server);
    expect(tags.map(({ name }) => name)).toEqual(['moth:latest', 'me/moth:latest']);
    expect(new Set(tags.map(({ digest }) => digest)).size).toBe(1);
    const has = async () =>
      (await ask(server, `/api/blobs/${digestFrom('moth:latest')}`, undefined, 'HEAD')).status;
    await ask(server, '/api/delete', { model: 'moth' }, 'DELETE');
    expect(await has()).toBe(200);
    await ask(server, '/api/delete', { model: 'ME/moth' }, 'DELETE');
    expect(await has()).toBe(404);
  });

  it('a loaded model that is deleted stays in memory, where its name reaches it no more', async () => {
    const server = await start();
    const running = async () =>
      (JSON.parse((await ask(server, '/api/ps', undefined, 'GET')).text) as { models: Line[] })
        .models;
    await ask(server, '/api/generate', { model: 'moss:1b', keep_alive: '1h' });
    await ask(server, '/api/generate', { model: 'iris:7b', keep_alive: -1 });
    await ask(server, '/api/embed', { model: 'nettle', input: [] });
    expect((await running()).map(({ name }) => name)).toEqual([
      'iris:7b',
      'moss:1b',
      'nettle:latest',
    ]);
    await ask(server, '/api/delete', { model: 'moss:1b' }, 'DELETE');
    expect(await running()).toHaveLength(3);
    expect((await ask(server, '/api/generate', { model: 'moss:1b', keep_alive: 0 })).status).toBe(
      404,
    );
    const unload = await ask(server, '/api/generate', { model: 'nettle', keep_alive: 0 });
    expect(JSON.parse(unload.text)).toMatchObject({ done_reason: 'unload' });
    expect(await running()).toHaveLength(2);
  });
});
