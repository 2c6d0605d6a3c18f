// A router's models: its list, its news, orders to it, and what it holds in memory.
import { afterEach, describe, expect, test } from 'vitest';
import { faultFrom } from '../../../src/domain/fault.ts';
import type { RouterNews } from '../../../src/providers/contract.ts';
import { llamaServer } from '../../../src/providers/llama-server/index.ts';
import { panel } from '../../../src/providers/llama-server/panel.ts';
import { type LlamaOptions, startLlamaServer } from '../../servers/llama-server.ts';
import { readRecord } from '../../servers/records.ts';
import type { ScriptedServer } from '../../servers/types.ts';
import { aFetcher, anAnswer, anEndpoint, aRequest, fold, never } from './maker.ts';

const servers: ScriptedServer[] = [];
const ends: AbortController[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) end.abort();
  for (const server of servers.splice(0)) await server.close();
});

const names = ['quick', 'bad', 'org/other:Q4'];

async function aRouter(router: LlamaOptions['router'] = {}) {
  const server = await startLlamaServer({
    models: names.map((name) => ({ name, contextLength: 2048 })),
    router: { states: { bad: 'broken' }, ...router },
    reply: 'Here.',
  });
  servers.push(server);
  const at = anEndpoint('llama-server', undefined, { baseUrl: server.url });
  const states = async () =>
    Object.fromEntries(
      (await panel.routerModels(at, false, never)).map(({ id, state }) => [id, state]),
    );
  return { server, at, states };
}

const faultOf = (work: Promise<unknown> | undefined) =>
  work?.then(
    () => undefined,
    (error) => faultFrom(error),
  );

function recorded(name: string) {
  const { body, status } = readRecord(name);
  const { fetcher } = aFetcher(() => anAnswer([body], { status }));
  return anEndpoint('llama-server', fetcher);
}

async function all(news: AsyncIterable<RouterNews>): Promise<RouterNews[]> {
  const found: RouterNews[] = [];
  for await (const each of news) found.push(each);
  return found;
}

describe('the list of a router', () => {
  test('tells what runs, and as what', async () => {
    const models = await panel.routerModels(recorded('router-models-loaded'), false, never);
    expect(models.find(({ id }) => id === 'tiny')).toEqual({
      id: 'tiny',
      state: 'loaded',
      aliases: [],
      contextLength: 2048,
      sizeBytes: 1_155_072,
      quantization: 'F16',
    });
    expect(models.find(({ id }) => id === 'tiny-b')).toEqual({
      id: 'tiny-b',
      state: 'unloaded',
      aliases: [],
    });
  });

  test('tells a failure with the exit code of its process', async () => {
    const models = await panel.routerModels(recorded('router-models-after-crash'), false, never);
    expect(
      models.map(({ id, state, exitCode, aliases }) => [id, state, exitCode, aliases]),
    ).toEqual([
      ['little', 'loaded', undefined, []],
      ['slow', 'failed', 1, []],
      ['thinker', 'unloaded', undefined, ['t1', 't2']],
    ]);
  });

  test('is another one after a look into its folders', async () => {
    const { server, at } = await aRouter();
    await panel.routerModels(at, true, never);
    expect(server.requests.at(-1)?.path).toBe('/models?reload=1');
  });
});

describe('the news of a router', () => {
  test('of a whole recorded afternoon are told in their order', async () => {
    const news = await all(panel.routerNews(recorded('router-models-sse'), never));
    expect(news.slice(0, 4)).toEqual([
      { model: 'tiny', what: 'loading' },
      { model: 'tiny', what: 'loading', fraction: 0, stage: 'text_model' },
      { model: 'tiny', what: 'loading', fraction: 1, stage: 'text_model' },
      { model: 'tiny', what: 'loaded' },
    ]);
    const ends = news.filter(({ what }) => what !== 'loading');
    expect(ends.map(({ model, what, exitCode }) => [model, what, exitCode])).toEqual([
      ['tiny', 'loaded', undefined],
      ['tiny-b', 'loaded', undefined],
      ['tiny', 'unloaded', undefined],
      ['tiny-think', 'loaded', undefined],
      ['tiny-think', 'unloaded', undefined],
      ['broken', 'failed', 1],
      ['broken', 'failed', 1],
      ['*', 'rescanned', undefined],
      ['tiny', 'loaded', undefined],
    ]);
  });

  test('nobody knows yet are passed over, and so is what cannot be read', async () => {
    const lines = [
      '{"model":"a","event":"something_new","data":{}}',
      '{"mod',
      '{"model":"a","event":"download_progress","data":{"progress":{"https://h/a":{"done":3,"total":8},"https://h/b":{"done":1,"total":8}}}}',
      '{"model":"a","event":"download_failed"}',
    ];
    const { fetcher } = aFetcher(() => anAnswer(lines.map((line) => `data: ${line}\n\n`)));
    expect(await all(panel.routerNews(anEndpoint('llama-server', fetcher), never))).toEqual([
      { model: 'a', what: 'downloading', fraction: 0.25 },
      { model: 'a', what: 'download-failed' },
    ]);
  });

  test('come as they happen', async () => {
    const { at } = await aRouter({ loadMs: 20 });
    const end = new AbortController();
    ends.push(end);
    const heard: RouterNews[] = [];
    const listening = (async () => {
      for await (const news of panel.routerNews(at, end.signal)) heard.push(news);
    })().catch(() => undefined);
    await new Promise((go) => setTimeout(go, 50));
    await panel.order(at, 'load', 'quick', never);
    await expect.poll(() => heard.at(-1)).toEqual({ model: 'quick', what: 'loaded' });
    await panel.order(at, 'unload', 'quick', never);
    await expect.poll(() => heard.at(-1)).toEqual({ model: 'quick', what: 'unloaded' });
    end.abort();
    await listening;
  });
});

describe('an order', () => {
  test.each([
    ['router-load-unknown', { kind: 'model-missing', model: 'm' }],
    ['router-load-again', { kind: 'refused', message: 'model is already running' }],
    ['router-unload-not-running', { kind: 'refused', message: 'model is not running' }],
  ])('that cannot be carried out is told: %s', async (name, fault) => {
    expect(await faultOf(panel.order(recorded(name), 'load', 'm', never))).toMatchObject(fault);
  });

  test('is taken before anything is loaded', async () => {
    const { at, states, server } = await aRouter({ loadMs: 'hold' });
    await panel.order(at, 'load', 'org/other:Q4', never);
    expect((await states())['org/other:Q4']).toBe('loading');
    server.release('loading');
    await expect.poll(async () => (await states())['org/other:Q4']).toBe('loaded');
  });

  test('to load one too many lets go of the one that was unused longest', async () => {
    const { at, states } = await aRouter({ max: 1 });
    await panel.order(at, 'load', 'quick', never);
    await expect.poll(async () => (await states())['quick']).toBe('loaded');
    await panel.order(at, 'load', 'org/other:Q4', never);
    await expect.poll(states).toMatchObject({ quick: 'unloaded', 'org/other:Q4': 'loaded' });
  });
});

describe('the memory of a server', () => {
  const { memory } = llamaServer;

  test('holds what a router has loaded', async () => {
    const { at } = await aRouter({ states: { quick: 'loaded', bad: 'broken' } });
    expect(await memory?.list(at, never)).toEqual([{ name: 'quick', contextLength: 2048 }]);
  });

  test('has a model when its loading is over', async () => {
    const { at, states } = await aRouter({ loadMs: 30 });
    await memory?.load(at, 'quick', {}, never);
    expect((await states())['quick']).toBe('loaded');
    // Again there is nothing to do.
    await memory?.load(at, 'quick', {}, never);
    await memory?.unload(at, 'quick', never);
    expect((await states())['quick']).toBe('unloaded');
  });

  test('tells a model whose process ends, with its exit code', async () => {
    const { at } = await aRouter();
    expect(await faultOf(memory?.load(at, 'bad', {}, never))).toMatchObject({
      kind: 'server-error',
      message: 'model bad failed to load (exit code 1)',
    });
  });

  test('does not know a model that the server does not have', async () => {
    const { at } = await aRouter();
    expect(await faultOf(memory?.load(at, 'nobody', {}, never))).toMatchObject({
      kind: 'model-missing',
    });
  });

  test('of a server over one model is that model, which stays', async () => {
    const server = await startLlamaServer({ models: [{ name: 'only' }] });
    servers.push(server);
    const at = anEndpoint('llama-server', undefined, { baseUrl: server.url });
    expect(await memory?.list(at, never)).toMatchObject([{ name: 'only' }]);
    await memory?.load(at, 'only', {}, never);
    expect(await faultOf(memory?.unload(at, 'only', never))).toMatchObject({ kind: 'unsupported' });
  });
});

describe('a session that keeps a slot', () => {
  test('asks for it, and for what is in it', async () => {
    const server = await startLlamaServer({ reply: 'Here.', parallel: 3 });
    servers.push(server);
    const at = anEndpoint('llama-server', undefined, { baseUrl: server.url });
    await fold(llamaServer.streamChat(at, aRequest({ parameters: { slot: 2 } }), never));
    expect(server.requests.at(-1)?.body).toMatchObject({ id_slot: 2, cache_prompt: true });
    expect(await panel.slots(at, undefined, never)).toMatchObject({
      value: [{ id: 0 }, { id: 1 }, { id: 2, heldTokens: expect.any(Number) }],
    });
    await fold(llamaServer.streamChat(at, aRequest(), never));
    expect(server.requests.at(-1)?.body).not.toHaveProperty('id_slot');
  });
});
