/* Find models: the hub by its scripted stand-in, the catalogue without a network, and names typed by hand. */
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { type ScriptedHub, startHub } from '../servers/hub.ts';
import { type StaticServer, startStatic } from '../servers/static.ts';
import type { ScriptedServer } from '../servers/types.ts';
import { test as base, distFolder, open } from './fixtures.ts';
import { go } from './steps.ts';

type House = { hub: ScriptedHub; house: StaticServer };

/** The app with a deployer's file that names the scripted hub, and an Ollama to pull onto. */
const test = base.extend<House>({
  hub: async ({ browserName: _ }, use) => {
    const hub = await startHub({ pageSize: 2 });
    await use(hub);
    await hub.close();
  },
  house: async ({ hub, ollama }, use, info) => {
    const dir = info.outputPath('site');
    await cp(distFolder, dir, { recursive: true });
    await writeFile(
      join(dir, 'llantern.json'),
      JSON.stringify({
        connections: [{ id: 'hall', kind: 'ollama', name: 'Box in the hall', baseUrl: ollama.url }],
        settings: { hubUrl: hub.url },
      }),
    );
    const house = await startStatic({ dir });
    await use(house);
    await house.close();
  },
});

const field = (page: Page) => page.getByRole('searchbox', { name: 'Search, or a name to pull' });
const place = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Where to look' }).getByRole('link', { name });
const pulls = (server: ScriptedServer) =>
  server.requests
    .filter(({ method, path }) => method === 'POST' && path === '/api/pull')
    .map(({ body }) => (body as { model?: string }).model);

async function openFind(page: Page, house: StaticServer): Promise<void> {
  await open(page, house.url);
  await expect(page.getByText('Box in the hall').first()).toBeVisible();
  await go(page, '/models/find');
  await expect(field(page)).toBeVisible();
}

test('the hub is asked only on a search, and a quantisation of what it finds is pulled', async ({
  page,
  house,
  hub,
  ollama,
}) => {
  await openFind(page, house);
  await place(page, 'Hugging Face').click();
  await expect(page.getByText('is sent to 127.0.0.1', { exact: false })).toBeVisible();
  expect(hub.requests).toHaveLength(0);

  await field(page).pressSequentially('kelp', { delay: 30 });
  const results = page.getByRole('list', { name: 'Models on the hub' });
  await expect(results.getByRole('listitem')).toHaveCount(1);
  await expect(results).toContainText('by harbour');
  await expect(results).toContainText('4.0B parameters · context 32k · licence apache-2.0');
  // Typed in one go: not a request for each letter.
  expect(hub.requests.length).toBeLessThanOrEqual(2);
  for (const { headers } of hub.requests) expect(headers).not.toHaveProperty('authorization');

  await results.getByRole('link', { name: 'Kelp-4B-Instruct-GGUF' }).click();
  const choices = page.getByRole('region', { name: 'Choose a quantisation' });
  await expect(choices.getByRole('listitem').first()).toContainText('Q4_K_M');
  await expect(choices).toContainText('2 files');
  await expect(page.getByRole('link', { name: /Open its card/ })).toHaveAttribute(
    'href',
    'https://huggingface.co/harbour/Kelp-4B-Instruct-GGUF',
  );
  await choices.getByRole('button', { name: 'Pull Q4_K_M' }).click();
  await expect.poll(() => pulls(ollama)).toContain('hf.co/harbour/Kelp-4B-Instruct-GGUF:Q4_K_M');

  await page.getByRole('button', { name: 'Read the beginning of its card' }).click();
  await expect(page.getByText('A small model that knows the sea.')).toBeVisible();

  // Back where it came from, with the focus on it.
  await page.getByRole('link', { name: 'Back to the results' }).click();
  await expect(results.getByRole('link', { name: 'Kelp-4B-Instruct-GGUF' })).toBeFocused();
});

test('nothing that is typed leaves before the hub is opened, and then not letter by letter', async ({
  page,
  house,
  hub,
}) => {
  await openFind(page, house);
  await field(page).pressSequentially('kelp', { delay: 20 });
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Well-known models' })).toHaveCount(0);
  await place(page, 'Your servers’ proposals').click();
  await field(page).pressSequentially('x');
  await place(page, 'Hugging Face').click();
  // What stands in the field already goes out on a press only.
  await expect(page.getByRole('button', { name: /^Search .* for “/ })).toBeVisible();
  expect(hub.requests).toHaveLength(0);

  await field(page).fill('');
  await field(page).pressSequentially('kelp', { delay: 120 });
  const results = page.getByRole('list', { name: 'Models on the hub' });
  await expect(results.getByRole('listitem')).toHaveCount(1);
  const asked = () => hub.requests.map(({ path }) => new URL(path, hub.url).searchParams);
  expect(asked().map((query) => query.get('search'))).toEqual(['kelp']);

  // Two letters are asked for on Enter only.
  await field(page).fill('wr');
  await page.keyboard.press('Enter');
  await expect.poll(() => asked().map((query) => query.get('search'))).toEqual(['kelp', 'wr']);
});

test('results go on page by page', async ({ page, house, hub }) => {
  await openFind(page, house);
  await place(page, 'Hugging Face').click();
  await page.getByRole('button', { name: 'Show what is trending' }).click();
  const results = page.getByRole('list', { name: 'Models on the hub' }).getByRole('listitem');
  await expect(results).toHaveCount(2);
  await page.getByRole('button', { name: 'More results' }).click();
  await expect(results).toHaveCount(4);
  await page.getByRole('button', { name: 'More results' }).click();
  await expect(results).toHaveCount(5);
  await expect(page.getByRole('button', { name: 'More results' })).toBeHidden();
  expect(hub.requests).toHaveLength(3);
});

test('a hub that is down, full or no hub is said in words, and what it said before stays', async ({
  page,
  house,
  hub,
}) => {
  await openFind(page, house);
  await place(page, 'Hugging Face').click();
  await field(page).fill('harbour');
  const results = page.getByRole('list', { name: 'Models on the hub' }).getByRole('listitem');
  await expect(results).toHaveCount(2);

  hub.set({ kind: 'page' });
  await page.getByRole('button', { name: 'Ask again' }).click();
  await expect(page.getByRole('alert')).toContainText('a page instead of data');
  await expect(results).toHaveCount(2);
  await hub.close();
  await page.getByRole('button', { name: 'Ask again' }).click();
  await expect(page.getByRole('alert')).toContainText('cannot be reached');
  await expect(page.getByRole('alert')).toContainText('Below is what it said');

  // After a reload nobody is asked, and what was looked up can be read with its age.
  await page.reload();
  await go(page, '/models/find?in=hub');
  await page.getByRole('button', { name: '“harbour”, Trending' }).click();
  await expect(results).toHaveCount(2);
});

test('a page of a model that is opened by its address asks nobody before a press', async ({
  page,
  house,
  hub,
}) => {
  await openFind(page, house);
  await go(page, '/models/find?repo=harbour%2FWrack-12B-GGUF');
  await expect(page.getByText('This was not looked up before')).toBeVisible();
  expect(hub.requests).toHaveLength(0);
  await page.getByRole('button', { name: /^Search 127/ }).click();
  await expect(page.getByText('lets people in one by one', { exact: false })).toBeVisible();
});

test('a house that forbids it never asks the hub', async ({ page, house, hub }) => {
  await openFind(page, house);
  await place(page, 'Hugging Face').click();
  await page.getByText('Which hub is asked').click();
  await page.getByRole('switch', { name: /^Ask 127/ }).click();
  await expect(page.getByText('is not asked', { exact: false })).toBeVisible();
  await field(page).fill('kelp');
  await expect(page.getByRole('button', { name: 'Search', exact: true })).toBeDisabled();
  expect(hub.requests).toHaveLength(0);
});

test('the catalogue works without a network, and any name can be pulled by hand', async ({
  page,
  house,
  ollama,
}) => {
  await openFind(page, house);
  const models = page.getByRole('list', { name: 'Well-known models' });
  await expect(page.getByText('as of 15 July 2026', { exact: false })).toBeVisible();
  await field(page).fill('gpt-oss');
  await expect(models.getByText('gpt-oss', { exact: true })).toBeVisible();
  await models.getByRole('button', { name: 'gpt-oss:20b, 14.0 GB' }).click();
  await expect(field(page)).toHaveValue('gpt-oss:20b');
  await page.getByRole('button', { name: 'Pull gpt-oss:20b' }).click();
  await expect.poll(() => pulls(ollama)).toContain('gpt-oss:20b');

  await field(page).fill('no name at all');
  await page.getByRole('button', { name: 'Pull', exact: true }).click();
  await expect(page.getByText('cannot stand in the', { exact: false })).toBeVisible();
  await field(page).fill('somebody/own-model:7b');
  await page.getByRole('button', { name: 'Pull somebody/own-model:7b' }).click();
  await expect.poll(() => pulls(ollama)).toContain('somebody/own-model:7b');
});

test('another catalogue takes the place of ours, and a bad one is refused with a sentence', async ({
  page,
  house,
}) => {
  await openFind(page, house);
  const file = (value: unknown) => ({
    name: 'mine.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(value)),
  });
  const pick = page.getByLabel('Use another list');
  await pick.setInputFiles(file({ asOf: '2026-09-01', rows: [{ name: 'a b' }] }));
  await expect(page.getByRole('alert').filter({ hasText: 'rows.0.name' })).toBeVisible();
  await pick.setInputFiles(
    file({
      asOf: '2026-09-01',
      rows: [{ name: 'harbour/kelp', description: 'Salty', tags: [{ tag: '4b', sizeBytes: 5e9 }] }],
    }),
  );
  await expect(page.getByText('1 model was taken', { exact: false })).toBeVisible();
  await expect(page.getByText('your file mine.json', { exact: false })).toBeVisible();
  await field(page).fill('harbour/');
  await expect(page.getByRole('list', { name: 'Well-known models' })).toContainText('harbour/kelp');
  await page.getByRole('button', { name: 'Back to the list before' }).click();
  await expect(page.getByText('came with this app', { exact: false })).toBeVisible();
});

test('what a server proposes is shown in its words', async ({ page, house }) => {
  await openFind(page, house);
  await place(page, 'Your servers’ proposals').click();
  const hall = page.getByRole('region', { name: 'Box in the hall' });
  await expect(hall).toContainText('Reasoning and code generation locally');
  await expect(hall).toContainText('about 12.0 GB of graphics memory');
  await hall.getByRole('button', { name: 'gemma4' }).click();
  await expect(field(page)).toHaveValue('gemma4');
});

test('on a phone nothing stands out of the page', async ({ page, house }) => {
  await openFind(page, house);
  await page.setViewportSize({ width: 360, height: 740 });
  const overflow = () =>
    page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  expect(await overflow()).toBeLessThanOrEqual(0);
  await place(page, 'Hugging Face').click();
  await field(page).fill('kelp');
  await page.getByRole('link', { name: 'Kelp-4B-Instruct-GGUF' }).click();
  await expect(page.getByRole('button', { name: 'Pull Q4_K_M' })).toBeVisible();
  expect(await overflow()).toBeLessThanOrEqual(0);
});
