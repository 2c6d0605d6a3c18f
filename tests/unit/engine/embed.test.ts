// Vectors of texts by command: asked of one connection, stopped by name, and counted as a reply is.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FaultError } from '../../../src/domain/fault.ts';
import { aConnected, anOllama, endAll } from './engine-makers.ts';

beforeEach(() => {
  vi.stubGlobal('navigator', {});
});
afterEach(endAll);

const model = 'nettle:latest';
const faultIn = (fault: object) =>
  expect.objectContaining({ fault: expect.objectContaining(fault) });

describe('vectors', () => {
  test('come in the order of the texts, with tokens and time', async () => {
    const server = await anOllama();
    const { page, connectionId } = await aConnected(server);
    const asked = { id: 'e1', connectionId, model, texts: ['a heron', 'the tide', 'a heron'] };
    const { vectors, tokens, tookMs } = await page.call('embed.run', asked);
    expect(vectors).toHaveLength(3);
    expect(vectors[2]).toEqual(vectors[0]);
    expect(tokens).toBe(6);
    expect(tookMs).toBeGreaterThanOrEqual(0);
  });

  test.each([
    ['no text', []],
    ['an empty one', ['a', '']],
    ['too many', Array.from({ length: 65 }, () => 'a')],
    ['one that is too long', ['a'.repeat(20_001)]],
  ])('of %s are not asked for', async (_, texts) => {
    const server = await anOllama();
    const { page, connectionId } = await aConnected(server);
    const asked = { id: 'e1', connectionId, model, texts };
    await expect(page.call('embed.run', asked)).rejects.toThrow(FaultError);
    expect(server.requests.filter(({ path }) => path === '/api/embed')).toEqual([]);
  });

  test('of a model that is not there are a fault, and the server stays up', async () => {
    const { page, connectionId } = await aConnected(await anOllama());
    const asked = { id: 'e1', connectionId, model: 'wren', texts: ['a'] };
    await expect(page.call('embed.run', asked)).rejects.toEqual(faultIn({ kind: 'model-missing' }));
    const list = page.watch('connections.list', null);
    await expect.poll(() => list.value?.[0]?.health.status).toBe('up');
  });

  test('that are stopped end the request', async () => {
    const server = await anOllama();
    const { page, connectionId } = await aConnected(server);
    server.set({ on: 'other', stall: 'before-headers' });
    const asked = { id: 'e1', connectionId, model, texts: ['a'] };
    const work = page.call('embed.run', asked).catch(() => 'ended');
    await expect.poll(() => server.held).toContain('stall');
    await page.call('embed.stop', { id: 'another' });
    expect(server.requests.at(-1)?.aborted).toBeUndefined();
    await page.call('embed.stop', { id: 'e1' });
    expect(await work).toBe('ended');
    await expect.poll(() => server.requests.at(-1)?.aborted).toBe(true);
  });

  test('count: their tokens are spent, and beyond the limit nothing leaves', async () => {
    const server = await anOllama();
    const { page, connectionId } = await aConnected(server);
    const limits = { tokensPerDay: 10 };
    await page.call('connections.update', { id: connectionId, options: { limits } });
    const asked = { id: 'e1', connectionId, model, texts: ['a heron', 'the tide', 'is out'] };
    await page.call('embed.run', asked);
    await expect(page.call('embed.run', asked)).rejects.toEqual(
      faultIn({ kind: 'limit-reached', limit: 'tokensPerDay' }),
    );
    expect(server.requests.filter(({ path }) => path === '/api/embed')).toHaveLength(1);
  });

  test('of a connection that is off are refused', async () => {
    const { page, connectionId } = await aConnected(await anOllama());
    await page.call('connections.update', { id: connectionId, enabled: false });
    const asked = { id: 'e1', connectionId, model, texts: ['a'] };
    await expect(page.call('embed.run', asked)).rejects.toEqual(
      faultIn({ kind: 'connection-off' }),
    );
  });
});
