// What every provider must do, against servers that speak and misbehave as the real ones do.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { faultFrom } from '../../src/domain/fault.ts';
import type { Endpoint } from '../../src/providers/contract.ts';
import { detectServer } from '../../src/providers/detect.ts';
import { ownFetch } from '../../src/providers/http.ts';
import { providers as loaders } from '../../src/providers/registry.ts';
import { startAnthropic } from '../servers/anthropic.ts';
import { startGemini } from '../servers/gemini.ts';
import { startLlamaServer } from '../servers/llama-server.ts';
import { startOllama } from '../servers/ollama.ts';
import { startOpenAi } from '../servers/openai.ts';
import { plainServer, startPlain } from '../servers/plain.ts';
import { startResponses } from '../servers/responses.ts';
import type { ScriptedServer, ServerOptions } from '../servers/types.ts';
import { anEndpoint, aRequest, fold, never } from '../unit/providers/maker.ts';

const providers = {
  ollama: await loaders.ollama(),
  'llama-server': await loaders['llama-server'](),
  openai: await loaders.openai(),
  responses: await loaders.responses(),
  plain: await loaders.plain(),
  anthropic: await loaders.anthropic(),
  gemini: await loaders.gemini(),
};
type Kind = keyof typeof providers;

const starters: Record<Kind, (options?: ServerOptions) => Promise<ScriptedServer>> = {
  ollama: startOllama,
  'llama-server': startLlamaServer,
  openai: startOpenAi,
  responses: startResponses,
  plain: startPlain,
  anthropic: startAnthropic,
  gemini: startGemini,
};
const kinds = Object.keys(starters) as Kind[];

/** Chosen by a preset, never found out by an address; nobody waits for their models to load. */
const isCloud = (kind: Kind) => kind === 'anthropic' || kind === 'gemini';

/** What is found out at an address is the dialect that most servers share, and a plain one is described by hand. */
const isFound = (kind: Kind) => !isCloud(kind) && kind !== 'responses' && kind !== 'plain';

const endpointOf = (kind: Kind, baseUrl: string) =>
  anEndpoint(kind, undefined, { baseUrl, ...(kind === 'plain' ? { plain: plainServer } : {}) });

/** How a stop is worded where not plainly. */
const rawStops: Partial<Record<Kind, string>> = {
  anthropic: 'end_turn',
  gemini: 'STOP',
  responses: 'completed',
};

const text = `The heron 🪿 waits.\n\nIt is 한국어 patient, and ${'very '.repeat(40)}still.`;
const name = 'heron:7b';
const models = [{ name, capabilities: ['completion', 'thinking', 'vision'], contextLength: 8192 }];
/** Ollama hides what it thinks from nobody; generic servers are told by an option. */
const reply = { text, reasoning: 'Hm, a bird 🐦.' };

async function until(isTrue: () => boolean): Promise<void> {
  for (let waited = 0; !isTrue() && waited < 3000; waited += 10) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(isTrue()).toBe(true);
}

describe.each(kinds)('%s', (kind) => {
  const provider = providers[kind];
  let server: ScriptedServer;
  let at: Endpoint;

  beforeAll(async () => {
    server = await starters[kind]({ models, reply });
    at = endpointOf(kind, server.url);
  });
  afterEach(() => server.reset());
  afterAll(() => server.close());

  // Some think only where they are told to, or known to be able to.
  const usual = { parameters: { thinking: 'on' as const }, abilities: ['completion', 'thinking'] };
  const ask = (more: Parameters<typeof aRequest>[0] = {}) =>
    aRequest({ model: name, ...(isCloud(kind) ? usual : {}), ...more });
  const chat = (more?: Parameters<typeof aRequest>[0], signal = never, endpoint = at) =>
    fold(provider.streamChat(endpoint, ask(more), signal));

  test.skipIf(!isFound(kind))('is found out by its address alone', async () => {
    const found = await detectServer(server.url, ownFetch, never);
    expect(found).toMatchObject({ kind, baseUrl: server.url, needsKey: false });
    expect(found.models.map((each) => each.name)).toEqual([name]);
    expect(server.requests.length).toBeLessThanOrEqual(3);
  });

  test('is up and lists its models', async () => {
    expect(await provider.check(at, never)).toMatchObject({ state: 'up' });
    expect((await provider.listModels(at, never)).map((each) => each.name)).toEqual([name]);
  });

  test('streams a reply: start, thoughts, text, counters, one finish', async () => {
    const { reply: got, events, fault } = await chat();
    expect(fault).toBeUndefined();
    expect(got).toMatchObject({
      text,
      reasoning: reply.reasoning,
      finish: { reason: 'stop', ...(kind === 'plain' ? {} : { raw: rawStops[kind] ?? 'stop' }) },
    });
    if (kind !== 'plain') {
      expect(got.usage?.promptTokens).toBeGreaterThan(0);
      expect(got.usage?.completionTokens).toBeGreaterThan(40);
    }
    expect(events[0]).toEqual({ type: 'start' });
    expect(events.filter(({ type }) => type === 'finish')).toEqual([events.at(-1)]);
  });

  test.skipIf(kind === 'plain')('says that the limit ended it', async () => {
    const { reply: got } = await chat({ parameters: { maxTokens: 3, thinking: 'off' } });
    expect(got.finish?.reason).toBe('length');
  });

  test.each(['byte', 'split-utf8', 7] as const)(
    'reads bytes that travel as %s',
    async (chunking) => {
      server.set({ chunking });
      const { reply: got, fault } = await chat();
      expect(fault).toBeUndefined();
      expect(got).toMatchObject({ text, reasoning: reply.reasoning });
    },
  );

  test.each(['crlf', ...(kind === 'ollama' || kind === 'plain' ? [] : (['cr'] as const))] as const)(
    'reads line ends of %s, with comments between',
    async (lineEnd) => {
      server.set({ lineEnd, comments: true });
      expect((await chat()).reply).toMatchObject({ text, finish: { reason: 'stop' } });
    },
  );

  test('reads one JSON body where a stream was asked', async () => {
    server.set({ oneBody: true });
    expect((await chat()).reply).toMatchObject({ text, finish: { reason: 'stop' } });
  });

  test.skipIf(kind === 'plain')('reads one JSON body where none but that is allowed', async () => {
    const off = anEndpoint(kind, undefined, {
      baseUrl: server.url,
      features: { streaming: 'off' },
    });
    expect((await chat({}, never, off)).reply).toMatchObject({ text, finish: { reason: 'stop' } });
    const sent = server.requests.at(-1);
    // Gemini has another address for it instead of a field.
    if (kind === 'gemini') expect(sent?.path).toMatch(/:generateContent$/);
    else expect(sent?.body).toMatchObject({ stream: false });
  });

  test('passes over two unreadable lines, and ends at the third', async () => {
    server.set({ unreadable: { afterTokens: 60, lines: 2 } });
    expect((await chat()).reply.text).toBe(text);
    server.set({ unreadable: { afterTokens: 60, lines: 3 } });
    const { reply: got, fault } = await chat();
    expect(fault?.kind).toBe('unreadable');
    expect(text.startsWith(got.text)).toBe(true);
    expect(got.text.length).toBeGreaterThan(10);
  });

  test.each([
    ['a body that ends without its last mark', { endWithoutMark: { afterTokens: 60 } }],
    ['a connection that breaks', { cut: { afterTokens: 60 } }],
    ['a connection that breaks inside a line', { cut: { atByte: kind === 'plain' ? 1000 : 6000 } }],
  ])('keeps what came of %s, and calls it truncated', async (_name, order) => {
    server.set(order);
    const { reply: got, fault } = await chat();
    expect(fault).toEqual({ kind: 'truncated' });
    expect(`${got.reasoning}${got.text}`.length).toBeGreaterThan(2);
    expect(text.startsWith(got.text)).toBe(true);
  });

  test('tells an error in mid-stream', async () => {
    server.set({ errorInStream: { afterTokens: 60, message: 'the runner went away' } });
    const { reply: got, fault } = await chat();
    expect(fault).toEqual({ kind: 'stream-error', message: 'the runner went away' });
    expect(got.text).not.toBe('');
  });

  test('calls silence idle, and keeps what came', async () => {
    server.set({ stall: { afterTokens: 60 } });
    const { reply: got, fault } = await chat({}, never, { ...at, idleMs: 150 });
    expect(fault).toEqual({ kind: 'idle', idleMs: 150 });
    expect(got.text).not.toBe('');
  });

  test('waits for the headers without a limit', async () => {
    server.set({ delayHeadersMs: 300 });
    expect((await chat({}, never, { ...at, idleMs: 100 })).reply.text).toBe(text);
  });

  test.each(['before-headers', 'after-headers', { afterTokens: 60 }] as const)(
    'stops at once (%j), and the server is rid of it',
    async (stall) => {
      server.set({ stall });
      const stop = new AbortController();
      const work = chat({}, stop.signal);
      await until(() => server.held.includes('stall'));
      stop.abort(new Error('stopped by the person'));
      const { fault } = await work;
      expect(fault).toMatchObject({ kind: 'unexpected', message: 'Error stopped by the person' });
      await until(() => server.requests.at(-1)?.aborted === true);
    },
  );

  test.each([
    [401, { kind: 'key-wanted' }],
    [404, { kind: 'model-missing', model: name }],
    [413, { kind: 'too-large' }],
    [429, { kind: 'rate-limited', retryAfterMs: 3000 }],
    [503, { kind: 'busy' }],
    [418, { kind: 'refused', status: 418, message: 'no, sorry' }],
  ])('tells status %i apart', async (code, expected) => {
    const retryAfter = code === 429 ? { retryAfter: 3 } : {};
    server.set({ status: { code, message: 'no, sorry', ...retryAfter } });
    const { events, fault } = await chat();
    expect(fault).toMatchObject(expected);
    expect(events).toEqual([]);
  });

  test('makes one line of a page with status 500', async () => {
    server.set({ status: { code: 500, html: true } });
    const { fault } = await chat();
    expect(fault).toMatchObject({ kind: 'server-error', status: 500 });
    expect(fault && 'message' in fault ? fault.message : '<').not.toMatch(/[<>\n]/);
  });

  test.skipIf(kind === 'ollama')('tells loading from busy', async () => {
    server.set({ loading: true });
    expect((await chat()).fault?.kind).toBe(isCloud(kind) ? 'busy' : 'loading');
  });

  test("tells a stranger's page from a model server", async () => {
    server.set({ on: 'any', notAModelServer: true });
    expect((await chat()).fault?.kind).toBe('not-a-model-server');
    for (const work of [provider.check(at, never), provider.listModels(at, never)]) {
      const fault = faultFrom(await work.catch((error) => error));
      expect(fault.kind).toBe('not-a-model-server');
    }
    const found = await detectServer(server.url, ownFetch, never).catch((error) => error);
    expect(faultFrom(found).kind).toBe('not-a-model-server');
  });

  test('goes on from a reply where it says that it can', async () => {
    if (!provider.canPrefill(at.quirks)) return;
    const begun = text.slice(0, 30);
    const { reply: got } = await chat({
      messages: [
        { role: 'user', parts: [{ type: 'text', text: 'Go' }] },
        { role: 'assistant', parts: [{ type: 'text', text: begun }] },
      ],
      continues: true,
    });
    expect(begun + got.text).toBe(text);
  });
});

describe('a server that is down', () => {
  test.each(kinds)('is unreachable to %s', async (kind) => {
    const at = endpointOf(kind, 'http://127.0.0.1:1');
    const { fault } = await fold(providers[kind].streamChat(at, aRequest(), never));
    expect(fault).toEqual({ kind: 'unreachable', url: 'http://127.0.0.1:1' });
  });
});

describe('a key', () => {
  const keyed = ['llama-server', 'openai', 'responses', 'plain', 'anthropic', 'gemini'] as const;
  test.each(keyed)('is wanted and taken by %s', async (kind) => {
    const server = await starters[kind]({ models, key: 'secret-1' });
    const at = endpointOf(kind, server.url);
    const provider = providers[kind];
    try {
      const refusal = faultFrom(await provider.check(at, never).catch((error) => error));
      expect(refusal.kind).toBe('key-wanted');
      if (isFound(kind)) {
        const found = await detectServer(server.url, ownFetch, never);
        expect(found).toMatchObject({ kind, needsKey: true });
      }
      const authorize = (headers: Headers) => headers.set(...provider.keyHeader('secret-1'));
      expect(await provider.check({ ...at, authorize }, never)).toMatchObject({ state: 'up' });
      const { reply: got } = await fold(
        provider.streamChat({ ...at, authorize }, aRequest({ model: name }), never),
      );
      expect(got.finish?.reason).toBe('stop');
    } finally {
      await server.close();
    }
  });
});

describe('features that a server refuses', () => {
  test.each([
    ['openai', 'stream_options', ['timings']],
    ['llama-server', 'return_progress', ['progress']],
    ['llama-server', 'timings_per_token', ['timings']],
  ] as const)('%s without %s', async (kind, field, features) => {
    const server = await starters[kind]({ models, reply });
    const at = anEndpoint(kind, undefined, { baseUrl: server.url });
    try {
      server.set({ refuseFields: [field] });
      const { reply: got, events } = await fold(
        providers[kind].streamChat(at, aRequest({ model: name }), never),
      );
      expect(got.text).toBe(text);
      expect(events.flatMap((each) => ('feature' in each ? [each.feature] : []))).toEqual(features);
    } finally {
      await server.close();
    }
  });

  test('llama-server without the header of resumable streams', async () => {
    const server = await startLlamaServer({ models, reply });
    const at = anEndpoint('llama-server', undefined, { baseUrl: server.url });
    try {
      server.set({ refuseHeaders: ['x-conversation-id'] });
      const { reply: got, events } = await fold(
        providers['llama-server'].streamChat(at, aRequest({ model: name, resumeId: 'r' }), never),
      );
      expect(got.text).toBe(text);
      expect(events[1]).toEqual({ type: 'feature-refused', feature: 'resume' });
    } finally {
      await server.close();
    }
  });
});

describe('a kept stream of llama-server', () => {
  const { resume, streamChat, check } = providers['llama-server'];

  test('goes on without its client, is replayed whole, and is stopped by its id', async () => {
    const server = await startLlamaServer({ models, reply: { ...reply, pauseAfterTokens: 60 } });
    const at = anEndpoint('llama-server', undefined, { baseUrl: server.url });
    try {
      const stop = new AbortController();
      const begun = fold(streamChat(at, aRequest({ model: name, resumeId: 'r1' }), stop.signal));
      await until(() => server.held.includes('pause'));
      stop.abort(new Error('gone'));
      await begun;
      expect(server.generating).toBe(1);
      server.release('pause');
      const { reply: got, fault } = await fold(resume?.replay(at, 'r1', never) ?? []);
      expect(fault).toBeUndefined();
      expect(got).toMatchObject({ text, reasoning: reply.reasoning, finish: { reason: 'stop' } });

      const other = fold(streamChat(at, aRequest({ model: name, resumeId: 'r2' }), never));
      await until(() => server.held.includes('pause'));
      await resume?.stop(at, 'r2', never);
      await other;
      await until(() => server.generating === 0);
      expect((await fold(resume?.replay(at, 'r2', never) ?? [])).fault?.kind).toBe('not-found');
    } finally {
      await server.close();
    }
  });

  test('of a server that loads its model waits for it', async () => {
    const server = await startLlamaServer({ models, loadMs: 'hold' });
    const at = anEndpoint('llama-server', undefined, { baseUrl: server.url });
    try {
      expect(await check(at, never)).toEqual({ state: 'loading' });
      expect(await detectServer(server.url, ownFetch, never)).toMatchObject({
        kind: 'llama-server',
        models: [],
      });
      server.release('loading');
      await until(() => server.held.length === 0);
      expect(await check(at, never)).toMatchObject({ state: 'up' });
    } finally {
      await server.close();
    }
  });
});
