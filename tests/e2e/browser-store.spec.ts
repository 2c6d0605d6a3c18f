/* Models kept in this browser: added from disk, by address and from the hub, used without a network, and deleted. */
import { Buffer } from 'node:buffer';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { startHub } from '../servers/hub.ts';
import { startModelHost } from '../servers/model-host.ts';
import { smallModel } from '../servers/small-model.ts';
import { startStatic } from '../servers/static.ts';
import { distFolder, open, test } from './fixtures.ts';
import { gguf } from './gguf-file.ts';
import { dialog, list, notices, openModels, row } from './model-steps.ts';
import { go, lastReply, message, offlineReady, replyEnded, send } from './steps.ts';

const says = 'The heron waits.';
const bytes = smallModel({ says: [' The', ' heron', ' waits', '.'] });
const fern = (page: Page, name = 'fern') => row(page, name, 'This browser');

async function openAdding(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add to this browser' }).click();
  await expect(dialog(page).getByText('free')).toBeVisible();
}

async function choose(page: Page, ...files: { name: string; buffer: Buffer }[]): Promise<void> {
  await dialog(page)
    .locator('input[type="file"]')
    .setInputFiles(files.map((file) => ({ ...file, mimeType: 'application/octet-stream' })));
}

async function act(page: Page, verb: string): Promise<void> {
  await fern(page).hover();
  await fern(page).getByRole('button', { name: 'Actions for fern' }).click();
  await page.getByRole('menuitem', { name: verb }).click();
}

const filesKept = (page: Page) =>
  page.evaluate(async () => {
    const found: string[] = [];
    const look = async (folder: FileSystemDirectoryHandle, before: string): Promise<void> => {
      for await (const [name, handle] of folder.entries()) {
        if (handle.kind === 'directory') await look(handle, `${before}${name}/`);
        else found.push(`${before}${name} ${(await handle.getFile()).size}`);
      }
    };
    await look(await navigator.storage.getDirectory(), '');
    return found;
  });

test('a file from disk is listed with its size, answers offline after a reload, and is deleted', async ({
  app,
  site,
}) => {
  await openModels(app);
  await openAdding(app);
  await choose(app, { name: 'fern.gguf', buffer: bytes });
  await expect(dialog(app)).toContainText('llama');
  await dialog(app).getByRole('button', { name: 'Add fern.gguf' }).click();
  await expect(dialog(app)).toBeHidden();
  await expect(notices(app)).toContainText('fern is on its way into this browser.');
  await expect(fern(app)).toContainText(/\d kB/);
  await expect(app.getByText(/^This browser uses/)).toBeVisible();
  expect(await filesKept(app)).toEqual([`models/fern/fern.gguf ${bytes.length}`]);

  await act(app, 'Open a chat with it');
  await expect(message(app)).toBeVisible();
  await send(app, 'Who waits?');
  await expect(lastReply(app)).toContainText(says, { timeout: 40_000 });
  await replyEnded(app);
  await offlineReady(app);
  await site.close();
  await app.reload();
  await send(app, 'And now?');
  // Loaded anew, by a machine that may be busy.
  await expect(lastReply(app)).toContainText(says, { timeout: 40_000 });

  await go(app, '/models');
  await act(app, 'Delete');
  await expect(dialog(app)).toContainText(/frees \d/i);
  await dialog(app).getByRole('button', { name: 'Delete' }).click();
  await expect(fern(app)).toHaveCount(0);
  expect(await filesKept(app)).toEqual([]);
});

test('a download that was cut goes on where it ended, and stays through a reload', async ({
  app,
}) => {
  const host = await startModelHost(bytes);
  host.cut(100_000);
  await openModels(app);
  await openAdding(app);
  const field = dialog(app).getByRole('textbox', { name: /^Address of a GGUF/ });
  await field.fill('fern');
  await dialog(app).getByRole('button', { name: 'Fetch', exact: true }).click();
  await expect(dialog(app)).toContainText('neither the address');
  await field.fill(`${host.url}/m/fern.gguf`);
  await dialog(app).getByRole('button', { name: 'Fetch', exact: true }).click();
  await expect(dialog(app)).toBeHidden();
  await expect(fern(app)).toBeVisible({ timeout: 20_000 });
  expect(host.ranges).toEqual(['', 'bytes=100000-']);
  expect(await filesKept(app)).toEqual([`models/fern/fern.gguf ${bytes.length}`]);
  await host.close();

  await app.reload();
  await expect(fern(app)).toBeVisible();
});

test('what cannot run here is told before anything is copied, and by parts what is missing', async ({
  app,
}) => {
  await openModels(app);
  await openAdding(app);
  const said = dialog(app).getByRole('status');
  await choose(app, { name: 'heron.gguf', buffer: gguf('heron') });
  await expect(said).toContainText('This browser cannot run this kind of model');
  await choose(app, { name: 'fern.gguf', buffer: bytes.subarray(0, -40_000) });
  await expect(said).toContainText('This GGUF is not whole');
  await choose(app, { name: 'fern-00002-of-00002.gguf', buffer: bytes });
  await expect(said).toContainText('Parts of this GGUF are missing');
  await choose(app, { name: 'fern.gguf', buffer: Buffer.from('<!doctype html>') });
  await expect(said).toContainText('This file is no GGUF');
  expect(await filesKept(app)).toEqual([]);
});

test('a small model of the hub comes here too, by its SHA-256; a large one is not offered', async ({
  page,
}, info) => {
  const hub = await startHub({
    models: [
      {
        id: 'bay/Fern-GGUF',
        tags: ['gguf', 'license:mit'],
        gguf: { total: 100_000, architecture: 'llama', context_length: 4096 },
        files: { 'Fern-Q4_K_M.gguf': bytes, 'Fern-F16.gguf': 9_000_000_000 },
      },
    ],
  });
  const dir = info.outputPath('site');
  await cp(distFolder, dir, { recursive: true });
  await writeFile(join(dir, 'llantern.json'), JSON.stringify({ settings: { hubUrl: hub.url } }));
  const house = await startStatic({ dir });
  await open(page, house.url);
  await go(page, '/models/find?in=hub');
  await page.getByRole('searchbox', { name: 'Search, or a name to pull' }).fill('fern');
  await page.getByRole('link', { name: 'Fern-GGUF' }).click();
  const here = page.getByRole('button', { name: /into this browser$/ });
  await expect(here).toHaveCount(1);
  await here.click();
  await expect(notices(page)).toContainText('hf.co/bay/Fern-GGUF:Q4_K_M is on its way');
  await go(page, '/models');
  await expect(fern(page, 'hf.co/bay/Fern-GGUF:Q4_K_M')).toBeVisible();
  await house.close();
  await hub.close();
});

test('a browser that keeps no files for pages says so, and offers nothing', async ({
  app,
  context,
}) => {
  await context.addInitScript(() =>
    Reflect.deleteProperty(StorageManager.prototype, 'getDirectory'),
  );
  await app.reload();
  await go(app, '/models?add=browser');
  await expect(dialog(app)).toContainText('No models can be kept in this browser here');
  await expect(dialog(app).getByRole('button', { name: /Fetch|Choose/ })).toHaveCount(0);
  await dialog(app).getByRole('button', { name: 'Close' }).click();
  await expect(dialog(app)).toBeHidden();
  await expect(list(app)).toHaveCount(0);
});

test('the dialog is usable on a phone, with its list of small models', async ({ app }) => {
  await app.setViewportSize({ width: 360, height: 700 });
  await openModels(app);
  await openAdding(app);
  await expect(dialog(app).getByRole('listitem')).not.toHaveCount(0);
  const { scroll, client } = await dialog(app).evaluate((element) => ({
    scroll: element.scrollWidth,
    client: element.clientWidth,
  }));
  expect(scroll).toBeLessThanOrEqual(client);
});
