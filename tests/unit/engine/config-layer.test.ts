// The layer over a real store in memory, with a host that is scripted.
import { afterEach, describe, expect, test, vi } from 'vitest';
// Loaded ahead: timers that are held do not wait for a module.
import '../../../src/config/deployer-file.ts';
import { createConfigLayer } from '../../../src/engine/config-layer.ts';
import { openMemory } from '../../../src/storage/memory.ts';

afterEach(() => vi.useRealTimers());

const box = { id: 'box', kind: 'ollama', name: 'Box', baseUrl: 'http://box:11434' };

function setUp(texts: (string | undefined | Error)[]) {
  vi.useFakeTimers();
  const store = openMemory();
  const ended = new AbortController();
  const asked: string[] = [];
  let changes = 0;
  let applied = 0;
  const layer = createConfigLayer({
    deployed: store.deployed,
    baseUrl: 'http://host.example/app/',
    hasPages: () => true,
    onChange: () => {
      changes += 1;
    },
    onApplied: () => {
      applied += 1;
    },
    signal: ended.signal,
    read: async (url) => {
      asked.push(url);
      const text = texts.length > 1 ? texts.shift() : texts[0];
      if (text instanceof Error) throw text;
      return text;
    },
  });
  const turn = () => vi.advanceTimersByTimeAsync(61_000);
  return {
    store,
    layer,
    asked,
    turn,
    changes: () => changes,
    applied: () => applied,
    end: () => ended.abort(),
  };
}

const fileOf = (value: unknown) => JSON.stringify(value);

describe('the layer of the deployer’s file', () => {
  test('asks beside the app and puts connections and settings in place', async () => {
    const { store, asked, end } = setUp([
      fileOf({ connections: [box], settings: { idleSeconds: 45 }, locked: ['idleSeconds'] }),
    ]);
    await vi.advanceTimersByTimeAsync(10);
    expect(asked).toEqual(['http://host.example/app/llantern.json']);
    expect(await store.connections.list()).toMatchObject([{ id: 'deployed:box', name: 'Box' }]);
    await store.settings.put({ idleSeconds: 99, requestsPerOrigin: 2 });
    expect(await store.settings.get()).toMatchObject({ idleSeconds: 45, requestsPerOrigin: 2 });
    expect(await store.settings.set()).toEqual(['idleSeconds', 'requestsPerOrigin']);
    end();
  });

  test('lets the person change what is not locked', async () => {
    const { store, end } = setUp([fileOf({ settings: { idleSeconds: 45 } })]);
    await vi.advanceTimersByTimeAsync(10);
    expect((await store.settings.get()).idleSeconds).toBe(45);
    await store.settings.put({ idleSeconds: 99 });
    expect((await store.settings.get()).idleSeconds).toBe(99);
    end();
  });

  test('applies a changed file without a reload, and keeps what is the person’s', async () => {
    const { store, turn, end } = setUp([
      fileOf({ connections: [box] }),
      fileOf({ connections: [{ ...box, name: 'Box, moved', baseUrl: 'http://box2:11434' }] }),
    ]);
    await vi.advanceTimersByTimeAsync(10);
    await store.connections.update('deployed:box', () => ({ enabled: false }));
    await turn();
    expect(await store.connections.list()).toMatchObject([
      { name: 'Box, moved', baseUrl: 'http://box2:11434', enabled: false },
    ]);
    end();
  });

  test('leaves a connection that the file no longer names to the person, switched off', async () => {
    const { store, turn, end } = setUp([fileOf({ connections: [box] }), undefined]);
    await vi.advanceTimersByTimeAsync(10);
    await turn();
    expect(await store.connections.list()).toMatchObject([
      { id: 'deployed:box', enabled: false, isDeployed: false },
    ]);
    end();
  });

  test('goes on with the last file while the host is away, also after a new start', async () => {
    const { store, turn, end } = setUp([fileOf({ connections: [box] }), new TypeError('away')]);
    await vi.advanceTimersByTimeAsync(10);
    await turn();
    expect(await store.connections.list()).toMatchObject([{ enabled: true, isDeployed: true }]);
    end();
    const again = new AbortController();
    const layer = createConfigLayer({
      deployed: store.deployed,
      baseUrl: 'http://host.example/app/',
      hasPages: () => true,
      onChange: () => undefined,
      onApplied: () => undefined,
      signal: again.signal,
      read: () => Promise.reject(new TypeError('away')),
    });
    await vi.advanceTimersByTimeAsync(10);
    expect(await store.connections.list()).toMatchObject([{ enabled: true }]);
    expect(layer.view().faults).toEqual([]);
    again.abort();
  });

  test('a file that is broken as a whole is told and changes nothing', async () => {
    const { store, layer, turn, end } = setUp([
      fileOf({ connections: [box] }),
      '{"connections": [',
    ]);
    await vi.advanceTimersByTimeAsync(10);
    await turn();
    expect(await store.connections.list()).toMatchObject([{ enabled: true, isDeployed: true }]);
    expect(layer.view().faults).toMatchObject([{ kind: 'config-invalid', place: '' }]);
    end();
  });

  test('a file that stays the same is applied once', async () => {
    const { changes, applied, turn, end } = setUp([fileOf({ connections: [box] })]);
    await vi.advanceTimersByTimeAsync(10);
    await turn();
    await turn();
    expect(changes()).toBe(1);
    expect(applied()).toBe(1);
    end();
  });
});
