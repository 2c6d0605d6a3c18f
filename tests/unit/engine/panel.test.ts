/** Panels as a page meets them: over an engine, and scripted llama-servers. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServerPanelView } from '../../../src/domain/server-panel.ts';
import { type LlamaOptions, startLlamaServer } from '../../servers/llama-server.ts';
import type { ScriptedServer } from '../../servers/types.ts';
import { until } from '../chat/makers.ts';
import { aConnected, anEngine, aServer, endAll, type TestPage } from './engine-makers.ts';

vi.setConfig({ testTimeout: 30_000 });

beforeEach(() => {
  vi.stubGlobal('navigator', {});
});
afterEach(endAll);

async function aPanel(options: LlamaOptions = {}, everySeconds = 0.1) {
  const server = await aServer(startLlamaServer({ reply: 'one two three', ...options }));
  const page = anEngine();
  await page.call('settings.put', { runningSeconds: everySeconds });
  const { connectionId } = await aConnected(server, page);
  const name = options.models?.[0]?.name ?? 'models/tiny.gguf';
  const send = (sessionId: string, text = 'Hello', slot?: number) =>
    page.call('turns.send', {
      sessionId,
      text,
      images: [],
      model: { connectionId, name },
      parameters: slot === undefined ? {} : { slot },
      systemPrompt: '',
    });
  const idle = () => until(() => expect(server.generating).toBe(0));
  return { server, page, connectionId, name, send, idle };
}

const told = (view: ServerPanelView | undefined) =>
  view?.slots.state === 'told' ? view.slots.value : [];
const asked = (server: ScriptedServer, path: string) =>
  server.requests.filter((request) => request.path.startsWith(path)).length;

async function whenAsked(page: TestPage, connectionId: string, model?: string) {
  const seen = page.watch('panel.watch', { connectionId, ...(model ? { model } : {}) });
  await until(() => expect(seen.value?.askedAt).toBeGreaterThan(0));
  return seen;
}

describe('a panel', () => {
  it('tells what a server says of itself, and which flags it lacks', async () => {
    const { page, connectionId } = await aPanel({ contextLength: 2048, parallel: 2 });
    const seen = await whenAsked(page, connectionId);
    expect(seen.value).toMatchObject({
      id: connectionId,
      mode: 'single',
      build: expect.stringContaining('b10587'),
      props: { state: 'told', value: { slots: 2, contextLength: 2048 } },
      slots: { state: 'told', value: [{ id: 0, isBusy: false }, { id: 1 }] },
      slotActions: { state: 'off', flag: '--slot-save-path' },
      metrics: { state: 'off', flag: '--metrics' },
      adapters: { state: 'off', flag: '--lora' },
    });
  });

  it('names the session that a slot served last, and forgets it when the slot is emptied', async () => {
    const { page, connectionId, send } = await aPanel({ parallel: 2, slotSavePath: true });
    const seen = await whenAsked(page, connectionId);
    await send('s1', 'First words');
    await until(() => {
      expect(told(seen.value)).toMatchObject([
        { id: 0 },
        { id: 1, guest: { sessionId: 's1', title: 'First words', isKept: false } },
      ]);
    });
    await send('s2', 'Other words, in the first slot', 0);
    await until(() => {
      expect(told(seen.value)[0]).toMatchObject({ guest: { sessionId: 's2', isKept: true } });
    });
    const saved = await page.call('panel.slot', {
      connectionId,
      slot: 1,
      action: 'save',
      fileName: 'first.bin',
    });
    expect(saved.tokens).toBeGreaterThan(0);
    expect(told(seen.value)[1]).toHaveProperty('guest');
    await page.call('panel.slot', { connectionId, slot: 1, action: 'erase' });
    await until(() => {
      expect(told(seen.value)[1]).toMatchObject({ heldTokens: 0 });
      expect(told(seen.value)[1]).not.toHaveProperty('guest');
    });
  });

  it('does not name a session when somebody else has used its slot since', async () => {
    const { page, connectionId, send, server } = await aPanel({ parallel: 1 });
    const seen = await whenAsked(page, connectionId);
    await send('s1', 'Mine');
    await until(() => expect(told(seen.value)[0]).toHaveProperty('guest'));
    await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ messages: [{ role: 'user', content: 'Theirs' }] }),
    });
    await until(() => expect(told(seen.value)[0]).not.toHaveProperty('guest'));
  });

  it('charts what was done between two readings', async () => {
    const { page, connectionId, send } = await aPanel({ metrics: true, tokensPerSecond: 50 });
    const seen = await whenAsked(page, connectionId);
    await send('s1');
    await until(() => {
      const metrics = seen.value?.metrics;
      const points = metrics?.state === 'told' ? metrics.value.points : [];
      expect(points.length).toBeGreaterThan(2);
      expect(points.some(({ speed = 0 }) => speed > 10)).toBe(true);
      expect(points.at(-1)?.heldTokens).toBeGreaterThan(0);
    });
  });

  it('leaves the slots of a server alone that nobody uses', async () => {
    const { page, connectionId, server, send } = await aPanel({ metrics: true });
    await whenAsked(page, connectionId);
    await until(() => expect(asked(server, '/metrics')).toBeGreaterThan(8));
    expect(asked(server, '/slots')).toBeLessThan(4);
    const before = asked(server, '/slots');
    await send('s1');
    await until(() => expect(asked(server, '/slots')).toBeGreaterThan(before));
  });

  it('lets a server sleep', async () => {
    const { page, connectionId, server } = await aPanel({ sleepMs: 50 });
    await new Promise((go) => setTimeout(go, 150));
    const before = asked(server, '/slots');
    const seen = await whenAsked(page, connectionId);
    expect(seen.value).toMatchObject({
      props: { value: { isSleeping: true } },
      slots: { state: 'asleep' },
    });
    await page.call('panel.refresh', { connectionId });
    await until(() => expect(asked(server, '/props')).toBeGreaterThan(3));
    expect(asked(server, '/slots')).toBe(before);
  });

  it('asks more seldom while a reply runs there', async () => {
    const { page, connectionId, send, server } = await aPanel({
      reply: { text: 'one two three', pauseAfterTokens: 1 },
    });
    const seen = await whenAsked(page, connectionId);
    // The engine hears of a setting a moment after it is stored.
    await until(() => expect(seen.value).toMatchObject({ everySeconds: 0.1, isSlowed: false }));
    await send('s1');
    await until(() => expect(seen.value).toMatchObject({ everySeconds: 0.5, isSlowed: true }));
    server.release();
    await until(() => expect(seen.value?.isSlowed).toBe(false));
  });

  it('asks nothing when nobody looks any more', async () => {
    const { page, connectionId, server } = await aPanel();
    await whenAsked(page, connectionId);
    page.close();
    await new Promise((go) => setTimeout(go, 50));
    const before = server.requests.length;
    await new Promise((go) => setTimeout(go, 400));
    expect(server.requests.length).toBe(before);
  });

  it('tells since when a model is being loaded, and then the rest', async () => {
    const { page, connectionId, server } = await aPanel({ loadMs: 'hold' });
    const seen = page.watch('panel.watch', { connectionId });
    await until(() => expect(seen.value?.loadingSince).toBeGreaterThan(0));
    server.release('loading');
    await until(() => expect(told(seen.value)).toHaveLength(4));
    expect(seen.value).not.toHaveProperty('loadingSince');
  });
});

describe('a panel of a router', () => {
  const models = ['quick', 'slow', 'bad'].map((name) => ({ name, contextLength: 2048 }));

  it('follows its models by their news, and shows the slots of one that runs', async () => {
    const { page, connectionId, server } = await aPanel(
      { models, router: { states: { quick: 'loaded', bad: 'broken' }, loadMs: 'hold' } },
      10,
    );
    const seen = await whenAsked(page, connectionId);
    expect(seen.value).toMatchObject({
      mode: 'router',
      model: 'quick',
      router: { maxLoaded: 4, loadsByItself: true },
      slots: { state: 'told' },
    });
    await until(() => expect(asked(server, '/models/sse')).toBe(1));
    const stateOf = (name: string) => seen.value?.router?.models.find(({ id }) => id === name);
    await page.call('panel.model', { connectionId, model: 'slow', action: 'load' });
    await until(() => expect(stateOf('slow')).toMatchObject({ state: 'loading', fraction: 0 }));
    server.release('loading');
    await until(() => expect(stateOf('slow')).toMatchObject({ state: 'loaded' }));
    await page.call('panel.model', { connectionId, model: 'bad', action: 'load' });
    await until(() => expect(server.held).toContain('loading'));
    server.release('loading');
    await until(() => expect(stateOf('bad')).toMatchObject({ state: 'failed', exitCode: 1 }));
    expect(seen.value?.router?.events.map(({ model, what }) => `${model} ${what}`)).toEqual([
      'bad failed',
      'bad loading',
      'slow loaded',
      'slow loading',
    ]);
    const other = await whenAsked(page, connectionId, 'slow');
    expect(other.value?.model).toBe('slow');
  });

  it('says so when an order cannot be carried out', async () => {
    const { page, connectionId } = await aPanel({ models, router: {} });
    const order = { connectionId, model: 'quick', action: 'unload' } as const;
    await expect(page.call('panel.model', order)).rejects.toMatchObject({
      fault: { kind: 'refused', message: 'model is not running' },
    });
  });
});

describe('a message that would push out a prompt', () => {
  it('says whose, from what this engine saw', async () => {
    const { page, connectionId, name, send, idle, server } = await aPanel({ parallel: 2 }, 0);
    const place = { connectionId, model: name };
    await send('s1', 'The first of them');
    await until(() => expect(asked(server, '/slots')).toBe(1));
    await idle();
    await send('s2', 'Something else, quite another thing');
    const seen = page.watch('panel.eviction', { ...place, sessionId: 's3' });
    await until(() => {
      expect(seen.value).toMatchObject({ slot: 1, sessionId: 's1', title: 'The first of them' });
    });
    const own = page.watch('panel.eviction', { ...place, sessionId: 's1' });
    const kept = page.watch('panel.eviction', { ...place, sessionId: 's1', slot: 0 });
    await until(() => {
      expect(own.value).toBeNull();
      expect(kept.value).toMatchObject({ sessionId: 's2' });
    });
    await page.call('sessions.delete', { id: 's1' });
    const after = page.watch('panel.eviction', { ...place, sessionId: 's4' });
    await until(() => expect(after.value).toBeNull());
  });
});

describe('what a panel can do', () => {
  it('shows text as the model reads it, alone and in its template', async () => {
    const { page, connectionId } = await aPanel();
    const pieces = await page.call('panel.tokenize', {
      connectionId,
      text: 'Two words',
      addSpecial: false,
    });
    expect(pieces.map(({ text }) => text).join('')).toBe('Two words');
    const inside = await page.call('panel.template', {
      connectionId,
      system: 'Be kind',
      text: 'Hi',
    });
    expect(inside.prompt).toContain('Be kind');
    expect(inside.tokens).toBeGreaterThan(3);
  });

  it('sets how much each adapter counts', async () => {
    const { page, connectionId } = await aPanel({ lora: ['calm.gguf', 'loud.gguf'] });
    const seen = await whenAsked(page, connectionId);
    const scales = [
      { id: 0, scale: 0.25 },
      { id: 1, scale: 0 },
    ];
    await page.call('panel.adapters', { connectionId, scales });
    await until(() => {
      expect(seen.value?.adapters).toMatchObject({ value: [{ scale: 0.25 }, { scale: 0 }] });
    });
  });

  it('tells the sampling that holds where a session chose none', async () => {
    const { page, connectionId, name } = await aPanel({ contextLength: 4096 });
    expect(await page.call('panel.sampling', { connectionId, model: name })).toMatchObject({
      temperature: 0.8,
      contextLength: 4096,
    });
  });
});
