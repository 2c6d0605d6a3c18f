// Both ends of a lent port, joined: the engine's provider and the page's built-in model, over a scripted browser.
import { afterEach, describe, expect, test } from 'vitest';
import type { PortQuestion } from '../../../src/domain/provider-port.ts';
import { createBuiltInModel, type LanguageModelApi } from '../../../src/helpers/built-in-model.ts';
import { builtIn } from '../../../src/providers/built-in/index.ts';
import { type LentPort, providerOverPort } from '../../../src/providers/over-port.ts';
import { anEndpoint, aRequest, fold, never } from './maker.ts';

type Script = {
  availability?: 'unavailable' | 'downloadable' | 'downloading' | 'available';
  pieces?: string[];
  fails?: Error;
  /** Of the prompt, once it was taken. */
  refuses?: Error;
  /** Never ends by itself. */
  hangs?: boolean;
  downloads?: number[];
};

const open: { close: () => void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

function setUp(script: Script) {
  const created: unknown[] = [];
  const prompted: unknown[] = [];
  const constraints: unknown[] = [];
  const seen = { destroyed: 0, aborted: 0 };
  const api: LanguageModelApi = {
    availability: async () => script.availability ?? 'available',
    create: async (options) => {
      created.push(options.initialPrompts);
      if (script.fails) throw script.fails;
      const target = new EventTarget();
      options.monitor(target);
      for (const loaded of script.downloads ?? []) {
        target.dispatchEvent(Object.assign(new Event('downloadprogress'), { loaded }));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      return {
        promptStreaming: (input, { signal, responseConstraint }) => {
          prompted.push(input);
          constraints.push(responseConstraint);
          return new ReadableStream({
            start(controller) {
              if (script.refuses) {
                controller.error(script.refuses);
                return;
              }
              for (const piece of script.pieces ?? []) controller.enqueue(piece);
              signal.addEventListener('abort', () => {
                seen.aborted += 1;
                controller.error(signal.reason);
              });
              if (!script.hangs) controller.close();
            },
          });
        },
        destroy: () => {
          seen.destroyed += 1;
        },
      };
    },
  };
  const { port1, port2 } = new MessageChannel();
  const page = createBuiltInModel(api, port1);
  port1.onmessage = ({ data }) => page.take(data as PortQuestion);
  const lent: LentPort = providerOverPort(port2, 'built-in');
  open.push({
    close: () => {
      lent.close();
      port1.close();
    },
  });
  const at = { ...anEndpoint('built-in', undefined, { baseUrl: 'browser://built-in' }), lent };
  return { at, lent, created, prompted, constraints, seen, port1 };
}

describe('the browser’s own model over a port', () => {
  test('streams a reply, with the history as its beginning', async () => {
    const { at, created, prompted, seen } = setUp({ pieces: ['The heron', ' waits.'] });
    const { reply, fault } = await fold(
      builtIn.streamChat(
        at,
        aRequest({
          messages: [
            { role: 'system', parts: [{ type: 'text', text: 'Be brief.' }] },
            { role: 'user', parts: [{ type: 'text', text: 'Hello' }] },
          ],
        }),
        never,
      ),
    );
    expect(fault).toBeUndefined();
    expect(reply).toMatchObject({ text: 'The heron waits.', finish: { reason: 'stop' } });
    expect(created).toEqual([[{ role: 'system', content: 'Be brief.' }]]);
    expect(prompted).toEqual([[{ role: 'user', content: 'Hello' }]]);
    expect(seen.destroyed).toBe(1);
  });

  test('holds the answer to a schema, and tells where the browser cannot', async () => {
    const schema = { type: 'object', required: ['name'] };
    const ask = aRequest({
      parameters: { format: { kind: 'schema', schema: JSON.stringify(schema) } },
    });
    const { at, constraints } = setUp({ pieces: ['{}'] });
    await fold(builtIn.streamChat(at, ask, never));
    await fold(builtIn.streamChat(at, aRequest(), never));
    expect(constraints).toEqual([schema, undefined]);

    const refuses = new DOMException('no such type', 'NotSupportedError');
    const other = setUp({ refuses });
    expect((await fold(builtIn.streamChat(other.at, ask, never))).fault).toEqual({
      kind: 'unsupported',
      ability: 'answer-format',
      message: 'no such type',
    });
    expect((await fold(builtIn.streamChat(other.at, aRequest(), never))).fault).toMatchObject({
      ability: 'completion',
    });
  });

  test('reads older browsers that give the whole text with every piece', async () => {
    const { at } = setUp({ pieces: ['The heron waits', 'The heron waits by the reeds.'] });
    const { reply } = await fold(builtIn.streamChat(at, aRequest(), never));
    expect(reply.text).toBe('The heron waits by the reeds.');
  });

  test('lists the model, and says what it has to load', async () => {
    const { at } = setUp({ availability: 'downloadable' });
    expect(await builtIn.check(at, never)).toEqual({ state: 'up' });
    expect(await builtIn.listModels(at, never)).toMatchObject([
      { name: 'built-in', loaded: false },
    ]);
  });

  test('tells a download as progress', async () => {
    const { at } = setUp({ downloads: [0.25, 1], pieces: ['Hi'] });
    const { events } = await fold(builtIn.streamChat(at, aRequest(), never));
    expect(events.filter(({ type }) => type === 'progress')).toMatchObject([
      { stage: 'loading', fraction: 0.25 },
      { stage: 'loading', fraction: 1 },
    ]);
  });

  test.each([
    ['QuotaExceededError', 'context-exceeded'],
    ['NotSupportedError', 'unsupported'],
    ['NotAllowedError', 'browser-lacks'],
    ['WeirdError', 'stream-error'],
  ])('words %s as %s', async (name, kind) => {
    const { at } = setUp({ fails: new DOMException('no', name) });
    const { fault } = await fold(builtIn.streamChat(at, aRequest(), never));
    expect(fault?.kind).toBe(kind);
  });

  test('says where the device can have no model', async () => {
    const { at } = setUp({ availability: 'unavailable' });
    await expect(builtIn.check(at, never)).rejects.toMatchObject({
      fault: { kind: 'browser-lacks', reason: 'unavailable' },
    });
    expect(await builtIn.listModels(at, never)).toEqual([]);
  });

  test('stops the browser’s work when the reply is stopped', async () => {
    const { at, seen } = setUp({ pieces: ['The'], hangs: true });
    const stop = new AbortController();
    const reason = new Error('stopped');
    const read = (async () => {
      for await (const event of builtIn.streamChat(at, aRequest(), stop.signal)) {
        if (event.type === 'text-delta') stop.abort(reason);
      }
    })();
    await expect(read).rejects.toBe(reason);
    await expect.poll(() => seen.aborted + seen.destroyed).toBe(2);
  });

  test('a page that leaves in mid-stream cuts the reply; before it, the browser’s part is missing', async () => {
    const { at, lent } = setUp({ pieces: ['The'], hangs: true });
    const seen: string[] = [];
    const read = (async () => {
      for await (const event of builtIn.streamChat(at, aRequest(), never)) {
        seen.push(event.type);
        if (event.type === 'text-delta') lent.close();
      }
    })();
    await expect(read).rejects.toMatchObject({ fault: { kind: 'truncated' } });
    expect(seen).toContain('text-delta');
    await expect(builtIn.listModels(at, never)).rejects.toMatchObject({
      fault: { kind: 'browser-lacks' },
    });
  });

  test('without an open page that has it, says so', async () => {
    const at = anEndpoint('built-in', undefined, { baseUrl: 'browser://built-in' });
    await expect(builtIn.check(at, never)).rejects.toMatchObject({
      fault: { kind: 'browser-lacks' },
    });
  });

  test('what a page says beside the protocol is passed over', async () => {
    const { at, port1 } = setUp({ pieces: ['Hi'] });
    port1.postMessage({ type: 'event', id: 1, event: { type: 'opaque', block: {} } });
    port1.postMessage('nonsense');
    const { reply, fault } = await fold(builtIn.streamChat(at, aRequest(), never));
    expect(fault).toBeUndefined();
    expect(reply.text).toBe('Hi');
  });
});
