/* What all scripted servers share: pace, faults on order, records, and the plain static host. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startLlamaServer } from '../servers/llama-server.ts';
import { startOllama } from '../servers/ollama.ts';
import { type OpenAiOptions, startOpenAi } from '../servers/openai.ts';
import { chunksOf } from '../servers/records.ts';
import { tokensOf } from '../servers/script.ts';
import { startStatic } from '../servers/static.ts';
import type { Faults, ScriptedServer } from '../servers/types.ts';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function start(options: OpenAiOptions = {}): Promise<ScriptedServer> {
  const server = await startOpenAi({ reply: 'one two three four', ...options });
  open.push(server);
  return server;
}

function ask(server: ScriptedServer, body: object = {}, signal = AbortSignal.timeout(5000)) {
  return fetch(`${server.url}${server.kind === 'ollama' ? '/api/chat' : '/v1/chat/completions'}`, {
    method: 'POST',
    body: JSON.stringify({
      model: server.kind === 'ollama' ? 'moss:1b' : 'heron-7b',
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
      ...body,
    }),
    signal,
  });
}

type Chunk = {
  readonly choices: readonly {
    readonly delta: Readonly<Record<string, string>>;
    readonly finish_reason: string | null;
  }[];
  readonly usage?: object | null;
};

function textOf(sse: string): string {
  const chunks = chunksOf(sse) as Chunk[];
  return chunks.map((chunk) => chunk.choices[0]?.delta['content'] ?? '').join('');
}

/** All that arrived, and whether the body ended in good order. */
async function received(response: Response) {
  const reader = response.body?.getReader();
  const parts: Uint8Array[] = [];
  try {
    for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
      parts.push(part.value);
    }
    return { parts, text: Buffer.concat(parts).toString(), whole: true };
  } catch {
    return { parts, text: Buffer.concat(parts).toString(), whole: false };
  }
}

describe('tokens', () => {
  it.each(['', ' a\n\n b', 'é 한국어 👩‍🚀 `x` "q"', 'x'.repeat(300_000), '\ud83d lone'])(
    'put together again are the text',
    (text) => {
      expect(tokensOf(text).join('')).toBe(text);
    },
  );
});

describe('pace', () => {
  it('keeps 1,000 tokens a second by the clock', async () => {
    const server = await start({ reply: { text: 'word', tokens: 500, tokensPerSecond: 1000 } });
    const startedAt = performance.now();
    const body = await (await ask(server)).text();
    const ms = performance.now() - startedAt;
    expect(chunksOf(body)).toHaveLength(502);
    expect(ms).toBeGreaterThan(450);
    expect(ms).toBeLessThan(1500);
  });

  it('streams 32,000 tokens as fast as they are taken', async () => {
    const server = await start({ reply: { text: 'two words', tokens: 32_000 } });
    expect(chunksOf(await (await ask(server)).text())).toHaveLength(32_002);
  });
});

describe('the OpenAI form', () => {
  it('sends usage only where it is asked for, then the last mark', async () => {
    const server = await start();
    const plain = (await (await ask(server)).text()).trimEnd();
    expect(chunksOf(plain).some((chunk) => 'usage' in (chunk as Chunk))).toBe(false);
    expect(plain.endsWith('data: [DONE]')).toBe(true);
    const asked = await (await ask(server, { stream_options: { include_usage: true } })).text();
    const last = chunksOf(asked).at(-1) as Chunk;
    expect(last.choices).toEqual([]);
    expect(last.usage).toMatchObject({ completion_tokens: 4 });
  });

  it.each([
    ['reasoning', { reasoning: 'Hm' }],
    ['reasoning_content', { reasoning_content: 'Hm' }],
    ['both', { reasoning: 'Hm', reasoning_content: 'Hm' }],
    ['tags', { content: '<think>' }],
  ] as const)('puts thoughts where it is told: %s', async (reasoningField, delta) => {
    const server = await start({ reasoningField, reply: { reasoning: 'Hm', text: 'Yes' } });
    const chunks = chunksOf(await (await ask(server)).text()) as Chunk[];
    expect(chunks[1]?.choices[0]?.delta).toEqual(delta);
  });

  it('refuses a wrong key, a missing model and what it does not know', async () => {
    const server = await start({ key: 'k', rejectStreamOptions: true });
    const status = async (body: object, key: string) => {
      const response = await fetch(`${server.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${key}` },
        body: JSON.stringify({ model: 'heron-7b', messages: [], ...body }),
      });
      return response.status;
    };
    expect(await status({}, 'wrong')).toBe(401);
    expect(await status({ model: 'nope' }, 'k')).toBe(404);
    expect(await status({ stream_options: {} }, 'k')).toBe(400);
    expect(await status({}, 'k')).toBe(200);
  });
});

describe('a fault', () => {
  it.each([
    [{ code: 429, retryAfter: 3 }, 'application/json', '3'],
    [{ code: 500, html: true }, 'text/html', null],
    [{ code: 413 }, 'application/json', null],
  ])('of status %o is the answer to a chat, not to a list', async (status, type, retryAfter) => {
    const server = await start({ faults: { status } });
    const response = await ask(server);
    expect(response.status).toBe(status.code);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('retry-after')).toBe(retryAfter);
    expect((await fetch(`${server.url}/v1/models`)).status).toBe(200);
  });

  it('ordered once is met once', async () => {
    const server = await start();
    server.set({ once: { status: { code: 503 } } });
    expect((await fetch(`${server.url}/v1/models`)).status).toBe(200);
    expect((await ask(server)).status).toBe(503);
    expect((await ask(server)).status).toBe(200);
  });

  it('stalls at its place until it is released', async () => {
    const server = await start({ faults: { stall: { afterTokens: 2 } } });
    const response = await ask(server);
    const reader = response.body?.getReader();
    let text = '';
    while (!text.includes(' two')) text += Buffer.from((await reader?.read())?.value ?? []);
    expect(text).not.toContain('three');
    await expect.poll(() => server.held).toEqual(['stall']);
    server.release('stall');
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toContain('three');
    await reader?.cancel();
  });

  it('before the headers holds even them', async () => {
    const server = await start({ faults: { stall: 'before-headers' } });
    await expect(ask(server, {}, AbortSignal.timeout(80))).rejects.toThrow();
    await expect.poll(() => server.requests[0]?.aborted).toBe(true);
  });

  it('cuts the socket after a token or at a byte', async () => {
    const server = await start();
    server.set({ once: { cut: { afterTokens: 2 } } });
    const byToken = await received(await ask(server));
    expect(byToken.whole).toBe(false);
    expect(textOf(byToken.text)).toBe('one two');
    server.set({ once: { cut: { atByte: 100 } } });
    const byByte = await received(await ask(server));
    expect(byByte.whole).toBe(false);
    expect(byByte.text).toHaveLength(100);
    expect(server.requests[1]).toMatchObject({ bytesSent: 100, done: true });
    expect(server.requests[1]?.aborted).toBeUndefined();
  });

  it('ends in good order without a last mark', async () => {
    const server = await start({ faults: { endWithoutMark: true } });
    const { text, whole } = await received(await ask(server));
    expect(whole).toBe(true);
    expect(textOf(text)).toBe('one two three four');
    expect(text).not.toContain('"finish_reason":"stop"');
  });

  it('puts an error object into the stream, in the dialect of the server', async () => {
    const faults: Faults = { errorInStream: { afterTokens: 1, message: 'out of memory' } };
    const servers = await Promise.all([
      startOllama({ faults, reply: 'one two' }),
      startLlamaServer({ faults, reply: 'one two' }),
      startOpenAi({ faults, reply: 'one two' }),
    ]);
    open.push(...servers);
    const ends = await Promise.all(
      servers.map(async (server) =>
        (await (await ask(server)).text()).trimEnd().split('\n').at(-1),
      ),
    );
    expect(ends).toEqual([
      '{"error":"out of memory"}',
      'data: {"error":{"code":500,"message":"out of memory","type":"server_error"}}',
      'data: {"error":{"message":"out of memory","type":"server_error","param":null,"code":500}}',
    ]);
  });

  it('writes unreadable lines between readable ones', async () => {
    const server = await start({ faults: { unreadable: { afterTokens: 2, lines: 3 } } });
    const lines = (await (await ask(server)).text()).split('\n\n');
    const isBroken = (line: string) => /^data: \{(?!.*\}$)/.test(line);
    expect(lines.findIndex(isBroken)).toBe(3);
    expect(lines.filter(isBroken)).toHaveLength(3);
  });

  it.each([
    ['crlf', '\r\n'],
    ['cr', '\r'],
    ['lf', '\n'],
  ] as const)('ends lines with %s', async (lineEnd, end) => {
    const server = await start({ faults: { lineEnd, comments: true } });
    const body = await (await ask(server)).text();
    expect(body.startsWith(`: still here${end}${end}`)).toBe(true);
    expect(body.replaceAll(end, '')).not.toMatch(/[\r\n]/);
  });

  it.each(['byte', 'split-utf8', 7] as const)(
    'chunks by %s and loses nothing',
    async (chunking) => {
      const server = await start({ reply: 'é 한국어 🚀', faults: { chunking } });
      const { text, parts } = await received(await ask(server));
      expect(textOf(text)).toBe('é 한국어 🚀');
      const continues = parts.some((part) => ((part[0] ?? 0) & 0xc0) === 0x80);
      if (chunking === 'split-utf8') expect(continues).toBe(true);
    },
  );

  it('answers with one body though a stream was asked for', async () => {
    const server = await start({ faults: { oneBody: true } });
    const response = await ask(server);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toMatchObject({
      choices: [{ message: { content: 'one two three four' }, finish_reason: 'stop' }],
    });
  });

  it('turns the server into a page of somebody else', async () => {
    const server = await start({ faults: { notAModelServer: true } });
    const response = await fetch(`${server.url}/v1/models`);
    expect(await response.text()).toContain('<!doctype html>');
  });

  it('refuses headers in the preflight and fields in the body', async () => {
    const server = await startLlamaServer({
      faults: { refuseHeaders: ['x-conversation-id'], refuseFields: ['return_progress'] },
    });
    open.push(server);
    const preflight = await fetch(`${server.url}/health`, { method: 'OPTIONS' });
    expect(preflight.headers.get('access-control-allow-headers')).not.toMatch(/conversation|\*/i);
    expect((await ask(server, { return_progress: true })).status).toBe(400);
    expect((await ask(server)).status).toBe(200);
  });

  it('of loading is a 503 until it is released', async () => {
    const server = await startLlamaServer({ faults: { loading: true } });
    open.push(server);
    expect((await fetch(`${server.url}/health`)).status).toBe(503);
    server.release();
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });
});

describe('the control endpoints', () => {
  it('order faults and replies, and tell what was asked', async () => {
    const server = await start();
    const order = (body: object) =>
      fetch(`${server.url}/__control`, { method: 'POST', body: JSON.stringify(body) });
    const answer = await order({ set: { status: { code: 500 } }, say: 'Another.' });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect((await ask(server)).status).toBe(500);
    await order({ set: { status: null } });
    expect(textOf(await (await ask(server)).text())).toBe('Another.');
    const told = (await (await fetch(`${server.url}/__requests`)).json()) as { status: number }[];
    expect(told.map((one) => one.status)).toEqual([500, 200]);
    await order({ reset: true });
    expect(textOf(await (await ask(server)).text())).toBe('one two three four');
    expect(server.requests).toHaveLength(1);
  });
});

describe('close', () => {
  it('destroys open streams and refuses new ones', async () => {
    const server = await start({ reply: { text: 'word', pauseAfterTokens: 1 } });
    const response = await ask(server);
    expect(server.connections).toBeGreaterThan(0);
    await server.close();
    expect((await received(response)).whole).toBe(false);
    await expect(ask(server)).rejects.toThrow();
  });
});

describe('the static host', () => {
  it('serves a folder below a sub-path, without fallback, until it is closed', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'llantern-static-'));
    writeFileSync(join(dir, 'index.html'), '<title>app</title>');
    writeFileSync(join(dir, 'app.webmanifest'), '{}');
    const host = await startStatic({ dir, subPath: 'tools/chat', hostName: '127.0.0.1' });
    open.push(host);
    const get = (path: string) => fetch(host.url + path);
    expect(await (await get('')).text()).toBe('<title>app</title>');
    expect((await get('app.webmanifest')).headers.get('content-type')).toBe(
      'application/manifest+json',
    );
    expect((await get('chat/12')).status).toBe(404);
    expect((await get('../')).status).toBe(404);
    expect(host.requests).toEqual([
      '/tools/chat/',
      '/tools/chat/app.webmanifest',
      '/tools/chat/chat/12',
      '/tools/',
    ]);
    await host.close();
    await expect(get('')).rejects.toThrow();
    rmSync(dir, { recursive: true });
  });
});
