// The provider of models in this browser, joined by a port to a page that runs them over a scripted engine.
import { afterEach, describe, expect, test } from 'vitest';
import { guideName } from '../../../src/domain/page-kinds.ts';
import { type PageModel, pageModel } from '../../../src/domain/page-model.ts';
import type { PageModelQuestion } from '../../../src/domain/provider-port.ts';
import { createBrowserModel } from '../../../src/helpers/browser-model.ts';
import { browser } from '../../../src/providers/browser/index.ts';
import { providerOverPort } from '../../../src/providers/over-port.ts';
import { aWorld, embedding, type Script } from '../helpers/browser-maker.ts';
import { aContinuation, anEndpoint, aRequest, fold, never } from './maker.ts';

const open: { close: () => void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

const row: PageModel = pageModel.parse({
  name: 'Heron 1B',
  source: { kind: 'file', fileName: 'heron.gguf' },
  files: [{ name: 'heron.gguf', sizeBytes: 9e8, doneBytes: 9e8, sha256: 'ab'.repeat(32) }],
  state: 'ready',
  architecture: 'llama',
  parameters: 1.2e9,
  quantization: 'Q4_K_M',
  contextLength: 131_072,
  addedAt: 7,
});

function setUp(script: Script = {}, rows: readonly PageModel[] = []) {
  const around = aWorld(script);
  const used: string[] = [];
  const { port1, port2 } = new MessageChannel();
  const page = createBrowserModel(around.world).serve(port1);
  port1.onmessage = ({ data }) => page.take(data as PageModelQuestion);
  const lent = providerOverPort(port2, 'browser');
  open.push({
    close: () => {
      lent.close();
      port1.close();
    },
  });
  const at = {
    ...anEndpoint('browser', undefined, { baseUrl: 'browser://models' }),
    lent,
    idleMinutes: 5,
    models: {
      list: async () => rows,
      place: async (name: string) =>
        rows.some((each) => each.name === name)
          ? ({ kind: 'opfs', folder: 'models/Heron%201B', files: ['heron.gguf'] } as const)
          : undefined,
      used: async (name: string) => void used.push(name),
      store: () => Promise.reject(new Error('no job here')),
    },
  };
  return { ...around, at, lent, used };
}

const guide = (change = {}) => aRequest({ model: guideName, ...change });

describe('a chat with a model in this browser', () => {
  test('streams what the page’s engine says, and tells how it loads', async () => {
    const { at, used, bodies } = setUp({
      answers: [async (give) => ['The', ' heron'].forEach(give)],
    });
    const { reply, events, fault } = await fold(browser.streamChat(at, guide(), never));
    expect(fault).toBeUndefined();
    expect(reply).toMatchObject({ text: 'The heron', finish: { reason: 'stop' } });
    expect(events.map(({ type }) => type).slice(0, 3)).toEqual(['start', 'progress', 'progress']);
    expect(used).toEqual([guideName]);
    expect(bodies).toMatchObject([
      { messages: [{ role: 'user', content: 'Go' }], stream: true, return_progress: true },
    ]);
  });

  test('asks the guide the last question alone, and leaves it nothing to chance', async () => {
    const { at, bodies, steps } = setUp({
      answers: [
        async (_, __, { tell }) => tell({ usage: { prompt_tokens: 9, completion_tokens: 4 } }),
      ],
    });
    const parameters = { temperature: 2, maxTokens: 3, contextLength: 64, thinking: 'on' } as const;
    const messages = [
      { role: 'system', parts: [{ type: 'text', text: 'You are a pirate.' }] },
      { role: 'user', parts: [{ type: 'text', text: 'Hello' }] },
      { role: 'assistant', parts: [{ type: 'text', text: 'Hello!' }] },
      { role: 'user', parts: [{ type: 'text', text: 'Is it dark?' }] },
    ] as const;
    const { reply } = await fold(browser.streamChat(at, guide({ parameters, messages }), never));
    expect(bodies[0]).toMatchObject({ temperature: 0 });
    expect(bodies[0]?.['messages']).toEqual([{ role: 'user', content: 'Is it dark?' }]);
    expect(Object.keys(bodies[0] ?? {})).not.toContain('max_tokens');
    expect(Object.keys(bodies[0] ?? {})).not.toContain('chat_template_kwargs');
    expect(steps).toContain('load 4096 1');
    // What it leaves unread of a session was not cut off.
    expect(reply.usage).toEqual({ completionTokens: 4 });
  });

  test('leaves other models to themselves', async () => {
    const { at, bodies } = setUp({}, [row]);
    await fold(browser.streamChat(at, aRequest({ model: row.name }), never));
    expect(bodies[0]).not.toHaveProperty('temperature');
  });

  test('carries what the session asks of its model', async () => {
    const { at, bodies, steps } = setUp({}, [row]);
    const parameters = { temperature: 0.2, maxTokens: 9, contextLength: 512 };
    await fold(browser.streamChat(at, aRequest({ model: row.name, parameters }), never));
    expect(bodies).toMatchObject([{ temperature: 0.2, max_tokens: 9 }]);
    expect(steps).toContain('load 512 1');
  });

  test('continues a cut reply without saying its beginning twice', async () => {
    const { at } = setUp({ answers: [async (give) => give('The heron waits.')] }, [row]);
    const ask = { ...aContinuation('The heron'), model: row.name };
    const { reply } = await fold(browser.streamChat(at, ask, never));
    expect(reply.text).toBe(' waits.');
  });

  test('has the guide say a cut answer again, and keeps what is new of it', async () => {
    const { at, bodies } = setUp({
      answers: [async (give) => ['Open', ' Settings, Gen', 'eral.'].forEach(give)],
    });
    const ask = { ...aContinuation('Open Settings, '), model: guideName };
    const { reply } = await fold(browser.streamChat(at, ask, never));
    expect(reply.text).toBe('General.');
    expect(bodies[0]?.['messages']).toEqual([{ role: 'user', content: 'Go' }]);
  });

  test('stops the page’s engine when the reply is stopped', async () => {
    let isStopped = false;
    const { at } = setUp({
      answers: [
        (give, signal) => {
          give('The');
          return new Promise((_, reject) =>
            signal.addEventListener('abort', () => {
              isStopped = true;
              reject(new DOMException('stopped', 'AbortError'));
            }),
          );
        },
      ],
    });
    const stop = new AbortController();
    const reason = new Error('stopped');
    const read = (async () => {
      for await (const event of browser.streamChat(at, guide(), stop.signal))
        if (event.type === 'text-delta') stop.abort(reason);
    })();
    await expect(read).rejects.toBe(reason);
    await expect.poll(() => isStopped).toBe(true);
  });

  test('is cut where its page goes, and before its first word there is nobody', async () => {
    const { at, lent } = setUp({
      answers: [
        (give) => {
          give('The');
          return new Promise(() => undefined);
        },
      ],
    });
    const read = (async () => {
      for await (const event of browser.streamChat(at, guide(), never))
        if (event.type === 'text-delta') lent.close();
    })();
    await expect(read).rejects.toMatchObject({ fault: { kind: 'truncated' } });
    const { fault } = await fold(browser.streamChat(at, guide(), never));
    expect(fault).toEqual({ kind: 'browser-lacks', what: 'page-models' });
  });

  test('with a model that is not here is refused', async () => {
    const { at } = setUp();
    const { fault } = await fold(browser.streamChat(at, aRequest({ model: 'wren' }), never));
    expect(fault).toMatchObject({ kind: 'model-missing', model: 'wren' });
  });

  test('that breaks off ends with what had come and why', async () => {
    const { at } = setUp({
      answers: [
        async (give) => {
          give('The');
          throw Object.assign(new Error('out of memory'), { name: 'RuntimeError' });
        },
      ],
    });
    const { reply, fault } = await fold(browser.streamChat(at, guide(), never));
    expect(reply.text).toBe('The');
    expect(fault).toMatchObject({ kind: 'page-model-crashed', reason: 'memory' });
  });
});

describe('the models of this browser', () => {
  test('are the guide, then those that are wholly here', async () => {
    const { at } = setUp({}, [row, { ...row, name: 'half', state: 'incomplete' }]);
    expect(await browser.listModels(at, never)).toEqual([
      { name: guideName, title: 'Guide', abilities: ['completion'], loaded: false },
      {
        name: 'Heron 1B',
        sizeBytes: 9e8,
        parameterSize: '1.2B',
        quantization: 'Q4_K_M',
        family: 'llama',
        contextLength: 131_072,
        loaded: false,
        modifiedAt: 7,
        digest: 'ab'.repeat(32),
      },
    ]);
  });

  test('are loaded by order, told as loaded with the context they have, and let go', async () => {
    const { at, held } = setUp({}, [row]);
    await browser.memory?.load(at, 'Heron 1B', { contextLength: 2048 }, never);
    expect(await browser.memory?.list(at, never)).toMatchObject([
      { name: 'Heron 1B', contextLength: 2048, expiresAt: expect.any(Number) },
    ]);
    const listed = await browser.listModels(at, never);
    expect(listed[1]).toMatchObject({ loaded: true, contextLength: 2048 });
    await browser.memory?.unload(at, 'Heron 1B', never);
    expect(await browser.memory?.list(at, never)).toEqual([]);
    expect(held).toEqual({ locks: 0, engines: 0 });
  });

  test('tell what stands in their files, and what their template can', async () => {
    const template = '{% if enable_thinking %}<think>{% endif %}{% if tools %}…{% endif %}';
    const { at } = setUp({ model: { says: [' a'], template } }, [row]);
    const details = await browser.details?.(at, 'Heron 1B', never);
    expect(details).toMatchObject({
      template,
      model: { abilities: ['completion', 'tools', 'thinking'], contextLength: 4096 },
      info: { 'general.architecture': 'llama' },
    });
  });
});

describe('vectors of a model in this browser', () => {
  const pooled = { says: [...'abc'], isPooled: true };
  const embedder = { ...row, isEmbedding: true };

  test('come in the order of the texts, with the tokens of all', async () => {
    const { at, used } = setUp({ model: pooled }, [embedder]);
    const ask = { model: row.name, texts: ['ab', 'abc'] };
    expect(await browser.embed?.(at, ask, never)).toEqual({
      vectors: [
        [2, 1],
        [3, 1],
      ],
      tokens: 4,
    });
    expect(used).toEqual([row.name]);
  });

  test('are what it is warmed up for where it is made for nothing else', async () => {
    const { at, steps } = setUp({ model: pooled }, [embedder]);
    await browser.memory?.load(at, row.name, {}, never);
    await browser.embed?.(at, { model: row.name, texts: ['a'] }, never);
    expect(steps).toEqual(['open opfs', 'load 2048 1 own', 'embed a']);
  });

  test.each([
    [
      'longer than it reads',
      'input (900 tokens) is too large to process. increase the physical batch size (current batch size: 512)',
      { kind: 'context-exceeded', promptTokens: 900, contextLength: 512 },
    ],
    ['refused otherwise', 'no', { kind: 'stream-error', message: 'no' }],
  ])('of a text that is %s are a fault', async (_, message, fault) => {
    const embeds = async (text: string) =>
      text === 'b' ? { error: { code: 500, message } } : embedding([1]);
    const { at } = setUp({ embeds }, [row]);
    const asked = browser.embed?.(at, { model: row.name, texts: ['a', 'b', 'c'] }, never);
    await expect(asked).rejects.toMatchObject({ fault });
  });

  test('of different lengths are none', async () => {
    const embeds = async (text: string) => embedding(text === 'a' ? [1] : [1, 2]);
    const { at } = setUp({ embeds }, [row]);
    const asked = browser.embed?.(at, { model: row.name, texts: ['a', 'b'] }, never);
    await expect(asked).rejects.toMatchObject({ fault: { kind: 'unreadable' } });
  });

  test('of a model that is not here are refused', async () => {
    const { at } = setUp();
    const asked = browser.embed?.(at, { model: 'wren', texts: ['a'] }, never);
    await expect(asked).rejects.toMatchObject({ fault: { kind: 'model-missing' } });
  });

  test('that are stopped are given up by the page too', async () => {
    const { at, steps } = setUp({ embeds: () => new Promise(() => undefined) }, [row]);
    const stop = new AbortController();
    const asked = browser.embed?.(at, { model: row.name, texts: ['a', 'b'] }, stop.signal);
    await expect.poll(() => steps).toContain('embed a');
    stop.abort();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    expect(steps).not.toContain('embed b');
  });
});
