import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { platform } from 'node:process';
import { type CDPSession, expect } from '@playwright/test';
import { callEngine } from '../e2e/engine-call.ts';
import { ggufHead } from '../e2e/gguf-file.ts';
import { go } from '../e2e/steps.ts';
import { startOllama } from '../servers/ollama.ts';
import { tell } from './figures.ts';
import { test } from './fixtures.ts';

const sizeBytes = 4 * 1024 ** 3;

/** Memory of all the browser's processes that belongs to nobody else and to no file, in MB. */
async function ownMemory(session: CDPSession): Promise<number> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  let kilobytes = 0;
  for (const { id } of processInfo) {
    try {
      const status = readFileSync(`/proc/${id}/status`, 'utf8');
      kilobytes += Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0);
    } catch {
      kilobytes += 0; // it ended meanwhile
    }
  }
  return kilobytes / 1000;
}

test('import of a large file', async ({ app, browser }, info) => {
  if (platform !== 'linux') return; // only there do processes tell of their memory so
  test.setTimeout(15 * 60_000);
  const path = info.outputPath('large.gguf');
  const head = ggufHead('llama', (sizeBytes - 1024) / 4);
  const file = await open(path, 'w');
  await file.write(head);
  await file.truncate(head.length + sizeBytes - 1024); // sparse: nothing of it is on the disk
  await file.close();
  const ollama = await startOllama();
  const session = await browser.newBrowserCDPSession();
  try {
    await callEngine(app, 'connections.add', {
      kind: 'ollama',
      name: 'Hall',
      baseUrl: ollama.url,
    });
    await go(app, '/models/create');
    await app.getByRole('radio', { name: 'A GGUF file on this device' }).check();
    const before = await ownMemory(session);
    await app.locator('input[type=file][accept=".gguf"]').setInputFiles(path);
    await expect(app.getByText('Architecture')).toBeVisible();
    await app.getByRole('textbox', { name: 'Name of the new model' }).fill('large');
    await app.getByRole('button', { name: 'Create', exact: true }).click();
    let most = before;
    const isThere = app.getByText(/large.* is there\./);
    while (!(await isThere.isVisible())) {
      most = Math.max(most, await ownMemory(session));
      await app.waitForTimeout(250);
    }
    const sent = ollama.requests.filter(({ path: at }) => at.startsWith('/api/blobs/'));
    expect(sent.length).toBeGreaterThan(0);
    tell('import-memory', most - before, `of ${before.toFixed(0)} MB before`);
  } finally {
    await ollama.close();
  }
});
