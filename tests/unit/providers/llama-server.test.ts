import { describe, expect, test } from 'vitest';
import { faultFrom } from '../../../src/domain/fault.ts';
import { llamaServer } from '../../../src/providers/llama-server/index.ts';
import { createRepeatFilter } from '../../../src/providers/repeated-start.ts';
import { readRecord } from '../../servers/records.ts';
import {
  aContinuation,
  aFetcher,
  anAnswer,
  anEndpoint,
  aRequest,
  fold,
  never,
  type Sent,
} from './maker.ts';

const stream = () => anAnswer([readRecord('chat-stream-timings-usage').body]);
const record = (name: string) => {
  const { body, status } = readRecord(name);
  return new Response(status === 204 ? null : body, { status });
};

function chat(
  answer: (sent: Sent, count: number) => Response,
  features: Parameters<typeof anEndpoint>[2] = {},
  ask = aRequest({ resumeId: 'r1' }),
) {
  const { fetcher, requests } = aFetcher(answer);
  return fold(
    llamaServer.streamChat(anEndpoint('llama-server', fetcher, features), ask, never),
  ).then((outcome) => ({ ...outcome, requests }));
}

const refusedIn = (events: readonly { type: string }[]) =>
  events.flatMap((event) => ('feature' in event ? [event.feature] : []));

describe('a request', () => {
  test('asks for timings, progress and a stream that is kept under its id', async () => {
    const { requests, reply, events } = await chat(stream);
    expect(requests[0]?.url).toBe('http://127.0.0.1:9/v1/chat/completions');
    expect(requests[0]?.body).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'Go' }],
      stream: true,
      timings_per_token: true,
      stream_options: { include_usage: true },
      return_progress: true,
    });
    expect(requests[0]?.headers.get('x-conversation-id')).toBe('r1');
    expect(reply.text).toBe('- open the');
    expect(events[0]).toEqual({ type: 'start' });
  });

  test('leaves out what is off or was refused', async () => {
    const features = { timings: 'off', progress: 'refused', resume: 'off' } as const;
    const { requests } = await chat(stream, { features });
    expect(Object.keys(requests[0]?.body ?? {})).toEqual(['model', 'messages', 'stream']);
    expect(requests[0]?.headers.has('x-conversation-id')).toBe(false);
  });

  test('with streaming off asks for one body and reads it', async () => {
    const { requests, reply } = await chat(() => record('chat-nostream'), {
      features: { streaming: 'off' },
    });
    expect(requests[0]?.body).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'Go' }],
      stream: false,
    });
    expect(requests[0]?.headers.has('x-conversation-id')).toBe(false);
    expect(reply).toMatchObject({
      text: '- open the context is small',
      finish: { reason: 'length' },
    });
  });

  test.each([
    [undefined, {}],
    ['off', { chat_template_kwargs: { enable_thinking: false } }],
    ['on', { chat_template_kwargs: { enable_thinking: true } }],
    ['low', { chat_template_kwargs: { enable_thinking: true }, reasoning_effort: 'low' }],
  ] as const)('with thinking %s sends %j', async (thinking, fields) => {
    const ask = aRequest({ parameters: thinking ? { thinking } : {} });
    const { requests } = await chat(stream, {}, ask);
    const { chat_template_kwargs, reasoning_effort } = requests[0]?.body ?? {};
    expect({ chat_template_kwargs, reasoning_effort }).toEqual({
      chat_template_kwargs: undefined,
      reasoning_effort: undefined,
      ...fields,
    });
  });

  test('sends images as data URLs and drops empty replies from the history', async () => {
    const ask = aRequest({
      messages: [
        { role: 'system', parts: [{ type: 'text', text: 'Be brief' }] },
        {
          role: 'user',
          parts: [
            { type: 'text', text: 'What?' },
            { type: 'image', mediaType: 'image/png', base64: 'iVBO' },
          ],
        },
        { role: 'assistant', parts: [] },
        { role: 'user', parts: [{ type: 'text', text: 'Well?' }] },
      ],
    });
    const { requests } = await chat(stream, {}, ask);
    expect(requests[0]?.body['messages']).toEqual([
      { role: 'system', content: 'Be brief' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What?' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBO' } },
        ],
      },
      { role: 'user', content: 'Well?' },
    ]);
  });

  test('that continues ends in the text so far and does not think again', async () => {
    const { requests } = await chat(stream, {}, aContinuation('The little'));
    expect(requests[0]?.body).toMatchObject({
      messages: [
        { role: 'user', content: 'Go' },
        { role: 'assistant', content: 'The little' },
      ],
      chat_template_kwargs: { enable_thinking: false },
    });
  });
});

describe('a repeated beginning', () => {
  const filtered = (start: string, ...pieces: string[]) => {
    const filter = createRepeatFilter(start);
    return pieces.map((piece) => filter.push(piece)).join('') + filter.flush();
  };

  test.each([
    ['in one piece', ['The little server'], ' server'],
    ['letter by letter', [...'The little server'], ' server'],
    ['alone', ['The little'], ''],
    ['only once', ['The little', 'The little'], 'The little'],
    ['not at all', [' server'], ' server'],
    ['in part', ['The', ' end'], 'The end'],
    ['cut short', ['The l'], 'The l'],
  ])('that comes %s', (_name, pieces, expected) => {
    expect(filtered('The little', ...pieces)).toBe(expected);
  });

  test('may lack the blanks at its end', () => {
    expect(filtered('The little \n', 'The little', 'server')).toBe('server');
    expect(filtered('The little \n', 'The little')).toBe('');
  });
});

describe('a refused feature', () => {
  const refusal = (message: string, status = 400) =>
    Response.json({ error: { message } }, { status });

  test.each([
    ['Unrecognized request argument supplied: stream_options', ['timings']],
    ["Field 'timings_per_token' is not known", ['timings']],
    ['unknown field return_progress', ['progress']],
    ['x-conversation-id is not allowed', ['resume']],
    ['Streaming is not supported', ['streaming']],
    ['body: Extra inputs are not permitted', ['timings', 'progress']],
  ])('(%s) is left out of a second request', async (message, features) => {
    const { reply, events, requests } = await chat((_sent, count) =>
      count === 1 ? refusal(message) : stream(),
    );
    expect(requests.length).toBe(2);
    expect(refusedIn(events)).toEqual(features);
    expect(reply.finish?.reason).toBe('length');
  });

  test('after another is left out as well', async () => {
    const { events, requests } = await chat(({ body }) => {
      if ('return_progress' in body) return refusal('unknown: return_progress');
      return 'stream_options' in body ? refusal('unknown: stream_options') : stream();
    });
    expect(requests.length).toBe(3);
    expect(refusedIn(events)).toEqual(['progress', 'timings']);
  });

  test('is not made up: other refusals pass', async () => {
    const { fault, requests } = await chat(() => refusal('temperature must be a number'));
    expect(requests.length).toBe(1);
    expect(fault).toMatchObject({ kind: 'refused', status: 400 });
  });

  test('that the server refuses again and again ends', async () => {
    const { fault, requests } = await chat(() => refusal('stream_options'));
    expect(requests.length).toBe(2);
    expect(fault).toMatchObject({ kind: 'refused' });
  });
});

describe('a header that the preflight refuses', () => {
  const forbidden = ({ headers }: Sent) => {
    if (headers.has('x-conversation-id')) throw new TypeError('Failed to fetch');
  };

  test('looks like a dead server and is found by two small requests', async () => {
    const { events, reply, requests } = await chat((sent) => {
      forbidden(sent);
      return sent.url.endsWith('/health') ? record('health-ok') : stream();
    });
    expect(refusedIn(events)).toEqual(['resume']);
    expect(reply.finish?.reason).toBe('length');
    expect(requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([
      'POST /v1/chat/completions',
      'GET /health',
      'GET /health',
      'POST /v1/chat/completions',
    ]);
  });

  test('is not blamed for a server that is down', async () => {
    const { fault } = await chat(() => {
      throw new TypeError('Failed to fetch');
    });
    expect(fault).toEqual({ kind: 'unreachable', url: 'http://127.0.0.1:9' });
  });

  test('is not blamed for a connection that broke once', async () => {
    const { fault, requests } = await chat((sent) => {
      if (sent.method === 'POST') throw new TypeError('Failed to fetch');
      return record('health-ok');
    });
    expect(fault?.kind).toBe('unreachable');
    expect(requests.length).toBe(2);
  });
});

describe('a kept stream', () => {
  test('is replayed whole from its start', async () => {
    const { fetcher, requests } = aFetcher(() => anAnswer([readRecord('resume-live').body]));
    const at = anEndpoint('llama-server', fetcher);
    const { reply } = await fold(llamaServer.resume?.replay(at, 'a b', never) ?? []);
    expect(requests[0]?.url).toBe('http://127.0.0.1:9/v1/stream?conv_id=a%20b&from=0');
    expect(reply).toMatchObject({ text: '- open', finish: { reason: 'length' } });
  });

  test('that is gone is not found', async () => {
    const at = anEndpoint('llama-server', aFetcher(() => record('resume-5-gone-404')).fetcher);
    const { fault } = await fold(llamaServer.resume?.replay(at, 'r1', never) ?? []);
    expect(fault).toEqual({ kind: 'not-found', what: 'stream' });
  });

  test('is stopped by a DELETE', async () => {
    const { fetcher, requests } = aFetcher(() => record('resume-4-delete'));
    await llamaServer.resume?.stop(anEndpoint('llama-server', fetcher), 'r1', never);
    expect(requests[0]).toMatchObject({
      method: 'DELETE',
      url: 'http://127.0.0.1:9/v1/stream?conv_id=r1',
    });
  });
});

describe('what the server tells of itself', () => {
  const server = (records: Record<string, string>) =>
    anEndpoint(
      'llama-server',
      aFetcher(({ url }) => {
        const { pathname, search } = new URL(url);
        return record(records[pathname + search] ?? records[pathname] ?? 'unknown-route-404');
      }).fetcher,
    );

  test('up, with its version', async () => {
    expect(await llamaServer.check(server({ '/props': 'props' }), never)).toEqual({
      state: 'up',
      version: 'b10587-3f545becc',
    });
  });

  test('loading', async () => {
    expect(await llamaServer.check(server({ '/props': 'props-loading-503' }), never)).toEqual({
      state: 'loading',
    });
  });

  test.each([
    ['key-props-401', 'key-wanted'],
    ['unknown-route-404', 'not-a-model-server'],
  ])('by the record %s: %s', async (name, kind) => {
    const work = llamaServer.check(server({ '/props': name }), never);
    expect(faultFrom(await work.catch((error) => error)).kind).toBe(kind);
  });

  test('its one model has the context of a slot and the abilities of its template', async () => {
    const models = (props: string) =>
      llamaServer.listModels(server({ '/v1/models': 'v1-models', '/props': props }), never);
    expect(await models('think-props')).toEqual([
      {
        name: 'models/tiny.gguf',
        loaded: true,
        sizeBytes: 1_155_072,
        parameterSize: '0.6M',
        quantization: 'F16',
        contextLength: 4096,
        abilities: ['completion', 'tools', 'thinking'],
      },
    ]);
    expect((await models('props'))[0]?.abilities).toEqual(['completion', 'tools']);
  });

  test('a router tells which of its models are loaded', async () => {
    const at = server({
      '/v1/models': 'router-models-loaded',
      '/props': 'router-props',
      '/props?model=tiny&autoload=false': 'router-props-model',
      '/props?model=broken&autoload=false': 'router-props-no-autoload',
    });
    const models = await llamaServer.listModels(at, never);
    expect(models.map(({ name, loaded, contextLength }) => [name, loaded, contextLength])).toEqual([
      ['broken', false, undefined],
      ['tiny', true, 2048],
      ['tiny-b', false, undefined],
      ['tiny-embed', false, undefined],
      ['tiny-think', false, undefined],
    ]);
    expect(models[0]?.abilities).toBeUndefined();
    expect(await llamaServer.describeModel?.(at, 'tiny', never)).toMatchObject({
      name: 'tiny',
      abilities: ['completion', 'tools'],
    });
    expect(await llamaServer.describeModel?.(at, 'broken', never)).toEqual({
      name: 'broken',
      loaded: false,
      state: 'unloaded',
    });
  });
});
