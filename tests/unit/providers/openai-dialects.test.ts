// How vendors answer: where reasoning, counters and errors stand, each body in the form in which it was seen.
import { describe, expect, test } from 'vitest';
import { faultFromRefusal } from '../../../src/providers/http-fault.ts';
import { openai } from '../../../src/providers/openai/index.ts';
import { aFetcher, anAnswer, anEndpoint, aRequest, cutsOf, fold, never } from './maker.ts';

function sse(...payloads: unknown[]): string {
  return payloads
    .map((each) => `data: ${typeof each === 'string' ? each : JSON.stringify(each)}\n\n`)
    .join('');
}

const chunk = (delta: unknown, finish_reason: string | null = null, more: object = {}) => ({
  choices: [{ index: 0, delta, finish_reason }],
  ...more,
});
const end = chunk({}, 'stop');

async function decode(body: string, type = 'text/event-stream') {
  const once = (pieces: readonly (string | Uint8Array)[]) => {
    const { fetcher } = aFetcher(() => anAnswer(pieces, { type }));
    return fold(openai.streamChat(anEndpoint('openai', fetcher), aRequest(), never));
  };
  const whole = await once([body]);
  for (const pieces of cutsOf(new TextEncoder().encode(body), 17)) {
    const { reply, fault } = await once(pieces);
    expect({ reply, fault }).toEqual({ reply: whole.reply, fault: whole.fault });
  }
  return whole;
}

describe('the reasoning of', () => {
  const told = { reasoning: 'hm yes', text: 'A heron.' };

  test.each([
    [
      'DeepSeek and xAI',
      [{ reasoning_content: 'hm ', content: null }, { reasoning_content: 'yes' }],
    ],
    ['Groq, vLLM, Cerebras and Ollama', [{ reasoning: 'hm ' }, { reasoning: 'yes' }]],
    [
      'a server that fills both fields, one of them empty',
      [
        { reasoning_content: '', reasoning: 'hm ' },
        { reasoning_content: 'yes', reasoning: 'yes' },
      ],
    ],
    [
      'Mistral',
      [
        { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'hm ' }] }] },
        { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'yes' }] }] },
      ],
    ],
    ['Perplexity', [{ content: '<think>hm ' }, { content: 'yes</think>\n' }]],
    [
      'OpenRouter, said twice',
      [
        {
          reasoning: 'hm ',
          reasoning_details: [{ type: 'reasoning.text', text: 'hm ', index: 0, format: 'x' }],
        },
        {
          reasoning: 'yes',
          reasoning_details: [{ type: 'reasoning.text', text: 'yes', index: 0, format: 'x' }],
        },
      ],
    ],
    [
      'OpenRouter, in its details only',
      [{ reasoning_details: [{ type: 'reasoning.summary', summary: 'hm yes', index: 0 }] }],
    ],
  ])('%s comes once, and not as text', async (_name, deltas) => {
    const body = sse(...deltas.map((each) => chunk(each)), chunk({ content: 'A heron.' }), end);
    expect((await decode(body)).reply).toMatchObject(told);
  });

  test('OpenRouter goes into opaque blocks, put together and in order', async () => {
    const detail = (more: object) => chunk({ reasoning_details: [more] });
    const body = sse(
      ': OPENROUTER PROCESSING',
      detail({ type: 'reasoning.text', text: 'hm ', index: 0, format: 'f', signature: null }),
      detail({ type: 'reasoning.text', text: 'yes', index: 0, format: 'f' }),
      detail({ type: 'reasoning.text', text: '', index: 0, signature: 'sig' }),
      detail({ type: 'reasoning.encrypted', data: 'AbC', index: 1, id: 'r1' }),
      chunk({ content: 'A heron.' }),
      end,
    ).replace('data: : OPENROUTER', ': OPENROUTER');
    const { reply } = await decode(body);
    expect(reply.opaque).toEqual([
      { type: 'reasoning.text', text: 'hm yes', index: 0, format: 'f', signature: 'sig' },
      { type: 'reasoning.encrypted', data: 'AbC', index: 1, id: 'r1' },
    ]);
  });

  test('a template that opened it already is seen where it comes in one piece', async () => {
    const body = sse(chunk({ content: 'hm yes\n</think>\n\nA heron.' }), end);
    expect((await decode(body)).reply).toMatchObject({ reasoning: 'hm yes\n', text: 'A heron.' });
  });

  test('nobody: a text about closing tags stays text', async () => {
    const content = 'Close it with </think> at the end.';
    expect((await decode(sse(chunk({ content }), end))).reply).toMatchObject({
      reasoning: '',
      text: content,
    });
  });
});

describe('a refusal in words', () => {
  test('is the text of the reply', async () => {
    const body = sse(chunk({ refusal: 'I cannot ' }), chunk({ refusal: 'help.' }), end);
    expect((await decode(body)).reply.text).toBe('I cannot help.');
  });
});

describe('the counters of', () => {
  test.each([
    [
      'DeepSeek',
      { prompt_tokens: 30, completion_tokens: 5, prompt_cache_hit_tokens: 20 },
      { promptTokens: 30, completionTokens: 5, cachedTokens: 20 },
    ],
    [
      'xAI, which leaves out what was thought',
      {
        prompt_tokens: 30,
        completion_tokens: 5,
        total_tokens: 135,
        completion_tokens_details: { reasoning_tokens: 100 },
      },
      { promptTokens: 30, completionTokens: 105, reasoningTokens: 100 },
    ],
    [
      'OpenAI, which counts it in',
      {
        prompt_tokens: 30,
        completion_tokens: 105,
        total_tokens: 135,
        prompt_tokens_details: { cached_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 100 },
      },
      { promptTokens: 30, completionTokens: 105, cachedTokens: 0, reasoningTokens: 100 },
    ],
    [
      'OpenRouter, with its cost',
      { prompt_tokens: 3, completion_tokens: 5, cost: 0.001, is_byok: false, cost_details: {} },
      { promptTokens: 3, completionTokens: 5 },
    ],
  ])('%s', async (_name, usage, expected) => {
    const { reply } = await decode(sse(chunk({ content: 'a' }, 'stop'), { choices: [], usage }));
    expect(reply.usage).toEqual(expected);
  });

  test('Moonshot stand in the choice', async () => {
    const usage = { prompt_tokens: 3, completion_tokens: 5, cached_tokens: 2 };
    const last = { choices: [{ index: 0, delta: {}, finish_reason: 'stop', usage }] };
    expect((await decode(sse(chunk({ content: 'a' }), last))).reply.usage).toEqual({
      promptTokens: 3,
      completionTokens: 5,
      cachedTokens: 2,
    });
  });

  test('Azure: its first chunk without choices is passed over', async () => {
    const first = { choices: [], prompt_filter_results: [{ prompt_index: 0 }] };
    const body = sse(first, chunk({ content: 'a' }, null, { content_filter_results: {} }), end);
    expect((await decode(body)).reply.text).toBe('a');
  });
});

describe('tool calls', () => {
  const call = (index: number | undefined, id: string | null, name: string | null, args: unknown) =>
    chunk({ tool_calls: [{ index, id, function: { name, arguments: args } }] });

  test('whose pieces each have an id of their own are one call', async () => {
    const body = sse(
      call(0, 'a', 'one', ''),
      call(0, 'b', null, '{"x"'),
      call(0, 'c', '', ':1}'),
      chunk({}, 'tool_calls'),
    );
    expect((await decode(body)).reply.toolCalls).toEqual([
      { callId: 'a', name: 'one', arguments: '{"x":1}' },
    ]);
  });

  test('that share an id are two all the same', async () => {
    const body = sse(
      call(0, 'a', 'one', '{"x":1}'),
      call(1, 'a', 'two', '{"x":2}'),
      chunk({}, 'tool_calls'),
    );
    expect((await decode(body)).reply.toolCalls.map((each) => each.arguments)).toEqual([
      '{"x":1}',
      '{"x":2}',
    ]);
  });
});

describe('an error in mid-stream', () => {
  const begun = sse(chunk({ content: 'a' }));

  test.each([
    [
      'OpenRouter out of credit',
      { error: { code: 402, message: 'Insufficient credits' }, ...chunk({}, 'error') },
      { kind: 'payment-wanted', message: 'Insufficient credits' },
    ],
    [
      'OpenRouter at a limit',
      {
        error: { code: 429, message: 'slow down', metadata: { error_type: 'rate_limit_exceeded' } },
      },
      { kind: 'rate-limited', message: 'slow down' },
    ],
    [
      'OpenRouter with too long a prompt',
      {
        error: {
          code: 400,
          message: 'too long',
          metadata: { error_type: 'context_length_exceeded' },
        },
      },
      { kind: 'context-exceeded', message: 'too long' },
    ],
    [
      "Groq's place",
      chunk({}, null, { x_groq: { error: 'over capacity' } }),
      { kind: 'stream-error', message: 'over capacity' },
    ],
    [
      'Cerebras, flat',
      { message: 'queue exceeded', type: 'server_error', param: '', code: 'x' },
      { kind: 'stream-error', message: 'queue exceeded' },
    ],
    [
      'vLLM, with a number for a code',
      { error: { message: 'died', type: 'InternalServerError', param: null, code: 500 } },
      { kind: 'stream-error', message: 'died' },
    ],
  ])('of %s', async (_name, payload, fault) => {
    const outcome = await decode(begun + sse(payload, '[DONE]'));
    expect(outcome.reply.text).toBe('a');
    expect(outcome.fault).toEqual(fault);
  });

  test('of xAI comes as a body with status 200', async () => {
    const body = JSON.stringify({ code: 'invalid-argument', error: 'Model not able' });
    expect((await decode(body, 'application/json')).fault).toEqual({
      kind: 'stream-error',
      message: 'Model not able',
    });
  });
});

describe('a refusal', () => {
  const url = 'https://api.example.com/v1';
  const fault = (status: number, body: unknown, model?: string) =>
    faultFromRefusal({
      status,
      url,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...(model ? { model } : {}),
    });

  test.each([
    [
      'DeepSeek without balance',
      402,
      { error: { message: 'Insufficient Balance' } },
      'payment-wanted',
    ],
    [
      'OpenAI without quota, which no waiting mends',
      429,
      { error: { message: 'You exceeded your current quota', code: 'insufficient_quota' } },
      'payment-wanted',
    ],
    [
      'Azure for its content filter',
      400,
      { error: { code: 'content_filter', message: 'filtered', innererror: {} } },
      'content-blocked',
    ],
    [
      'OpenRouter for its moderation',
      403,
      {
        error: {
          code: 403,
          message: 'flagged',
          metadata: { error_type: 'content_policy_violation', provider_name: 'OpenAI' },
        },
      },
      'content-blocked',
    ],
    ['xAI, as a text', 400, { code: 'invalid', error: 'Incorrect value' }, 'refused'],
    ['Cerebras, flat', 400, { message: 'no', type: 'x', param: '', code: 'y' }, 'refused'],
    ['Mistral, by field', 422, { detail: [{ loc: ['body', 'x'], msg: 'no' }] }, 'refused'],
    [
      'Perplexity, as a page',
      401,
      '<html><title>401 Authorization Required</title></html>',
      'key-wanted',
    ],
    [
      'OpenAI for a prompt that is too long',
      400,
      {
        error: { message: 'long', code: 'context_length_exceeded', type: 'invalid_request_error' },
      },
      'context-exceeded',
    ],
  ])('of %s', (_name, status, body, kind) => {
    expect(fault(status, body).kind).toBe(kind);
  });

  test('keeps keys out of its words', () => {
    const told = fault(400, { error: { message: 'bad key sk-abcdef123456' } });
    expect(JSON.stringify(told)).not.toContain('abcdef');
  });
});
