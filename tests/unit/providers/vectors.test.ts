// Vectors as servers answer them: what real ones said, in the right order, and what is no answer at all.
import { describe, expect, test } from 'vitest';
import { faultFrom } from '../../../src/domain/fault.ts';
import type { Provider } from '../../../src/providers/contract.ts';
import { gemini } from '../../../src/providers/gemini/index.ts';
import { llamaServer } from '../../../src/providers/llama-server/index.ts';
import { ollama } from '../../../src/providers/ollama/index.ts';
import { openai } from '../../../src/providers/openai/index.ts';
import { readRecord } from '../../servers/records.ts';
import { aFetcher, anAnswer, anEndpoint, never } from './maker.ts';

const texts = ['hello world', 'the cat'];
const recorded = { ollama, 'llama-server': llamaServer };
type Recorded = keyof typeof recorded;

async function embed(provider: Provider, body: string, status = 200, asked = texts) {
  const { fetcher, requests } = aFetcher(() =>
    anAnswer([body], { status, type: 'application/json' }),
  );
  const at = anEndpoint(provider.kind, fetcher);
  const work = provider.embed?.(at, { model: 'tiny-embed', texts: asked }, never);
  return await (work ?? Promise.reject(new Error('it has none'))).then(
    (told) => ({ told, requests, fault: undefined }),
    (error) => ({ told: undefined, requests, fault: faultFrom(error) }),
  );
}

async function replay(kind: Recorded, name: string) {
  const { body, status, path, requestBody } = readRecord(name, kind);
  const asked = JSON.parse(requestBody) as { model: string; input: string[] };
  return { ...(await embed(recorded[kind], body, status, asked.input)), path, asked };
}

describe('the record of a real server', () => {
  test.each([
    ['llama-server', 'embeddings'],
    ['ollama', 'embed'],
  ] as const)('%s is asked as recorded and read in the order of the texts', async (kind, name) => {
    const { told, requests, path, asked } = await replay(kind, name);
    expect(requests[0]?.url.endsWith(path)).toBe(true);
    const model = expect.stringMatching(/^tiny-embed(:latest)?$/);
    expect(requests[0]?.body).toEqual({ ...asked, model });
    expect(told?.vectors.map(({ length }) => length)).toEqual([64, 64]);
    expect(told?.vectors[0]?.slice(0, 2)).toEqual([
      expect.closeTo(0.570_98, 5),
      expect.closeTo(-0.815_492, 5),
    ]);
    expect(told?.vectors[1]?.[0]).not.toBeCloseTo(0.570_98, 3);
    expect(told?.tokens).toBe(6);
  });

  test('of one model and two servers is the same vector', async () => {
    const one = await replay('llama-server', 'embeddings');
    const other = await replay('ollama', 'embed');
    one.told?.vectors[1]?.forEach((value, at) => {
      expect(value).toBeCloseTo(other.told?.vectors[1]?.[at] ?? Number.NaN, 5);
    });
  });

  test.each([
    [
      'llama-server',
      'embeddings-disabled-501',
      { kind: 'unsupported', ability: 'embedding', flag: '--embeddings' },
    ],
    [
      'llama-server',
      'embeddings-pooling-none',
      { kind: 'unsupported', ability: 'embedding', flag: '--pooling mean' },
    ],
    [
      'llama-server',
      'embeddings-too-long',
      { kind: 'context-exceeded', promptTokens: 1202, contextLength: 512 },
    ],
    ['llama-server', 'embeddings-empty', { kind: 'refused', status: 400 }],
    ['llama-server', 'key-wrong-401', { kind: 'key-wanted' }],
    ['ollama', 'embed-missing', { kind: 'model-missing', model: 'tiny-embed' }],
    ['ollama', 'embed-too-long', { kind: 'context-exceeded' }],
    ['ollama', 'embed-empty', { kind: 'refused', status: 400 }],
  ] as const)('of %s, %s, is told as what it is', async (kind, name, fault) => {
    const { body, status } = readRecord(name, kind);
    expect((await embed(recorded[kind], body, status)).fault).toMatchObject(fault);
  });

  test('of an Ollama whose model chats says so, without advice on flags', async () => {
    const { body, status } = readRecord('embed-not-supported', 'ollama');
    const { fault } = await embed(ollama, body, status);
    expect(fault).toEqual({ kind: 'unsupported', ability: 'embedding' });
  });
});

describe('an answer', () => {
  const listOf = (...entries: unknown[]) => JSON.stringify({ data: entries });

  test('of OpenAI’s form is put in order by its places, and read as it comes where it has none', async () => {
    const placed = listOf({ index: 1, embedding: [2, 2] }, { index: 0, embedding: [1, 1] });
    expect((await embed(openai, placed)).told).toEqual({
      vectors: [
        [1, 1],
        [2, 2],
      ],
    });
    const plain = listOf({ embedding: [3, 3] }, { embedding: [4, 4] });
    expect((await embed(openai, plain)).told?.vectors[0]).toEqual([3, 3]);
  });

  test('of Gemini tells its tokens only where it counts', async () => {
    const embeddings = [{ values: [1, 0] }, { values: [0, 1] }];
    expect((await embed(gemini, JSON.stringify({ embeddings }))).told).toEqual({
      vectors: [
        [1, 0],
        [0, 1],
      ],
    });
    const counted = { embeddings, usageMetadata: { promptTokenCount: 4 } };
    expect((await embed(gemini, JSON.stringify(counted))).told?.tokens).toBe(4);
  });

  test.each([
    ['too few', openai, listOf({ index: 0, embedding: [1] }), '1 vectors came for 2 texts'],
    [
      'too many',
      ollama,
      JSON.stringify({ embeddings: [[1], [2], [3]] }),
      '3 vectors came for 2 texts',
    ],
    [
      'of two lengths',
      ollama,
      JSON.stringify({ embeddings: [[1], [2, 3]] }),
      'its vectors have different lengths: 1, 2',
    ],
    ['empty', ollama, JSON.stringify({ embeddings: [[], []] }), 'no lists of numbers'],
    ['no numbers', ollama, '{"embeddings":[[1],[null]]}', 'no lists of numbers'],
    ['beyond all numbers', ollama, '{"embeddings":[[1],[1e999]]}', 'no lists of numbers'],
    [
      'of one text twice',
      llamaServer,
      listOf({ index: 0, embedding: [1] }, { index: 0, embedding: [2] }),
      'which text each is of',
    ],
    ['something else', gemini, '{"embedding":{"values":[1]}}', 'no vectors are in it'],
    ['a list of nothing', openai, '{"object":"list"}', 'no list of vectors'],
  ])('with vectors that are %s is none', async (_, provider, body, message) => {
    const { fault } = await embed(provider, body);
    expect(fault).toMatchObject({
      kind: 'unreadable',
      message: expect.stringContaining(message),
    });
  });

  test('with an error under a good status is that error', async () => {
    const { fault } = await embed(openai, '{"error":{"message":"No models loaded"}}');
    expect(fault).toEqual({ kind: 'stream-error', message: 'No models loaded' });
  });

  test('that never ends is let go', async () => {
    const { fetcher } = aFetcher(
      () =>
        new Response(
          new ReadableStream({
            pull: (controller) => controller.enqueue(new TextEncoder().encode('['.repeat(1e6))),
          }),
        ),
    );
    const asked = ollama.embed?.(anEndpoint('ollama', fetcher), { model: 'm', texts }, never);
    await expect(asked).rejects.toMatchObject({ fault: { kind: 'answer-too-large' } });
  });
});

describe('a server of OpenAI’s family', () => {
  const answering = (places: Record<string, [status: number, body: string]>) =>
    aFetcher(({ url }) => {
      const [status, body] = places[new URL(url).pathname] ?? [404, '{"detail":"Not Found"}'];
      return anAnswer([body], { status, type: 'application/json' });
    });
  const ask = (fetcher: typeof fetch) =>
    openai.embed?.(anEndpoint('openai', fetcher), { model: 'm', texts: ['a'] }, never);
  const vector = '{"data":[{"index":0,"embedding":[1]}]}';

  test('is asked at its other path where the first is not there', async () => {
    const { fetcher, requests } = answering({ '/embeddings': [200, vector] });
    expect(await ask(fetcher)).toEqual({ vectors: [[1]] });
    expect(requests.map(({ url }) => new URL(url).pathname)).toEqual([
      '/v1/embeddings',
      '/embeddings',
    ]);
  });

  test('that has no such path gives none', async () => {
    const { fetcher } = answering({});
    await expect(ask(fetcher)).rejects.toMatchObject({
      fault: { kind: 'unsupported', ability: 'embedding' },
    });
  });

  test('that lacks the model is not asked twice', async () => {
    const refusal = '{"error":{"message":"The model `m` does not exist"}}';
    const { fetcher, requests } = answering({ '/v1/embeddings': [404, refusal] });
    await expect(ask(fetcher)).rejects.toMatchObject({ fault: { kind: 'model-missing' } });
    expect(requests).toHaveLength(1);
  });
});
