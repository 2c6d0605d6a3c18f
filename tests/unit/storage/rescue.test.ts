import { Dexie } from 'dexie';
import { expect, it } from 'vitest';
import { textOf } from '../../../src/domain/message-text.ts';
import { openDatabase } from '../../../src/storage/database.ts';
import { applyImport } from '../../../src/storage/import-backup.ts';
import { openMemory } from '../../../src/storage/memory.ts';
import { migrations } from '../../../src/storage/migrations.ts';
import { readBackup } from '../../../src/storage/read-backup.ts';
import { rescueExport } from '../../../src/storage/rescue.ts';
import { aBegunTurn, aConnection, aMessage, aName } from './makers.ts';

it('a database that is newer and damaged is still saved, and what is sound can be imported', async () => {
  const name = aName();
  const newer = [...migrations, { version: 7, stores: { future: 'id' } }];
  const store = await openDatabase({ name, steps: newer });
  const { session, user } = await aBegunTurn(store);
  await store.connections.put(
    aConnection({
      systemPrompt: 'Be brief.',
      headers: [{ name: 'x-tenant', value: 'canary-9' }],
    }),
  );
  await store.attachments.put(new Blob(['png'], { type: 'image/png' }), 'p.png');
  await store.messages.put(aMessage({ sessionId: 'lost', text: 'an orphan' }));
  store.close();
  const raw = await new Dexie(name).open();
  await raw
    .table('messages')
    .put({ id: 'bad', sessionId: session.id, parentId: 'nobody', role: 9 });
  await raw.table('future').put({ id: 'f', dream: true });
  raw.close();

  const file = await rescueExport(name);
  const text = await file.text();
  expect(text).not.toContain('canary-9');
  expect(text).toContain('Be brief.');
  expect(JSON.parse(text).rest).toMatchObject({
    future: [{ id: 'f', dream: true }],
    messages: [{ id: 'bad' }],
  });
  const into = openMemory();
  const counts = await applyImport(into, await readBackup(file));
  expect(counts).toMatchObject({ sessions: { new: 2 }, connections: { new: 1 } });
  expect((await into.messages.getMany([user.id])).map(textOf)).toEqual(['Hello']);
  expect((await into.sessions.get('lost'))?.title).toBe('Rescued');
});

it('where there is no database, nothing is made and the fault says so', async () => {
  const name = aName();
  await expect(rescueExport(name)).rejects.toMatchObject({ fault: { kind: 'not-found' } });
  expect((await indexedDB.databases()).map((each) => each.name)).not.toContain(name);
});
