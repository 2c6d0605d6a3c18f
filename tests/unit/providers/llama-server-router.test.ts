// llama-server over several models: from its records, and from a scripted one.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { detectServer } from '../../../src/providers/detect.ts';
import { ownFetch } from '../../../src/providers/http.ts';
import { llamaServer } from '../../../src/providers/llama-server/index.ts';
import { startLlamaServer } from '../../servers/llama-server.ts';
import { readRecord } from '../../servers/records.ts';
import type { ScriptedServer } from '../../servers/types.ts';
import { aFetcher, anEndpoint, aRequest, fold, never } from './maker.ts';

describe('a record of a router', () => {
  const statesIn = async (name: string) => {
    const { fetcher } = aFetcher(({ url }) => {
      const { body, status } = readRecord(url.endsWith('/models') ? name : 'router-props');
      return new Response(body, { status });
    });
    const models = await llamaServer.listModels(anEndpoint('llama-server', fetcher), never);
    return models.map(({ name: model, state, loaded }) => [model, state, loaded]);
  };

  test('tells which models are loaded', async () => {
    expect(await statesIn('router-models-loaded')).toEqual([
      ['broken', 'unloaded', false],
      ['tiny', 'loaded', true],
      ['tiny-b', 'unloaded', false],
      ['tiny-embed', 'unloaded', false],
      ['tiny-think', 'unloaded', false],
    ]);
  });

  test('tells which one failed, and which is loading', async () => {
    expect((await statesIn('router-models-failed'))[0]).toEqual(['broken', 'failed', false]);
    expect(await statesIn('router-models-loading')).toContainEqual([
      expect.any(String),
      'loading',
      false,
    ]);
  });

  test('of a single model has no states', async () => {
    const { body } = readRecord('v1-models');
    const { fetcher } = aFetcher(({ url }) =>
      url.endsWith('/models') ? new Response(body) : new Response(readRecord('props').body),
    );
    const [model] = await llamaServer.listModels(anEndpoint('llama-server', fetcher), never);
    expect(model?.loaded).toBe(true);
    expect(model).not.toHaveProperty('state');
  });

  test.each([
    ['router-chat-unknown-model', { kind: 'model-missing', model: 'm' }],
    ['router-chat-broken', { kind: 'server-error', status: 500 }],
    ['router-chat-no-autoload', { kind: 'refused', status: 400 }],
  ])('%s is told', async (name, fault) => {
    const { body, status } = readRecord(name);
    const { fetcher } = aFetcher(() => new Response(body, { status }));
    const outcome = await fold(
      llamaServer.streamChat(anEndpoint('llama-server', fetcher), aRequest(), never),
    );
    expect(outcome.fault).toMatchObject(fault);
  });
});

describe('a scripted router', () => {
  let server: ScriptedServer;
  const at = () => anEndpoint('llama-server', undefined, { baseUrl: server.url });
  const names = ['a/b:Q4', 'sleepy', 'idle', 'slow', 'bad'];

  beforeAll(async () => {
    server = await startLlamaServer({
      models: names.map((name) => ({ name, contextLength: 2048 })),
      router: {
        states: { 'a/b:Q4': 'loaded', sleepy: 'sleeping', slow: 'loading', bad: 'broken' },
      },
      reply: 'Here.',
    });
  });
  afterAll(() => server.close());

  const chat = (model: string, resumeId?: string) =>
    fold(
      llamaServer.streamChat(at(), aRequest({ model, ...(resumeId ? { resumeId } : {}) }), never),
    );
  const states = async () =>
    Object.fromEntries(
      (await llamaServer.listModels(at(), never)).map(({ name, state }) => [name, state]),
    );

  test('is found, is up, and lists all its models with their states', async () => {
    expect(await detectServer(server.url, ownFetch, never)).toMatchObject({ kind: 'llama-server' });
    expect(await llamaServer.check(at(), never)).toMatchObject({ state: 'up' });
    expect(await states()).toEqual({
      'a/b:Q4': 'loaded',
      sleepy: 'sleeping',
      idle: 'unloaded',
      slow: 'loading',
      bad: 'unloaded',
    });
  });

  test('describes a running model, and does not load another to do so', async () => {
    expect(await llamaServer.describeModel?.(at(), 'a/b:Q4', never)).toMatchObject({
      contextLength: 2048,
      state: 'loaded',
      abilities: expect.arrayContaining(['completion']),
    });
    expect(await llamaServer.describeModel?.(at(), 'idle', never)).toMatchObject({
      state: 'unloaded',
    });
    expect((await states())['idle']).toBe('unloaded');
  });

  test('chats with the model that is named, loads it where it must, and wakes it', async () => {
    for (const model of ['a/b:Q4', 'idle', 'sleepy']) {
      expect((await chat(model)).reply).toMatchObject({
        text: 'Here.',
        finish: { reason: 'stop' },
      });
    }
    expect(await states()).toMatchObject({ idle: 'loaded', sleepy: 'loaded' });
  });

  test('waits for a model that is loading', async () => {
    const work = chat('slow');
    while (!server.held.includes('loading')) await new Promise((go) => setTimeout(go, 5));
    server.release('loading');
    expect((await work).reply.text).toBe('Here.');
  });

  test('tells a model that fails to load, and keeps saying so', async () => {
    expect((await chat('bad')).fault).toMatchObject({
      kind: 'server-error',
      message: 'model name=bad failed to load',
    });
    expect((await states())['bad']).toBe('failed');
  });

  test('keeps a stream of each model under its id', async () => {
    await chat('a/b:Q4', 'r1');
    const { reply } = await fold(llamaServer.resume?.replay(at(), 'r1', never) ?? []);
    expect(reply.text).toBe('Here.');
  });

  test('tells a model that it does not have', async () => {
    expect((await chat('nobody')).fault).toMatchObject({ kind: 'model-missing', model: 'nobody' });
  });
});
