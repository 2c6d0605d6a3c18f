import { describe, expect, test } from 'vitest';
import type { ChatRequest } from '../../../src/domain/chat-request.ts';
import { presetById } from '../../../src/domain/presets.ts';
import { responses } from '../../../src/providers/responses/index.ts';
import {
  aFetcher,
  anAnswer,
  anEndpoint,
  aRequest,
  cutsOf,
  fold,
  never,
  type Sent,
} from './maker.ts';

type Event = { type?: string; [field: string]: unknown };

/** As OpenAI sends them: each event under its name. */
const sse = (...events: Event[]) =>
  events.map((each) => `event: ${each.type}\ndata: ${JSON.stringify(each)}\n\n`).join('');

const message = (text: string, id = 'msg_1') => ({
  type: 'message',
  id,
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text, annotations: [] }],
});
const reasoning = {
  type: 'reasoning',
  id: 'rs_1',
  summary: [
    { type: 'summary_text', text: '**Birds**' },
    { type: 'summary_text', text: 'A heron.' },
  ],
  encrypted_content: 'gAAA',
};
const usage = {
  input_tokens: 31,
  input_tokens_details: { cached_tokens: 16 },
  output_tokens: 18,
  output_tokens_details: { reasoning_tokens: 12 },
  total_tokens: 49,
};
const completed = (output: unknown[], more: object = {}) => ({
  type: 'response.completed',
  response: { id: 'resp_1', object: 'response', status: 'completed', output, usage, ...more },
});
const said = (delta: string, item_id: string | undefined = 'msg_1'): Event => ({
  type: 'response.output_text.delta',
  item_id,
  delta,
});
const summed = (delta: string, summary_index: number): Event => ({
  type: 'response.reasoning_summary_text.delta',
  item_id: 'rs_1',
  summary_index,
  delta,
});

async function decode(body: string, type = 'text/event-stream') {
  const once = (pieces: readonly (string | Uint8Array)[]) => {
    const { fetcher } = aFetcher(() => anAnswer(pieces, { type }));
    return fold(responses.streamChat(anEndpoint('responses', fetcher), aRequest(), never));
  };
  const whole = await once([body]);
  for (const pieces of cutsOf(new TextEncoder().encode(body), 31)) {
    const { reply, fault } = await once(pieces);
    expect({ reply, fault }).toEqual({ reply: whole.reply, fault: whole.fault });
  }
  return whole;
}

const thoughtful = sse(
  { type: 'response.created', response: { id: 'resp_1', status: 'in_progress', error: null } },
  { type: 'response.output_item.added', output_index: 0, item: { type: 'reasoning', id: 'rs_1' } },
  summed('**Bir', 0),
  summed('ds**', 0),
  { type: 'response.reasoning_summary_part.added', item_id: 'rs_1', summary_index: 1 },
  summed('A heron.', 1),
  { type: 'response.output_item.done', item: reasoning },
  { type: 'response.output_item.added', item: { ...message(''), content: [] } },
  said('A '),
  said('heron 🪿.'),
  { type: 'response.output_text.done', item_id: 'msg_1', text: 'A heron 🪿.' },
  { type: 'response.output_item.done', item: message('A heron 🪿.') },
  completed([reasoning, message('A heron 🪿.')]),
);

describe('a stream', () => {
  test('is read with its summary as reasoning, nothing twice', async () => {
    const { reply, events } = await decode(thoughtful);
    expect(reply).toMatchObject({
      reasoning: '**Birds**\n\nA heron.',
      text: 'A heron 🪿.',
      usage: { promptTokens: 31, completionTokens: 18, cachedTokens: 16, reasoningTokens: 12 },
      finish: { reason: 'stop', raw: 'completed' },
    });
    expect(events.filter(({ type }) => type === 'finish')).toEqual([events.at(-1)]);
  });

  test('keeps sealed reasoning, and of the message only how long it is', async () => {
    const { reply } = await decode(thoughtful);
    expect(reply.opaque).toEqual([reasoning, { ...message(''), content: 'A heron 🪿.'.length }]);
  });

  test('without sealed reasoning keeps nothing', async () => {
    const { reply } = await decode(sse(said('a'), completed([message('a')])));
    expect(reply.opaque).toEqual([]);
    const imitated = completed([{ ...reasoning, encrypted_content: '' }, message('a')]);
    expect((await decode(sse(said('a'), imitated))).reply.opaque).toEqual([]);
  });

  test.each([
    ['of deltas without ids', [said('A ', undefined), said('heron.', undefined)]],
    ['of finished items alone', [{ type: 'response.output_item.done', item: message('A heron.') }]],
    ['of its last event alone', []],
    [
      'with an end cut off',
      [said('A '), { type: 'response.output_item.done', item: message('A heron.') }],
    ],
  ])('%s comes whole and once', async (_name, events) => {
    expect((await decode(sse(...events, completed([message('A heron.')])))).reply.text).toBe(
      'A heron.',
    );
  });

  test('of open weights gives its reasoning in full', async () => {
    const events = [
      { type: 'response.reasoning_text.delta', delta: 'hm ' },
      { type: 'response.reasoning_text.delta', delta: 'yes' },
      { type: 'response.reasoning_summary_text.delta', delta: 'hm yes' },
      said('A.'),
    ];
    const { reply } = await decode(sse(...events, completed([])));
    expect(reply).toMatchObject({ reasoning: 'hm yes', text: 'A.' });
  });

  test('passes function calls through', async () => {
    const called = (id: string, name: string, args = '') => ({
      type: 'function_call',
      id: `fc_${id}`,
      call_id: `call_${id}`,
      name,
      arguments: args,
    });
    const whole = called('2', 'other', '{"y":2}');
    const events = [
      { type: 'response.output_item.added', item: called('1', 'lookup') },
      { type: 'response.function_call_arguments.delta', item_id: 'fc_1', delta: '{"q":' },
      { type: 'response.function_call_arguments.delta', item_id: 'fc_1', delta: '1}' },
      { type: 'response.output_item.done', item: called('1', 'lookup', '{"q":1}') },
      { type: 'response.output_item.added', item: called('2', 'other') },
      { type: 'response.output_item.done', item: whole },
    ];
    const { reply } = await decode(
      sse(...events, completed([called('1', 'lookup', '{"q":1}'), whole])),
    );
    expect(reply.toolCalls).toEqual([
      { callId: 'call_1', name: 'lookup', arguments: '{"q":1}' },
      { callId: 'call_2', name: 'other', arguments: '{"y":2}' },
    ]);
    expect(reply.finish?.reason).toBe('tool-calls');
  });

  test('one whole response where a stream was asked is the reply', async () => {
    const body = JSON.stringify(completed([reasoning, message('A heron.')]).response);
    expect((await decode(body, 'application/json')).reply).toMatchObject({
      reasoning: '**Birds**\n\nA heron.',
      text: 'A heron.',
      finish: { reason: 'stop', raw: 'completed' },
    });
  });

  test('refused in words says them', async () => {
    const events = [{ type: 'response.refusal.delta', item_id: 'msg_1', delta: 'No.' }];
    expect((await decode(sse(...events, completed([])))).reply.text).toBe('No.');
  });
});

describe('the end', () => {
  const ended = (type: string, more: object) =>
    sse(said('a'), { type, response: { status: type.slice(9), output: [], ...more } });

  test.each([
    ['max_output_tokens', 'length'],
    ['content_filter', 'content-filter'],
  ])('incomplete for %s is %s', async (reason, expected) => {
    const body = ended('response.incomplete', { incomplete_details: { reason } });
    expect((await decode(body)).reply.finish).toEqual({ reason: expected, raw: reason });
  });

  test.each([
    [
      'a failed response',
      sse(said('a'), {
        type: 'response.failed',
        response: { status: 'failed', error: { code: 'server_error', message: 'died' } },
      }),
      { kind: 'stream-error', message: 'died' },
    ],
    [
      'an error event',
      sse(said('a'), { type: 'error', code: 'server_error', message: 'died', param: null }),
      { kind: 'stream-error', message: 'died' },
    ],
    [
      'the bare error of an imitator',
      `${sse(said('a'))}data: {"error":{"code":500,"message":"died"}}\n\n`,
      { kind: 'stream-error', message: 'died' },
    ],
    [
      'a limit',
      sse(said('a'), {
        type: 'response.failed',
        response: { status: 'failed', error: { code: 'rate_limit_exceeded', message: 'slow' } },
      }),
      { kind: 'rate-limited', message: 'slow' },
    ],
    ['nothing more', sse(said('a')), { kind: 'truncated' }],
  ])('by %s keeps what came', async (_name, body, fault) => {
    const outcome = await decode(body);
    expect(outcome.reply.text).toBe('a');
    expect(outcome.fault).toEqual(fault);
  });

  test('by the mark of chat completions is an end', async () => {
    const { reply, fault } = await decode(`${sse(said('a'))}data: [DONE]\n\n`);
    expect(fault).toBeUndefined();
    expect(reply.finish).toEqual({ reason: 'stop' });
  });
});

describe('a request', () => {
  const quirks = presetById('openai')?.quirks ?? {};
  const stream = () => anAnswer([sse(said('ok'), completed([message('ok')]))]);
  const send = async (ask: ChatRequest, answer: (sent: Sent) => Response = stream) => {
    const { fetcher, requests } = aFetcher(answer);
    const at = { ...anEndpoint('responses', fetcher), quirks };
    return { ...(await fold(responses.streamChat(at, ask, never))), requests };
  };
  const user = (text: string) => ({ role: 'user', parts: [{ type: 'text', text }] }) as const;

  test('stores nothing, and asks for sealed reasoning and its summary', async () => {
    const { requests } = await send(
      aRequest({
        model: 'gpt-5.5',
        messages: [{ role: 'system', parts: [{ type: 'text', text: 'Be brief' }] }, user('Go')],
        parameters: { thinking: 'low', maxTokens: 9, temperature: 1 },
      }),
    );
    expect(requests[0]?.url).toBe('http://127.0.0.1:9/v1/responses');
    expect(requests[0]?.body).toEqual({
      model: 'gpt-5.5',
      instructions: 'Be brief',
      input: [{ role: 'user', content: [{ type: 'input_text', text: 'Go' }] }],
      store: false,
      stream: true,
      max_output_tokens: 9,
      include: ['reasoning.encrypted_content'],
      reasoning: { effort: 'low', summary: 'auto' },
    });
  });

  test('carries images and documents', async () => {
    const { requests } = await send(
      aRequest({
        messages: [
          {
            role: 'user',
            parts: [
              { type: 'image', mediaType: 'image/png', base64: 'iVBO' },
              { type: 'file', mediaType: 'application/pdf', name: 'a.pdf', base64: 'JVBE' },
            ],
          },
        ],
      }),
    );
    expect(requests[0]?.body['input']).toEqual([
      {
        role: 'user',
        content: [
          { type: 'input_image', image_url: 'data:image/png;base64,iVBO', detail: 'auto' },
          {
            type: 'input_file',
            filename: 'a.pdf',
            file_data: 'data:application/pdf;base64,JVBE',
          },
        ],
      },
    ]);
  });

  const inputAfter = async (text: string, replay: readonly unknown[]) => {
    const answered = { role: 'assistant', parts: [{ type: 'text', text }], replay } as const;
    const ask = aRequest({ messages: [user('Go'), answered, user('On')] });
    const input = (await send(ask)).requests[0]?.body['input'];
    return Array.isArray(input) ? input.slice(1, -1) : input;
  };

  test('gives back the items as they came, the reasoning before its message', async () => {
    const { reply } = await decode(thoughtful);
    expect(await inputAfter(reply.text, reply.opaque)).toEqual([reasoning, message('A heron 🪿.')]);
  });

  test.each([
    ['was changed', 'Another text.', [reasoning, { ...message(''), content: 5 }]],
    ['called a function', '', [reasoning, { type: 'function_call', call_id: 'c', name: 'n' }]],
    ['came with no items', 'A heron.', []],
  ])('gives back plain text where the reply %s', async (_name, text, replay) => {
    expect(await inputAfter(text, replay)).toEqual(
      text === '' ? [] : [{ role: 'assistant', content: [{ type: 'output_text', text }] }],
    );
  });

  test('does without reasoning where the model has none', async () => {
    const { requests, reply } = await send(aRequest(), ({ body }) => {
      const refuse = (message: string) => Response.json({ error: { message } }, { status: 400 });
      if ('include' in body) return refuse('Encrypted content is not supported with this model.');
      if ('reasoning' in body) {
        return refuse("Unsupported parameter: 'reasoning.summary' is not supported.");
      }
      return stream();
    });
    expect(reply.text).toBe('ok');
    expect(requests.length).toBe(3);
    expect(requests[2]?.body).not.toHaveProperty('reasoning');
  });

  test('does without a summary where the organisation may not have one', async () => {
    const { requests, reply } = await send(
      aRequest({ parameters: { thinking: 'high' } }),
      ({ body }) =>
        (body['reasoning'] as { summary?: string }).summary
          ? Response.json(
              {
                error: {
                  message:
                    'Your organization must be verified to generate reasoning summaries. Please go to settings.',
                  param: 'reasoning.summary',
                },
              },
              { status: 400 },
            )
          : stream(),
    );
    expect(requests[1]?.body['reasoning']).toEqual({ effort: 'high' });
    expect(reply.text).toBe('ok');
  });

  test('asks nothing about reasoning of a model that is known to have none', async () => {
    const { requests } = await send(aRequest({ abilities: ['completion', 'tools'] }));
    expect(requests[0]?.body).not.toHaveProperty('include');
    expect(requests[0]?.body).not.toHaveProperty('reasoning');
  });
});
