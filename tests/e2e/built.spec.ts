/* What has to hold of the build itself, and what no Chromium would notice. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { distFolder } from './fixtures.ts';

test('nothing imports the file that a worker began with: WebKit would run it a second time', async () => {
  const folder = join(distFolder, 'workers');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.js'));
  const entries = files.filter((name) => /(?:^|-)worker-[^.]+\.js$/.test(name));
  expect(entries.map((name) => name.replace(/-.{8}\.js$/, '')).sort()).toEqual([
    'file-hash-worker',
    'highlight-worker',
    'passphrase-worker',
    'worker',
  ]);
  const importers: string[] = [];
  for (const name of files) {
    const code = await readFile(join(folder, name), 'utf8');
    for (const entry of entries)
      if (code.includes(`./${entry}`)) importers.push(`${name}: ${entry}`);
  }
  expect(importers).toEqual([]);
});
