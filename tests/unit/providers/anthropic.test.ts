// What goes out to Anthropic.
import { describe, expect, test } from 'vitest';
import type { ChatRequest, RequestMessage } from '../../../src/domain/chat-request.ts';
import type { Parameters as Settings } from '../../../src/domain/parameters.ts';
import type { Quirks } from '../../../src/domain/preset.ts';
import { anthropic } from '../../../src/providers/anthropic/index.ts';
import { rulesFor } from '../../../src/providers/anthropic/model-rules.ts';
import { aFetcher, anAnswer, anEndpoint, aRequest, fold, never, type Sent } from './maker.ts';

const whole = JSON.stringify({
  type: 'message',
  content: [{ type: 'text', text: 'Hi' }],
  stop_reason: 'end_turn',
});
const json = { type: 'application/json' };

/** What was sent for this request. */
async function sentFor(
  ask: Partial<ChatRequest>,
  quirks: Quirks = {},
  change: Parameters<typeof anEndpoint>[2] = {},
): Promise<Sent> {
  const { fetcher, requests } = aFetcher(() => anAnswer([whole], json));
  const at = { ...anEndpoint('anthropic', fetcher, change), quirks };
  const { fault } = await fold(anthropic.streamChat(at, aRequest(ask), never));
  expect(fault).toBeUndefined();
  const [sent] = requests;
  if (!sent) throw new Error('nothing was sent');
  return sent;
}

const bodyFor = async (ask: Partial<ChatRequest>, quirks?: Quirks) =>
  (await sentFor(ask, quirks)).body;

const text = (role: RequestMessage['role'], words: string, more: Partial<RequestMessage> = {}) => ({
  role,
  parts: [{ type: 'text' as const, text: words }],
  ...more,
});

describe('a request', () => {
  test('of one line is no longer than it must be', async () => {
    expect(await bodyFor({ model: 'claude-opus-4-6' })).toEqual({
      model: 'claude-opus-4-6',
      max_tokens: 32_000,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Go' }] }],
      stream: true,
    });
  });

  test('carries the header that lets a page read the answer, as every other request does', async () => {
    const chat = await sentFor({});
    const { fetcher, requests } = aFetcher(() => anAnswer(['{"data":[]}'], json));
    await anthropic.check(anEndpoint('anthropic', fetcher), never);
    await anthropic.listModels(anEndpoint('anthropic', fetcher), never);
    for (const { headers } of [chat, ...requests]) {
      expect(headers.get('anthropic-dangerous-direct-browser-access')).toBe('true');
      expect(headers.get('anthropic-version')).toBe('2023-06-01');
    }
    expect(anthropic.ownHeaders).toEqual([
      'anthropic-version',
      'anthropic-dangerous-direct-browser-access',
    ]);
    expect(anthropic.keyHeader('k')).toEqual(['x-api-key', 'k']);
  });

  test('sends no header that a server with a fixed list of them would stumble over', async () => {
    const { headers } = await sentFor({}, { allowedHeaders: ['anthropic-version'] });
    expect([...headers.keys()].sort()).toEqual(['anthropic-version', 'content-type']);
  });

  test.each([
    ['http://127.0.0.1:9', '/v1/messages'],
    ['https://api.anthropic.com/v1', '/v1/messages'],
    ['https://api.deepseek.com/anthropic', '/anthropic/v1/messages'],
    ['https://openrouter.ai/api/v1', '/api/v1/messages'],
  ])('under %s goes to %s', async (baseUrl, path) => {
    expect(new URL((await sentFor({}, {}, { baseUrl })).url).pathname).toBe(path);
  });

  test('without a stream says so', async () => {
    const { body } = await sentFor({}, {}, { features: { streaming: 'off' } });
    expect(body['stream']).toBe(false);
  });
});

describe('messages', () => {
  test('have the system prompt apart, are the user first, and merge neighbours of one role', async () => {
    const body = await bodyFor({
      messages: [
        text('system', 'Be brief.'),
        text('assistant', 'Hello.'),
        text('user', 'One.'),
        text('user', 'Two.'),
      ],
    });
    expect(body['system']).toEqual([{ type: 'text', text: 'Be brief.' }]);
    expect(body['messages']).toEqual([
      { role: 'user', content: [{ type: 'text', text: expect.stringMatching(/\S/) }] },
      { role: 'assistant', content: [{ type: 'text', text: 'Hello.' }] },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'One.' },
          { type: 'text', text: 'Two.' },
        ],
      },
    ]);
  });

  test('hold no empty block, and none is left that holds nothing else', async () => {
    const body = await bodyFor({
      messages: [
        text('system', '  '),
        text('user', 'One.'),
        text('assistant', '\n'),
        text('user', ''),
        text('user', 'Two.'),
      ],
    });
    expect(body['system']).toBeUndefined();
    expect(body['messages']).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'One.' },
          { type: 'text', text: 'Two.' },
        ],
      },
    ]);
  });

  test('carry pictures, PDFs and texts, each in its own form', async () => {
    const { messages } = await bodyFor({
      messages: [
        {
          role: 'user',
          parts: [
            { type: 'image', mediaType: 'image/webp', base64: 'UklGRg==' },
            { type: 'file', mediaType: 'application/pdf', name: 'tides.pdf', base64: 'JVBERi0=' },
            { type: 'file', mediaType: 'text/markdown', name: 'a.md', base64: btoa('\xc3\xa9!') },
          ],
        },
      ],
    });
    expect(messages).toMatchObject([
      {
        content: [
          {
            type: 'image',
            source: { type: 'base64', media_type: 'image/webp', data: 'UklGRg==' },
          },
          {
            type: 'document',
            title: 'tides.pdf',
            source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' },
          },
          {
            type: 'document',
            title: 'a.md',
            source: { type: 'text', media_type: 'text/plain', data: 'é!' },
          },
        ],
      },
    ]);
  });

  test('give back what the model thought, unchanged and before its text', async () => {
    const replay = [
      { type: 'thinking', thinking: 'Hm.', signature: 'EqQB' },
      { type: 'redacted_thinking', data: 'Emw' },
    ];
    const { messages } = await bodyFor({
      messages: [text('user', 'One.'), text('assistant', 'Two.', { replay }), text('user', 'So?')],
    });
    expect(messages).toMatchObject([
      {},
      { role: 'assistant', content: [...replay, { type: 'text', text: 'Two.' }] },
      {},
    ]);
  });

  test("give back a server tool's call only together with its result", async () => {
    const call = (id: string) => ({ type: 'server_tool_use', id, name: 'web_search', input: {} });
    const result = { type: 'web_search_tool_result', tool_use_id: 'a', content: [] };
    const stray = { type: 'web_search_tool_result', tool_use_id: 'z', content: [] };
    const replay = [call('a'), result, call('b'), stray];
    const { messages } = await bodyFor({
      messages: [text('user', 'One.'), text('assistant', 'Two.', { replay }), text('user', 'So?')],
    });
    expect(messages).toMatchObject([
      {},
      { content: [call('a'), result, { type: 'text', text: 'Two.' }] },
      {},
    ]);
  });

  test('that are continued end without white space, without thoughts and without thinking', async () => {
    const replay = [{ type: 'thinking', thinking: 'Hm.', signature: 'EqQB' }];
    const body = await bodyFor({
      model: 'claude-opus-4-1-20250805',
      messages: [text('user', 'One.'), text('assistant', 'Two and \n', { replay })],
      parameters: { thinking: 'high' },
      continues: true,
    });
    expect(body['thinking']).toEqual({ type: 'disabled' });
    expect(body['messages']).toMatchObject([
      {},
      { role: 'assistant', content: [{ type: 'text', text: 'Two and' }] },
    ]);
    expect(anthropic.canPrefill({})).toBe(false);
    expect(anthropic.canPrefill({ prefill: 'trailing' })).toBe(true);
  });
});

describe('the prompt cache', () => {
  const mark = { cache_control: { type: 'ephemeral' } };

  test('is asked to keep a long prompt up to its system text and its last question', async () => {
    const body = await bodyFor({
      messages: [
        text('system', 'x'.repeat(5000)),
        text('user', 'One.'),
        text('assistant', 'Two.'),
        text('user', 'So?'),
      ],
    });
    expect(body['system']).toMatchObject([mark]);
    expect(body['messages']).toMatchObject([{}, {}, { content: [{ text: 'So?', ...mark }] }]);
    expect(JSON.stringify(body).split('cache_control').length - 1).toBe(2);
  });

  test('is left alone with a prompt too short to be kept', async () => {
    const body = await bodyFor({ messages: [text('system', 'x'), text('user', 'One.')] });
    expect(JSON.stringify(body)).not.toContain('cache_control');
  });
});

describe('parameters', () => {
  const withThinking = (model: string, parameters: Settings, quirks?: Quirks) =>
    bodyFor({ model, parameters }, quirks);

  test.each([
    ['claude-2.1', 'no', true, 4096],
    ['claude-3-opus-20240229', 'no', true, 4096],
    ['claude-3-5-sonnet-20241022', 'no', true, 8192],
    ['claude-3-7-sonnet-latest', 'budget', true, 32_000],
    ['claude-sonnet-4-20250514', 'budget', true, 32_000],
    ['anthropic/claude-haiku-4.5', 'budget', true, 32_000],
    ['claude-opus-4-6', 'effort', true, 32_000],
    ['claude-opus-4-7', 'effort', false, 32_000],
    ['claude-sonnet-5-20260901', 'effort', false, 32_000],
    ['claude-next', 'effort', false, 32_000],
    ['deepseek-chat', 'budget', true, 8192],
  ] as const)('follow from the name %s', (model, thinks, samples, usualMaxTokens) => {
    expect(rulesFor(model)).toEqual({ thinks, samples, usualMaxTokens });
  });

  test('ask a newer model to think by its effort', async () => {
    const model = 'claude-opus-4-6';
    expect(await withThinking(model, { thinking: 'low' })).toMatchObject({
      thinking: { type: 'adaptive', display: 'summarized' },
      output_config: { effort: 'low' },
    });
    expect(await withThinking(model, { thinking: 'on' })).not.toHaveProperty('output_config');
    expect(await withThinking(model, { thinking: 'off' })).toMatchObject({
      thinking: { type: 'disabled' },
    });
    expect(await withThinking(model, {})).not.toHaveProperty('thinking');
  });

  test('ask an older model to think by a budget that leaves room for the reply', async () => {
    const model = 'claude-sonnet-4-5';
    expect(await withThinking(model, { thinking: 'high' })).toMatchObject({
      max_tokens: 32_000,
      thinking: { type: 'enabled', budget_tokens: 24_576 },
    });
    expect(await withThinking(model, { thinking: 'high', maxTokens: 4000 })).toMatchObject({
      max_tokens: 4000,
      thinking: { type: 'enabled', budget_tokens: 3200 },
    });
    expect(await withThinking(model, { thinking: 'on', maxTokens: 500 })).not.toHaveProperty(
      'thinking',
    );
  });

  test('never ask for thinking what cannot think', async () => {
    for (const parameters of [{ thinking: 'on' }, { thinking: 'off' }] as const) {
      const old = await withThinking('claude-3-5-haiku-latest', parameters);
      const told = await bodyFor({ model: 'claude-x', parameters, abilities: ['completion'] });
      const none = await withThinking('claude-x', parameters, { thinking: 'none' });
      for (const body of [old, told, none]) expect(body).not.toHaveProperty('thinking');
    }
  });

  test('leave out a temperature that would be refused, and keep to the scale of 1', async () => {
    const cold = { temperature: 0.2 };
    expect(await withThinking('claude-sonnet-4-5', cold)).toMatchObject(cold);
    expect(await withThinking('claude-sonnet-4-5', { temperature: 1.7 })).toMatchObject({
      temperature: 1,
    });
    for (const body of [
      await withThinking('claude-sonnet-4-5', { ...cold, thinking: 'on' }),
      await withThinking('claude-opus-4-7', cold),
      await withThinking('claude-sonnet-4-5', cold, { noSampling: '^claude-sonnet' }),
    ])
      expect(body).not.toHaveProperty('temperature');
    expect(await withThinking('claude-sonnet-4-5', { ...cold, thinking: 'off' })).toMatchObject(
      cold,
    );
  });
});
