import { Dexie } from 'dexie';
import { afterEach, expect, it, vi } from 'vitest';
import { openDatabase, resetDatabase } from '../../../src/storage/database.ts';
import { migrations } from '../../../src/storage/migrations.ts';
import { listSnapshots } from '../../../src/storage/snapshot.ts';
import type { Store } from '../../../src/storage/store.ts';
import { aBegunTurn, aMessage, aName, aSession, until } from './makers.ts';

const open: Store[] = [];
async function opened(options: Parameters<typeof openDatabase>[0]): Promise<Store> {
  const store = await openDatabase(options);
  open.push(store);
  return store;
}
afterEach(() => {
  for (const store of open.splice(0)) store.close();
});

const known = Math.max(...migrations.map((step) => step.version));
const next = { version: known + 1, stores: { extra: 'id' } };
const steps = [...migrations, next];

it('a second engine on one database sees what the first wrote, and its live queries run', async () => {
  const name = aName();
  const one = await opened({ name });
  const two = await opened({ name });
  const titles: string[] = [];
  const stop = two.watch(
    (reads) => reads.sessions.list({ from: 0, count: 5 }),
    ({ rows }) => titles.push(rows.map((row) => row.title).join()),
    () => undefined,
  );
  await until(() => titles.length === 1);
  await one.sessions.create(aSession({ title: 'from the other' }));
  await until(() => titles.at(-1) === 'from the other');
  stop();
  expect(await two.sessions.list({ from: 0, count: 5, filter: 'OTHER' })).toMatchObject({
    total: 1,
  });
});

it('a database newer than the code is not opened, and its versions are told', async () => {
  const name = aName();
  (await openDatabase({ name, steps })).close();
  await expect(openDatabase({ name })).rejects.toMatchObject({
    fault: { kind: 'storage-newer', found: known + 1, known },
  });
});

it('a newer build makes the older engine close and retire', async () => {
  const name = aName();
  const onRetire = vi.fn();
  const old = await opened({ name, onRetire });
  await opened({ name, steps });
  expect(onRetire).toHaveBeenCalledOnce();
  await expect(old.sessions.create(aSession())).rejects.toMatchObject({
    fault: { kind: 'storage-failed' },
  });
});

it('a migration keeps the rows, and a copy of them from before', async () => {
  const name = aName();
  const before = await openDatabase({ name });
  const { user } = await aBegunTurn(before);
  before.close();
  const upgrade = vi.fn(async () => undefined);
  const after = await opened({ name, steps: [...migrations, { ...next, upgrade }] });
  expect(upgrade).toHaveBeenCalledOnce();
  expect(await after.messages.get(user.id)).toEqual(user);
  const [snapshot] = await listSnapshots(name);
  expect(snapshot?.version).toBe(known * 10);
  const stream = snapshot?.blob.stream().pipeThrough(new DecompressionStream('gzip'));
  const lines = (await new Response(stream ?? null).text()).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).table).sort()).toEqual([
    'messages',
    'messages',
    'sessions',
  ]);
});

it('only the last two copies are kept', async () => {
  const name = aName();
  let all = migrations;
  for (let version = known + 1; version <= known + 4; version += 1) {
    (await openDatabase({ name, steps: all })).close();
    all = [...all, { version, stores: { [`extra${version}`]: 'id' } }];
  }
  (await openDatabase({ name, steps: all })).close();
  expect((await listSnapshots(name)).map((snapshot) => snapshot.version)).toEqual([
    (known + 2) * 10,
    (known + 3) * 10,
  ]);
});

it('a migration goes on without a copy where none can be taken, and says so', async () => {
  const name = aName();
  (await openDatabase({ name })).close();
  vi.stubGlobal('CompressionStream', undefined);
  const onNoSnapshot = vi.fn();
  await opened({ name, steps, onNoSnapshot });
  expect(onNoSnapshot).toHaveBeenCalledOnce();
});

it('a missing database is told apart from a broken one', async () => {
  vi.stubGlobal('indexedDB', undefined);
  await expect(openDatabase({ name: aName() })).rejects.toMatchObject({
    fault: { kind: 'storage-absent' },
  });
});

it('a browser that refuses the door has no database for us', async () => {
  vi.spyOn(indexedDB, 'databases').mockRejectedValue(new DOMException('blocked', 'SecurityError'));
  await expect(openDatabase({ name: aName() })).rejects.toMatchObject({
    fault: { kind: 'storage-absent' },
  });
});

it('a browser that cannot list databases is asked by opening, which makes none', async () => {
  const name = aName();
  vi.stubGlobal(
    'indexedDB',
    new Proxy(indexedDB, {
      get: (target, key) => {
        if (key === 'databases') return undefined;
        const value: unknown = Reflect.get(target, key);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    }),
  );
  (await openDatabase({ name, steps })).close();
  await expect(openDatabase({ name })).rejects.toMatchObject({ fault: { kind: 'storage-newer' } });
});

it('a full disk is a fault of its own, and the write left nothing', async () => {
  const store = await opened({ name: aName() });
  const { session, reply } = await aBegunTurn(store);
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('no space', 'QuotaExceededError');
  });
  const full = { fault: { kind: 'storage-full' } };
  await expect(store.journal.append(reply.id, 0, { text: 'x' })).rejects.toMatchObject(full);
  await expect(store.turns.finish({ ...reply, status: 'done' })).rejects.toMatchObject(full);
  const begin = store.turns.begin({ session: session.id, messages: [aMessage()] });
  await expect(begin).rejects.toMatchObject(full);
  put.mockRestore();
  expect((await store.messages.get(reply.id))?.status).toBe('pending');
  expect(await store.messages.skeleton(session.id)).toHaveLength(2);
});

it('any other failed write is a storage fault with its reason', async () => {
  const store = await opened({ name: aName() });
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('bad sector', 'UnknownError');
  });
  await expect(store.sessions.create(aSession())).rejects.toMatchObject({
    fault: { kind: 'storage-failed', message: expect.stringContaining('bad sector') },
  });
});

it('damaged rows are left out of lists and counted, once each', async () => {
  const name = aName();
  const onDamage = vi.fn();
  const store = await opened({ name, onDamage });
  await store.sessions.create(aSession({ title: 'sound' }));
  const raw = await new Dexie(name).open();
  await raw.table('sessions').put({ id: 'broken', deletedAt: 0, updatedAt: 5, title: 7 });
  raw.close();
  const { rows } = await store.sessions.list({ from: 0, count: 9 });
  await store.sessions.get('broken');
  expect(rows.map((row) => row.title)).toEqual(['sound']);
  expect(onDamage).toHaveBeenCalledExactlyOnceWith({ table: 'sessions', key: 'broken' });
  expect(store.damaged()).toBe(1);
});

it('a reset removes the database and its copies, and the engine retires', async () => {
  const name = aName();
  (await openDatabase({ name })).close();
  const onRetire = vi.fn();
  await opened({ name, steps, onRetire });
  await resetDatabase(name);
  expect(onRetire).toHaveBeenCalled();
  const left = (await indexedDB.databases()).map((each) => each.name);
  expect(left).not.toContain(name);
  expect(left).not.toContain(`${name}-snapshots`);
});
