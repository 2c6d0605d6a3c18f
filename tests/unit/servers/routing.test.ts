import { describe, expect, it } from 'vitest';
import type { Zone } from '../../../src/domain/address.ts';
import type { Connection, Health } from '../../../src/domain/connection.ts';
import type { Model } from '../../../src/domain/model.ts';
import type { UsageRow } from '../../../src/domain/usage.ts';
import { candidatesFor } from '../../../src/servers/routing.ts';
import { aConnection } from '../chat/makers.ts';

type House = {
  id: string;
  zone?: Zone;
  enabled?: boolean;
  models?: Model[];
  status?: Health['status'];
  speeds?: number[];
};

const has: Model[] = [{ name: 'm' }];

/** Ids of those that may answer for `m`, best first; the connections stand in the person's order. */
async function ranked(fence: Zone, houses: House[]): Promise<string[]> {
  const find = (id: string) => houses.find((each) => each.id === id);
  const found = await candidatesFor('m', fence, {
    connections: houses.map(({ id, zone, enabled = true }) =>
      aConnection({ id, enabled, ...(zone ? { zone } : {}) }),
    ),
    modelsOf: async ({ id }: Connection) => find(id)?.models ?? has,
    health: (id) => ({ status: find(id)?.status ?? 'up', checkedAt: 0 }),
    newestUsage: async (connectionId) =>
      (find(connectionId)?.speeds ?? []).map(
        (tokensPerSecond, at): UsageRow => ({
          id: `u${at}`,
          at,
          connectionId,
          model: 'm',
          promptTokens: 1,
          completionTokens: 1,
          cachedTokens: 0,
          tokensPerSecond,
        }),
      ),
  });
  return found.map(({ id }) => id);
}

describe('a model without a server', () => {
  it('is asked of the server that has it loaded, before any faster one', async () => {
    const loaded = [{ name: 'm', loaded: true }];
    expect(
      await ranked('network', [
        { id: 'fast', speeds: [90] },
        { id: 'warm', models: loaded },
      ]),
    ).toEqual(['warm', 'fast']);
    const told: Model[] = [{ name: 'm', state: 'loaded' }];
    expect(await ranked('network', [{ id: 'a' }, { id: 'router', models: told }])).toEqual([
      'router',
      'a',
    ]);
  });

  it('is asked of the fastest by the median of our own measurements, else in the order given', async () => {
    expect(
      await ranked('network', [
        { id: 'unknown' },
        { id: 'one-lucky-day', speeds: [10, 11, 500] },
        { id: 'steady', speeds: [30, 31, 29] },
        { id: 'unknown-too' },
      ]),
    ).toEqual(['steady', 'one-lucky-day', 'unknown', 'unknown-too']);
  });

  it('is asked last of a server that is not in order', async () => {
    const loaded = [{ name: 'm', loaded: true }];
    expect(
      await ranked('network', [{ id: 'down', models: loaded, status: 'down' }, { id: 'up' }]),
    ).toEqual(['up', 'down']);
  });

  it('is asked of nobody beyond the fence, switched off, or without that very model', async () => {
    const houses: House[] = [
      { id: 'cloud', zone: 'outside' },
      { id: 'lan', zone: 'network' },
      { id: 'off', enabled: false },
      { id: 'other', models: [{ name: 'm:latest' }] },
      { id: 'here', zone: 'device' },
    ];
    expect(await ranked('device', houses)).toEqual(['here']);
    expect(await ranked('network', houses)).toEqual(['lan', 'here']);
    expect(await ranked('outside', houses)).toEqual(['cloud', 'lan', 'here']);
  });
});
