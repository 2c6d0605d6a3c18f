/** Connections as a page commands them: their options, their keys, and the models they show. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startOpenAi } from '../../servers/openai.ts';
import type { ScriptedServer } from '../../servers/types.ts';
import { until } from '../chat/makers.ts';
import { aConnected, anEngine, anOllama, aServer, endAll, type TestPage } from './engine-makers.ts';
import { aPort } from './makers.ts';

vi.setConfig({ testTimeout: 30_000 });

beforeEach(() => {
  vi.stubGlobal('navigator', {});
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await endAll();
});

const key = 'sk-good-0123456789';

async function aKeyed() {
  const server = await aServer(startOpenAi({ key, reply: { text: 'Hi' } }));
  const page = anEngine();
  const connections = page.watch('connections.list', null);
  const draft = { kind: 'openai', name: 'Lamp', baseUrl: server.url, key } as const;
  const { id } = await page.call('connections.add', draft);
  return { server, page, connections, id };
}

const keysSent = ({ requests }: ScriptedServer) =>
  requests.flatMap(({ headers }) => headers['authorization'] ?? []);

/** The only connection, as the page sees it once it looks so. */
async function shows(page: TestPage, wanted: object): Promise<void> {
  const seen = page.watch('connections.list', null);
  await until(() => expect(seen.value).toMatchObject([wanted]));
}

describe('a new key', () => {
  it('that its server refuses changes nothing', async () => {
    const { page, server, id } = await aKeyed();
    const asked = { id, key: 'sk-bad-0123456789' };
    await expect(page.call('connections.set-key', asked)).rejects.toMatchObject({
      fault: { kind: 'new-key-refused' },
    });
    await page.call('connections.check', { id });
    expect(keysSent(server).at(-1)).toBe(`Bearer ${key}`);
    await shows(page, { health: { status: 'up' }, hasKey: true, needsKey: true });
  });

  it('that is taken replaces the old one', async () => {
    const { page, id } = await aKeyed();
    const kept = await page.call('connections.set-key', { id, key: ` ${key}\n` });
    expect(kept).toEqual({ kept: 'memory', tested: 'accepted' });
  });

  it('is kept untried where there was none, or the person insists', async () => {
    const { page, server, id } = await aKeyed();
    const asked = { id, key: 'sk-bad-0123456789', force: true };
    expect(await page.call('connections.set-key', asked)).toEqual({
      kept: 'memory',
      tested: 'untested',
    });
    await shows(page, { health: { status: 'key-wanted', fault: { wasSent: true } } });
    expect(keysSent(server).at(-1)).toContain('sk-bad');
  });

  it('is kept untried where its server cannot be reached', async () => {
    const { page, server, id } = await aKeyed();
    await server.close();
    expect(await page.call('connections.set-key', { id, key: 'sk-other-0123456789' })).toEqual({
      kept: 'memory',
      tested: 'untested',
    });
  });

  it('that is empty forgets the old one', async () => {
    const { page, id } = await aKeyed();
    expect(await page.call('connections.set-key', { id, key: ' ' })).toEqual({
      kept: 'none',
      tested: 'untested',
    });
    // Asked without one, the server says again that it wants one.
    await shows(page, { hasKey: false, keyState: 'none', health: { status: 'key-wanted' } });
  });
});

describe('an address that is edited', () => {
  it('leaves the key with the origin it was given for', async () => {
    const { page, server, id, connections } = await aKeyed();
    const stranger = await aServer(startOpenAi({ key, reply: { text: 'Hi' } }));
    const keys = page.watch('keys.list', null);
    await page.call('connections.update', { id, baseUrl: stranger.url });
    await until(() => {
      expect(connections.value).toMatchObject([
        { hasKey: false, health: { status: 'key-wanted' } },
      ]);
    });
    expect(keysSent(stranger)).toEqual([]);
    expect(keys.value).toMatchObject([{ connectionId: id, origin: new URL(server.url).origin }]);
    await page.call('connections.update', { id, baseUrl: server.url });
    await until(() => {
      expect(connections.value).toMatchObject([{ hasKey: true, health: { status: 'up' } }]);
    });
  });

  it('takes a chosen zone back where it leads elsewhere', async () => {
    const { page, id } = await aKeyed();
    await page.call('connections.update', { id, options: { zone: 'network' } });
    await shows(page, { liesIn: 'network' });
    await page.call('connections.update', { id, baseUrl: 'https://example.invalid/v1' });
    await shows(page, { liesIn: 'outside' });
  });
});

describe('the options of a connection', () => {
  it('given undefined go back to what they are by themselves, and the others stay', async () => {
    const { page, id } = await aKeyed();
    const options = { systemPrompt: 'Be kind.', catalogueDays: 2, modelFilter: ['heron'] };
    await page.call('connections.update', { id, options });
    await shows(page, options);
    const reset = { systemPrompt: undefined, catalogueDays: undefined };
    await page.call('connections.update', { id, options: reset });
    await shows(page, { systemPrompt: '', modelFilter: ['heron'] });
    const list = page.watch('connections.list', null);
    await until(() => expect(list.value?.[0]).not.toHaveProperty('catalogueDays'));
  });

  it('name secret headers and a proxy’s password, whose values only its server sees', async () => {
    const server = await aServer(startOpenAi({ reply: { text: 'Hi' } }));
    const page = anEngine();
    const { id } = await page.call('connections.add', {
      kind: 'openai',
      name: 'Lamp',
      baseUrl: server.url,
      basic: 'ann:open sesame',
      secretHeaders: [{ name: 'X-Gate', value: 'gate-secret' }],
    });
    await shows(page, { hasBasicAuth: true, secretHeaders: ['X-Gate'] });
    expect(server.requests.at(-1)?.headers).toMatchObject({
      authorization: `Basic ${btoa('ann:open sesame')}`,
      'x-gate': 'gate-secret',
    });
    expect(JSON.stringify(page.heard)).not.toMatch(/sesame|gate-secret/);
    await page.call('connections.update', {
      id,
      options: { hasBasicAuth: false, secretHeaders: [] },
    });
    const keys = page.watch('keys.list', null);
    await until(() => expect(keys.value).toEqual([]));
  });

  it('shape the list of its models', async () => {
    const server = await anOllama();
    const { page, connectionId: id } = await aConnected(server);
    const models = page.watch('models.list', null);
    await until(() => expect(models.value?.[0]?.models.length).toBeGreaterThan(1));
    await page.call('connections.update', {
      id,
      options: { modelFilter: ['moss'], addedModels: ['mine'], hiddenModels: ['mine'] },
    });
    await until(() => {
      expect(models.value?.[0]?.models.map(({ name, isHidden }) => [name, isHidden])).toEqual([
        ['moss:1b', false],
        ['mine', true],
      ]);
    });
  });
});

describe('a sign-in', () => {
  it('ends in a connection of that preset with its key, the same one the next time', async () => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (input: RequestInfo | URL) => {
      asked.push(String(input));
      return Response.json({ key: `sk-or-${asked.length}`, data: [] });
    });
    const page = anEngine();
    const back = { preset: 'openrouter', code: 'code', verifier: 'v'.repeat(43) };
    const first = await page.call('connections.finish-sign-in', back);
    await shows(page, { id: first.id, preset: 'openrouter', hasKey: true, needsKey: true });
    expect(await page.call('connections.finish-sign-in', back)).toEqual(first);
    expect(asked).toContain('https://openrouter.ai/api/v1/auth/keys');
    expect(JSON.stringify(page.heard)).not.toContain('sk-or-');
    await expect(
      page.call('connections.finish-sign-in', { ...back, preset: 'groq' }),
    ).rejects.toMatchObject({ fault: { kind: 'not-found' } });
  });
});

describe('the model that a browser brings', () => {
  it('is there as long as a page lends it', async () => {
    const page = anEngine();
    const lender = aPort();
    page.hub.attach(lender.port);
    const baseUrl = 'http://127.0.0.1:9/';
    lender.say({ type: 'hello', pageId: 'lender', buildId: 'test', hasLocks: false, baseUrl });
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data, target }) => {
      const value = data.name === 'check' ? { state: 'up' } : [{ name: 'nano' }];
      (target as MessagePort).postMessage({ type: 'value', id: data.id, value });
    };
    lender.say({ type: 'lend', what: 'built-in', port: port2 });
    const draft = { kind: 'built-in', name: 'Browser', baseUrl: 'browser://built-in' } as const;
    const { id } = await page.call('connections.add', draft);
    await shows(page, { health: { status: 'up' }, liesIn: 'device' });
    const models = page.watch('models.list', null);
    await until(() => expect(models.value?.[0]?.models[0]?.name).toBe('nano'));
    lender.say({ type: 'bye' });
    await page.call('connections.check', { id });
    await shows(page, { health: { status: 'down', fault: { kind: 'browser-lacks' } } });
    // It is there again as soon as a page lends it.
    lender.say({ type: 'hello', pageId: 'lender', buildId: 'test', hasLocks: false, baseUrl });
    const again = new MessageChannel();
    again.port1.onmessage = port1.onmessage;
    lender.say({ type: 'lend', what: 'built-in', port: again.port2 });
    await shows(page, { health: { status: 'up' } });
    again.port1.close();
    port1.close();
  });
});

describe('the models in this browser', () => {
  it('are one connection, whoever adds it, at an address of their own', async () => {
    const page = anEngine();
    const draft = { kind: 'browser', name: 'This browser', baseUrl: '' } as const;
    const { id } = await page.call('connections.add', draft);
    expect(await page.call('connections.add', { ...draft, name: 'Again' })).toEqual({ id });
    await shows(page, { name: 'This browser', baseUrl: 'browser://models', liesIn: 'device' });
  });
});

describe('a connection of the deployer', () => {
  it('is switched off by the person, and not changed', async () => {
    const { page, id } = await aKeyed();
    const { openDatabase } = await import('../../../src/storage/database.ts');
    const store = await openDatabase();
    await store.connections.update(id, () => ({ isDeployed: true }));
    store.close();
    const change = { name: 'Mine', baseUrl: 'http://example.invalid', enabled: false };
    await page.call('connections.update', { id, ...change, options: { systemPrompt: 'x' } });
    await shows(page, { name: 'Lamp', enabled: false, systemPrompt: '' });
  });
});

describe('a new session', () => {
  it('begins with the default model where one is set', async () => {
    const page = anEngine();
    const model = { connectionId: 'c1', name: 'm' };
    expect(await page.call('sessions.create', { id: 's1' })).not.toHaveProperty('model');
    await page.call('settings.put', { defaultModel: model });
    expect(await page.call('sessions.create', { id: 's2' })).toMatchObject({ model });
  });
});

describe('a session that names no server', () => {
  it('is answered by one that has the model, and the transcript says by whom', async () => {
    const down = await anOllama();
    const server = await anOllama({ reply: { text: 'Hi' } });
    const { page, model } = await aConnected(down);
    await aConnected(server, page);
    await down.close();
    await page.call('turns.send', {
      sessionId: 's1',
      text: 'Hello',
      images: [],
      model: { connectionId: '*', name: model.name },
      parameters: {},
      systemPrompt: '',
    });
    const rows = page.watch('messages.window', { sessionId: 's1', from: -5, count: 5 });
    await until(() => expect(rows.value?.rows[1]).toMatchObject({ status: 'done' }));
    const second = page.watch('connections.list', null);
    await until(() => expect(second.value).toHaveLength(2));
    expect(rows.value?.rows[1]?.model?.connectionId).toBe(second.value?.[1]?.id);
  });
});
