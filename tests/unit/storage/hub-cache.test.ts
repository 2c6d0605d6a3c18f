import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { hubCacheSize } from '../../../src/storage/hub-cache.ts';
import { openMemory } from '../../../src/storage/memory.ts';

const text = z.object({ text: z.string() });
const minuteMs = 60_000;

async function aCache() {
  const store = openMemory();
  return { store, cache: await store.finds.hub() };
}

describe('what the hub said', () => {
  test('is kept with its moment', async () => {
    const { cache } = await aCache();
    await cache.put('card:a', { text: 'A' }, 1000);
    expect(await cache.get('card:a', text)).toEqual({ fetchedAt: 1000, value: { text: 'A' } });
    expect(await cache.get('card:b', text)).toBeUndefined();
  });

  test('is as good as not there where an older build wrote it otherwise', async () => {
    const { cache, store } = await aCache();
    await cache.put('card:a', { words: 'A' }, 1000);
    expect(await cache.get('card:a', text)).toBeUndefined();
    expect(store.damaged()).toBe(0);
  });

  test('goes when it was used longest ago and there is too much', async () => {
    const { cache } = await aCache();
    for (let at = 0; at < hubCacheSize; at += 1) {
      await cache.put(`card:${at}`, { text: String(at) }, at * minuteMs);
    }
    await cache.touch('card:0', 1000 * minuteMs);
    await cache.put('card:new', { text: 'new' }, 1001 * minuteMs);
    const kept = await cache.list('card:', text);
    expect(kept).toHaveLength(hubCacheSize);
    expect(kept[0]).toEqual({
      key: 'card:new',
      fetchedAt: 1001 * minuteMs,
      value: { text: 'new' },
    });
    expect(kept.map(({ key }) => key)).toContain('card:0');
    expect(kept.map(({ key }) => key)).not.toContain('card:1');
  });

  test('leaves the other odds and ends alone', async () => {
    const { cache, store } = await aCache();
    await store.deployed.apply('{}', { connections: [], settings: {}, locked: [] });
    const library = await store.finds.library();
    await library.put({
      fileName: 'mine.json',
      library: {
        asOf: '2026-09-01',
        rows: [{ name: 'kelp', description: '', abilities: [], tags: [] }],
      },
    });
    for (let at = 0; at <= hubCacheSize; at += 1) await cache.put(`x:${at}`, {}, at);
    expect(await store.deployed.text()).toBe('{}');
    expect((await library.get())?.fileName).toBe('mine.json');
    await library.remove();
    expect(await library.get()).toBeUndefined();
  });
});
