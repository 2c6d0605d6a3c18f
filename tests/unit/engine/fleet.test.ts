import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aConnected, anOllama, endAll } from './engine-makers.ts';

beforeEach(() => {
  vi.stubGlobal('navigator', {});
});
afterEach(endAll);

test('the fleet tells of each server how fast it answers', async () => {
  const { page, send, connectionId } = await aConnected(await anOllama());
  const fleet = page.watch('fleet.list', null);
  await vi.waitFor(() => {
    expect(fleet.value).toEqual([
      { id: connectionId, runningReplies: 0, jobsRunning: 0, jobsWaiting: 0 },
    ]);
  });
  await send('Hello');
  await vi.waitFor(() => expect(fleet.value?.[0]?.medianSpeed).toBeGreaterThan(0));
  expect(fleet.value?.[0]?.runningReplies).toBe(0);
});

test('since when a server is up or down outlives the checks between', async () => {
  const server = await anOllama();
  const { page, connectionId } = await aConnected(server);
  const connections = page.watch('connections.list', null);
  const health = () => connections.value?.[0]?.health;
  await page.call('connections.check', { id: connectionId });
  await vi.waitFor(() => expect(health()?.status).toBe('up'));
  const { since, checkedAt } = health() ?? {};
  await new Promise((resolve) => setTimeout(resolve, 5));
  await page.call('connections.check', { id: connectionId });
  await vi.waitFor(() => expect(health()?.checkedAt).toBeGreaterThan(checkedAt ?? 0));
  expect(health()?.since).toBe(since);

  await server.close();
  await page.call('connections.check', { id: connectionId });
  await vi.waitFor(() => expect(health()?.status).toBe('down'));
  expect(health()?.since).toBeGreaterThan(since ?? 0);
});

test('the digests of a model are kept with when they were first seen', async () => {
  const { page, model } = await aConnected(await anOllama());
  await page.call('models.refresh', {});
  await vi.waitFor(async () => {
    const seen = await page.call('models.seen', model);
    expect(seen).toHaveLength(1);
    expect(seen[0]?.digest).toMatch(/^(sha256:)?[0-9a-f]{64}$/);
  });
  const first = await page.call('models.seen', model);
  await page.call('models.refresh', {});
  expect(await page.call('models.seen', model)).toEqual(first);
  expect(await page.call('models.seen', { ...model, name: 'nobody' })).toEqual([]);
});
