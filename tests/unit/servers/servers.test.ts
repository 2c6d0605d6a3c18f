import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultSettings } from '../../../src/domain/default-settings.ts';
import { createServers } from '../../../src/servers/servers.ts';
import { openMemory } from '../../../src/storage/memory.ts';
import { startLlamaServer } from '../../servers/llama-server.ts';
import { startOllama } from '../../servers/ollama.ts';
import { startOpenAi } from '../../servers/openai.ts';
import type { ScriptedServer } from '../../servers/types.ts';
import { aConnection, aKeyring, aMessage, until } from '../chat/makers.ts';

vi.setConfig({ testTimeout: 30_000 });

const ends: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function started(server: Promise<ScriptedServer>): Promise<ScriptedServer> {
  const one = await server;
  ends.push(() => one.close());
  return one;
}

async function aHouse(server: ScriptedServer) {
  const store = openMemory();
  const keyring = aKeyring(store);
  const onChange = vi.fn();
  const lentPorts = () => [];
  const settings = () => defaultSettings;
  const servers = createServers({ store, keyring, settings, lentPorts, onChange });
  ends.push(() => servers.stop());
  const connection = aConnection({ kind: server.kind, baseUrl: server.url });
  await store.connections.put(connection);
  return { store, keyring, servers, onChange, connection };
}

const ref = { connectionId: 'c1', name: 'moss:1b' };
const paths = (server: ScriptedServer) => server.requests.map(({ path }) => path);

describe('a server that is checked', () => {
  it('and answers is up, and its models are listed', async () => {
    const { servers, store, onChange } = await aHouse(await started(startOllama()));
    await servers.check('c1');
    expect(servers.health('c1')).toMatchObject({ status: 'up', version: expect.any(String) });
    expect((await store.catalogues.get('c1'))?.models.map((each) => each.name)).toContain(
      'moss:1b',
    );
    expect(onChange).toHaveBeenCalled();
  });

  it('again is not asked for a list that is still fresh', async () => {
    const server = await started(startOllama());
    const { servers } = await aHouse(server);
    await servers.check('c1');
    await servers.check('c1');
    expect(paths(server).filter((path) => path === '/api/tags')).toHaveLength(1);
  });

  it('and came back is asked for its list again', async () => {
    const server = await started(startOllama());
    const { servers } = await aHouse(server);
    await servers.check('c1');
    servers.note('c1', { kind: 'unreachable', url: server.url });
    expect(servers.health('c1').status).toBe('down');
    await servers.check('c1');
    expect(paths(server).filter((path) => path === '/api/tags')).toHaveLength(2);
  });

  it('and wants a key is remembered as one that does', async () => {
    const server = await started(startOpenAi({ key: 'secret' }));
    const { servers, store, keyring } = await aHouse(server);
    await servers.check('c1');
    expect(servers.health('c1').status).toBe('key-wanted');
    await until(async () => {
      expect(await store.connections.get('c1')).toMatchObject({ needsKey: true });
    });
    await keyring.put({
      connectionId: 'c1',
      baseUrl: server.url,
      role: 'key',
      value: 'secret',
    });
    await servers.check('c1');
    expect(servers.health('c1').status).toBe('up');
  });

  it('and loads its model is told apart from one that is down', async () => {
    const server = await started(startLlamaServer({ loadMs: 'hold' }));
    const { servers } = await aHouse(server);
    await servers.check('c1');
    expect(servers.health('c1').status).toBe('loading');
    await server.close();
    await servers.check('c1');
    expect(servers.health('c1')).toMatchObject({ status: 'down', fault: { kind: 'unreachable' } });
  });

  it('keeps its last list and tells why there is no newer one', async () => {
    const server = await started(startOllama());
    const { servers, store } = await aHouse(server);
    await servers.check('c1');
    server.set({ on: 'list', status: { code: 500 } });
    await servers.refresh('c1');
    expect(servers.listFault('c1')).toMatchObject({ kind: 'server-error' });
    expect((await store.catalogues.get('c1'))?.models.length).toBeGreaterThan(0);
    server.set({ on: null, status: null });
    await servers.refresh('c1');
    expect(servers.listFault('c1')).toBeUndefined();
  });
});

describe('a connection', () => {
  it('that is switched off is neither checked by itself nor a way to a model', async () => {
    const server = await started(startOllama());
    const { servers, store, connection } = await aHouse(server);
    await store.connections.put({ ...connection, enabled: false });
    await servers.checkAll();
    expect(server.requests).toEqual([]);
    await expect(servers.ways(ref, 'outside')).rejects.toMatchObject({
      fault: { kind: 'connection-off', name: 'Lamp' },
    });
  });

  it('that is switched off is not asked about its models', async () => {
    const server = await started(startOllama());
    const { servers, store, connection } = await aHouse(server);
    await store.connections.put({ ...connection, enabled: false });
    expect(await servers.describe(ref)).toBeNull();
    expect(server.requests).toEqual([]);
  });

  it('keeps the context its loaded model runs with when the model is described', async () => {
    const { servers, store } = await aHouse(await started(startOllama()));
    await servers.check('c1');
    const { models, ...rest } = (await store.catalogues.get('c1')) ?? { models: [] };
    const runs = models.map((each) =>
      each.name === ref.name ? { ...each, loaded: true, contextLength: 512 } : each,
    );
    await store.catalogues.put({ connectionId: 'c1', fetchedAt: 1, ...rest, models: runs });
    await servers.describe(ref);
    const after = (await store.catalogues.get('c1'))?.models;
    expect(after?.find((each) => each.name === ref.name)).toMatchObject({ contextLength: 512 });
  });

  it('that is removed while its server answers leaves no list behind', async () => {
    const server = await started(startOllama());
    const { servers, store } = await aHouse(server);
    server.set({ on: 'list', stall: 'before-headers' });
    const refreshing = servers.refresh('c1');
    await until(() => expect(server.held).not.toEqual([]));
    await store.connections.remove('c1');
    servers.forget('c1');
    server.release();
    await refreshing;
    expect(await store.catalogues.list()).toEqual([]);
    expect(servers.listFault('c1')).toBeUndefined();
  });

  it('that is missing does not keep the others from being checked', async () => {
    const server = await started(startOllama());
    const { servers, store, connection } = await aHouse(server);
    await store.connections.put({ ...connection, id: 'c2' });
    const { get } = store.connections;
    vi.spyOn(store.connections, 'get').mockImplementation(async (id) =>
      id === 'c1' ? undefined : await get(id),
    );
    await servers.checkAll();
    expect(servers.health('c2').status).toBe('up');
  });
});

describe('what a turn has learnt of its server', () => {
  it.each([
    [undefined, 'up'],
    [{ kind: 'unreachable', url: 'x' }, 'down'],
    [{ kind: 'no-answer', waitedMs: 1 }, 'down'],
    [{ kind: 'not-a-model-server', url: 'x' }, 'down'],
    [{ kind: 'key-wanted', url: 'x' }, 'key-wanted'],
    [{ kind: 'loading' }, 'loading'],
    [{ kind: 'truncated' }, 'up'],
    [{ kind: 'model-missing', model: 'm' }, 'up'],
    [{ kind: 'connection-off', name: 'Lamp' }, 'unknown'],
    [{ kind: 'connection-missing' }, 'unknown'],
    [{ kind: 'not-found', what: 'image' }, 'unknown'],
    [{ kind: 'storage-full' }, 'unknown'],
  ] as const)('after %o is that it is %s', async (fault, status) => {
    const { servers } = await aHouse(await started(startOllama()));
    servers.note('c1', fault);
    expect(servers.health('c1').status).toBe(status);
  });

  it('to refuse is kept, and what the person switched off stays off', async () => {
    const { servers, store, connection } = await aHouse(await started(startLlamaServer()));
    await servers.noteRefused('c1', 'progress');
    expect((await store.connections.get('c1'))?.features.progress).toBe('refused');
    const off = { ...connection.features, resume: 'off' as const };
    await store.connections.put({ ...connection, features: off });
    await servers.noteRefused('c1', 'resume');
    expect((await store.connections.get('c1'))?.features.resume).toBe('off');
    await expect(servers.noteRefused('gone', 'resume')).resolves.toBeUndefined();
  });
});

describe('a kept stream', () => {
  it('is looked for only where the server keeps streams and the switch allows it', async () => {
    const ollama = await started(startOllama());
    const llama = await started(startLlamaServer());
    const reply = aMessage({ resumeId: 'abc' });
    expect(await (await aHouse(ollama)).servers.keepsStream(reply, 'outside')).toBe(false);
    expect(ollama.requests).toEqual([]);
    const { servers, store, connection } = await aHouse(llama);
    expect(await servers.keepsStream(reply, 'outside')).toBe(false);
    expect(paths(llama)).toHaveLength(1);
    const off = { ...connection.features, resume: 'off' as const };
    await store.connections.put({ ...connection, features: off });
    expect(await servers.keepsStream(reply, 'outside')).toBe(false);
    expect(paths(llama)).toHaveLength(1);
  });

  it('is not there where the server cannot be reached', async () => {
    const server = await started(startLlamaServer());
    const { servers } = await aHouse(server);
    await server.close();
    expect(await servers.keepsStream(aMessage({ resumeId: 'abc' }), 'outside')).toBe(false);
  });
});
