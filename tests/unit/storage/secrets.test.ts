import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase, resetDatabase } from '../../../src/storage/database.ts';
import { exportAll } from '../../../src/storage/export-backup.ts';
import { migrations } from '../../../src/storage/migrations.ts';
import { rescueExport } from '../../../src/storage/rescue.ts';
import { listSnapshots } from '../../../src/storage/snapshot.ts';
import type { Store } from '../../../src/storage/store.ts';
import { aConnection, aName, storeKinds } from './makers.ts';

const aSecret = (id: string, connectionId: string) => ({
  id,
  connectionId,
  origin: 'https://api.example.com',
  role: 'key' as const,
  label: '',
  addedAt: 1,
  box: `sealed-box-of-${id}`,
});

const opened: Store[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

async function filled(store: Store): Promise<Store> {
  opened.push(store);
  await store.connections.put(aConnection({ id: 'c1' }));
  await store.secrets.change(async (inside) => {
    await inside.putVault({ locks: 'wrapped-data-key' });
    for (const [id, connectionId] of [
      ['s1', 'c1'],
      ['s2', 'c1'],
      ['s3', 'c2'],
    ] as const) {
      await inside.put(aSecret(id, connectionId));
    }
  });
  return store;
}

const idsOf = async (store: Store) => (await store.secrets.list()).map(({ id }) => id).sort();

describe.each(storeKinds)('sealed keys in the %s', (_kind, open) => {
  it('go with their connection, and only they', async () => {
    const store = await filled(await open());
    await store.connections.remove('c1');
    expect(await idsOf(store)).toEqual(['s3']);
    expect(await store.connections.get('c1')).toBeUndefined();
    expect(await store.secrets.vault()).toMatchObject({ locks: 'wrapped-data-key' });
  });

  it('are changed all or nothing', async () => {
    const store = await filled(await open());
    const change = store.secrets.change(async (inside) => {
      await inside.remove('s1');
      await inside.putVault({ locks: 'other' });
      throw new Error('in the middle');
    });
    await expect(change).rejects.toThrow();
    expect(await idsOf(store)).toEqual(['s1', 's2', 's3']);
    expect(await store.secrets.vault()).toMatchObject({ locks: 'wrapped-data-key' });
  });

  it('all go together with the vault, the unreadable ones too', async () => {
    const store = await filled(await open());
    await store.secrets.change((inside) => inside.put({ ...aSecret('s4', 'c1'), id: 's4' }));
    await store.secrets.change((inside) => inside.put({ id: 's5' } as never));
    expect(await idsOf(store)).toEqual(['s1', 's2', 's3', 's4']);
    await store.secrets.change((inside) => inside.removeAll());
    expect(await idsOf(store)).toEqual([]);
    expect(await store.secrets.vault()).toBeUndefined();
  });

  it('with a box that is no text are there, as damaged as any other', async () => {
    const store = await filled(await open());
    const broken = { ...aSecret('s1', 'c1'), box: 7, previous: 'gone' };
    await store.secrets.change((inside) => inside.put(broken as never));
    const row = (await store.secrets.list()).find(({ id }) => id === 's1');
    expect(row).toMatchObject({ box: '', connectionId: 'c1' });
    expect(row?.previous).toBeUndefined();
  });

  it('are watched: a change of them runs a query again', async () => {
    const store = await filled(await open());
    const seen: number[] = [];
    const stop = store.watch(
      (reads) => reads.secrets.list(),
      (rows) => seen.push(rows.length),
      () => undefined,
    );
    await expect.poll(() => seen).toEqual([3]);
    await store.secrets.change((inside) => inside.remove('s1'));
    await expect.poll(() => seen.at(-1)).toBe(2);
    stop();
  });

  it('are in no export', async () => {
    const store = await filled(await open());
    expect(await (await exportAll(store)).text()).not.toMatch(/sealed-box|wrapped-data-key/);
  });

  it('are left alone when deleted sessions are swept', async () => {
    const store = await filled(await open());
    await store.purgeDeleted(Date.now());
    expect(await idsOf(store)).toEqual(['s1', 's2', 's3']);
  });
});

describe('the database of sealed keys', () => {
  it('gives them to no rescued file', async () => {
    const name = aName();
    const store = await filled(await openDatabase({ name }));
    store.close();
    const text = await (await rescueExport(name)).text();
    expect(text).toContain('"connections"');
    expect(text).not.toMatch(/sealed-box|wrapped-data-key/);
  });

  it('keeps them over a migration, and out of its snapshot: erased or locked anew must hold for all copies', async () => {
    const name = aName();
    (await filled(await openDatabase({ name }))).close();
    const next = { version: 99, stores: { later: 'id' } };
    const store = await openDatabase({ name, steps: [...migrations, next] });
    opened.push(store);
    const [snapshot] = await listSnapshots(name);
    const bytes = new Uint8Array((await snapshot?.blob.arrayBuffer()) ?? new ArrayBuffer(0));
    const text = gunzipSync(bytes).toString();
    expect(text).toContain('"table"');
    expect(text).not.toContain('sealed-box-of-s1');
    expect(await idsOf(store)).toEqual(['s1', 's2', 's3']);
  });

  it('is empty after a reset, its snapshots too', async () => {
    const name = aName();
    (await filled(await openDatabase({ name }))).close();
    await resetDatabase(name);
    const store = await openDatabase({ name });
    opened.push(store);
    expect(await idsOf(store)).toEqual([]);
    expect(await store.secrets.vault()).toBeUndefined();
    expect(await listSnapshots(name)).toEqual([]);
  });
});
