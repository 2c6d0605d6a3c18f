import { describe, expect, test, vi } from 'vitest';
import { faultFrom } from '../../../src/domain/fault.ts';
import {
  addressSpaceOf,
  isRetryable,
  openStream,
  ownFetch,
  probeOpaque,
  readJson,
  request,
} from '../../../src/providers/http.ts';
import { faultFromRefusal, faultFromStreamError } from '../../../src/providers/http-fault.ts';
import { readRecord } from '../../servers/records.ts';
import { aFetcher, anAnswer, anEndpoint, never } from './maker.ts';

const url = 'http://127.0.0.1:9';

function refused(
  status: number,
  body: unknown,
  more: { retryAfter?: string; model?: string } = {},
) {
  return faultFromRefusal({
    status,
    url,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...more,
  });
}

describe('a refusal', () => {
  test.each([
    ['OpenAI', { error: { message: 'no', type: 'x', code: null } }],
    ['a bare text', { error: 'no' }],
    ['Cerebras', { message: 'no', type: 'x', param: 'y', code: 'z' }],
    ['Mistral', { object: 'error', message: 'no' }],
    ['Mistral with an object inside', { object: 'error', message: { detail: [{ msg: 'no' }] } }],
    ['xAI', { code: 'bad', error: 'no' }],
    ['FastAPI', { detail: 'no' }],
    ['a list of errors', { errors: [{ message: 'no' }] }],
    ["Ollama's runner", { error: JSON.stringify({ error: { code: 400, message: 'no' } }) }],
    ['plain text', 'no'],
  ])('in the form of %s tells its words', (_name, body) => {
    expect(refused(400, body)).toEqual({ kind: 'refused', status: 400, message: 'no' });
  });

  test('of FastAPI names the field', () => {
    const detail = [{ loc: ['body', 'stream_options'], msg: 'Extra inputs are not permitted' }];
    expect(refused(422, { detail })).toMatchObject({
      message: 'body.stream_options: Extra inputs are not permitted',
    });
  });

  test.each([
    [401, { kind: 'key-wanted', url, message: 'no' }],
    [403, { kind: 'key-wanted', url, message: 'no' }],
    [404, { kind: 'model-missing', model: 'm', message: 'no' }],
    [413, { kind: 'too-large', message: 'no' }],
    [418, { kind: 'refused', status: 418, message: 'no' }],
    [429, { kind: 'rate-limited', message: 'no' }],
    [500, { kind: 'server-error', status: 500, message: 'no' }],
    [503, { kind: 'busy', message: 'no' }],
  ])('with status %i has its kind', (status, fault) => {
    expect(refused(status, { error: 'no' }, { model: 'm' })).toEqual(fault);
  });

  test.each([
    ['chat-loading-503', { kind: 'loading', message: 'Loading model' }],
    ['key-missing-401', { kind: 'key-wanted', url, message: 'Invalid API Key' }],
    ['error-image-not-supported', { kind: 'unsupported', ability: 'vision' }],
    [
      'error-context-exceeded',
      { kind: 'context-exceeded', promptTokens: 7225, contextLength: 4096 },
    ],
    [
      'router-chat-unknown-model',
      { kind: 'model-missing', model: 'm', message: "model 'nope' not found" },
    ],
    ['router-chat-broken', { kind: 'server-error', status: 500 }],
    ['error-wrong-type', { kind: 'refused', status: 400 }],
  ])('of the record %s is told apart', (name, fault) => {
    const { status, body } = readRecord(name);
    expect(refused(status, body, { model: 'm' })).toMatchObject(fault);
  });

  test.each([
    [400, '"fern:4b" does not support thinking', { kind: 'unsupported', ability: 'thinking' }],
    [400, 'fern:4b does not support tools', { kind: 'unsupported', ability: 'tools' }],
    [
      403,
      'ollama cloud is disabled: remote inference is unavailable',
      { kind: 'refused', status: 403 },
    ],
    [404, 'model "x" not found, try pulling it first', { kind: 'model-missing' }],
    [
      400,
      '{"error":{"code":400,"message":"JSON schema conversion failed:\\nUnrecognized schema: 5"}}',
      { kind: 'unsupported', ability: 'answer-format' },
    ],
    [503, 'server busy, please try again. maximum pending requests exceeded', { kind: 'busy' }],
  ])('of Ollama, %i %s', (status, error, fault) => {
    expect(refused(status, { error }, { model: 'x' })).toMatchObject(fault);
  });

  test.each([
    // As llama-server words it: a wrong grammar, a schema of an unknown type.
    'Failed to initialize samplers: failed to parse grammar',
    'Unable to generate parser for this template. Automatic parser generation failed: JSON schema conversion failed:\nUnrecognized schema: {"type":"heron"}',
    "Invalid schema for response_format 'answer': 'required' is missing",
    "Invalid schema for response format 'x': text.format.schema is wrong",
    'output_config.format.schema: additionalProperties must be false',
  ])('about the answer format is told as such: %s', (message) => {
    const error = { code: 400, message, type: 'invalid_request_error' };
    expect(refused(400, { error }, { model: 'm' })).toEqual({
      kind: 'unsupported',
      ability: 'answer-format',
      message: message.replace('\n', ' '),
    });
    expect(faultFromStreamError(error)).toMatchObject({ ability: 'answer-format' });
  });

  test('in HTML becomes one short line', () => {
    const page =
      '<html><head><title>502 Bad\nGateway</title></head><body><h1>oops</h1></body></html>';
    expect(refused(502, page)).toEqual({
      kind: 'server-error',
      status: 502,
      message: '502 Bad Gateway',
    });
    expect(refused(500, '<style>a{}</style><p>It <b>broke</b></p>')).toMatchObject({
      message: 'It broke',
    });
  });

  test('does not tell the key', () => {
    const fault = refused(401, {
      error: { message: 'Incorrect API key provided: sk-proj-abcdef123456.' },
    });
    expect(fault).toMatchObject({ message: 'Incorrect API key provided: ….' });
  });

  test.each([
    ['2', 2000],
    ['0.5', 500],
    ['soon', undefined],
    ['-1', undefined],
    ['Wed, 21 Oct 2015 07:28:00 GMT', undefined],
  ])('with Retry-After %j waits %s ms', (retryAfter, ms) => {
    expect(refused(429, '', { retryAfter })).toEqual({
      kind: 'rate-limited',
      ...(ms === undefined ? {} : { retryAfterMs: ms }),
    });
  });

  test('is tried again only where that can help', () => {
    expect(isRetryable({ kind: 'unreachable', url })).toBe(true);
    expect(isRetryable({ kind: 'server-error', status: 502, message: '' })).toBe(true);
    expect(isRetryable({ kind: 'server-error', status: 500, message: '' })).toBe(false);
    expect(isRetryable({ kind: 'rate-limited' })).toBe(false);
  });
});

describe('a request', () => {
  const caught = async (work: Promise<unknown>) => faultFrom(await work.catch((error) => error));

  test('goes out without cookies, referrer and cache, and along no redirect', async () => {
    const fetcher = vi.fn<typeof fetch>(async () => new Response('{}'));
    const at = {
      ...anEndpoint('openai', fetcher),
      authorize: (headers: Headers) => headers.set('authorization', 'Bearer k'),
    };
    await request(at, '/v1/models', {}, never);
    const [address, init] = fetcher.mock.calls[0] ?? [];
    expect(address).toBe(`${url}/v1/models`);
    expect(init).toMatchObject({
      method: 'GET',
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
    });
    expect([...new Headers(init?.headers)]).toEqual([['authorization', 'Bearer k']]);
  });

  test('that the network refuses is unreachable', async () => {
    const { fetcher } = aFetcher(() => {
      throw new TypeError('Failed to fetch');
    });
    expect(await caught(request(anEndpoint('openai', fetcher), '/x', {}, never))).toEqual({
      kind: 'unreachable',
      url,
    });
  });

  test('that is stopped rejects with the reason of the stop, not with a fault', async () => {
    const stop = new AbortController();
    stop.abort(new Error('stopped'));
    await expect(request(anEndpoint('openai'), '/x', {}, stop.signal)).rejects.toThrow('stopped');
  });

  test('gives up on headers that do not come in time', async () => {
    const fetcher: typeof fetch = (_input, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(new DOMException('x', 'AbortError')));
      });
    const options = { headersTimeoutMs: 20 };
    expect(await caught(request(anEndpoint('openai', fetcher), '/x', options, never))).toEqual({
      kind: 'no-answer',
      waitedMs: 20,
    });
  });

  test('whose refusal repeats the key tells it without the key', async () => {
    const { fetcher } = aFetcher(() =>
      anAnswer([JSON.stringify({ error: 'no user has hunter2-hunter2' })], { status: 401 }),
    );
    for (const [name, value] of [
      ['authorization', 'Bearer hunter2-hunter2'],
      ['x-api-key', 'hunter2-hunter2'],
    ] as const) {
      const authorize = (headers: Headers) => headers.set(name, value);
      const at = { ...anEndpoint('openai', fetcher), authorize };
      expect(await caught(request(at, '/x', {}, never))).toEqual({
        kind: 'key-wanted',
        url,
        message: 'no user has …',
      });
    }
  });

  test('whose refusal never comes to its end is refused all the same', async () => {
    vi.useFakeTimers();
    try {
      const body = new ReadableStream({ pull: () => new Promise(() => undefined) });
      const fetcher: typeof fetch = async () => new Response(body, { status: 500 });
      const work = caught(request(anEndpoint('openai', fetcher), '/x', {}, never));
      await vi.advanceTimersByTimeAsync(11_000);
      expect(await work).toEqual({ kind: 'server-error', status: 500, message: '' });
    } finally {
      vi.useRealTimers();
    }
  });

  test('for JSON that gets a page tells what it found', async () => {
    const { fetcher } = aFetcher(() => anAnswer(['<title>My NAS</title>'], { type: 'text/html' }));
    expect(await caught(readJson(anEndpoint('openai', fetcher), '/x', {}, never))).toEqual({
      kind: 'not-a-model-server',
      url,
      found: 'My NAS',
    });
  });
});

describe('a stream', () => {
  const endless = () =>
    new Response(new ReadableStream({ pull: () => new Promise(() => undefined) }), {
      headers: { 'content-type': 'text/event-stream' },
    });

  async function drain(idleMs: number, signal: AbortSignal, answer = endless) {
    const { fetcher } = aFetcher(answer);
    const { payloads } = await openStream(
      { ...anEndpoint('openai', fetcher), idleMs },
      '/x',
      {},
      signal,
    );
    const list: string[] = [];
    for await (const each of payloads) list.push(each);
    return list;
  }

  test('that falls silent ends as idle', async () => {
    const error = await drain(30, never).catch((each) => each);
    expect(faultFrom(error)).toEqual({ kind: 'idle', idleMs: 30 });
  });

  test('is kept alive by comments', async () => {
    const encoder = new TextEncoder();
    let count = 0;
    const answer = () =>
      new Response(
        new ReadableStream({
          async pull(controller) {
            await new Promise((resolve) => setTimeout(resolve, 15));
            count += 1;
            if (count < 8) controller.enqueue(encoder.encode(':\n\n'));
            else {
              controller.enqueue(encoder.encode('data: x\n\n'));
              controller.close();
            }
          },
        }),
      );
    expect(await drain(60, never, answer)).toEqual(['x']);
  });

  test('that is stopped while it waits rejects with the reason', async () => {
    const stop = new AbortController();
    const work = drain(0, stop.signal);
    setTimeout(() => stop.abort(new Error('stopped')), 10);
    await expect(work).rejects.toThrow('stopped');
  });

  test('whose connection breaks is truncated', async () => {
    const answer = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.error(new TypeError('network error')),
        }),
      );
    const error = await drain(0, never, answer).catch((each) => each);
    expect(faultFrom(error)).toEqual({ kind: 'truncated' });
  });
});

describe('the address space', () => {
  test.each([
    ['http://nas:8080', 'https:', 'local'],
    ['http://box.lan:11434', 'https:', 'local'],
    ['http://box.local:11434', 'https:', undefined],
    ['http://192.168.1.4:11434', 'https:', undefined],
    ['http://localhost:11434', 'https:', undefined],
    ['http://nas:8080', 'http:', undefined],
    ['https://nas:8080', 'https:', undefined],
    ['http://example.com', 'https:', undefined],
  ])('of %s from a page by %s is %s', (address, protocol, space) => {
    expect(addressSpaceOf(address, protocol)).toBe(space);
  });
});

describe('the opaque probe', () => {
  test('follows redirects, which its mode demands', async () => {
    const fetcher = vi.fn<typeof fetch>(async () => Response.error());
    expect(await probeOpaque(url, fetcher, never)).toBe(true);
    expect(fetcher.mock.calls[0]?.[1]).toMatchObject({ mode: 'no-cors', credentials: 'omit' });
    expect(fetcher.mock.calls[0]?.[1]).not.toHaveProperty('redirect');
  });

  test('tells that nothing answers', async () => {
    expect(await probeOpaque('http://127.0.0.1:1', ownFetch, never)).toBe(false);
  });
});
