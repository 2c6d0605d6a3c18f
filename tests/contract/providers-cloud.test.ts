// The clouds' own rules: scripted servers as strict as the real ones take what we send, and answer pages as they do.
import { afterEach, describe, expect, test } from 'vitest';
import type { ChatRequest, RequestMessage } from '../../src/domain/chat-request.ts';
import { faultFrom } from '../../src/domain/fault.ts';
import { thinkingLevels } from '../../src/domain/parameters.ts';
import type { Endpoint, Provider } from '../../src/providers/contract.ts';
import { providers as loaders } from '../../src/providers/registry.ts';
import { type AnthropicOptions, startAnthropic } from '../servers/anthropic.ts';
import { type GeminiOptions, startGemini } from '../servers/gemini.ts';
import type { ScriptedServer } from '../servers/types.ts';
import { anEndpoint, aRequest, fold, never } from '../unit/providers/maker.ts';

const clouds = {
  anthropic: {
    provider: await loaders.anthropic(),
    start: (options?: AnthropicOptions & GeminiOptions) => startAnthropic(options),
    /** A name of each generation. */
    names: ['claude-3-5-haiku-latest', 'claude-sonnet-4-5', 'claude-opus-4-6', 'claude-next'],
    preflight: '/v1/messages',
    own: ['anthropic-dangerous-direct-browser-access', 'anthropic-version', 'x-api-key'],
  },
  gemini: {
    provider: await loaders.gemini(),
    start: (options?: AnthropicOptions & GeminiOptions) => startGemini(options),
    names: ['gemini-2.0-flash', 'gemini-2.5-pro', 'gemini-3-flash-preview', 'gemma-3-27b-it'],
    preflight: '/v1beta/models/m:streamGenerateContent?alt=sse',
    own: ['x-goog-api-key'],
  },
};
const kinds = ['anthropic', 'gemini'] as const;

const open: ScriptedServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function begin(kind: keyof typeof clouds, options: AnthropicOptions & GeminiOptions = {}) {
  const { provider, start } = clouds[kind];
  const server = await start(options);
  open.push(server);
  return { provider, server, at: anEndpoint(kind, undefined, { baseUrl: server.url }) };
}

function say(role: RequestMessage['role'], text: string): RequestMessage {
  return { role, parts: [{ type: 'text', text }] };
}

const chat = (provider: Provider, at: Endpoint, ask: Partial<ChatRequest>) =>
  fold(provider.streamChat(at, aRequest(ask), never));

describe.each(kinds)('%s', (kind) => {
  const models = clouds[kind].names.map((name) => ({ name }));

  test.each(clouds[kind].names)('takes everything that a person can set, of %s', async (model) => {
    const { provider, at } = await begin(kind, { models, reply: 'Yes.' });
    for (const thinking of [undefined, ...thinkingLevels]) {
      for (const maxTokens of [undefined, 1200, 40_000]) {
        const { reply, fault } = await chat(provider, at, {
          model,
          messages: [say('system', 'Be brief.'), say('assistant', 'Hello.'), say('user', 'Go')],
          parameters: {
            temperature: 2,
            contextLength: 4096,
            ...(thinking === undefined ? {} : { thinking }),
            ...(maxTokens === undefined ? {} : { maxTokens }),
          },
        });
        expect(fault).toBeUndefined();
        expect(reply.text).toBe('Yes.');
      }
    }
  });

  test('takes back what it signed, and only that', async () => {
    const reply = { text: 'At two.', reasoning: 'The table says two.' };
    const { provider, at } = await begin(kind, { models, reply });
    const model = clouds[kind].names[1] ?? '';
    const ask = { model, parameters: { thinking: 'on' as const } };
    const first = await chat(provider, at, ask);
    expect(first.reply).toMatchObject({ text: reply.text, reasoning: reply.reasoning });
    expect(first.reply.opaque).toHaveLength(1);
    const history = (replay: readonly unknown[]) => [
      say('user', 'When?'),
      { ...say('assistant', first.reply.text), replay },
      say('user', 'Sure?'),
    ];
    const next = await chat(provider, at, { ...ask, messages: history(first.reply.opaque) });
    expect(next.fault).toBeUndefined();
    const forged = first.reply.opaque.map((each) => ({
      ...(each as object),
      signature: 'forged',
      thoughtSignature: 'forged',
    }));
    const refused = await chat(provider, at, { ...ask, messages: history(forged) });
    expect(refused.fault).toMatchObject({ kind: 'refused', status: 400 });
  });

  test('lists all its pages', async () => {
    const { provider, at, server } = await begin(kind, { models, pageLimit: 1 });
    const listed = await provider.listModels(at, never);
    expect(listed.map(({ name }) => name)).toEqual(clouds[kind].names);
    expect(server.requests.length).toBe(models.length);
  });

  test('tells a prompt that is too long, with both sizes', async () => {
    const { provider, at } = await begin(kind, { models, contextLength: 50 });
    const ask = { model: clouds[kind].names[0] ?? '', messages: [say('user', 'word '.repeat(80))] };
    expect((await chat(provider, at, ask)).fault).toMatchObject({
      kind: 'context-exceeded',
      promptTokens: expect.any(Number),
      contextLength: 50,
    });
  });

  test('refuses a wrong key otherwise than none, and takes the right one', async () => {
    const { provider, at } = await begin(kind, { models, key: 'right-key-1' });
    const check = async (key?: string) => {
      const authorize = (headers: Headers) => {
        if (key !== undefined) headers.set(...provider.keyHeader(key));
      };
      const work = provider.check({ ...at, authorize }, never);
      return await work.then(
        () => undefined,
        (error) => faultFrom(error),
      );
    };
    expect(await check()).toMatchObject({ kind: 'key-wanted' });
    expect(await check('wrong-key-1')).toMatchObject({ kind: 'key-wanted' });
    expect(await check('right-key-1')).toBeUndefined();
  });

  const preflight = async (server: ScriptedServer, names: readonly string[]) => {
    const response = await fetch(`${server.url}${clouds[kind].preflight}`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://page.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': ['content-type', ...names].join(','),
      },
    });
    return {
      ok: response.ok,
      origin: response.headers.get('access-control-allow-origin'),
      headers: response.headers.get('access-control-allow-headers') ?? '',
    };
  };

  test('lets a page through with exactly the headers that the provider sends', async () => {
    const { provider, server } = await begin(kind, { models });
    const sent = [...(provider.ownHeaders ?? []), provider.keyHeader('k')[0]];
    expect([...sent].sort()).toEqual(clouds[kind].own);
    const { ok, origin, headers } = await preflight(server, sent);
    expect(ok).toBe(true);
    expect(origin).not.toBeNull();
    for (const name of sent) expect(headers.split(',')).toContain(name);
  });

  test('gives a page nothing to read otherwise', async () => {
    const { server } = await begin(kind, { models });
    const wrong = kind === 'anthropic' ? ['x-api-key'] : ['x-goog-api-key', 'x-title'];
    expect(await preflight(server, wrong)).toMatchObject({ ok: false, origin: null });
  });
});

test('a page that does not say so is refused by anthropic with words it cannot read', async () => {
  const { server } = await begin('anthropic');
  const response = await fetch(`${server.url}/v1/models`, {
    headers: { origin: 'https://page.example', 'anthropic-version': '2023-06-01' },
  });
  expect(response.status).toBe(401);
  expect(response.headers.get('access-control-allow-origin')).toBeNull();
  expect(await response.text()).toContain('CORS requests');
});

test('what the cache of anthropic had counts as part of the prompt', async () => {
  const options = { models: [{ name: 'claude-x' }], cachedTokens: 4, reply: 'Yes.' };
  const { provider, at } = await begin('anthropic', options);
  const { reply } = await chat(provider, at, { model: 'claude-x' });
  expect(reply.usage).toMatchObject({ promptTokens: 5, cachedTokens: 4 });
});

test('a prompt that gemini blocks is a fault, whole or streamed', async () => {
  const options = { models: [{ name: 'gemini-x' }], blockReason: 'SAFETY' };
  const { provider, at, server } = await begin('gemini', options);
  const off = anEndpoint('gemini', undefined, {
    baseUrl: server.url,
    features: { streaming: 'off' },
  });
  for (const endpoint of [at, off]) {
    const { fault } = await chat(provider, endpoint, { model: 'gemini-x' });
    expect(fault).toEqual({ kind: 'content-blocked', message: 'SAFETY' });
  }
});

test("gemini's list without events is read all the same", async () => {
  const { at, server } = await begin('gemini', { models: [{ name: 'm' }], reply: 'Yes.' });
  const response = await fetch(`${server.url}/v1beta/models/m:streamGenerateContent`, {
    method: 'POST',
    body: JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'Go' }] }] }),
  });
  const whole = await response.text();
  expect(whole.startsWith('[')).toBe(true);
  const fetcher: typeof fetch = async () =>
    new Response(whole, { headers: { 'content-type': 'application/json' } });
  const { provider } = clouds.gemini;
  expect((await chat(provider, { ...at, fetcher }, { model: 'm' })).reply.text).toBe('Yes.');
});
