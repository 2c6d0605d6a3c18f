import { describe, expect, test } from 'vitest';
import { ollama } from '../../../src/providers/ollama/index.ts';
import {
  aContinuation,
  aFetcher,
  anAnswer,
  anEndpoint,
  aRequest,
  cutsOf,
  fold,
  never,
} from './maker.ts';

const type = 'application/x-ndjson';

function line(message: Record<string, unknown>, more: Record<string, unknown> = {}): string {
  return `${JSON.stringify({ model: 'm', message: { role: 'assistant', content: '', ...message }, done: false, ...more })}\n`;
}

const last = line(
  {},
  {
    done: true,
    done_reason: 'stop',
    total_duration: 1_190_000_000,
    load_duration: 31_000_000,
    prompt_eval_count: 58,
    prompt_eval_duration: 210_000_000,
    eval_count: 42,
    eval_duration: 880_000_000,
  },
);

async function decode(body: string, ask = aRequest(), contentType = type) {
  const once = (pieces: readonly (string | Uint8Array)[]) => {
    const { fetcher } = aFetcher(() => anAnswer(pieces, { type: contentType }));
    return fold(ollama.streamChat(anEndpoint('ollama', fetcher), ask, never));
  };
  const whole = await once([body]);
  for (const pieces of cutsOf(new TextEncoder().encode(body))) {
    const { reply, fault } = await once(pieces);
    expect({ reply, fault }).toEqual({ reply: whole.reply, fault: whole.fault });
  }
  return whole;
}

describe('a chat', () => {
  test('comes as thinking, text, counters in tokens and ms, and its end', async () => {
    const { reply, fault } = await decode(
      line({ thinking: 'User wants' }) +
        line({ content: 'High 🌊' }) +
        line({ content: ' tide' }) +
        last,
    );
    expect(fault).toBeUndefined();
    expect(reply).toMatchObject({
      reasoning: 'User wants',
      text: 'High 🌊 tide',
      usage: { promptTokens: 58, completionTokens: 42 },
      timings: { loadMs: 31, promptMs: 210, generationMs: 880 },
      finish: { reason: 'stop', raw: 'stop' },
    });
    expect(reply.timings?.tokensPerSecond).toBeCloseTo(47.7, 1);
  });

  test.each([
    ['CRLF', (body: string) => body.replaceAll('\n', '\r\n')],
    ['blank lines', (body: string) => body.replaceAll('\n', '\n\n')],
    ['no last line end', (body: string) => body.trimEnd()],
  ])('with %s is the same', async (_name, change) => {
    const { reply } = await decode(change(line({ content: 'a\u2028b' }) + last));
    expect(reply).toMatchObject({ text: 'a\u2028b', finish: { reason: 'stop' } });
  });

  test.each([
    ['length', 'length'],
    ['load', 'load'],
    ['unload', 'other'],
    ['', 'stop'],
  ])('that ends by %j finishes as %s', async (raw, reason) => {
    const { reply } = await decode(line({}, { done: true, done_reason: raw }));
    expect(reply.finish?.reason).toBe(reason);
  });

  test('collects whole tool calls from every line and finishes as tool calls', async () => {
    const call = (name: string, id?: string) => ({
      tool_calls: [
        { ...(id ? { id } : {}), function: { index: 0, name, arguments: { port: 'Leith' } } },
      ],
    });
    const { reply } = await decode(
      line(call('tide', 'call_a')) + line(call('wind'), { done: true, done_reason: 'stop' }),
    );
    expect(reply.toolCalls).toEqual([
      { callId: 'call_a', name: 'tide', arguments: '{"port":"Leith"}' },
      { callId: 'call_2', name: 'wind', arguments: '{"port":"Leith"}' },
    ]);
    expect(reply.finish).toEqual({ reason: 'tool-calls', raw: 'stop' });
  });

  test('that is one JSON body is the whole reply', async () => {
    const body = JSON.stringify(
      JSON.parse(line({ content: 'Hi' }, { done: true, done_reason: 'stop' })),
      null,
      2,
    );
    expect((await decode(body, aRequest(), 'application/json')).reply).toMatchObject({
      text: 'Hi',
    });
  });

  test('that goes on from a text drops it where it comes again', async () => {
    const ask = aContinuation('The little ');
    expect(
      (await decode(line({ content: 'The li' }) + line({ content: 'ttle server' }) + last, ask))
        .reply.text,
    ).toBe('server');
    expect(
      (await decode(line({ content: 'The' }) + line({ content: 'n server' }) + last, ask)).reply
        .text,
    ).toBe('Then server');
    expect((await decode(line({ content: 'The little\nserver' }) + last, ask)).reply.text).toBe(
      '\nserver',
    );
    expect((await decode(line({ content: 'The' }) + last, ask)).reply.text).toBe('The');
  });
});

describe('trouble in a stream', () => {
  test('an error line tells its words', async () => {
    expect((await decode(`${line({ content: 'a' })}{"error":"unexpected EOF"}\n`)).fault).toEqual({
      kind: 'stream-error',
      message: 'unexpected EOF',
    });
  });

  test("the runner's JSON inside an error text is read", async () => {
    const inner = {
      error: {
        code: 400,
        message: 'request (9000 tokens) exceeds the available context size (4096 tokens)',
        type: 'exceed_context_size_error',
        n_prompt_tokens: 9000,
        n_ctx: 4096,
      },
    };
    const { fault } = await decode(`${JSON.stringify({ error: JSON.stringify(inner) })}\n`);
    expect(fault).toMatchObject({
      kind: 'context-exceeded',
      promptTokens: 9000,
      contextLength: 4096,
    });
  });

  test('an end without done is truncated', async () => {
    const { reply, fault } = await decode(line({ content: 'a' }) + last.slice(0, 60));
    expect(reply.text).toBe('a');
    expect(fault).toEqual({ kind: 'truncated' });
  });

  test('three unreadable lines in a row end it, two do not', async () => {
    expect((await decode(`oops\noops\n${line({ content: 'a' })}oops\n${last}`)).reply.text).toBe(
      'a',
    );
    expect((await decode(`${line({ content: 'a' })}oops\noops\noops\n${last}`)).fault).toEqual({
      kind: 'unreadable',
      line: 'oops',
    });
  });
});

describe('a request', () => {
  async function sent(ask = aRequest()) {
    const { fetcher, requests } = aFetcher(() => anAnswer([last], { type }));
    await fold(ollama.streamChat(anEndpoint('ollama', fetcher), ask, never));
    return requests[0];
  }

  test('holds only what was set, with num_ctx among the options', async () => {
    expect((await sent())?.body).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'Go' }],
      stream: true,
    });
    const parameters = { temperature: 0, contextLength: 8192, maxTokens: 5 };
    expect((await sent(aRequest({ parameters })))?.body['options']).toEqual({
      num_ctx: 8192,
      num_predict: 5,
      temperature: 0,
    });
  });

  test('has no header but the content type', async () => {
    expect([...((await sent())?.headers.keys() ?? [])]).toEqual(['content-type']);
  });

  test('sends images as bare base64', async () => {
    const parts = [
      { type: 'text', text: 'What is it?' },
      { type: 'image', mediaType: 'image/png', base64: 'iVBO' },
    ] as const;
    expect(
      (await sent(aRequest({ messages: [{ role: 'user', parts }] })))?.body['messages'],
    ).toEqual([{ role: 'user', content: 'What is it?', images: ['iVBO'] }]);
  });

  test.each([
    [undefined, ['thinking'], undefined],
    ['off', undefined, false],
    ['off', ['completion'], false],
    ['on', ['thinking'], true],
    ['on', ['completion'], undefined],
    ['on', undefined, undefined],
    ['high', ['thinking'], 'high'],
    ['high', ['completion'], undefined],
  ] as const)('with thinking %s for abilities %j thinks %s', async (thinking, abilities, think) => {
    const ask = aRequest({
      parameters: thinking ? { thinking } : {},
      ...(abilities ? { abilities } : {}),
    });
    expect((await sent(ask))?.body['think']).toBe(think);
  });
});

describe('the model list', () => {
  test('joins what is installed with what is loaded', async () => {
    const { fetcher } = aFetcher(({ url }) =>
      Response.json(
        url.endsWith('/api/tags')
          ? {
              models: [
                {
                  name: 'fern:4b',
                  size: 2_497_293_824,
                  digest: 'ab',
                  modified_at: '2026-05-02T09:11:01.123456789+02:00',
                  details: {
                    family: 'fern',
                    parameter_size: '4.0B',
                    quantization_level: 'Q4_K_M',
                    context_length: 131_072,
                  },
                  capabilities: ['completion', 'thinking', 'telepathy'],
                },
                { name: 'old:1b' },
              ],
            }
          : { models: [{ name: 'fern:4b', context_length: 4096 }] },
      ),
    );
    expect(await ollama.listModels(anEndpoint('ollama', fetcher), never)).toEqual([
      {
        name: 'fern:4b',
        sizeBytes: 2_497_293_824,
        digest: 'ab',
        modifiedAt: Date.parse('2026-05-02T07:11:01.123Z'),
        parameterSize: '4.0B',
        quantization: 'Q4_K_M',
        family: 'fern',
        contextLength: 4096,
        abilities: ['completion', 'thinking'],
        loaded: true,
      },
      { name: 'old:1b', loaded: false },
    ]);
  });

  test('comes without the loaded ones where the server cannot tell', async () => {
    const { fetcher } = aFetcher(({ url }) =>
      url.endsWith('/api/tags')
        ? Response.json({ models: [{ name: 'a' }] })
        : new Response('', { status: 404 }),
    );
    expect(await ollama.listModels(anEndpoint('ollama', fetcher), never)).toEqual([{ name: 'a' }]);
  });

  test("is completed by show: the model's own num_ctx before what it was trained for", async () => {
    const told = {
      capabilities: ['completion', 'vision'],
      details: { family: 'fern' },
      model_info: { 'general.architecture': 'fern3', 'fern3.context_length': 131_072 },
    };
    const show = (more: object) => {
      const { fetcher } = aFetcher(() => Response.json({ ...told, ...more }));
      return ollama.describeModel?.(anEndpoint('ollama', fetcher), 'fern:4b', never);
    };
    expect(await show({})).toEqual({
      name: 'fern:4b',
      family: 'fern',
      contextLength: 131_072,
      abilities: ['completion', 'vision'],
    });
    expect(
      await show({ parameters: 'temperature    0.6\nnum_ctx                        8192' }),
    ).toMatchObject({
      contextLength: 8192,
    });
  });
});
