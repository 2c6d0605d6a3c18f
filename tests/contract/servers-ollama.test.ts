/* The scripted Ollama against the words of its protocol. */
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type OllamaOptions, startOllama } from '../servers/ollama.ts';
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

type Line = {
  readonly message: { readonly content: string; readonly thinking?: string };
  readonly done: boolean;
  readonly done_reason?: string;
  readonly error?: string;
  readonly [count: string]: unknown;
};

function chat(server: ScriptedServer, body: object, path = '/api/chat') {
  return fetch(server.url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'Hi' }], ...body }),
  });
}

function linesOf(body: string): Line[] {
  return body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

const keysOf = (value: object) => Object.keys(value);

describe('a chat', () => {
  it('streams lines with the keys of the real ones, thinking first', async () => {
    const server = await start({ reply: { reasoning: 'User wants', text: 'High tide' } });
    const response = await chat(server, { model: 'fern:4b' });
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const ours = linesOf(await response.text());
    const file = new URL('../fixtures/ollama/chat-thinking.ndjson', import.meta.url);
    const real = linesOf(readFileSync(file, 'utf8'));
    const forms = (lines: Line[]) => [
      ...new Set(lines.map((line) => JSON.stringify([keysOf(line), keysOf(line.message)]))),
    ];
    expect(forms(ours)).toEqual(forms(real));
    expect(ours.map((line) => line.message.thinking ?? '').join('')).toBe('User wants');
    expect(ours.map((line) => line.message.content).join('')).toBe('High tide');
    expect(ours.at(-1)).toMatchObject({ done: true, done_reason: 'stop', eval_count: 4 });
  });

  it('answers in one object when no stream is wanted', async () => {
    const server = await start({ reply: { reasoning: 'Hm', text: 'A < B 🚀' } });
    const response = await chat(server, { model: 'fern:4b', stream: false });
    const text = await response.text();
    expect(text).toContain('A \\u003c B');
    expect(JSON.parse(text)).toMatchObject({
      message: { role: 'assistant', content: 'A < B 🚀', thinking: 'Hm' },
      done: true,
    });
  });

  it('does not think where it is told not to, and refuses where it cannot', async () => {
    const server = await start({ reply: { reasoning: 'Hm', text: 'Yes' } });
    const quiet = await chat(server, { model: 'fern:4b', think: false, stream: false });
    expect(((await quiet.json()) as Line).message.thinking).toBeUndefined();
    const refused = await chat(server, { model: 'moss:1b', think: true });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toEqual({ error: '"moss:1b" does not support thinking' });
  });

  it('names a missing model', async () => {
    const response = await chat(await start(), { model: 'nope' });
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: "model 'nope' not found" });
  });

  it('drops the oldest messages beyond num_ctx and says so only in its count', async () => {
    const seen: number[] = [];
    const server = await start({
      reply: (ask) => {
        seen.push(ask.messages.length);
        return 'ok';
      },
    });
    const old = { role: 'user', content: 'word '.repeat(100) };
    const messages = [{ role: 'system', content: 'Be brief.' }, old, old, old];
    const ask = { model: 'moss:1b', messages, options: { num_ctx: 150 }, stream: false };
    const last = (await (await chat(server, ask)).json()) as Line;
    expect(seen).toEqual([2]);
    expect(last['prompt_eval_count']).toBeLessThanOrEqual(150);
  });

  it('stops at num_predict with length', async () => {
    const server = await start({ reply: 'one two three four' });
    const ask = { model: 'moss:1b', options: { num_predict: 2 }, stream: false };
    expect(await (await chat(server, ask)).json()).toMatchObject({
      message: { content: 'one two' },
      done_reason: 'length',
      eval_count: 2,
    });
  });

  it('takes bare base64 images only, and only where the model sees', async () => {
    const server = await start({ reply: 'a bird' });
    const withImage = (image: string) => [{ role: 'user', content: 'What?', images: [image] }];
    const see = (model: string, image: string) =>
      chat(server, { model, messages: withImage(image), stream: false });
    expect((await see('iris:7b', 'iVBORw0KGgo=')).status).toBe(200);
    expect((await see('iris:7b', 'data:image/png;base64,iVBORw0KGgo=')).status).toBe(400);
    expect((await see('moss:1b', 'iVBORw0KGgo=')).status).toBe(500);
  });

  it('speaks to one client at a time', async () => {
    const server = await start({ reply: { text: 'a b', pauseAfterTokens: 1 } });
    const first = await chat(server, { model: 'moss:1b' });
    let began = false;
    const second = chat(server, { model: 'moss:1b' }).then((response) => {
      began = true;
      return response;
    });
    await expect.poll(() => server.held).toEqual(['pause']);
    expect(began).toBe(false);
    server.release();
    await first.text();
    await expect.poll(() => server.held).toEqual(['pause']);
    server.release();
    expect(linesOf(await (await second).text()).at(-1)?.done).toBe(true);
  });
});

describe('loading', () => {
  it('loads without messages, shows what runs, and unloads at keep_alive 0', async () => {
    const server = await start();
    const running = async () => {
      const { models } = (await (await fetch(`${server.url}/api/ps`)).json()) as {
        models: object[];
      };
      return models;
    };
    const load = await chat(server, { model: 'moss:1b', messages: [] });
    expect(await load.json()).toMatchObject({ done: true, done_reason: 'load' });
    expect(keysOf((await running())[0] ?? {})).toEqual([
      'name',
      'model',
      'size',
      'digest',
      'details',
      'expires_at',
      'size_vram',
      'context_length',
    ]);
    const unload = await chat(server, { model: 'moss:1b', keep_alive: 0 }, '/api/generate');
    expect(await unload.json()).toMatchObject({ response: '', done_reason: 'unload' });
    expect(await running()).toEqual([]);
  });

  it('takes its time once, and again for another num_ctx', async () => {
    const server = await start({ loadMs: 60, reply: 'ok' });
    const loadMs = async (num_ctx: number) => {
      const ask = { model: 'moss:1b', options: { num_ctx }, stream: false };
      const last = (await (await chat(server, ask)).json()) as Line;
      return Number(last['load_duration']) / 1e6;
    };
    expect(await loadMs(2048)).toBeGreaterThan(50);
    expect(await loadMs(2048)).toBeLessThan(50);
    expect(await loadMs(4096)).toBeGreaterThan(50);
  });
});

describe('lists', () => {
  it('tells capabilities in tags and the context length in show', async () => {
    const server = await start();
    const tags = (await (await fetch(`${server.url}/api/tags`)).json()) as {
      models: { name: string; capabilities: string[] }[];
    };
    expect(tags.models[0]).toMatchObject({
      name: 'fern:4b',
      capabilities: ['completion', 'tools', 'thinking'],
    });
    const show = await chat(server, { model: 'FERN:4b' }, '/api/show');
    expect(await show.json()).toMatchObject({
      model_info: { 'general.architecture': 'fern', 'fern.context_length': 40_960 },
    });
    expect(await (await fetch(`${server.url}/api/version`)).json()).toEqual({ version: '0.33.0' });
    expect(await (await fetch(server.url)).text()).toBe('Ollama is running');
    expect((await fetch(`${server.url}/api/chat`)).status).toBe(405);
    expect((await fetch(`${server.url}/api/nothing`)).status).toBe(404);
  });
});

describe('the door', () => {
  const ask = (server: ScriptedServer, origin: string, method = 'GET') =>
    fetch(`${server.url}/api/tags`, { method, headers: { Origin: origin } });

  it.each([
    ['http://localhost:4173', 200],
    ['https://127.0.0.1', 200],
    ['tauri://x', 200],
    ['http://[::1]:5173', 403],
    ['https://app.example', 403],
    ['null', 403],
  ])('answers a page on %s with %d', async (origin, status) => {
    const response = await ask(await start(), origin);
    expect(response.status).toBe(status);
    const allowed = response.headers.get('access-control-allow-origin');
    expect(allowed).toBe(status === 200 ? origin : null);
    if (status === 403) expect(await response.text()).toBe('');
  });

  it('answers a preflight with exactly its list of headers', async () => {
    const response = await ask(await start(), 'http://localhost:4173', 'OPTIONS');
    expect(response.status).toBe(204);
    const allowed = response.headers.get('access-control-allow-headers')?.split(',');
    expect(allowed?.slice(0, 3)).toEqual(['Authorization', 'Content-Type', 'User-Agent']);
    expect(allowed).toHaveLength(18);
    expect(response.headers.get('access-control-max-age')).toBe('43200');
  });

  it('lets in what OLLAMA_ORIGINS names, and can shut out localhost', async () => {
    const server = await start({ origins: ['https://*.example'], localOrigins: false });
    expect((await ask(server, 'https://app.example')).status).toBe(200);
    expect((await ask(server, 'http://localhost:4173')).status).toBe(403);
    server.set({ noCors: true });
    expect((await ask(server, 'https://app.example')).status).toBe(403);
  });

  it('refuses a host name it does not know', async () => {
    const server = await start();
    const status = await new Promise((resolve) => {
      const headers = { Host: 'foo.example' };
      request(`${server.url}/api/tags`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
    expect(status).toBe(403);
  });
});
