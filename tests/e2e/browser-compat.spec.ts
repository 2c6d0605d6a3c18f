/*
 * Models in a page whose WebAssembly has 32-bit memory only, as Safari's has: here Chromium with the rest taken away. The
 * worker they run in still has it all, which the build for such browsers does not need.
 */
import { type Page, expect as plainExpect } from '@playwright/test';
import { smallModel } from '../servers/small-model.ts';
import { type StaticServer, startStatic } from '../servers/static.ts';
import { distFolder, open, test } from './fixtures.ts';
import { dialog, openModels, row } from './model-steps.ts';
import { go, lastReply, message, offlineReady, replies, replyEnded, send } from './steps.ts';

/** The engine is compiled when a page first needs it, which takes a busy machine its time. */
const expect = plainExpect.configure({ timeout: 60_000 });
test.setTimeout(180_000);

const hasNoWideMemory = () => {
  const { Memory } = WebAssembly;
  WebAssembly.Memory = new Proxy(Memory, {
    construct(target, [descriptor]) {
      if (descriptor?.address === 'i64') throw new TypeError('no 64-bit memory');
      return Reflect.construct(target, [descriptor]);
    },
  });
  Reflect.deleteProperty(WebAssembly, 'Suspending');
};

const question = 'How do I connect Ollama?';

async function askGuide(page: Page): Promise<string[]> {
  await go(page, '/connect');
  await page.getByRole('button', { name: 'Try the guide now' }).click();
  await expect(message(page)).toBeVisible();
  await send(page, question);
  await expect(lastReply(page)).toContainText('ollama serve');
  await replyEnded(page);
  return await lastReply(page).locator('p:not([class])').allInnerTexts();
}

/** Of the files that run models, in both builds: which were asked for. */
const askedFor = (site: StaticServer) =>
  [
    ...new Set(
      site.requests.flatMap((path) => {
        const [, name, end] = /\/(wllama(?:-compat)?)-[\w-]{8}\.(js|wasm)$/.exec(path) ?? [];
        return name ? [`${name}.${end}`] : [];
      }),
    ),
  ].sort();

test('the guide says there what it says elsewhere, offline too, and each browser fetches its own build only', async ({
  page,
  context,
  site,
  browser,
}) => {
  const usual = await browser.newContext();
  const other = await usual.newPage();
  await open(other, site.url);
  const elsewhere = await askGuide(other);
  await offlineReady(other);
  expect(askedFor(site)).toEqual(['wllama.js', 'wllama.wasm']);
  await usual.close();

  const own = await startStatic({ dir: distFolder });
  await context.addInitScript(hasNoWideMemory);
  await open(page, own.url);
  await offlineReady(page);
  expect(askedFor(own)).toEqual([]);
  expect(await askGuide(page)).toEqual(elsewhere);
  const files = ['wllama-compat.js', 'wllama-compat.wasm', 'wllama.js'];
  expect(askedFor(own)).toEqual(files);
  await own.close();

  await page.reload();
  await expect(lastReply(page)).toContainText('ollama serve');
  await send(page, 'how can I put this on my phone');
  await expect(replies(page)).toHaveCount(2);
  await expect(lastReply(page)).toContainText('Add to Home Screen');
});

test('a model from disk answers there', async ({ page, context, site }) => {
  const buffer = smallModel({ says: [' The', ' heron', ' waits', '.'] });
  await context.addInitScript(hasNoWideMemory);
  await open(page, site.url);
  await openModels(page);
  await page.getByRole('button', { name: 'Add to this browser' }).click();
  await dialog(page)
    .locator('input[type="file"]')
    .setInputFiles({ name: 'fern.gguf', mimeType: 'application/octet-stream', buffer });
  await dialog(page).getByRole('button', { name: 'Add fern.gguf' }).click();
  const fern = row(page, 'fern', 'This browser');
  await expect(fern).toContainText(/\d kB/);
  await fern.hover();
  await fern.getByRole('button', { name: 'Actions for fern' }).click();
  await page.getByRole('menuitem', { name: 'Open a chat with it' }).click();
  await send(page, 'Who waits?');
  await expect(lastReply(page)).toContainText('The heron waits.');
  await replyEnded(page);
  expect(askedFor(site)).not.toContain('wllama.wasm');
});

test('with several threads it answers as well', async ({ page, context }) => {
  const headers = {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  };
  // Threads that share a busy machine's cores wait for each other: little is asked of them.
  const instead = { '/guide/guide.gguf': smallModel({ says: [' ollama serve'] }) };
  const site = await startStatic({ dir: distFolder, headers, instead });
  await context.addInitScript(hasNoWideMemory);
  await context.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { value: 4 }),
  );
  await open(page, site.url);
  expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
  expect((await askGuide(page)).join()).toContain('ollama serve');
  expect(askedFor(site)).toContain('wllama-compat.wasm');
  await site.close();
});

test('without any WebAssembly it is told why, and nothing is fetched for it', async ({
  page,
  context,
  site,
}) => {
  await context.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'));
  await open(page, site.url);
  await go(page, '/connect');
  await page.getByRole('button', { name: 'Try the guide now' }).click();
  await send(page, question);
  await expect(lastReply(page)).toContainText('This browser cannot run models');
  await expect(lastReply(page)).toContainText('lockdown');
  expect(askedFor(site)).toEqual([]);
});
