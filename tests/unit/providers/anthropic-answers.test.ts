// What Anthropic's lists say, and what its refusals mean.
import { describe, expect, test } from 'vitest';
import { faultFrom } from '../../../src/domain/fault.ts';
import { anthropic } from '../../../src/providers/anthropic/index.ts';
import { aFetcher, anAnswer, anEndpoint, aRequest, fold, never } from './maker.ts';

const json = { type: 'application/json' };

describe('the model list', () => {
  const yes = { supported: true };
  const no = { supported: false };
  const entry = {
    type: 'model',
    id: 'claude-opus-4-6',
    display_name: 'Claude Opus 4.6',
    created_at: '2026-02-04T00:00:00Z',
    max_input_tokens: 1_000_000,
    max_tokens: 128_000,
    capabilities: { image_input: yes, pdf_input: yes, thinking: yes, batch: yes },
  };

  test('is read page by page, with what it tells and nothing else', async () => {
    const pages = [
      { data: [entry, { odd: 1 }], has_more: true, last_id: 'claude-opus-4-6' },
      {
        data: [
          { id: 'b', capabilities: { image_input: no, pdf_input: no, thinking: no } },
          { id: 'c', display_name: 'C', max_input_tokens: null, capabilities: null },
        ],
        has_more: false,
      },
    ];
    const { fetcher, requests } = aFetcher((_sent, count) =>
      anAnswer([JSON.stringify(pages[count - 1])], json),
    );
    expect(await anthropic.listModels(anEndpoint('anthropic', fetcher), never)).toEqual([
      {
        name: 'claude-opus-4-6',
        title: 'Claude Opus 4.6',
        contextLength: 1_000_000,
        maxOutput: 128_000,
        modifiedAt: Date.UTC(2026, 1, 4),
        abilities: ['completion', 'tools', 'vision', 'pdf', 'thinking'],
        categories: ['chat', 'reasoning', 'vision'],
      },
      { name: 'b', abilities: ['completion', 'tools'], categories: ['chat'] },
      { name: 'c', title: 'C' },
    ]);
    expect(requests.map(({ url }) => new URL(url).search)).toEqual([
      '?limit=1000',
      '?limit=1000&after_id=claude-opus-4-6',
    ]);
  });

  test('that always has more is left after twenty pages', async () => {
    const page = JSON.stringify({ data: [entry], has_more: true, last_id: 'x' });
    const { fetcher, requests } = aFetcher(() => anAnswer([page], json));
    await anthropic.listModels(anEndpoint('anthropic', fetcher), never);
    expect(requests.length).toBe(20);
  });
});

describe('a refusal', () => {
  async function refused(status: number, type: string, message: string) {
    const body = JSON.stringify({ type: 'error', error: { type, message }, request_id: 'req_1' });
    const { fetcher } = aFetcher(() => anAnswer([body], { ...json, status }));
    const at = anEndpoint('anthropic', fetcher);
    return (await fold(anthropic.streamChat(at, aRequest(), never))).fault;
  }

  test.each([
    [401, 'authentication_error', 'invalid x-api-key', { kind: 'key-wanted' }],
    [
      401,
      'authentication_error',
      'CORS requests are not allowed here',
      { kind: 'refused', status: 401 },
    ],
    [
      400,
      'invalid_request_error',
      'Your credit balance is too low to go on',
      { kind: 'payment-wanted' },
    ],
    [402, 'billing_error', 'no', { kind: 'payment-wanted' }],
    [403, 'permission_error', 'no', { kind: 'key-wanted' }],
    [404, 'not_found_error', 'model: m', { kind: 'model-missing', model: 'm' }],
    [413, 'request_too_large', 'no', { kind: 'too-large' }],
    [429, 'rate_limit_error', 'no', { kind: 'rate-limited' }],
    [500, 'api_error', 'no', { kind: 'server-error', status: 500 }],
    [504, 'timeout_error', 'no', { kind: 'server-error', status: 504 }],
    [529, 'overloaded_error', 'Overloaded', { kind: 'busy' }],
    [
      400,
      'invalid_request_error',
      'prompt is too long: 208310 tokens > 200000 maximum',
      { kind: 'context-exceeded', promptTokens: 208_310, contextLength: 200_000 },
    ],
    [
      400,
      'invalid_request_error',
      'input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000, decrease them',
      { kind: 'context-exceeded', promptTokens: 188_240, contextLength: 200_000 },
    ],
    [
      400,
      'invalid_request_error',
      "'claude-x' does not support PDF input.",
      { kind: 'unsupported', ability: 'pdf' },
    ],
  ])('%i %s: %s', async (status, type, message, expected) => {
    expect(await refused(status, type, message)).toMatchObject({ ...expected, message });
  });

  test('never repeats the key', async () => {
    const { fetcher } = aFetcher(() => anAnswer(['the key canary-4711 is wrong'], { status: 400 }));
    const authorize = (headers: Headers) => headers.set('x-api-key', 'canary-4711');
    const at = { ...anEndpoint('anthropic', fetcher), authorize };
    const fault = faultFrom(await anthropic.check(at, never).catch((error) => error));
    expect(JSON.stringify(fault)).not.toContain('canary');
  });
});
