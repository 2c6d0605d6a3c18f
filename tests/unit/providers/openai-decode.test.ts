import { describe, expect, test } from 'vitest';
import { openai } from '../../../src/providers/openai/index.ts';
import {
  type Answer,
  aFetcher,
  anAnswer,
  anEndpoint,
  aRequest,
  cutsOf,
  fold,
  never,
} from './maker.ts';

type Choice = Record<string, unknown>;

function sse(...payloads: (Record<string, unknown> | string)[]): string {
  return payloads
    .map((each) => `data: ${typeof each === 'string' ? each : JSON.stringify(each)}\n\n`)
    .join('');
}

function chunk(delta: unknown, finish_reason: string | null = null, more: Choice = {}) {
  return { choices: [{ index: 0, delta, finish_reason }], ...more };
}

const end = [chunk({}, 'stop'), '[DONE]'];

/** Decodes a body whole and cut at every place, which must come to the same. */
async function decode(body: string, answer?: Answer) {
  const once = (pieces: readonly (string | Uint8Array)[]) => {
    const { fetcher } = aFetcher(() => anAnswer(pieces, answer));
    return fold(openai.streamChat(anEndpoint('openai', fetcher), aRequest(), never));
  };
  const whole = await once([body]);
  for (const pieces of cutsOf(new TextEncoder().encode(body), 5)) {
    const { reply, fault } = await once(pieces);
    expect({ reply, fault }).toEqual({ reply: whole.reply, fault: whole.fault });
  }
  return whole;
}

describe('text', () => {
  test('an emoji split between chunks comes whole', async () => {
    const { reply } = await decode(sse(chunk({ content: '👩‍🚀 한' }), ...end));
    expect(reply.text).toBe('👩‍🚀 한');
  });

  test('missing choices, null deltas and null contents are passed over', async () => {
    const body = sse(
      {},
      { choices: [] },
      chunk(null),
      chunk({ content: null }),
      chunk({ content: 'a' }),
      ...end,
    );
    expect(await decode(body)).toMatchObject({
      reply: { text: 'a', finish: { reason: 'stop', raw: 'stop' } },
    });
  });

  test('content as an array of parts is walked', async () => {
    const content = [
      { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
      { type: 'text', text: 'yes' },
      { type: 'reference', reference_ids: [1] },
    ];
    const { reply } = await decode(sse(chunk({ content }), ...end));
    expect(reply).toMatchObject({ reasoning: 'hm', text: 'yes' });
  });

  test('a megabyte without a line end in it comes whole', async () => {
    const { fetcher } = aFetcher(() =>
      anAnswer([sse(chunk({ content: 'x'.repeat(1e6) }), ...end)]),
    );
    const { reply } = await fold(
      openai.streamChat(anEndpoint('openai', fetcher), aRequest(), never),
    );
    expect(reply.text.length).toBe(1e6);
  });

  test('one JSON body where a stream was asked is the whole reply', async () => {
    const body = JSON.stringify(
      {
        choices: [
          {
            index: 0,
            message: { role: 'assistant', content: 'Hi', reasoning: 'hm' },
            finish_reason: 'stop',
          },
        ],
        usage: { prompt_tokens: 3, completion_tokens: 1 },
      },
      null,
      2,
    );
    for (const type of ['application/json', 'application/json; charset=utf-8']) {
      expect(await decode(body, { type })).toMatchObject({
        reply: {
          text: 'Hi',
          reasoning: 'hm',
          usage: { promptTokens: 3, completionTokens: 1 },
          finish: { reason: 'stop' },
        },
      });
    }
  });

  test('events under a wrong content type are read as events', async () => {
    const body = `: hello\n\n${sse(chunk({ content: 'a' }), ...end)}`;
    expect((await decode(body, { type: 'application/json' })).reply.text).toBe('a');
  });
});

describe('reasoning', () => {
  test('in both fields at once is read once', async () => {
    const delta = { reasoning: 'hm', reasoning_content: 'hm' };
    expect((await decode(sse(chunk(delta), chunk({ content: 'a' }), ...end))).reply).toMatchObject({
      reasoning: 'hm',
      text: 'a',
    });
  });

  test('in tags at the start is taken out of the text, split anywhere', async () => {
    const text = '\n<think>so <b> </thin g</think>\n\nan <think> answer';
    const pieces = Array.from(text, (content) => chunk({ content }));
    expect((await decode(sse(...pieces, ...end))).reply).toMatchObject({
      reasoning: 'so <b> </thin g',
      text: 'an <think> answer',
    });
  });

  test('that the limit cut inside its tags stays reasoning', async () => {
    const { reply } = await decode(
      sse(chunk({ content: '<think>so</thi' }), chunk({}, 'length'), '[DONE]'),
    );
    expect(reply).toMatchObject({ reasoning: 'so</thi', text: '' });
  });

  test('in a field of its own makes tags plain text', async () => {
    const body = sse(chunk({ reasoning_content: 'hm' }), chunk({ content: '<think>a' }), ...end);
    expect((await decode(body)).reply).toMatchObject({ reasoning: 'hm', text: '<think>a' });
  });

  test.each(['<', '<thi', ' <b>'])(
    'a text that only begins like a tag is text: %j',
    async (content) => {
      expect((await decode(sse(chunk({ content }), ...end))).reply.text).toBe(content);
    },
  );
});

describe('tool calls', () => {
  const call = (index: number | undefined, id: string | undefined, name: unknown, args: unknown) =>
    chunk({
      tool_calls: [
        { ...(index === undefined ? {} : { index }), id, function: { name, arguments: args } },
      ],
    });

  test('interleaved by index are put together', async () => {
    const body = sse(
      call(0, 'a', 'one', ''),
      call(1, 'b', 'two', '{"x"'),
      call(0, undefined, undefined, '{"y":'),
      call(1, '', '', ':2}'),
      call(0, 'a', 'one', '1}'),
      chunk({}, 'stop'),
      '[DONE]',
    );
    const { reply } = await decode(body);
    expect(reply.toolCalls).toEqual([
      { callId: 'a', name: 'one', arguments: '{"y":1}' },
      { callId: 'b', name: 'two', arguments: '{"x":2}' },
    ]);
    expect(reply.finish).toEqual({ reason: 'tool-calls', raw: 'stop' });
  });

  test('whole, without index, each with its id are two calls', async () => {
    const body = sse(
      call(undefined, 'a', 'one', '{}'),
      call(undefined, 'b', 'two', { z: 1 }),
      ...end,
    );
    expect((await decode(body)).reply.toolCalls).toEqual([
      { callId: 'a', name: 'one', arguments: '{}' },
      { callId: 'b', name: 'two', arguments: '{"z":1}' },
    ]);
  });

  test('that all say index 0 are told by their ids', async () => {
    const body = sse(call(0, 'a', 'one', '{}'), call(0, 'b', 'two', '{}'), ...end);
    expect((await decode(body)).reply.toolCalls.map(({ name }) => name)).toEqual(['one', 'two']);
  });

  test('without an id get one', async () => {
    const body = sse(call(0, undefined, 'one', null), call(0, undefined, undefined, '{}'), ...end);
    expect((await decode(body)).reply.toolCalls).toEqual([
      { callId: 'call_1', name: 'one', arguments: '{}' },
    ]);
  });
});

describe('counters', () => {
  test.each([
    [
      'in a chunk of its own',
      [chunk({}, 'stop'), { choices: [], usage: { prompt_tokens: 5, completion_tokens: 2 } }],
    ],
    [
      'in the finish chunk',
      [chunk({}, 'stop', { usage: { prompt_tokens: 5, completion_tokens: 2 } })],
    ],
    [
      'on every chunk',
      [
        chunk({ content: '' }, null, { usage: { prompt_tokens: 5, completion_tokens: 1 } }),
        chunk({}, 'stop', { usage: { prompt_tokens: 5, completion_tokens: 2 } }),
      ],
    ],
    [
      "in Groq's place",
      [chunk({}, 'stop', { x_groq: { usage: { prompt_tokens: 5, completion_tokens: 2 } } })],
    ],
    [
      'with null in other chunks',
      [
        chunk({}, null, { usage: null }),
        chunk({}, 'stop', { usage: { prompt_tokens: 5, completion_tokens: 2 } }),
      ],
    ],
  ])('come %s', async (_name, chunks) => {
    const { reply } = await decode(sse(...chunks, '[DONE]'));
    expect(reply.usage).toEqual({ promptTokens: 5, completionTokens: 2 });
  });

  test('that are broken do not break the reply', async () => {
    const { reply } = await decode(
      sse(chunk({ content: 'a' }, 'stop', { usage: 'many', timings: [] }), '[DONE]'),
    );
    expect(reply).toMatchObject({ text: 'a', finish: { reason: 'stop' } });
  });
});

describe('the end', () => {
  test.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['model_length', 'length'],
    ['content_filter', 'content-filter'],
    ['function_call', 'tool-calls'],
    ['insufficient_system_resource', 'other'],
  ])('by %s is %s', async (raw, reason) => {
    const { reply } = await decode(sse(chunk({ content: 'a' }), chunk({}, raw), '[DONE]'));
    expect(reply.finish).toEqual({ reason, raw });
  });

  test.each([
    ['without [DONE]', sse(chunk({ content: 'a' }, 'stop'))],
    ['with [DONE] alone', sse(chunk({ content: 'a' }), '[DONE]')],
    ['with an unfinished last event', `${sse(chunk({ content: 'a' }, 'stop'))}data: [DONE]`],
    ['with bytes after [DONE]', `${sse(chunk({ content: 'a' }, 'stop'), '[DONE]')}data: {"oops`],
  ])('%s is an end', async (_name, body) => {
    const { reply, fault } = await decode(body);
    expect(fault).toBeUndefined();
    expect(reply).toMatchObject({ text: 'a', finish: { reason: 'stop' } });
  });

  test.each([
    '',
    sse(chunk({ content: 'a' })),
    `${sse(chunk({ content: 'a' }))}data: {"choices":[{"in`,
  ])('that lacks its last mark is truncated', async (body) => {
    expect((await decode(body)).fault).toEqual({ kind: 'truncated' });
  });
});

describe('errors in mid-stream', () => {
  test.each([
    [
      'an error object',
      sse({ error: { message: 'out of memory', type: 'server_error', code: 500 } }),
    ],
    ['an error text', sse({ error: 'out of memory' })],
    [
      'an error beside choices',
      sse({ ...chunk({ content: '' }, 'error'), error: { message: 'out of memory' } }),
    ],
    ['an event named error', 'event: error\ndata: {"message":"out of memory"}\n\n'],
    ['an event named error with plain words', 'event: error\ndata: out of memory\n\n'],
    ['a flat error', sse({ object: 'error', message: 'out of memory' })],
  ])('%s keeps what came and tells the message', async (_name, error) => {
    const { reply, fault } = await decode(sse(chunk({ content: 'a' })) + error);
    expect(reply.text).toBe('a');
    expect(fault).toEqual({ kind: 'stream-error', message: 'out of memory' });
  });

  test('a context that was exceeded is told as such', async () => {
    const error = {
      message: 'too long',
      type: 'exceed_context_size_error',
      n_prompt_tokens: 9,
      n_ctx: 4,
    };
    expect((await decode(sse({ error }))).fault).toEqual({
      kind: 'context-exceeded',
      message: 'too long',
      promptTokens: 9,
      contextLength: 4,
    });
  });

  test('two unreadable lines are passed over, three in a row are not', async () => {
    const bad = 'data: {oops\n\n';
    const good = sse(chunk({ content: 'a' }));
    expect((await decode(bad + bad + good + bad + bad + sse(...end))).reply.text).toBe('a');
    expect((await decode(good + bad + bad + bad + sse(...end))).fault).toEqual({
      kind: 'unreadable',
      line: '{oops',
    });
  });

  test('a page in place of a stream is not a model server', async () => {
    const { fault } = await decode('<!doctype html><title>Router login</title>', {
      type: 'text/html',
    });
    expect(fault).toMatchObject({ kind: 'not-a-model-server', found: 'Router login' });
  });
});
