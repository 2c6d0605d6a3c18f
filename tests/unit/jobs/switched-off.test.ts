import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { aCentre, pass, pull } from './makers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('a job that runs on a connection that is switched off is stopped, and goes on when it is on again', async () => {
  const off = new Set<string>();
  const centre = await aCentre({ off });
  const [id = ''] = await centre.add(pull('a:1b'));
  await pass();
  const first = centre.server.last();
  off.add('c1');
  await pass(2000);
  expect(first.signal.aborted).toBe(true);
  expect(await centre.job(id)).toMatchObject({ state: 'waiting', attempts: 0 });
  off.clear();
  await pass(2000);
  expect(centre.server.open().map(({ name }) => name)).toEqual(['a:1b']);
});

it('waiting jobs of a connection that is off are not tried, those of others are', async () => {
  const centre = await aCentre({ off: new Set(['c1']) });
  const [first = '', second = ''] = await centre.add(pull('a:1b'), pull('b:1b'));
  const other = { connectionId: 'c2', connectionName: 'Other', tasks: [pull('c:1b')] };
  await centre.queue.add(other);
  await pass(5000);
  expect(centre.server.asked.map(({ name }) => name)).toEqual(['c:1b']);
  expect([(await centre.job(first)).state, (await centre.job(second)).state]).toEqual([
    'waiting',
    'waiting',
  ]);
});
