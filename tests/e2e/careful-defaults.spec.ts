import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { startOpenAi } from '../servers/openai.ts';
import { test } from './fixtures.ts';
import { ask, checkAddress, connect, go, message } from './steps.ts';

test('nothing is contacted without a click, and then only what was named', async ({
  page,
  site,
  ollama,
  llama,
  context,
}) => {
  const asked: string[] = [];
  context.on('request', (request) => asked.push(new URL(request.url()).host));
  await page.goto(site.url);
  await expect(page.getByRole('heading', { name: 'Connect a server' })).toBeVisible();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page
    .getByRole('textbox', { name: 'Address of the server' })
    .fill(`127.0.0.1:${llama.port}`);
  await go(page, '/help');
  await expect(page.getByRole('heading', { name: 'Help', exact: true })).toBeVisible();
  expect(new Set(asked)).toEqual(new Set([`localhost:${site.port}`]));
  expect(ollama.requests).toHaveLength(0);
  expect(llama.requests).toHaveLength(0);

  await connect(page, ollama);
  await ask(page, 'Hello', 'You wrote: Hello');
  expect(llama.requests).toHaveLength(0);
  const known = new Set([`localhost:${site.port}`, `127.0.0.1:${ollama.port}`]);
  expect(asked.filter((host) => !known.has(host))).toEqual([]);
});

test('a key is in no export, no storage of the page, no address and no text on it', async ({
  app,
  context,
}) => {
  const key = 'sesame-4711-open';
  const server = await startOpenAi({ key });
  await checkAddress(app, `127.0.0.1:${server.port}`);
  await app.getByLabel('API key').first().fill(key);
  await app.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(message(app)).toBeVisible();
  await ask(app, 'Hello', 'You wrote: Hello');

  await go(app, '/settings/data');
  const saved = app.waitForEvent('download');
  await app.getByRole('button', { name: 'Export all sessions' }).click();
  const file = await readFile(await (await saved).path(), 'utf8');
  expect(file).toContain(String(server.port));
  expect(file).not.toContain(key);
  const state = JSON.stringify(await context.storageState({ indexedDB: true }));
  expect(state).toContain(String(server.port));
  expect(state).not.toContain(key);
  expect(await app.content()).not.toContain(key);
  expect(server.requests.every(({ path }) => !path.includes(key))).toBe(true);
  await server.close();
});

test('a text in the address fills the field and is never sent', async ({ app, site, ollama }) => {
  await connect(app, ollama);
  const before = ollama.requests.length;
  await app.goto(`${site.url}#/s/new?q=Send%20me`);
  await expect(message(app)).toHaveValue('Send me');
  expect(ollama.requests.slice(before).filter(({ path }) => path === '/api/chat')).toEqual([]);
});
