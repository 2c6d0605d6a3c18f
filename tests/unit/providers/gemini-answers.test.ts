// What Gemini's lists say, and what its refusals mean.
import { describe, expect, test } from 'vitest';
import { faultFrom } from '../../../src/domain/fault.ts';
import { gemini } from '../../../src/providers/gemini/index.ts';
import { aFetcher, anAnswer, anEndpoint, aRequest, fold, never } from './maker.ts';

const json = { type: 'application/json; charset=UTF-8' };

describe('the model list', () => {
  const chats = { supportedGenerationMethods: ['generateContent', 'countTokens'] };
  const embeds = { supportedGenerationMethods: ['embedContent'] };
  const paints = { supportedGenerationMethods: ['predict'] };

  test('is read page by page: what chats, and of the rest what embeds and paints', async () => {
    const pages = [
      {
        models: [
          {
            name: 'models/gemini-3-flash',
            displayName: 'Gemini 3 Flash',
            inputTokenLimit: 1_048_576,
            outputTokenLimit: 65_536,
            thinking: true,
            ...chats,
          },
          { name: 'models/gemma-3-27b-it', ...chats },
          { name: 'models/gemini-embedding-001', ...embeds },
          { name: 'models/gemini-2.5-flash-image', ...chats },
        ],
        nextPageToken: 'p 2',
      },
      {
        models: [
          { name: 'models/imagen-4', ...paints },
          { name: 'models/gemini-2.5-flash-preview-tts', ...chats },
          { name: 'models/gemini-live-2.5-flash', supportedGenerationMethods: ['bidi'] },
          { name: 'models/gemini-robotics-er-1.5', ...chats },
          { name: 'models/aqa', supportedGenerationMethods: ['generateAnswer'] },
          { name: 'models/veo-3', ...paints },
          { odd: 1 },
          { name: 'tunedModels/my-live-one', ...chats },
        ],
      },
    ];
    const { fetcher, requests } = aFetcher((_sent, count) =>
      anAnswer([JSON.stringify(pages[count - 1])], json),
    );
    expect(await gemini.listModels(anEndpoint('gemini', fetcher), never)).toEqual([
      {
        name: 'gemini-3-flash',
        title: 'Gemini 3 Flash',
        contextLength: 1_048_576,
        maxOutput: 65_536,
        categories: ['chat', 'reasoning', 'vision'],
        abilities: ['completion', 'vision', 'audio', 'pdf', 'tools', 'thinking'],
      },
      { name: 'gemma-3-27b-it', categories: ['chat'] },
      { name: 'gemini-embedding-001', categories: ['embedding'], abilities: ['embedding'] },
      { name: 'gemini-2.5-flash-image', categories: ['image'], abilities: ['image'] },
      { name: 'imagen-4', categories: ['image'], abilities: ['image'] },
      { name: 'tunedModels/my-live-one', categories: ['chat'] },
    ]);
    expect(requests.map(({ url }) => new URL(url).search)).toEqual([
      '?pageSize=1000',
      '?pageSize=1000&pageToken=p%202',
    ]);
  });
});

describe('a refusal', () => {
  const detail = (fields: Record<string, unknown>) => ({ details: [fields] });

  async function refused(code: number, status: string, message: string, more = {}, list = false) {
    const error = { error: { code, message, status, ...more } };
    const body = JSON.stringify(list ? [error] : error, null, 2);
    const { fetcher } = aFetcher(() => anAnswer([body], { ...json, status: code }));
    const at = anEndpoint('gemini', fetcher);
    return (await fold(gemini.streamChat(at, aRequest(), never))).fault;
  }

  test.each([
    [
      400,
      'INVALID_ARGUMENT',
      'API key not valid.',
      detail({ reason: 'API_KEY_INVALID' }),
      { kind: 'key-wanted', wasSent: true },
    ],
    [
      403,
      'PERMISSION_DENIED',
      'Requests from referer are blocked.',
      detail({ reason: 'API_KEY_HTTP_REFERRER_BLOCKED' }),
      { kind: 'key-wanted', wasSent: true },
    ],
    [403, 'PERMISSION_DENIED', 'no', {}, { kind: 'key-wanted' }],
    [
      400,
      'FAILED_PRECONDITION',
      'User location is not supported for the API use.',
      {},
      { kind: 'refused', status: 400 },
    ],
    [
      404,
      'NOT_FOUND',
      'models/m is not found for API version v1beta, or is not supported for generateContent.',
      {},
      { kind: 'model-missing', model: 'm' },
    ],
    [
      429,
      'RESOURCE_EXHAUSTED',
      'Quota exceeded for metric: requests, limit: 10',
      detail({ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '27s' }),
      { kind: 'rate-limited', retryAfterMs: 27_000 },
    ],
    [
      429,
      'RESOURCE_EXHAUSTED',
      'Quota exceeded for metric: requests, limit: 0, model: gemini-x',
      detail({ retryDelay: '27s' }),
      { kind: 'payment-wanted' },
    ],
    [500, 'INTERNAL', 'no', {}, { kind: 'server-error', status: 500 }],
    [503, 'UNAVAILABLE', 'The model is overloaded.', {}, { kind: 'busy' }],
    [504, 'DEADLINE_EXCEEDED', 'no', {}, { kind: 'server-error', status: 504 }],
    [
      400,
      'INVALID_ARGUMENT',
      'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
      {},
      { kind: 'context-exceeded', promptTokens: 1_200_000, contextLength: 1_048_576 },
    ],
    [
      400,
      'INVALID_ARGUMENT',
      'The input token count exceeds the maximum number of tokens allowed 1048576.',
      {},
      { kind: 'context-exceeded', contextLength: 1_048_576 },
    ],
    [
      400,
      'INVALID_ARGUMENT',
      'Image input modality is not enabled for models/gemma-3-1b-it',
      {},
      { kind: 'unsupported', ability: 'vision' },
    ],
  ])('%i %s: %s', async (code, status, message, more, expected) => {
    for (const list of [false, true]) {
      expect(await refused(code, status, message, more, list)).toMatchObject({
        ...expected,
        message,
      });
    }
  });

  test('never repeats the key, whatever it looks like', async () => {
    const { fetcher } = aFetcher(() =>
      anAnswer(['canary-4711 or AIzaSyCanaryCanaryCanary is wrong'], { status: 400 }),
    );
    const authorize = (headers: Headers) => headers.set('x-goog-api-key', 'canary-4711');
    const at = { ...anEndpoint('gemini', fetcher), authorize };
    const fault = faultFrom(await gemini.check(at, never).catch((error) => error));
    expect(fault).toMatchObject({ kind: 'refused', message: '… or … is wrong' });
  });
});
