import type { Buffer } from 'node:buffer';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { type Page, expect as plainExpect } from '@playwright/test';
import { startLlamaServer } from '../servers/llama-server.ts';
import { type SmallModel, smallModel } from '../servers/small-model.ts';
import { startStatic } from '../servers/static.ts';
import { test as base, distFolder, open } from './fixtures.ts';
import { withOwnBrowser } from './own-browser.ts';
import {
  go,
  journal,
  lastReply,
  log,
  message,
  newSession,
  offlineReady,
  replies,
  replyEnded,
  send,
  sessionLinks,
  stopButton,
} from './steps.ts';

/** The real engine, with a model that says what a journey needs in the place of the guide. */
type Options = { model: SmallModel; isCut: boolean; headers: Readonly<Record<string, string>> };

const test = base.extend<Options>({
  model: [{ says: [' The', ' heron', ' **waits**', ' by', ' the reeds', '.'] }, { option: true }],
  isCut: [false, { option: true }],
  headers: [{}, { option: true }],
  site: async ({ model, isCut, headers }, use) => {
    const bytes = smallModel(model);
    const guide: Buffer = isCut ? bytes.subarray(0, bytes.length - 40_000) : bytes;
    const instead = { '/guide/guide.gguf': guide };
    const site = await startStatic({ dir: distFolder, headers, instead });
    await use(site);
    await site.close();
  },
});

/** The engine is compiled when a page first needs it, which takes a busy machine its time. */
const expect = plainExpect.configure({ timeout: 30_000 });
base.setTimeout(120_000);

const says = 'The heron waits by the reeds.';
const counting = Array.from({ length: 90 }, (_, at) => ` n${at + 1}`);

async function tryGuide(page: Page): Promise<void> {
  await go(page, '/connect');
  await page.getByRole('button', { name: 'Try the guide now' }).click();
  await expect(message(page)).toBeVisible();
}

async function ask(page: Page, text: string, answer: string): Promise<void> {
  await send(page, text);
  await expect(lastReply(page)).toContainText(answer);
  await replyEnded(page);
}

test('a model in this browser answers with no server at all, and again with no network', async ({
  app,
  site,
}) => {
  await tryGuide(app);
  await ask(app, 'Who waits?', says);
  await expect(lastReply(app)).toContainText('tok/s');
  expect(await app.evaluate(() => globalThis.crossOriginIsolated)).toBe(false);
  await offlineReady(app);
  await site.close();

  await app.reload();
  await expect(lastReply(app)).toContainText(says);
  await ask(app, 'And now?', says);
  await expect(replies(app)).toHaveCount(2);
});

test('what it needs is kept for the time without a network, also by a page that no worker serves yet', async ({
  page,
  site,
}) => {
  await page.addInitScript(() => {
    const { register } = ServiceWorkerContainer.prototype;
    ServiceWorkerContainer.prototype.register = async function (...asked) {
      await new Promise((resolve) => Reflect.set(globalThis, 'letRegister', resolve));
      return register.apply(this, asked);
    };
  });
  await open(page, site.url);
  await tryGuide(page);
  await ask(page, 'Who waits?', says);
  expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
  await page.waitForFunction(() => 'letRegister' in globalThis);
  await page.evaluate(() => Reflect.get(globalThis, 'letRegister')());
  await offlineReady(page);
  await site.close();

  await page.reload();
  await ask(page, 'And now?', says);
});

test('an update takes away what only an older build needed, and keeps the rest', async ({
  app,
  site,
}, info) => {
  const kept = () =>
    app.evaluate(async () => {
      const cache = await caches.open('llantern-kept-/');
      const paths = (await cache.keys()).map(({ url }) => new URL(url).pathname);
      return paths.map((path) => path.replace(/-[\w-]+\./, '.')).sort();
    });
  const needed = ['/assets/wllama.js', '/assets/wllama.wasm', '/guide/guide.gguf'];
  await tryGuide(app);
  await ask(app, 'Who waits?', says);
  await offlineReady(app);
  expect(await kept()).toEqual(needed);
  await app.evaluate(async () => {
    const cache = await caches.open('llantern-kept-/');
    await cache.put('/assets/wllama-older.wasm', new Response('old'));
  });

  const next = info.outputPath('next');
  await cp(distFolder, next, { recursive: true });
  await writeFile(`${next}/sw.js`, `${await readFile(`${next}/sw.js`, 'utf8')}\n// another build`);
  site.serve(next);
  await app.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  await app.getByRole('button', { name: 'Update' }).click();
  await expect.poll(() => kept().catch(() => [])).toEqual(needed);
});

test('it answers on a plain-http origin, where nothing can be kept', async ({ site }) => {
  await withOwnBrowser(['--host-resolver-rules=MAP lan.test 127.0.0.1'], async (lan) => {
    const page = await lan.newPage();
    await open(page, site.urlFor('lan.test'));
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    await tryGuide(page);
    await ask(page, 'Who waits?', says);
  });
});

test('the connection is one of the list, and there is one of it', async ({ app }) => {
  for (let time = 0; time < 2; time += 1) {
    await go(app, '/connect');
    await app.getByRole('button', { name: /^Choose from/ }).click();
    await app.getByRole('button', { name: /^This browser/ }).click();
    await app.getByRole('button', { name: 'Connect', exact: true }).click();
    await expect(message(app)).toBeVisible();
  }
  await ask(app, 'Who waits?', says);
  await go(app, '/connect');
  const list = app.getByRole('region', { name: 'Connections' });
  await expect(list.getByText('This browser', { exact: true })).toHaveCount(1);
});

test.describe('cut off from other windows', () => {
  test.use({
    headers: {
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    },
  });

  test('it answers as well, with the threads that a page has then', async ({ app }) => {
    // As on a machine with enough cores for it.
    await app.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { value: 4 }),
    );
    await app.reload();
    expect(await app.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
    await tryGuide(app);
    await ask(app, 'Who waits?', says);
  });
});

test.describe('with a long answer', () => {
  test.use({ model: { says: counting, isEndless: true, contextLength: 2048 } });

  test('Stop stops it, and the next message is answered by the same model', async ({ app }) => {
    await tryGuide(app);
    await send(app, 'Count, please');
    await expect(lastReply(app)).toContainText('n9');
    await stopButton(app).click();
    await replyEnded(app);
    await expect(lastReply(app)).toContainText('Stopped');
    await newSession(app);
    await send(app, 'Once more');
    await expect(lastReply(app)).toContainText('n9');
    await stopButton(app).click();
    await replyEnded(app);
  });

  test('the next one waits in line and says so', async ({ app }) => {
    await tryGuide(app);
    await send(app, 'Count, please');
    await expect(lastReply(app)).toContainText('n9');
    await newSession(app);
    await send(app, 'Me too');
    await expect(log(app)).toContainText('Waiting in line, place 1');
    // It would count for as long as its context lasts.
    await sessionLinks(app).filter({ hasText: 'Count, please' }).click();
    await stopButton(app).click();
    await replyEnded(app);
    await sessionLinks(app).filter({ hasText: 'Me too' }).click();
    await expect(lastReply(app)).toContainText('n9');
    await stopButton(app).click();
    await replyEnded(app);
  });

  test('a reload in mid-answer keeps what had come, and goes on from there', async ({ app }) => {
    await tryGuide(app);
    await send(app, 'Count, please');
    await expect.poll(() => journal(app)).toContain('n9');

    await app.reload();
    await expect(lastReply(app)).toContainText('Interrupted: what came until then is kept.');
    await expect(lastReply(app)).toContainText('n9');
    await lastReply(app).getByRole('button', { name: 'Continue' }).first().click();
    await expect(stopButton(app)).toBeVisible();
    await stopButton(app).click();
    await replyEnded(app);
  });

  test('two tabs have one model between them; the other takes over when its tab goes', async ({
    app,
    context,
  }) => {
    await tryGuide(app);
    await send(app, 'Count, please');
    await expect(lastReply(app)).toContainText('n9');
    await stopButton(app).click();
    await replyEnded(app);
    const other = await context.newPage();
    await open(other, app.url());
    const held = () =>
      other.evaluate(async () => {
        const { held: locks = [] } = await navigator.locks.query();
        return locks.filter(({ name }) => name === 'llantern-browser-model').length;
      });
    await newSession(other);
    await send(other, 'From the other tab');
    await expect(lastReply(other)).toContainText('n9');
    expect(await held()).toBe(1);

    await app.close();
    await expect(lastReply(other)).toContainText('Interrupted: what came until then');
    await newSession(other);
    await send(other, 'By yourself');
    await expect(lastReply(other)).toContainText('n9');
    expect(await held()).toBe(1);
    await stopButton(other).click();
    await replyEnded(other);
  });
});

test.describe('with an engine for each tab', () => {
  test('a tab whose model has nothing to do gives way to another', async ({ app, context }) => {
    await context.addInitScript(() => Reflect.deleteProperty(globalThis, 'SharedWorker'));
    await app.reload();
    await tryGuide(app);
    await ask(app, 'Who waits?', says);
    const other = await context.newPage();
    await open(other, app.url());
    await newSession(other);
    await ask(other, 'And here?', says);
    await newSession(app);
    await ask(app, 'And here again?', says);
  });
});

test.describe('a model that cannot be run', () => {
  test.describe('of an unknown architecture', () => {
    test.use({ model: { says: [' no'], architecture: 'heron' } });
    test('is refused with its name', async ({ app }) => {
      await tryGuide(app);
      await send(app, 'Hello');
      await expect(lastReply(app)).toContainText('“heron” is not known here');
    });
  });

  test.describe('of which the end is missing', () => {
    test.use({ isCut: true });
    test('is refused before anything is loaded', async ({ app }) => {
      await tryGuide(app);
      await send(app, 'Hello');
      await expect(lastReply(app)).toContainText('This GGUF is not whole');
    });
  });
});

test.describe('bytes that are no text', () => {
  test.use({ model: { says: [' The', ' heron', 0xff, 0xfe, ' waits'] } });

  test('are shown as such, and the model goes on', async ({ app }) => {
    await tryGuide(app);
    await ask(app, 'Hello', 'The heron\ufffd\ufffd waits');
    await ask(app, 'Again', 'The heron\ufffd\ufffd waits');
  });
});

test.describe('when its worker breaks', () => {
  test.use({ model: { says: counting, isEndless: true, contextLength: 8192 } });

  test('the reply ends with words, the page lives, and the next message is answered', async ({
    app,
  }) => {
    await tryGuide(app);
    await send(app, 'Count, please');
    await expect(lastReply(app)).toContainText('n9');
    const worker = app.workers().find((each) => each.url().startsWith('blob:'));
    await worker?.evaluate(() => {
      setTimeout(() => {
        throw new RangeError('out of memory');
      });
    });
    await expect(lastReply(app)).toContainText('The model ran out of memory');
    await expect(lastReply(app)).toContainText('n9');
    await lastReply(app).getByRole('button', { name: 'Continue' }).first().click();
    await expect(stopButton(app)).toBeVisible();
    await expect(lastReply(app)).not.toContainText('The model ran out of memory');
    await stopButton(app).click();
    await replyEnded(app);
    await newSession(app);
    await send(app, 'Once more');
    await expect(lastReply(app)).toContainText('n9');
    await stopButton(app).click();
    await replyEnded(app);
  });
});

test('a worker that cannot even start ends the reply with words', async ({ app }) => {
  await app.evaluate(() => {
    globalThis.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        const broken = () => URL.createObjectURL(new Blob([']'], { type: 'text/javascript' }));
        super(String(url).startsWith('blob:') ? broken() : url, options);
      }
    };
  });
  await tryGuide(app);
  await send(app, 'Who waits?');
  await expect(lastReply(app)).toContainText('its worker could not be started');
  await replyEnded(app);
});

test('it answers from a folder of a larger site, and where llama-server hands it out', async ({
  page,
}) => {
  const site = await startStatic({ dir: distFolder, subPath: '/tools/chat' });
  await open(page, site.url);
  await tryGuide(page);
  await send(page, 'Hello');
  await expect(lastReply(page)).toContainText('tok/s');
  expect(site.requests.filter((path) => !path.startsWith('/tools/chat'))).toEqual([]);
  await site.close();

  const server = await startLlamaServer({ path: distFolder });
  await open(page, `http://localhost:${server.port}/`);
  await tryGuide(page);
  await send(page, 'Hello');
  await expect(lastReply(page)).toContainText('tok/s');
  await server.close();
});
