import { describe, expect, test } from 'vitest';
import { anthropic } from '../../../src/providers/anthropic/index.ts';
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

type Event = Record<string, unknown>;

function sse(...events: Event[]): string {
  return events.map((each) => `event: ${each['type']}\ndata: ${JSON.stringify(each)}\n\n`).join('');
}

const usage = {
  input_tokens: 412,
  cache_creation_input_tokens: 100,
  cache_read_input_tokens: 2048,
  output_tokens: 1,
};
const begin: Event = {
  type: 'message_start',
  message: {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    content: [],
    stop_reason: null,
    usage,
  },
};
const opened = (index: number, content_block: Event): Event => ({
  type: 'content_block_start',
  index,
  content_block,
});
const delta = (index: number, fields: Event): Event => ({
  type: 'content_block_delta',
  index,
  delta: fields,
});
const closed = (index: number): Event => ({ type: 'content_block_stop', index });
const stopped = (stop_reason: string, more: Event = {}, counts: Event = { output_tokens: 96 }) => ({
  type: 'message_delta',
  delta: { stop_reason, stop_sequence: null, ...more },
  usage: counts,
});
const over: Event = { type: 'message_stop' };
const said = (text: string, index = 0): Event[] => [
  opened(index, { type: 'text', text: '' }),
  delta(index, { type: 'text_delta', text }),
  closed(index),
];
const thought = (index: number, thinking: string, signature: string): Event[] => [
  opened(index, { type: 'thinking', thinking: '', signature: '' }),
  delta(index, { type: 'thinking_delta', thinking }),
  delta(index, { type: 'signature_delta', signature }),
  closed(index),
];
const end = [stopped('end_turn'), over];

/** Decodes a body whole, cut in two at many places (`step` 1: at all), and byte by byte, which must come to the same. */
async function decode(body: string, answer?: Answer, step = 7) {
  const once = (pieces: readonly (string | Uint8Array)[]) => {
    const { fetcher } = aFetcher(() => anAnswer(pieces, answer));
    return fold(anthropic.streamChat(anEndpoint('anthropic', fetcher), aRequest(), never));
  };
  const whole = await once([body]);
  for (const pieces of cutsOf(new TextEncoder().encode(body), step)) {
    const { reply, fault } = await once(pieces);
    expect({ reply, fault }).toEqual({ reply: whole.reply, fault: whole.fault });
  }
  return whole;
}

describe('text', () => {
  test.each(['\n', '\r\n', '\r'])(
    'split inside its letters comes whole, lines ending in %j',
    async (eol) => {
      const body = sse(begin, { type: 'ping' }, ...said('👩‍🚀 한'), ...end).replaceAll('\n', eol);
      expect((await decode(body, undefined, 1)).reply).toMatchObject({
        text: '👩‍🚀 한',
        finish: { reason: 'stop', raw: 'end_turn' },
      });
    },
  );

  test('of several blocks is joined with nothing between', async () => {
    const body = sse(begin, ...said('High water ', 0), ...said('is at two.', 1), ...end);
    expect((await decode(body)).reply.text).toBe('High water is at two.');
  });

  test('in the start of a block counts, as some imitators send it', async () => {
    const body = sse(begin, opened(0, { type: 'text', text: 'Yes' }), closed(0), ...end);
    expect((await decode(body)).reply.text).toBe('Yes');
  });

  test('is read where an imitator never opens or closes a block', async () => {
    const body = sse(delta(0, { type: 'text_delta', text: 'Yes' }), over);
    expect((await decode(body)).reply).toMatchObject({ text: 'Yes', finish: { reason: 'stop' } });
  });

  test('in one JSON body where a stream was asked is the whole reply', async () => {
    const body = JSON.stringify({
      type: 'message',
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'hm', signature: 'sig' },
        { type: 'text', text: 'Hi' },
        { type: 'tool_use', id: 't1', name: 'look', input: { at: 1 } },
      ],
      stop_reason: 'tool_use',
      usage,
    });
    const { reply } = await decode(body, { type: 'application/json' });
    expect(reply).toEqual({
      reasoning: 'hm',
      text: 'Hi',
      toolCalls: [{ callId: 't1', name: 'look', arguments: '{"at":1}' }],
      opaque: [{ type: 'thinking', thinking: 'hm', signature: 'sig' }],
      usage: { promptTokens: 2560, completionTokens: 1, cachedTokens: 2048 },
      finish: { reason: 'tool-calls', raw: 'tool_use' },
    });
  });
});

describe('thoughts', () => {
  test('are shown, and go back with their signature', async () => {
    const { reply } = await decode(
      sse(begin, ...thought(0, 'Hm.', 'EqQB'), ...said('Two.', 1), ...end),
    );
    expect(reply).toMatchObject({ reasoning: 'Hm.', text: 'Two.' });
    expect(reply.opaque).toEqual([{ type: 'thinking', thinking: 'Hm.', signature: 'EqQB' }]);
  });

  test('have one signature: a second takes the place of the first', async () => {
    const body = sse(
      begin,
      opened(0, { type: 'thinking', thinking: '', signature: '' }),
      delta(0, { type: 'signature_delta', signature: 'one' }),
      delta(0, { type: 'signature_delta', signature: 'two' }),
      closed(0),
      ...said('Two.', 1),
      ...end,
    );
    expect((await decode(body)).reply.opaque).toEqual([
      { type: 'thinking', thinking: '', signature: 'two' },
    ]);
  });

  test('that are sealed go back as they came', async () => {
    const sealed = { type: 'redacted_thinking', data: 'EmwKAh…' };
    const { reply } = await decode(
      sse(begin, opened(0, sealed), closed(0), ...said('Two.', 1), ...end),
    );
    expect(reply).toMatchObject({ reasoning: '', text: 'Two.', opaque: [sealed] });
  });

  test('without a signature never go back', async () => {
    const { reply } = await decode(
      sse(begin, ...thought(0, 'Hm.', ''), ...said('Two.', 1), ...end),
    );
    expect(reply).toMatchObject({ reasoning: 'Hm.', opaque: [] });
  });

  test('that were cut before their end are shown and do not go back', async () => {
    const body = sse(begin, ...thought(0, 'Hm.', 'EqQB').slice(0, 3));
    expect(await decode(body)).toMatchObject({
      reply: { reasoning: 'Hm.', opaque: [] },
      fault: { kind: 'truncated' },
    });
  });
});

describe('tool calls', () => {
  const call = { type: 'tool_use', id: 'toolu_1', name: 'get_tide', input: {} };
  const piece = (partial_json: string, index = 0) =>
    delta(index, { type: 'input_json_delta', partial_json });

  test('come in pieces, the first of them empty', async () => {
    const pieces = [piece(''), piece('{"port": "Lei'), piece('th"}')];
    const { reply } = await decode(
      sse(begin, opened(0, call), ...pieces, closed(0), stopped('tool_use'), over),
    );
    expect(reply).toMatchObject({
      toolCalls: [{ callId: 'toolu_1', name: 'get_tide', arguments: '{"port": "Leith"}' }],
      finish: { reason: 'tool-calls', raw: 'tool_use' },
    });
  });

  test('that are interleaved are told apart by their place', async () => {
    const other = { ...call, id: 'toolu_2', name: 'get_wind' };
    const body = sse(
      begin,
      opened(0, call),
      opened(1, other),
      piece('{"a":', 0),
      piece('{"b":', 1),
      piece('1}', 0),
      piece('2}', 1),
      closed(0),
      closed(1),
      stopped('tool_use'),
      over,
    );
    expect((await decode(body)).reply.toolCalls).toEqual([
      { callId: 'toolu_1', name: 'get_tide', arguments: '{"a":1}' },
      { callId: 'toolu_2', name: 'get_wind', arguments: '{"b":2}' },
    ]);
  });

  test.each([
    ['no input at all', { type: 'tool_use', id: 'toolu_1', name: 'get_tide' }, '{}'],
    ['an empty input', call, '{}'],
    ['the input at once', { ...call, input: { port: 'Leith' } }, '{"port":"Leith"}'],
  ])('with %s have their arguments', async (_name, block, text) => {
    const { reply } = await decode(
      sse(begin, opened(0, block), closed(0), stopped('tool_use'), over),
    );
    expect(reply.toolCalls).toEqual([{ callId: 'toolu_1', name: 'get_tide', arguments: text }]);
  });

  test('that the limit cut keep what came of their input', async () => {
    const { reply } = await decode(
      sse(begin, opened(0, call), piece('{"port": "Le'), closed(0), stopped('max_tokens'), over),
    );
    expect(reply).toMatchObject({
      toolCalls: [{ arguments: '{"port": "Le' }],
      finish: { reason: 'length', raw: 'max_tokens' },
    });
  });
});

describe('what is unknown', () => {
  test('events and deltas are passed over', async () => {
    const body = sse(
      begin,
      { type: 'weather', sky: 'blue' },
      opened(0, { type: 'text', text: '' }),
      delta(0, { type: 'citations_delta', citation: { cited_text: 'x' } }),
      delta(0, { type: 'text_delta', text: 'Two.' }),
      closed(0),
      ...end,
    );
    expect(await decode(body)).toMatchObject({ reply: { text: 'Two.', opaque: [] } });
  });

  test('blocks go back as they came, with the input that came in pieces', async () => {
    const search = { type: 'server_tool_use', id: 'srv_1', name: 'web_search', input: {} };
    const found = { type: 'web_search_tool_result', tool_use_id: 'srv_1', content: [{ url: 'u' }] };
    const body = sse(
      begin,
      opened(0, search),
      delta(0, { type: 'input_json_delta', partial_json: '{"query":"tide"}' }),
      closed(0),
      opened(1, found),
      closed(1),
      ...said('Two.', 2),
      ...end,
    );
    expect((await decode(body)).reply.opaque).toEqual([
      { ...search, input: { query: 'tide' } },
      found,
    ]);
  });

  test('blocks that grew in a way unknown to us do not go back: they would be half', async () => {
    const body = sse(
      begin,
      opened(0, { type: 'compaction', content: '' }),
      delta(0, { type: 'compaction_delta', content: 'shorter' }),
      closed(0),
      ...said('Two.', 1),
      ...end,
    );
    expect((await decode(body)).reply).toMatchObject({ text: 'Two.', opaque: [] });
  });

  test.each([
    ['pause_turn', 'other'],
    ['something_new', 'other'],
    ['stop_sequence', 'stop'],
    ['model_context_window_exceeded', 'length'],
  ])('or rare stop reasons are carried: %s', async (raw, reason) => {
    const { reply } = await decode(sse(begin, ...said('Two.'), stopped(raw), over));
    expect(reply.finish).toEqual({ reason, raw });
  });
});

describe('counters', () => {
  test('are totals: the last one holds, and one that is null or missing stands', async () => {
    const last = {
      output_tokens: 96,
      input_tokens: null,
      output_tokens_details: { thinking_tokens: 60 },
    };
    const body = sse(
      begin,
      ...said('a'),
      stopped('end_turn', {}, { output_tokens: 40 }),
      stopped('end_turn', {}, last),
      over,
    );
    expect((await decode(body)).reply.usage).toEqual({
      promptTokens: 2560,
      completionTokens: 96,
      cachedTokens: 2048,
      reasoningTokens: 60,
    });
  });
});

describe('a refusal', () => {
  const stop_details = { type: 'refusal', category: 'x', explanation: 'That is not allowed.' };

  test('before the first word is a fault with its reason', async () => {
    expect(await decode(sse(begin, stopped('refusal', { stop_details }), over))).toMatchObject({
      fault: { kind: 'content-blocked', message: 'That is not allowed.' },
    });
  });

  test('in the middle ends what was said', async () => {
    const { reply, fault } = await decode(sse(begin, ...said('Well'), stopped('refusal'), over));
    expect(fault).toBeUndefined();
    expect(reply).toMatchObject({
      text: 'Well',
      finish: { reason: 'content-filter', raw: 'refusal' },
    });
  });
});

describe('an end', () => {
  test('without its last mark but with its reason is an end', async () => {
    expect((await decode(sse(begin, ...said('Two.'), stopped('end_turn')))).reply.finish).toEqual({
      reason: 'stop',
      raw: 'end_turn',
    });
  });

  test('of the body before any reason is truncated, and what came is kept', async () => {
    expect(await decode(sse(begin, ...said('Two.')))).toMatchObject({
      reply: { text: 'Two.' },
      fault: { kind: 'truncated' },
    });
  });

  test.each([
    ['overloaded_error', { kind: 'busy', message: 'no' }],
    ['rate_limit_error', { kind: 'rate-limited', message: 'no' }],
    ['api_error', { kind: 'stream-error', message: 'no' }],
    ['something_new', { kind: 'stream-error', message: 'no' }],
  ])('by an error of type %s in the stream keeps what came', async (type, fault) => {
    const error = { type: 'error', error: { type, message: 'no' } };
    expect(await decode(sse(begin, ...said('Two.').slice(0, 2), error))).toMatchObject({
      reply: { text: 'Two.' },
      fault,
    });
  });

  test('by an error as the first event is that error', async () => {
    const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
    expect(await decode(sse(error))).toMatchObject({ fault: { kind: 'busy' } });
    const { fault } = await decode(JSON.stringify(error), { type: 'application/json' });
    expect(fault).toMatchObject({ kind: 'busy', message: 'Overloaded' });
  });
});
