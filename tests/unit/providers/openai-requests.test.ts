// What goes out to each vendor: parameters under its names, nothing its preflight or its schema refuses, and one more
// try where it says what it wants instead.
import { describe, expect, test } from 'vitest';
import type { Quirks } from '../../../src/domain/preset.ts';
import { presetById } from '../../../src/domain/presets.ts';
import { openai } from '../../../src/providers/openai/index.ts';
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

const done = 'data: {"choices":[{"delta":{"content":"ok"},"finish_reason":"stop"}]}\n\n';
const stream = () => anAnswer([done]);
const refusal = (error: unknown, status = 400) => Response.json({ error }, { status });

const quirksOf = (preset: string): Quirks => presetById(preset)?.quirks ?? {};

function chat(
  quirks: Quirks,
  ask = aRequest(),
  answer: (sent: Sent, count: number) => Response = stream,
  baseUrl = 'https://api.example.com/v1',
) {
  const { fetcher, requests } = aFetcher(answer);
  const at = { ...anEndpoint('openai', fetcher, { baseUrl }), quirks };
  return fold(openai.streamChat(at, ask, never)).then((outcome) => ({ ...outcome, requests }));
}

const bodyOf = async (quirks: Quirks, ask = aRequest()) =>
  (await chat(quirks, ask)).requests[0]?.body;

describe('the limit of a reply', () => {
  const ask = aRequest({ parameters: { maxTokens: 9 } });

  test('goes under the name that the vendor knows', async () => {
    expect(await bodyOf({}, ask)).toMatchObject({ max_tokens: 9 });
    expect(await bodyOf(quirksOf('groq'), ask)).toMatchObject({ max_completion_tokens: 9 });
    expect(await bodyOf(quirksOf('groq'), ask)).not.toHaveProperty('max_tokens');
  });

  test.each([
    {
      message:
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      param: 'max_tokens',
      code: 'unsupported_parameter',
    },
    { message: 'max_tokens: Extra inputs are not permitted' },
    'Unrecognized request argument supplied: max_tokens',
  ])('goes under the other name where that one is refused: %j', async (error) => {
    const { requests, reply } = await chat({}, ask, ({ body }) =>
      'max_tokens' in body ? refusal(error) : stream(),
    );
    expect(requests.map(({ body }) => body['max_completion_tokens'])).toEqual([undefined, 9]);
    expect(reply.text).toBe('ok');
  });

  test('that is too large is the person’s to change', async () => {
    const message = 'max_tokens is too large: 9. This model supports at most 8 completion tokens.';
    const { requests, fault } = await chat({}, ask, () => refusal({ message }));
    expect(requests.length).toBe(1);
    expect(fault).toMatchObject({ kind: 'refused', status: 400 });
  });
});

describe('a temperature', () => {
  const ask = (model: string) => aRequest({ model, parameters: { temperature: 0.5 } });

  test('is not sent to models that refuse it', async () => {
    expect(await bodyOf(quirksOf('moonshot'), ask('kimi-k3'))).not.toHaveProperty('temperature');
    expect(await bodyOf(quirksOf('moonshot'), ask('other'))).toMatchObject({ temperature: 0.5 });
  });

  test('that is refused after a refused limit is left out as well', async () => {
    const both = aRequest({ parameters: { temperature: 0.5, maxTokens: 9 } });
    const { requests, reply } = await chat({}, both, ({ body }) => {
      if ('max_tokens' in body) return refusal({ message: "'max_tokens' is not supported" });
      if (!('temperature' in body)) return stream();
      return refusal({
        message: "Unsupported value: 'temperature' does not support 0.5 with this model.",
      });
    });
    expect(requests.length).toBe(3);
    expect(requests[2]?.body).toMatchObject({ max_completion_tokens: 9 });
    expect(reply.text).toBe('ok');
  });

  test('that is refused again and again ends', async () => {
    const message = "'temperature' is not supported";
    const { requests } = await chat({}, ask('m'), () => refusal({ message }));
    expect(requests.length).toBe(2);
  });
});

describe('thinking', () => {
  const sent = async (preset: string, thinking: 'off' | 'on' | 'medium', model = 'm') => {
    const body = await bodyOf(quirksOf(preset), aRequest({ model, parameters: { thinking } }));
    const { model: _model, messages, stream: _stream, stream_options, ...rest } = body ?? {};
    return rest;
  };

  test.each([
    ['together', {}, { reasoning_effort: 'none' }, { reasoning_effort: 'medium' }],
    [
      'openrouter',
      { reasoning: { enabled: true } },
      { reasoning: { enabled: false } },
      { reasoning: { effort: 'medium' } },
    ],
    [
      'deepseek',
      { thinking: { type: 'enabled' } },
      { thinking: { type: 'disabled' } },
      { thinking: { type: 'enabled' }, reasoning_effort: 'medium' },
    ],
    [
      'zai',
      { thinking: { type: 'enabled' } },
      { thinking: { type: 'disabled' } },
      { thinking: { type: 'enabled' } },
    ],
    ['alibaba', { enable_thinking: true }, { enable_thinking: false }, { enable_thinking: true }],
    [
      'vllm',
      { chat_template_kwargs: { enable_thinking: true } },
      { chat_template_kwargs: { enable_thinking: false } },
      { chat_template_kwargs: { enable_thinking: true }, reasoning_effort: 'medium' },
    ],
    [
      'cohere',
      { reasoning_effort: 'high' },
      { reasoning_effort: 'none' },
      { reasoning_effort: 'high' },
    ],
    ['perplexity', {}, { reasoning_effort: 'low' }, { reasoning_effort: 'medium' }],
    ['koboldcpp', {}, {}, {}],
  ])('is asked of %s in its own way', async (preset, on, off, medium) => {
    expect(await sent(preset, 'on')).toEqual(on);
    expect(await sent(preset, 'off')).toEqual(off);
    expect(await sent(preset, 'medium')).toEqual(medium);
  });

  test('is asked of Groq as each model takes it', async () => {
    expect(await sent('groq', 'medium', 'openai/gpt-oss-20b')).toEqual({
      reasoning_effort: 'medium',
    });
    expect(await sent('groq', 'off', 'openai/gpt-oss-20b')).toEqual({ reasoning_effort: 'low' });
    expect(await sent('groq', 'medium', 'qwen/qwen3.6-27b')).toEqual({
      reasoning_effort: 'default',
      reasoning_format: 'parsed',
    });
    expect(await sent('groq', 'off', 'qwen/qwen3.6-27b')).toEqual({ reasoning_effort: 'none' });
  });

  test('is not asked of a model that is known not to think', async () => {
    const ask = aRequest({ parameters: { thinking: 'high' }, abilities: ['completion'] });
    expect(await bodyOf({}, ask)).not.toHaveProperty('reasoning_effort');
  });

  test('at a level that is not known goes to the nearest of those that are named', async () => {
    const ask = aRequest({ parameters: { thinking: 'off' } });
    const { requests } = await chat({}, ask, ({ body }) =>
      body['reasoning_effort'] === 'none'
        ? refusal({
            message:
              "Unsupported value: 'none' is not supported with the 'm' model. Supported values are: 'minimal', 'low', 'medium', and 'high'.",
            param: 'reasoning_effort',
          })
        : stream(),
    );
    expect(requests.map(({ body }) => body['reasoning_effort'])).toEqual(['none', 'minimal']);
  });
});

describe('the history', () => {
  const parts = (text: string) => [{ type: 'text', text }] as const;
  const ask = aRequest({
    messages: [
      { role: 'system', parts: parts('Be brief') },
      { role: 'assistant', parts: parts('Hello') },
      { role: 'user', parts: parts('One') },
      { role: 'user', parts: parts('Two') },
      {
        role: 'assistant',
        parts: parts('Yes'),
        reasoning: 'hm',
        replay: [{ type: 'reasoning.text', text: 'hm', signature: 's', index: 0 }],
      },
      { role: 'user', parts: parts('Three') },
    ],
  });
  const messagesFor = async (preset: string) =>
    (await bodyOf(quirksOf(preset), ask))?.['messages'] as Record<string, unknown>[];

  test('goes by turns where they must alternate', async () => {
    expect(await messagesFor('perplexity')).toEqual([
      { role: 'system', content: 'Be brief' },
      { role: 'user', content: 'One\n\nTwo' },
      { role: 'assistant', content: 'Yes' },
      { role: 'user', content: 'Three' },
    ]);
  });

  test('carries reasoning only where it is wanted, in the field it is wanted in', async () => {
    const fieldsOf = async (preset: string) =>
      Object.keys((await messagesFor(preset)).find(({ content }) => content === 'Yes') ?? {});
    expect(await fieldsOf('together')).toEqual(['role', 'content']);
    expect(await fieldsOf('moonshot')).toEqual(['role', 'content', 'reasoning_content']);
    expect(await fieldsOf('cerebras')).toEqual(['role', 'content', 'reasoning']);
    expect(await fieldsOf('openrouter')).toEqual(['role', 'content', 'reasoning_details']);
  });

  test('gives OpenRouter its details back unmodified', async () => {
    expect((await messagesFor('openrouter')).at(-2)?.['reasoning_details']).toEqual([
      { type: 'reasoning.text', text: 'hm', signature: 's', index: 0 },
    ]);
  });
});

describe('a cut reply', () => {
  test.each([
    ['mistral', { prefix: true }, '/v1/chat/completions'],
    ['moonshot', { partial: true }, '/v1/chat/completions'],
    ['deepseek', { prefix: true }, '/beta/chat/completions'],
  ])('is continued at %s by a mark on its beginning', async (preset, mark, path) => {
    const quirks = quirksOf(preset);
    expect(openai.canPrefill(quirks)).toBe(true);
    const { requests } = await chat(quirks, aContinuation('The little'));
    expect(requests[0]?.body['messages']).toEqual([
      { role: 'user', content: 'Go' },
      { role: 'assistant', content: 'The little', ...mark },
    ]);
    expect(new URL(requests[0]?.url ?? '').pathname).toBe(path);
  });

  test('is continued at vLLM by two fields of the request', async () => {
    expect(await bodyOf(quirksOf('vllm'), aContinuation('The little'))).toMatchObject({
      continue_final_message: true,
      add_generation_prompt: false,
    });
  });

  test('is not continued where nothing is known of the server', () => {
    expect(openai.canPrefill({})).toBe(false);
  });
});

describe('a document', () => {
  const ask = (abilities?: string[]) =>
    aRequest({
      messages: [
        {
          role: 'user',
          parts: [{ type: 'file', mediaType: 'application/pdf', name: 'a.pdf', base64: 'JVBE' }],
        },
      ],
      ...(abilities ? { abilities } : {}),
    });

  test.each([
    ['a vendor that takes them', quirksOf('openrouter'), undefined],
    ['a model that reads them', {}, ['completion', 'pdf']],
  ] as const)('goes as a part of the message to %s', async (_name, quirks, abilities) => {
    const body = await bodyOf(quirks, ask(abilities && [...abilities]));
    expect(body?.['messages']).toEqual([
      {
        role: 'user',
        content: [
          {
            type: 'file',
            file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE' },
          },
        ],
      },
    ]);
  });

  test('is refused before anything is sent anywhere else', async () => {
    const { fault, requests } = await chat({}, ask());
    expect(fault).toEqual({ kind: 'unsupported', ability: 'pdf' });
    expect(requests).toEqual([]);
  });
});

test('stream options are not sent where they are not understood', async () => {
  expect(await bodyOf({})).toMatchObject({ stream_options: { include_usage: true } });
  expect(await bodyOf(quirksOf('mistral'))).not.toHaveProperty('stream_options');
});

test.each(['openrouter', 'perplexity', 'mistral', 'fireworks', 'moonshot'])(
  'no header but the content type goes to %s, whose preflight lets few pass',
  async (preset) => {
    const { requests } = await chat(quirksOf(preset));
    expect([...(requests[0]?.headers.keys() ?? [])]).toEqual(['content-type']);
  },
);

describe('a place', () => {
  const paths = async (quirks: Quirks, baseUrl: string, found: string) => {
    const answer = ({ url }: Sent) =>
      new URL(url).pathname === found ? stream() : new Response('Not Found', { status: 404 });
    const { requests, reply } = await chat(quirks, aRequest(), answer, baseUrl);
    expect(reply.text).toBe('ok');
    return requests.map(({ url }) => new URL(url).pathname);
  };

  test('without a path has its chats under /v1, or at the root', async () => {
    const base = 'http://127.0.0.1:9';
    const usual = '/v1/chat/completions';
    expect(await paths({}, base, usual)).toEqual([usual]);
    expect(await paths({}, base, '/chat/completions')).toEqual([usual, '/chat/completions']);
  });

  test('is the one a vendor names', async () => {
    const { baseUrl, quirks } = presetById('perplexity') ?? { baseUrl: '', quirks: {} };
    expect(await paths(quirks, baseUrl, '/chat/completions')).toEqual(['/chat/completions']);
  });

  test('is not changed for a model that is missing', async () => {
    const error = { message: 'The model `m` does not exist', code: 'model_not_found' };
    const { requests, fault } = await chat({}, aRequest(), () => refusal(error, 404), 'http://a');
    expect(requests.length).toBe(1);
    expect(fault?.kind).toBe('model-missing');
  });
});
