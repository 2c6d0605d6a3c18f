// What of a connection leaves in an export, and what a file from elsewhere may bring.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connection } from '../../../src/domain/connection.ts';
import { exportAll } from '../../../src/storage/export-backup.ts';
import { applyImport } from '../../../src/storage/import-backup.ts';
import { readBackup } from '../../../src/storage/read-backup.ts';
import type { Store } from '../../../src/storage/store.ts';
import { aConnection, aSession, storeKinds } from './makers.ts';

describe.each(storeKinds)('connections in a backup of a %s', (_name, open) => {
  let from: Store;
  let to: Store;
  beforeEach(async () => {
    from = await open();
    to = await open();
  });
  afterEach(() => {
    from.close();
    to.close();
  });

  const carried = async () => {
    await applyImport(to, await readBackup(await exportAll(from)));
    return (await to.connections.list())[0];
  };

  test('keep their options', async () => {
    const options = {
      systemPrompt: 'Be brief.',
      favouriteModels: ['heron'],
      limits: { tokensPerDay: 1000 },
      modelFacts: { heron: { contextLength: 4096 } },
    };
    await from.connections.put(aConnection({ preset: 'lm-studio', ...options }));
    expect(await carried()).toMatchObject({ preset: 'lm-studio', ...options });
  });

  test('leave their headers at home, and what a file says of a zone is not believed', async () => {
    await from.connections.put(
      aConnection({
        headers: [{ name: 'x-tenant', value: 'canary-7' }],
        secretHeaders: ['x-token'],
        hasBasicAuth: true,
        zone: 'device',
      }),
    );
    const text = await (await exportAll(from)).text();
    expect(text).not.toContain('canary-7');
    const file = JSON.parse(text);
    file.connections[0].options = {
      ...file.connections[0].options,
      zone: 'device',
      headers: [{ name: 'x-evil', value: '1' }],
    };
    await applyImport(to, await readBackup(new Blob([JSON.stringify(file)])));
    const [made] = await to.connections.list();
    expect(made).toMatchObject({ headers: [], secretHeaders: [], hasBasicAuth: false });
    expect(made?.zone).toBeUndefined();
  });

  test.each([
    ['built-in', 'browser://built-in'],
    ['browser', 'browser://models'],
  ])('may be of the browser itself: %s', async (kind, baseUrl) => {
    await from.connections.put(connection.parse({ id: 'c1', kind, name: 'Here', baseUrl }));
    expect(await carried()).toMatchObject({ kind, baseUrl });
  });

  test('come with the fence of their sessions', async () => {
    await from.sessions.create(aSession({ fence: 'network' }));
    await applyImport(to, await readBackup(await exportAll(from)));
    const [id = ''] = await to.sessions.ids();
    expect(await to.sessions.get(id)).toMatchObject({ fence: 'network' });
  });
});
