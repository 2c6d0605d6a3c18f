import { cp, readFile, writeFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { startLlamaServer } from '../servers/llama-server.ts';
import { startStatic } from '../servers/static.ts';
import { distFolder, open, test } from './fixtures.ts';
import { ask, connect, engineInfo, held, lastReply, message, numbered, send } from './steps.ts';

test('works in a sub-folder of a larger site, online and with the site gone', async ({
  page,
  ollama,
}) => {
  const site = await startStatic({ dir: distFolder, subPath: '/tools/chat' });
  await open(page, site.url);
  await connect(page, ollama);
  await ask(page, 'From a folder', 'You wrote: From a folder');
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  expect(site.requests.filter((path) => !path.startsWith('/tools/chat'))).toEqual([]);
  await site.close();
  await page.reload();
  await ask(page, 'Still here', 'You wrote: Still here');
});

test('llama-server hands it out, and no answer of the model server is taken from a cache', async ({
  page,
}) => {
  const server = await startLlamaServer({ path: distFolder });
  await open(page, `http://localhost:${server.port}/`);
  await page.getByRole('button', { name: 'Look for servers' }).click();
  const card = page.getByRole('region', { name: 'llama-server' }).filter({
    hasText: `localhost:${server.port}`,
  });
  await card.getByRole('button', { name: 'Connect' }).click();
  await ask(page, 'From your own place', 'You wrote: From your own place');
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const health = () => server.requests.filter(({ path }) => path === '/health').length;
  const before = health();
  const answer = await page.evaluate(async () => (await fetch('/health')).json());
  expect(answer).toEqual({ status: 'ok' });
  expect(health()).toBe(before + 1);
  const shown = await page.goto(`http://localhost:${server.port}/health`);
  expect(await shown?.json()).toEqual({ status: 'ok' });
  await server.close();
});

test('an update is offered, waits for the reply that streams, and comes on consent', async ({
  app,
  site,
  ollama,
}, info) => {
  const reply = numbered(60);
  await connect(app, ollama);
  await app.waitForFunction(() => navigator.serviceWorker.controller !== null);
  ollama.say({ text: reply, pauseAfterTokens: 20 });
  await send(app, 'Count, please');
  await held(ollama);
  await app.evaluate(() => Reflect.set(globalThis, 'isFirstPage', true));

  const next = info.outputPath('next');
  await cp(distFolder, next, { recursive: true });
  await writeFile(`${next}/sw.js`, `${await readFile(`${next}/sw.js`, 'utf8')}\n// another build`);
  site.serve(next);
  await app.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  await app.getByRole('button', { name: 'Update' }).click();
  await expect(app.getByText('The update starts when no reply is running.')).toBeVisible();
  await expect(lastReply(app)).toContainText('n9');
  expect(await app.evaluate(() => Reflect.get(globalThis, 'isFirstPage'))).toBe(true);

  ollama.release('pause');
  await expect
    .poll(() => app.evaluate(() => Reflect.get(globalThis, 'isFirstPage')).catch(() => true))
    .toBeUndefined();
  await expect(lastReply(app)).toContainText(reply);
  await expect(message(app)).toBeVisible();
});

test('twenty pages come and go, and the engine forgets each of them', async ({
  app,
  context,
  site,
}) => {
  // What a page brings some seconds after its start watches something as well.
  await app.waitForTimeout(6000);
  const before = await engineInfo(app);
  for (let batch = 0; batch < 4; batch++) {
    const pages = await Promise.all(Array.from({ length: 5 }, () => context.newPage()));
    await Promise.all(pages.map((page) => open(page, site.url)));
    await Promise.all(pages.map((page) => page.close()));
  }
  await expect.poll(() => engineInfo(app)).toEqual(before);
});
