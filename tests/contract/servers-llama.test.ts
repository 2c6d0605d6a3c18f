/* The scripted llama-server against the records of a real one. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type LlamaOptions, startLlamaServer } from '../servers/llama-server.ts';
import { chunksOf, readRecord, type WireRecord } from '../servers/records.ts';
import type { ScriptedServer } from '../servers/types.ts';

const page = 'http://localhost:4173';
const open: ScriptedServer[] = [];
const folders: string[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

async function start(options: LlamaOptions = {}): Promise<ScriptedServer> {
  const server = await startLlamaServer({ reply: '- open the context is', ...options });
  open.push(server);
  return server;
}

/** Sends the recorded request to the scripted server. */
async function replay(server: ScriptedServer, record: WireRecord) {
  const headers = new Headers(record.requestHeaders);
  for (const name of ['host', 'connection', 'content-length']) headers.delete(name);
  const body = record.requestBody.trim() === '' ? {} : { body: record.requestBody };
  const response = await fetch(server.url + record.path, {
    method: record.method,
    headers,
    redirect: 'manual',
    ...body,
  });
  return { response, body: await response.text() };
}

/** A value with its leaves replaced by their types, so that two can be compared by form. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value !== 'object' || value === null) return value === null ? null : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shape(part)]));
}

function shapes(sse: string): string[] {
  return [...new Set(chunksOf(sse).map((chunk) => JSON.stringify(shape(chunk))))];
}

function headersThatCount(headers: Iterable<[string, string]>): Record<string, string> {
  const own = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date'];
  return Object.fromEntries([...headers].filter(([name]) => !own.includes(name)));
}

describe('a chat stream', () => {
  const streams: [string, LlamaOptions][] = [
    ['chat-stream', {}],
    ['chat-stream-usage', {}],
    ['chat-stream-timings', {}],
    ['chat-stream-timings-usage', {}],
    ['chat-stream-stop', {}],
    ['chat-stream-utf8', {}],
    ['slow-stream-progress', {}],
    ['slow-stream-progress-cached', {}],
    ['think-chat-stream', { reply: { reasoning: 'Hmm… okay', text: 'The model' } }],
    [
      'think-chat-off',
      { reply: { reasoning: 'Hmm… okay', text: '- open the tree looks at the sea' } },
    ],
    ['think-chat-format-none', { reply: { reasoning: 'Hmm… okay', text: '- open' } }],
    ['resume-1-cut', {}],
    ['key-right', { key: 'secret-1' }],
  ];
  it.each(streams)('%s has the recorded headers, chunk keys and order', async (name, options) => {
    const record = readRecord(name);
    const { response, body } = await replay(await start(options), record);
    expect(response.status).toBe(200);
    expect(headersThatCount(response.headers)).toEqual(
      headersThatCount(Object.entries(record.headers)),
    );
    const recorded = shapes(record.body);
    // Where the recorder left events out, a form may be missing from the record.
    const trimmed = record.body.includes('[recorder:');
    expect(shapes(body)).toEqual(trimmed ? expect.arrayContaining(recorded) : recorded);
    expect(body.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  it('repeats a prefilled text at the start of the first delta', async () => {
    const server = await start({ reply: 'The little server listens on' });
    const { body } = await replay(server, readRecord('chat-prefill'));
    const first = chunksOf(body)[1] as { choices: { delta: { content: string } }[] };
    expect(first.choices[0]?.delta.content).toBe('The little server');
    expect(body).toContain('"finish_reason":"stop"');
  });

  it('ends with length at max_tokens, and speaks one token when asked for none', async () => {
    const { body } = await replay(await start(), readRecord('chat-stream-max-tokens-0'));
    expect(chunksOf(body)).toHaveLength(3);
    expect(body).toContain('"finish_reason":"length"');
  });

  it('counts the prompt once and finds it in the cache the second time', async () => {
    const server = await start();
    await replay(server, readRecord('chat-stream-cached'));
    const { body } = await replay(server, readRecord('chat-stream-cached'));
    const { usage, timings } = chunksOf(body).at(-1) as {
      usage: { prompt_tokens: number; prompt_tokens_details: { cached_tokens: number } };
      timings: { cache_n: number; prompt_n: number };
    };
    expect(timings.prompt_n).toBe(1);
    expect(timings.cache_n).toBe(usage.prompt_tokens_details.cached_tokens);
    expect(timings.cache_n + timings.prompt_n).toBe(usage.prompt_tokens);
  });

  it('reports the reading of a long prompt step by step', async () => {
    const server = await start({ reply: { text: 'ok', pauseBeforeMs: 40 } });
    const messages = [{ role: 'user', content: 'word '.repeat(400) }];
    const response = await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ messages, stream: true, return_progress: true }),
    });
    const progress = chunksOf(await response.text())
      .map(
        (chunk) =>
          (chunk as { prompt_progress?: { total: number; processed: number } }).prompt_progress,
      )
      .filter((part) => part !== undefined);
    expect(progress.length).toBeGreaterThan(3);
    expect(progress[0]?.processed).toBe(0);
    expect(progress.at(-1)?.processed).toBe(progress[0]?.total);
  });
});

describe('an answer in one piece', () => {
  it.each([
    'chat-nostream',
    'think-chat-nostream',
    'health-ok',
    'cors-no-origin',
    'cors-null-origin',
    'props',
    'v1-models',
    'models',
    'slots-idle',
    'input-tokens-chat',
    'head-health',
    'cors-preflight-post',
    'cors-preflight-unknown-route',
  ])('%s has the recorded status, headers and keys', async (name) => {
    const record = readRecord(name);
    const server = await start({ contextLength: 4096, ...thinkingReply(name) });
    const { response, body } = await replay(server, record);
    expect(response.status).toBe(record.status);
    expect(headersThatCount(response.headers)).toEqual(
      headersThatCount(Object.entries(record.headers)),
    );
    if (record.body.trim() === '') expect(body).toBe('');
    else expect(shape(JSON.parse(body))).toEqual(shape(JSON.parse(record.body)));
  });

  it.each([
    ['error-bad-json', {}],
    ['error-empty-body', {}],
    ['error-no-messages', {}],
    ['error-bad-role-content', {}],
    ['error-wrong-type', {}],
    ['error-image-not-supported', {}],
    ['unknown-route-404', {}],
    ['method-not-registered-404', {}],
    ['metrics-disabled-501', {}],
    ['stream-no-id-400', {}],
    ['resume-5-gone-404', {}],
    ['key-missing-401', { key: 'secret-1' }],
    ['key-wrong-401', { key: 'secret-1' }],
    ['key-models-401', { key: 'secret-1' }],
    ['key-props-401', { key: 'secret-1' }],
    ['key-health-public', { key: 'secret-1' }],
    ['health-loading-503', { loadMs: 'hold' }],
    ['props-loading-503', { loadMs: 'hold' }],
    ['v1-models-loading-503', { loadMs: 'hold' }],
    ['chat-loading-503', { loadMs: 'hold' }],
  ] as [string, LlamaOptions][])('%s is the recorded answer to the byte', async (name, options) => {
    const record = readRecord(name);
    const { response, body } = await replay(await start(options), record);
    expect(response.status).toBe(record.status);
    expect(body).toBe(record.body.trimEnd());
    expect(response.headers.get('access-control-allow-origin')).toBe(page);
  });

  it('names the tokens of a prompt that is too long', async () => {
    const server = await start({ contextLength: 64 });
    const messages = [{ role: 'user', content: 'word '.repeat(100) }];
    const response = await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ messages, stream: true }),
    });
    expect(response.status).toBe(400);
    const record = JSON.parse(readRecord('error-context-exceeded').body);
    expect(shape(await response.json())).toEqual(shape(record));
  });
});

describe('loading', () => {
  it('is over after its time, or when it is released', async () => {
    const slow = await start({ loadMs: 30 });
    expect((await fetch(`${slow.url}/health`)).status).toBe(503);
    await expect.poll(async () => (await fetch(`${slow.url}/health`)).status).toBe(200);
    const held = await start({ loadMs: 'hold' });
    held.release('loading');
    await expect.poll(async () => (await fetch(`${held.url}/health`)).status).toBe(200);
  });
});

describe('a resumable stream', () => {
  const ask = (server: ScriptedServer, id: string, signal: AbortSignal) =>
    fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'X-Conversation-Id': id },
      body: JSON.stringify({ messages: [{ role: 'user', content: 'Go' }], stream: true }),
      signal,
    });

  it('goes on without its client and is followed from a byte', async () => {
    const server = await start({
      reply: { text: 'é 한국어 🚀 word', tokens: 60, tokensPerSecond: 300 },
    });
    const client = new AbortController();
    const response = await ask(server, 'c1', client.signal);
    const reader = response.body?.getReader();
    const first = (await reader?.read())?.value ?? new Uint8Array();
    client.abort();
    await expect.poll(() => server.requests[0]?.aborted).toBe(true);
    expect(server.generating).toBe(1);
    const from = first.length - 7;
    const rest = await fetch(`${server.url}/v1/stream?conv_id=c1&from=${from}`);
    const bytes = Buffer.concat([first.subarray(0, from), Buffer.from(await rest.arrayBuffer())]);
    expect(chunksOf(bytes.toString()).length).toBe(62);
    expect(bytes.toString().endsWith('data: [DONE]\n\n')).toBe(true);
    const lookup = await fetch(`${server.url}/v1/streams/lookup`, {
      method: 'POST',
      body: JSON.stringify({ conversation_ids: ['c1', 'c2'] }),
    });
    const found = (await lookup.json()) as { total_bytes: number; is_done: boolean }[];
    expect(shape(found)).toEqual(shape(JSON.parse(readRecord('resume-2-lookup').body)));
    expect(found[0]).toMatchObject({ total_bytes: bytes.length, is_done: true });
  });

  it('gives a slow first client everything, and forgets beyond four megabytes', async () => {
    const server = await start({ reply: { text: 'two words', tokens: 32_000 } });
    const response = await ask(server, 'c1', AbortSignal.timeout(60_000));
    await expect.poll(() => server.generating, { timeout: 60_000 }).toBe(0);
    expect(chunksOf(await response.text())).toHaveLength(32_002);
    const lost = await fetch(`${server.url}/v1/stream?conv_id=c1&from=0`);
    expect(lost.status).toBe(400);
  }, 120_000);

  it('is stopped by DELETE, which answers 204', async () => {
    const server = await start({ reply: { text: 'word', tokens: 5000, tokensPerSecond: 100 } });
    const response = await ask(server, 'c1', AbortSignal.timeout(5000));
    const record = readRecord('resume-4-delete');
    const stop = await fetch(`${server.url}/v1/stream?conv_id=c1`, { method: 'DELETE' });
    expect(stop.status).toBe(record.status);
    expect(stop.headers.get('content-type')).toBe(record.headers['content-type']);
    expect(await response.text()).not.toContain('[DONE]');
    expect(server.generating).toBe(0);
    expect((await fetch(`${server.url}/v1/stream?conv_id=c1`)).status).toBe(404);
  });

  it('is replaced by a second one of the same name, without a last mark', async () => {
    const server = await start({ reply: { text: 'word', tokens: 40, tokensPerSecond: 200 } });
    const first = await ask(server, 'c1', AbortSignal.timeout(5000));
    const second = await ask(server, 'c1', AbortSignal.timeout(5000));
    expect(await first.text()).not.toContain('finish_reason":"');
    expect(await second.text()).toContain('[DONE]');
  });

  it('without a name ends with its client', async () => {
    const server = await start({ reply: { text: 'word', tokens: 5000, tokensPerSecond: 100 } });
    const client = new AbortController();
    await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ messages: [{ role: 'user', content: 'Go' }], stream: true }),
      signal: client.signal,
    });
    expect(server.generating).toBe(1);
    client.abort();
    await expect.poll(() => server.generating).toBe(0);
  });
});

describe('slots', () => {
  it('makes a fifth request wait for its headers', async () => {
    const server = await start({ reply: { text: 'a b c', pauseAfterTokens: 1 } });
    const body = JSON.stringify({ messages: [{ role: 'user', content: 'Go' }], stream: true });
    const post = () => fetch(`${server.url}/v1/chat/completions`, { method: 'POST', body });
    const four = await Promise.all([post(), post(), post(), post()]);
    let fifthBegan = false;
    const fifth = post().then((response) => {
      fifthBegan = true;
      return response;
    });
    await expect.poll(() => server.held.length).toBe(4);
    const busy = await fetch(`${server.url}/slots?fail_on_no_slot=1`);
    expect(await busy.text()).toBe(readRecord('slots-none-free-503').body.trimEnd());
    expect(fifthBegan).toBe(false);
    server.release();
    await Promise.all(four.map((response) => response.text()));
    await expect.poll(() => server.held.length).toBe(1);
    server.release();
    expect(await (await fifth).text()).toContain('[DONE]');
  });
});

describe('a folder served with --path', () => {
  function site(): string {
    const folder = mkdtempSync(join(tmpdir(), 'llantern-site-'));
    folders.push(folder);
    mkdirSync(join(folder, 'sub'));
    for (const name of ['index.html', 'sub/index.html', 'app.js', 'app.webmanifest']) {
      writeFileSync(join(folder, name), name);
    }
    return folder;
  }

  it.each([
    'path-index',
    'path-index-html',
    'path-js',
    'path-head',
    'path-folder',
    'path-folder-redirect',
    'path-if-modified',
    'path-spa-route-404',
    'path-traversal',
    'path-query',
  ])('%s has the recorded status and headers', async (name) => {
    const record = readRecord(name);
    const { response } = await replay(await start({ path: site() }), record);
    expect(response.status).toBe(record.status);
    const names = (headers: Record<string, string>) => Object.keys(headers).sort();
    expect(names(headersThatCount(response.headers))).toEqual(
      names(headersThatCount(Object.entries(record.headers))),
    );
    expect(response.headers.get('content-type')).toBe(record.headers['content-type'] ?? null);
  });

  it('gives the page but not its script while it loads and without the key', async () => {
    const loading = await start({ path: site(), loadMs: 'hold' });
    const keyed = await start({ path: site(), key: 'secret-1' });
    const status = async (url: string) => (await fetch(url)).status;
    expect(await status(`${loading.url}/`)).toBe(readRecord('path-loading-index').status);
    expect(await status(`${loading.url}/app.js`)).toBe(readRecord('path-loading-js-503').status);
    expect(await status(`${keyed.url}/`)).toBe(readRecord('path-key-index').status);
    expect(await status(`${keyed.url}/app.js`)).toBe(readRecord('path-key-js').status);
  });

  it('serves a web manifest as plain bytes', async () => {
    const server = await start({ path: site() });
    const response = await fetch(`${server.url}/app.webmanifest`);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
  });
});

function thinkingReply(name: string): LlamaOptions {
  return name.startsWith('think') ? { reply: { reasoning: 'Hmm…', text: 'Yes.' } } : {};
}
