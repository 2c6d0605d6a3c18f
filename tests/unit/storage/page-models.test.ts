import { describe, expect, it } from 'vitest';
import type { PageModel } from '../../../src/domain/page-model.ts';
import { exportAll } from '../../../src/storage/export-backup.ts';
import { storeKinds } from './makers.ts';

const fern: PageModel = {
  name: 'fern',
  source: { kind: 'file', fileName: 'fern.gguf' },
  files: [{ name: 'fern.gguf', sizeBytes: 7, doneBytes: 7 }],
  state: 'ready',
  addedAt: 2,
};

describe.each(storeKinds)('models of this browser in the %s', (_kind, open) => {
  it('are kept by name, the oldest first', async () => {
    const rows = await (await open()).pageModels();
    await rows.put(fern);
    await rows.put({ ...fern, name: 'moss', addedAt: 1 });
    await rows.put({ ...fern, license: 'mit' });
    expect((await rows.list()).map(({ name }) => name)).toEqual(['moss', 'fern']);
    expect(await rows.get('fern')).toMatchObject({ license: 'mit' });
    await rows.remove('fern');
    expect(await rows.get('fern')).toBeUndefined();
  });

  it('are changed only where they are', async () => {
    const rows = await (await open()).pageModels();
    await rows.put(fern);
    await rows.change('fern', (row) => ({ ...row, usedAt: 9 }));
    await rows.change('gone', (row) => ({ ...row, usedAt: 9 }));
    expect((await rows.list()).map(({ name, usedAt }) => [name, usedAt])).toEqual([['fern', 9]]);
  });

  it('are no part of a backup: a row without its bytes would promise too much', async () => {
    const store = await open();
    await (await store.pageModels()).put(fern);
    expect(await (await exportAll(store)).text()).not.toContain('fern');
  });
});
