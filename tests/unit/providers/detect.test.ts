import { describe, expect, test } from 'vitest';
import { faultFrom } from '../../../src/domain/fault.ts';
import { detectServer } from '../../../src/providers/detect.ts';
import { readRecord } from '../../servers/records.ts';
import { aFetcher, never } from './maker.ts';

const record = (name: string) => {
  const { body, status } = readRecord(name);
  return new Response(body, { status });
};
const missing = () => new Response('404 page not found', { status: 404 });

async function detect(
  baseUrl: string,
  answers: Record<string, () => Response>,
  other: (() => Response) | 'nothing' = missing,
) {
  const { fetcher, requests } = aFetcher(({ url }) => {
    const answer = answers[new URL(url).pathname] ?? other;
    if (answer === 'nothing') throw new TypeError('Failed to fetch');
    return answer();
  });
  const found = await detectServer(baseUrl, fetcher, never).catch((error) => faultFrom(error));
  return { found, paths: requests.map(({ url }) => new URL(url).pathname), requests };
}

const base = 'http://box:1';
const list =
  (...ids: string[]) =>
  () =>
    Response.json({ object: 'list', data: ids.map((id) => ({ id })) });
const ollamaAnswers = {
  '/api/version': () => Response.json({ version: '0.33.0' }),
  '/api/tags': () => Response.json({ models: [{ name: 'fern:4b' }] }),
};

describe('Ollama', () => {
  test.each([base, `${base}/v1`, `${base}/v1/chat/completions`])(
    'is found at %s',
    async (typed) => {
      const { found, paths } = await detect(typed, ollamaAnswers);
      expect(found).toEqual({
        kind: 'ollama',
        baseUrl: base,
        version: '0.33.0',
        models: [{ name: 'fern:4b' }],
        needsKey: false,
      });
      expect(paths).toEqual(['/api/version', '/api/tags']);
    },
  );

  test('without a model is still Ollama', async () => {
    const tags = () => Response.json({ models: [] });
    const { found } = await detect(base, { ...ollamaAnswers, '/api/tags': tags });
    expect(found).toMatchObject({ kind: 'ollama', models: [] });
  });

  test('imitated by KoboldCpp is spoken to as OpenAI', async () => {
    const { found } = await detect(base, {
      ...ollamaAnswers,
      '/api/tags': () => Response.json({ models: [{ name: 'koboldcpp/fern' }] }),
      '/v1/models': list('koboldcpp/fern'),
    });
    expect(found).toMatchObject({ kind: 'openai', models: [{ name: 'koboldcpp/fern' }] });
  });
});

describe('llama-server', () => {
  test('is found by its props, with the model it serves', async () => {
    const { found, paths, requests } = await detect(base, {
      '/props': () => record('props'),
      '/v1/models': () => record('v1-models'),
    });
    expect(found).toMatchObject({
      kind: 'llama-server',
      baseUrl: base,
      version: 'b10587-3f545becc',
      models: [{ name: 'models/tiny.gguf', contextLength: 4096, loaded: true }],
      needsKey: false,
    });
    expect(paths).toEqual(['/api/version', '/props', '/v1/models']);
    expect(requests.every(({ headers }) => [...headers].length === 0)).toBe(true);
  });

  test('keeps the prefix it serves under', async () => {
    const { found } = await detect(`${base}/llm`, {
      '/llm/props': () => record('props'),
      '/llm/v1/models': () => record('v1-models'),
    });
    expect(found).toMatchObject({ kind: 'llama-server', baseUrl: `${base}/llm` });
  });

  test('is found while it loads, and with a key in front', async () => {
    const loading = () => record('props-loading-503');
    expect((await detect(base, {}, loading)).found).toMatchObject({
      kind: 'llama-server',
      models: [],
      needsKey: false,
    });
    const locked = () => record('key-props-401');
    expect((await detect(base, {}, locked)).found).toMatchObject({
      kind: 'llama-server',
      models: [],
      needsKey: true,
    });
  });

  test('as a router lists all its models', async () => {
    const { found } = await detect(base, {
      '/props': () => record('router-props'),
      '/v1/models': () => record('router-models-loaded'),
    });
    expect(found).toMatchObject({ kind: 'llama-server', models: { length: 5 } });
  });
});

describe('a server of the OpenAI form', () => {
  test('is found under /v1, which the address does not need to name', async () => {
    const { found, paths } = await detect(base, { '/v1/models': list('heron') });
    expect(found).toEqual({
      kind: 'openai',
      baseUrl: base,
      models: [{ name: 'heron' }],
      needsKey: false,
    });
    expect(paths).toEqual(['/api/version', '/props', '/v1/models']);
  });

  test.each([
    [`${base}/v1`, '/v1/models', `${base}/v1`],
    [`${base}/v1/models`, '/v1/models', `${base}/v1`],
    [`${base}/api`, '/api/models', `${base}/api`],
    [`${base}/proxy`, '/proxy/v1/models', `${base}/proxy/v1`],
  ])('typed as %s answers at %s and is kept as %s', async (typed, path, kept) => {
    const { found } = await detect(typed, { [path]: list('heron') });
    expect(found).toMatchObject({ kind: 'openai', baseUrl: kept });
  });

  test('that answers unknown paths with 200 and an error is not mistaken', async () => {
    const odd = () => Response.json({ error: 'Unexpected endpoint or method. (GET /props)' });
    expect((await detect(base, { '/v1/models': list('heron') }, odd)).found).toMatchObject({
      kind: 'openai',
    });
  });

  test('that wants a key says so', async () => {
    const locked = () =>
      Response.json({ error: { message: 'Incorrect API key provided.' } }, { status: 401 });
    for (const other of [missing, locked]) {
      const { found } = await detect(base, { '/v1/models': locked }, other);
      expect(found).toEqual({ kind: 'openai', baseUrl: base, models: [], needsKey: true });
    }
  });
});

describe('what is no model server', () => {
  test('is told by what was found', async () => {
    const page = () => new Response('<html><title>My NAS</title></html>');
    expect((await detect(base, {}, page)).found).toEqual({
      kind: 'not-a-model-server',
      url: base,
      found: 'My NAS',
    });
  });

  test('but a gate in front of everything wants a key', async () => {
    const gate = () => new Response('<title>401 Authorization Required</title>', { status: 401 });
    expect((await detect(base, {}, gate)).found).toMatchObject({ kind: 'key-wanted', url: base });
  });

  test('or does not answer is unreachable after two requests', async () => {
    const { found, paths } = await detect(base, {}, 'nothing');
    expect(found).toEqual({ kind: 'unreachable', url: base });
    expect(paths).toEqual(['/api/version', '/v1/models']);
  });
});
