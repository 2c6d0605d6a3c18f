import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultSettings } from '../../../src/domain/default-settings.ts';
import type { Limits } from '../../../src/domain/limits.ts';
import type { UsageRow } from '../../../src/domain/usage.ts';
import { isLimited } from '../../../src/servers/is-limited.ts';
import { createGate, type Wish } from '../../../src/servers/limits.ts';
import { createServers } from '../../../src/servers/servers.ts';
import { openMemory } from '../../../src/storage/memory.ts';
import type { Store } from '../../../src/storage/store.ts';
import { startOllama } from '../../servers/ollama.ts';
import { aConnection, aKeyring } from '../chat/makers.ts';

/** Noon on a local day in the middle of a month. */
const noon = new Date(2026, 4, 15, 12).getTime();
const midnight = new Date(2026, 4, 16).getTime();
const nextMonth = new Date(2026, 5, 1).getTime();

beforeEach(() => {
  vi.useFakeTimers({ now: noon });
});
afterEach(() => {
  vi.useRealTimers();
});

const never = new AbortController().signal;

function aRow(change: Partial<UsageRow> = {}): UsageRow {
  return {
    id: `row-${Math.random()}`,
    at: noon - 1000,
    connectionId: 'c1',
    model: 'm',
    promptTokens: 0,
    completionTokens: 0,
    cachedTokens: 0,
    ...change,
  };
}

function aWish(messageId: string, change: Partial<Wish> = {}): Wish {
  return { messageId, connectionId: 'c1', model: 'm', tokens: 0, cost: 0, ...change };
}

async function aGate(
  limits: Limits,
  more: { modelLimits?: Record<string, Limits>; rows?: UsageRow[]; store?: Store } = {},
) {
  const store = more.store ?? openMemory();
  const { modelLimits = {}, rows = [] } = more;
  await store.connections.put(aConnection({ limits, modelLimits }));
  for (const row of rows) await store.usage.put(row, false);
  const gate = createGate({
    connection: store.connections.get,
    usageSince: store.usage.since,
  });
  /** Asks, and tells whether it is let in. */
  const ask = (wish: Wish, signal = never) => {
    const asked = {
      isIn: false,
      error: undefined as unknown,
      waits: [] as (number | undefined)[],
      leave: (): void => undefined,
    };
    const done = gate
      .admit(wish, (until) => asked.waits.push(until), signal)
      .then(
        (leave) => Object.assign(asked, { isIn: true, leave }),
        (error: unknown) => Object.assign(asked, { error }),
      );
    return Object.assign(asked, { done });
  };
  return { gate, ask, store };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

describe('requests a minute', () => {
  it('beyond the limit wait until the oldest is a minute old, and say so', async () => {
    const { ask } = await aGate({ requestsPerMinute: 2 });
    const first = ask(aWish('a'));
    await settle();
    await vi.advanceTimersByTimeAsync(10_000);
    const second = ask(aWish('b'));
    const third = ask(aWish('c'));
    await settle();
    expect([first.isIn, second.isIn, third.isIn]).toEqual([true, true, false]);
    expect(third.waits[0]).toBe(noon + 60_000);
    await vi.advanceTimersByTimeAsync(49_999);
    expect(third.isIn).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(third.isIn).toBe(true);
    expect(third.waits.at(-1)).toBeUndefined();
  });

  it('let the last place go to one of two that come at once', async () => {
    const { ask } = await aGate({ requestsPerMinute: 1 });
    const all = [ask(aWish('a')), ask(aWish('b'))];
    await settle();
    expect(all.map((each) => each.isIn)).toEqual([true, false]);
  });

  it('count those of another engine by its rows', async () => {
    const rows = [aRow({ at: noon - 20_000, totalMs: 10_000 })];
    const { ask } = await aGate({ requestsPerMinute: 1 }, { rows });
    const asked = ask(aWish('a'));
    await settle();
    expect(asked.waits[0]).toBe(noon + 30_000);
  });

  it('below one are one in so many minutes', async () => {
    const { ask } = await aGate({ requestsPerMinute: 0.5 });
    ask(aWish('a'));
    const second = ask(aWish('b'));
    await settle();
    expect(second.waits[0]).toBe(noon + 120_000);
  });

  it('are not waited for any longer after Stop, nor once the limit is lifted', async () => {
    const { ask, store } = await aGate({ requestsPerMinute: 1 });
    ask(aWish('a'));
    const stop = new AbortController();
    const stopped = ask(aWish('b'), stop.signal);
    const freed = ask(aWish('c'));
    await settle();
    stop.abort('stopped');
    await stopped.done;
    expect(stopped.error).toBe('stopped');
    await store.connections.update('c1', () => ({ limits: {} }));
    await vi.advanceTimersByTimeAsync(5000);
    expect(freed.isIn).toBe(true);
  });

  it('of one model leave the others alone', async () => {
    const { ask } = await aGate({}, { modelLimits: { m: { requestsPerMinute: 1 } } });
    ask(aWish('a'));
    const same = ask(aWish('b'));
    const other = ask(aWish('c', { model: 'other' }));
    await settle();
    expect([same.isIn, other.isIn]).toEqual([false, true]);
  });
});

describe('tokens and cost', () => {
  const fault = (limit: string, freesAt: number, name = 'Lamp') => ({
    fault: { kind: 'limit-reached', limit, name, freesAt },
  });

  it('of a day refuse what would go beyond, until the next local midnight', async () => {
    const rows = [aRow({ promptTokens: 600, completionTokens: 300 })];
    const { ask } = await aGate({ tokensPerDay: 1000 }, { rows });
    const fits = ask(aWish('a', { tokens: 100 }));
    await fits.done;
    expect(fits.isIn).toBe(true);
    fits.leave();
    const large = ask(aWish('b', { tokens: 101 }));
    await large.done;
    expect(large.error).toMatchObject(fault('tokensPerDay', midnight));
  });

  it('count what is under way as well', async () => {
    const { ask } = await aGate({ tokensPerDay: 1000 });
    await ask(aWish('a', { tokens: 800 })).done;
    const second = ask(aWish('b', { tokens: 300 }));
    await second.done;
    expect(second.error).toMatchObject(fault('tokensPerDay', midnight));
  });

  it('of yesterday count for the month and not for the day', async () => {
    const rows = [aRow({ at: noon - 86_400_000, promptTokens: 900, cost: 3 })];
    const { ask } = await aGate({ tokensPerDay: 1000, costPerMonth: 3 }, { rows });
    const asked = ask(aWish('a', { tokens: 200, cost: 0.01 }));
    await asked.done;
    expect(asked.error).toMatchObject(fault('costPerMonth', nextMonth));
  });

  it('of one model name it, and leave the others alone', async () => {
    const rows = [aRow({ promptTokens: 1000 })];
    const modelLimits = { m: { tokensPerDay: 500 } };
    const { ask } = await aGate({}, { rows, modelLimits });
    const same = ask(aWish('a', { tokens: 1 }));
    const other = ask(aWish('b', { tokens: 1, model: 'other' }));
    await Promise.all([same.done, other.done]);
    expect(same.error).toMatchObject(fault('tokensPerDay', midnight, 'm'));
    expect(other.isIn).toBe(true);
  });

  it('of another connection do not count', async () => {
    const rows = [aRow({ connectionId: 'c2', promptTokens: 5000 })];
    const { ask } = await aGate({ tokensPerDay: 1000 }, { rows });
    const asked = ask(aWish('a', { tokens: 1000 }));
    await asked.done;
    expect(asked.isIn).toBe(true);
  });
});

describe('a connection', () => {
  it('is limited by itself or by its model, else not at all', () => {
    expect(isLimited(aConnection({}), 'm')).toBe(false);
    expect(isLimited(aConnection({ limits: { costPerDay: 1 } }), 'm')).toBe(true);
    const modelLimits = { other: { costPerDay: 1 } };
    expect(isLimited(aConnection({ modelLimits }), 'm')).toBe(false);
    expect(isLimited(aConnection({ modelLimits }), 'other')).toBe(true);
  });
});

describe('a reply that goes on', () => {
  it('adds what it uses to its row', async () => {
    const store = openMemory();
    const first = aRow({ id: 'r1', promptTokens: 10, completionTokens: 5, cost: 0.5 });
    await store.usage.put(first, false);
    const second = { ...first, at: noon, promptTokens: 15, completionTokens: 7, cost: 0.25 };
    await store.usage.put(second, true);
    expect(await store.usage.newest('c1', 10)).toMatchObject([
      { at: noon, promptTokens: 25, completionTokens: 12, cost: 0.75 },
    ]);
  });
});

it('the doctor’s first token is within the limits as well, or not asked for', async () => {
  vi.useRealTimers();
  const server = await startOllama();
  const store = openMemory();
  const servers = createServers({
    store,
    keyring: aKeyring(store),
    settings: () => defaultSettings,
    lentPorts: () => [],
    onChange: () => undefined,
  });
  try {
    const limits = { tokensPerDay: 100 };
    await store.connections.put(aConnection({ kind: 'ollama', baseUrl: server.url, limits }));
    await store.usage.put(aRow({ at: Date.now(), promptTokens: 100 }), false);
    const finding = await servers.examine('c1', 'first-token', 'moss:1b');
    expect(finding).toMatchObject({ state: 'bad', fault: { kind: 'limit-reached' } });
    expect(server.requests.filter(({ path }) => path === '/api/chat')).toEqual([]);
  } finally {
    servers.stop();
    await server.close();
  }
});
