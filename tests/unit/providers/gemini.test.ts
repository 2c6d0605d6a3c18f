// What goes out to Gemini.
import { describe, expect, test } from 'vitest';
import type { ChatRequest, RequestMessage } from '../../../src/domain/chat-request.ts';
import type { Quirks } from '../../../src/domain/preset.ts';
import { gemini } from '../../../src/providers/gemini/index.ts';
import { aFetcher, anAnswer, anEndpoint, aRequest, fold, never, type Sent } from './maker.ts';

const whole = JSON.stringify({
  candidates: [{ content: { parts: [{ text: 'Hi' }] }, finishReason: 'STOP' }],
});
const json = { type: 'application/json; charset=UTF-8' };

/** What was sent for this request. */
async function sentFor(
  ask: Partial<ChatRequest>,
  quirks: Quirks = {},
  change: Parameters<typeof anEndpoint>[2] = {},
): Promise<Sent> {
  const { fetcher, requests } = aFetcher(() => anAnswer([whole], json));
  const authorize = (headers: Headers) => headers.set(...gemini.keyHeader('canary-4711'));
  const at = { ...anEndpoint('gemini', fetcher, change), quirks, authorize };
  const { fault } = await fold(gemini.streamChat(at, aRequest(ask), never));
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
    expect(await bodyFor({ model: 'gemini-2.0-flash' })).toEqual({
      contents: [{ role: 'user', parts: [{ text: 'Go' }] }],
    });
  });

  test('has its key in the header, none in its address, and no header besides', async () => {
    const { url, headers } = await sentFor({});
    expect(url).not.toContain('canary');
    expect([...headers.keys()].sort()).toEqual(['content-type', 'x-goog-api-key']);
    expect(gemini.ownHeaders).toEqual([]);
  });

  test.each([
    ['http://127.0.0.1:9', 'm', '/v1beta/models/m'],
    ['http://127.0.0.1:9/v1beta', 'models/m', '/v1beta/models/m'],
    ['http://127.0.0.1:9/v1', 'tunedModels/mine', '/v1/tunedModels/mine'],
    ['http://127.0.0.1:9/v1/publishers/google', 'a/b?c', '/v1/publishers/google/models/a%2Fb%3Fc'],
  ])('under %s to %s goes to %s', async (baseUrl, model, path) => {
    const { url } = await sentFor({ model }, {}, { baseUrl });
    expect(url).toBe(`http://127.0.0.1:9${path}:streamGenerateContent?alt=sse`);
  });

  test('without a stream has another address', async () => {
    const { url } = await sentFor({}, {}, { features: { streaming: 'off' } });
    expect(url).toMatch(/\/models\/m:generateContent$/);
  });
});

describe('turns', () => {
  test('have the system prompt apart, two roles, and neighbours merged', async () => {
    const body = await bodyFor({
      messages: [
        text('system', 'Be brief.'),
        text('user', 'One.'),
        text('user', 'Two.'),
        text('assistant', 'Three.'),
        text('user', ''),
        text('assistant', ''),
        text('user', 'Four.'),
      ],
    });
    expect(body['systemInstruction']).toEqual({ parts: [{ text: 'Be brief.' }] });
    expect(body['contents']).toEqual([
      { role: 'user', parts: [{ text: 'One.' }, { text: 'Two.' }] },
      { role: 'model', parts: [{ text: 'Three.' }] },
      { role: 'user', parts: [{ text: 'Four.' }] },
    ]);
  });

  test('of an open model have the system prompt before the first question', async () => {
    const messages = [text('system', 'Be brief.'), text('user', 'One.')];
    expect(await bodyFor({ model: 'gemma-3-27b-it', messages })).toEqual({
      contents: [{ role: 'user', parts: [{ text: 'Be brief.' }, { text: 'One.' }] }],
    });
  });

  test('carry pictures and documents as bare base64', async () => {
    const { contents } = await bodyFor({
      messages: [
        {
          role: 'user',
          parts: [
            { type: 'text', text: 'What?' },
            { type: 'image', mediaType: 'image/webp', base64: 'UklGRg==' },
            { type: 'file', mediaType: 'application/pdf', name: 'tides.pdf', base64: 'JVBERi0=' },
          ],
        },
      ],
    });
    expect(contents).toMatchObject([
      {
        parts: [
          { text: 'What?' },
          { inlineData: { mimeType: 'image/webp', data: 'UklGRg==' } },
          { inlineData: { mimeType: 'application/pdf', data: 'JVBERi0=' } },
        ],
      },
    ]);
  });
});

describe('signatures', () => {
  const partsFor = async (words: string, replay: readonly unknown[]) => {
    const messages = [
      text('user', 'One.'),
      text('assistant', words, { replay }),
      text('user', 'So?'),
    ];
    const { contents } = await bodyFor({ messages });
    return (contents as { parts: unknown[] }[])[1]?.parts;
  };

  test('of nothing stand after the text, where they came', async () => {
    const bare = { thoughtSignature: 'CpQB' };
    const empty = { text: '', thoughtSignature: 'CpQC' };
    expect(await partsFor('Two.', [bare, empty])).toEqual([
      { text: 'Two.' },
      { text: '', thoughtSignature: 'CpQB' },
      empty,
    ]);
  });

  test('of a piece of text stand where it stands, never merged with a neighbour', async () => {
    const signed = { text: ' waits', thoughtSignature: 'CpQB' };
    expect(await partsFor('The heron waits still.', [signed])).toEqual([
      { text: 'The heron' },
      signed,
      { text: ' still.' },
    ]);
  });

  test('of a text that was edited since are void', async () => {
    const signed = { text: ' waits', thoughtSignature: 'CpQB' };
    expect(await partsFor('The heron flies.', [signed])).toEqual([{ text: 'The heron flies.' }]);
  });

  test('of thoughts go before the text', async () => {
    const thought = { text: 'Hm.', thought: true, thoughtSignature: 'CpQB' };
    expect(await partsFor('Two.', [thought])).toEqual([thought, { text: 'Two.' }]);
  });

  test('of a call that has no result do not go back', async () => {
    const call = { functionCall: { name: 'look', args: {} }, thoughtSignature: 'CpQB' };
    expect(await partsFor('Two.', [call])).toEqual([{ text: 'Two.' }]);
  });
});

describe('parameters', () => {
  const configFor = async (ask: Partial<ChatRequest>, quirks?: Quirks) =>
    (await bodyFor(ask, quirks))['generationConfig'];
  const thinkingFor = async (
    model: string,
    thinking?: NonNullable<ChatRequest['parameters']['thinking']>,
    abilities?: readonly string[],
  ) => {
    const parameters = thinking === undefined ? {} : { thinking };
    const config = await configFor({ model, parameters, ...(abilities ? { abilities } : {}) });
    return (config as { thinkingConfig?: unknown } | undefined)?.thinkingConfig;
  };

  test('are only those that the person set', async () => {
    const parameters = { temperature: 1.4, maxTokens: 500, contextLength: 9000 };
    expect(await configFor({ parameters })).toEqual({ temperature: 1.4, maxOutputTokens: 500 });
    expect(await configFor({ parameters }, { noSampling: '^m$' })).toEqual({
      maxOutputTokens: 500,
    });
  });

  test.each([
    ['gemini-2.5-flash', undefined, { includeThoughts: true }],
    ['gemini-2.5-flash', 'off', { includeThoughts: false, thinkingBudget: 0 }],
    ['gemini-2.5-pro', 'off', { includeThoughts: false, thinkingBudget: 128 }],
    ['gemini-2.5-pro', 'on', { includeThoughts: true, thinkingBudget: -1 }],
    ['gemini-2.5-pro', 'low', { includeThoughts: true, thinkingBudget: 1024 }],
    ['gemini-3-flash-preview', 'off', { includeThoughts: false, thinkingLevel: 'MINIMAL' }],
    ['gemini-3.1-pro-preview', 'off', { includeThoughts: false, thinkingLevel: 'LOW' }],
    ['gemini-3.1-pro-preview', 'medium', { includeThoughts: true, thinkingLevel: 'MEDIUM' }],
    ['gemini-3-pro-preview', 'medium', { includeThoughts: true, thinkingLevel: 'HIGH' }],
    ['gemini-3-flash-preview', 'on', { includeThoughts: true }],
    ['gemini-flash-latest', 'high', { includeThoughts: true, thinkingLevel: 'HIGH' }],
  ] as const)('let %s think (%s) in its own words', async (model, thinking, config) => {
    expect(await thinkingFor(model, thinking)).toEqual(config);
  });

  test('never speak of thinking to what cannot think', async () => {
    for (const model of ['gemini-2.0-flash', 'gemma-3-27b-it', 'gemini-2.5-flash-image']) {
      expect(await thinkingFor(model, 'high')).toBeUndefined();
    }
    expect(await thinkingFor('gemini-2.5-flash', 'high', ['completion'])).toBeUndefined();
    const parameters = { thinking: 'high' } as const;
    const quirks = { thinking: 'none' } as const;
    expect(await configFor({ model: 'gemini-2.5-pro', parameters }, quirks)).toBeUndefined();
  });

  test('speak in the older words to a stranger that is known to think', async () => {
    expect(await thinkingFor('tunedModels/mine', 'low', ['thinking'])).toEqual({
      includeThoughts: true,
      thinkingBudget: 1024,
    });
  });
});
