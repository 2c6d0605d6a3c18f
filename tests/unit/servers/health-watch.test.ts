/** A server that falls and comes back, seen over the real contact with it. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultSettings } from '../../../src/domain/default-settings.ts';
import { createHealthWatch } from '../../../src/servers/health-watch.ts';
import { createServers } from '../../../src/servers/servers.ts';
import { openMemory } from '../../../src/storage/memory.ts';
import { type LlamaOptions, startLlamaServer } from '../../servers/llama-server.ts';
import { aConnection, aKeyring, until } from '../chat/makers.ts';

vi.setConfig({ testTimeout: 30_000 });

const ends: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function aWatched(options: LlamaOptions = {}, change: { rewarm?: boolean } = {}) {
  const first = await startLlamaServer(options);
  ends.push(() => first.close());
  const store = openMemory();
  const ended = new AbortController();
  const listeners = new Set<() => void>();
  const servers = createServers({
    store,
    keyring: aKeyring(store),
    settings: () => defaultSettings,
    lentPorts: () => [],
    onChange: () => {
      for (const listener of listeners) listener();
    },
  });
  ends.push(() => servers.stop());
  ends.push(() => ended.abort());
  await store.connections.put(
    aConnection({ kind: 'llama-server', baseUrl: first.url, rewarm: false, ...change }),
  );
  await servers.check('c1');
  const tries: number[] = [];
  const watch = createHealthWatch({
    connections: store.connections.list,
    health: servers.health,
    check: async (id) => {
      tries.push(Date.now());
      await servers.check(id);
    },
    open: servers.open,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    repliesFrom: () => ['s1', 's2'],
    lastModel: async () => 'quick',
    hasPages: () => true,
    onOutage: () => undefined,
    firstPauseMs: 20,
    signal: ended.signal,
  });
  const comeBack = async () => {
    const again = await startLlamaServer({ ...options, port: first.port });
    ends.push(() => again.close());
    return again;
  };
  const fall = async () => {
    await first.close();
    servers.note('c1', { kind: 'unreachable', url: first.url });
  };
  return { first, servers, store, watch, tries, fall, comeBack };
}

describe('a server that falls', () => {
  it('is noticed with what was coming from it, and tried until it is back', async () => {
    const { watch, fall, comeBack, servers, tries } = await aWatched();
    expect(watch.outage('c1')).toBeUndefined();
    await fall();
    await until(() => {
      expect(watch.outage('c1')).toMatchObject({ nextTryAt: expect.any(Number) });
      expect(watch.cut('c1').map(({ sessionId }) => sessionId)).toEqual(['s2', 's1']);
      expect(tries.length).toBeGreaterThan(2);
    });
    await comeBack();
    await until(() => expect(watch.outage('c1')?.backAt).toBeGreaterThan(0));
    expect(servers.health('c1').status).toBe('up');
    expect(watch.outage('c1')).not.toHaveProperty('nextTryAt');
    expect(watch.outage('c1')).not.toHaveProperty('warming');
  });

  it('is left in peace once it is back, and noticed when it falls again', async () => {
    const { watch, fall, comeBack, servers, tries, first } = await aWatched();
    await fall();
    const again = await comeBack();
    await until(() => expect(watch.outage('c1')?.backAt).toBeGreaterThan(0));
    const before = tries.length;
    await new Promise((go) => setTimeout(go, 150));
    expect(tries.length).toBe(before);
    await again.close();
    servers.note('c1', { kind: 'unreachable', url: first.url });
    await until(() => expect(watch.outage('c1')).not.toHaveProperty('backAt'));
  });

  it('that is back before anybody looked is known by the reply that broke off', async () => {
    const { watch, tries } = await aWatched();
    watch.turnOver('c1', 's3', false);
    expect(watch.cut('c1')).toEqual([]);
    watch.turnOver('c1', 's3', true);
    expect(watch.cut('c1')).toMatchObject([{ sessionId: 's3' }]);
    // It may have fallen: it is asked at once, not with the next round.
    expect(tries).toHaveLength(1);
    watch.turnOver('c1', 's4', true);
    watch.turnOver('c1', 's3', true);
    expect(watch.cut('c1').map(({ sessionId }) => sessionId)).toEqual(['s3', 's4']);
    // Continued to its end, it is no longer told of.
    watch.turnOver('c1', 's3', false);
    expect(watch.cut('c1').map(({ sessionId }) => sessionId)).toEqual(['s4']);
    expect(watch.outage('c1')).toBeUndefined();
  });

  it('is not tried any more once it is switched off', async () => {
    const { watch, fall, store, tries } = await aWatched();
    await fall();
    await until(() => expect(watch.outage('c1')).toBeDefined());
    await store.connections.update('c1', () => ({ enabled: false }));
    await new Promise((go) => setTimeout(go, 100));
    const before = tries.length;
    await new Promise((go) => setTimeout(go, 300));
    expect(tries.length).toBe(before);
  });

  it('loads its model again where the person wants that', async () => {
    const router = { models: [{ name: 'quick' }], router: {} };
    const { watch, fall, comeBack } = await aWatched(router, { rewarm: true });
    await fall();
    const again = await comeBack();
    await until(() => {
      expect(watch.outage('c1')?.warming).toEqual({ model: 'quick', state: 'done' });
    });
    expect(again.requests.some(({ path }) => path === '/models/load')).toBe(true);
  });

  it('and cannot load its model any more says so', async () => {
    const router = { models: [{ name: 'other' }], router: {} };
    const { watch, fall, comeBack } = await aWatched(router, { rewarm: true });
    await fall();
    await comeBack();
    await until(() => {
      expect(watch.outage('c1')?.warming).toEqual({ model: 'quick', state: 'failed' });
    });
  });
});

describe('a server that cannot be reached because this browser is offline', () => {
  it('has not fallen', async () => {
    const { watch, servers } = await aWatched();
    servers.note('c1', { kind: 'offline' });
    await new Promise((go) => setTimeout(go, 60));
    expect(watch.outage('c1')).toBeUndefined();
  });
});
