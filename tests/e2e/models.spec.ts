import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { startOllama } from '../servers/ollama.ts';
import { callEngine } from './engine-call.ts';
import { test } from './fixtures.ts';
import {
  addServer,
  dialog,
  filter,
  list,
  nameIn,
  notices,
  openModels,
  pull,
  row,
} from './model-steps.ts';
import { chats, go, held, message } from './steps.ts';

test('the models of all servers stand in one list, by size, and the order is remembered', async ({
  app,
  ollama,
}) => {
  const attic = await startOllama({ models: [{ name: 'heron:30b', sizeBytes: 19_000_000_000 }] });
  await addServer(app, ollama, 'Hall');
  await addServer(app, attic, 'Attic');
  await openModels(app);
  await expect(app.getByText('5 models on 2 servers')).toBeVisible();
  const rows = list(app).getByRole('article');
  await expect(rows.first()).toContainText('heron:30b');
  await app.getByRole('combobox', { name: 'Order' }).selectOption('Name Z to A');
  await expect(rows.first()).toContainText('nettle');
  await app.reload();
  await expect(rows.first()).toContainText('nettle');
  await app.getByRole('combobox', { name: 'Show' }).selectOption('By server');
  await expect(list(app).getByRole('heading', { name: 'Attic' })).toBeVisible();

  await app.keyboard.press('Control+f');
  await expect(filter(app)).toBeFocused();
  await app.keyboard.type('fern hall');
  await expect(rows).toHaveCount(1);
  await attic.close();
});

test('a model is pulled by its name, with progress, and what cannot be a name is said', async ({
  app,
  ollama,
}) => {
  await addServer(app, ollama, 'Hall');
  await openModels(app);
  await pull(app, 'sage 3b');
  await expect(app.getByText('“ ” cannot stand in the name.')).toBeVisible();
  expect(ollama.requests.some(({ path }) => path === '/api/pull')).toBe(false);
  ollama.set({ on: 'job', transfer: { bytesPerSecond: 400_000_000 } });
  await pull(app, 'sage:3b');
  const coming = row(app, 'sage:3b', 'Hall');
  await expect(coming).toHaveAttribute('aria-busy', 'true');
  await expect(coming).toContainText(/\d+%/);
  await expect(app.getByRole('contentinfo').getByText('Pulling sage:3b')).toBeVisible();
  ollama.set({ on: 'job', transfer: null });
  await expect(notices(app)).toContainText('sage:3b is there.', { timeout: 30_000 });
  await expect(coming).toContainText('on disk');
});

test('all is done from the keyboard: move, look, copy, chat, delete, and pull again', async ({
  app,
  ollama,
}) => {
  await addServer(app, ollama, 'Hall');
  await openModels(app);
  await nameIn(list(app).getByRole('article').first()).focus();
  await app.keyboard.press('End');
  await expect(nameIn(row(app, 'nettle:latest', 'Hall'))).toBeFocused();
  await app.keyboard.press('Home');
  await app.keyboard.press('ArrowDown');
  await expect(nameIn(row(app, 'fern:4b', 'Hall'))).toBeFocused();

  await app.keyboard.press('Enter');
  await expect(dialog(app).getByText('Modelfile').first()).toBeVisible();
  await dialog(app).getByText('Template', { exact: true }).first().click();
  await expect(dialog(app).getByText('{{ .Prompt }}').first()).toBeVisible();
  await app.keyboard.press('Escape');
  await expect(nameIn(row(app, 'fern:4b', 'Hall'))).toBeFocused();

  await app.keyboard.press('c');
  const name = dialog(app).getByRole('textbox', { name: 'Name of the copy' });
  await expect(name).toHaveValue('fern');
  await name.fill('');
  await app.keyboard.press('Enter');
  await expect(dialog(app).getByText('Type the name of a model first.')).toBeVisible();
  await name.fill('me/fern');
  await app.keyboard.press('Enter');
  const copy = row(app, 'me/fern:latest', 'Hall');
  await expect(copy).toBeVisible();

  await nameIn(copy).focus();
  await app.keyboard.press('Delete');
  await expect(dialog(app).getByRole('button', { name: 'Cancel' })).toBeFocused();
  await expect(dialog(app).getByText(/frees/)).toBeVisible();
  await dialog(app).getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(copy).toHaveCount(0);
  await expect(notices(app)).toContainText('Deleted me/fern:latest');
  await notices(app).getByRole('button', { name: 'Pull again' }).click();
  await expect
    .poll(() => ollama.requests.filter(({ path }) => path === '/api/pull').length)
    .toBeGreaterThan(0);

  await nameIn(row(app, 'fern:4b', 'Hall')).focus();
  await app.keyboard.press('o');
  await expect(message(app)).toBeVisible();
  await expect(app.getByRole('button', { name: /^Model:/ })).toContainText('fern:4b');
});

test('a model’s page is opened by a key, and its details lead to one made from it', async ({
  app,
  ollama,
}) => {
  await addServer(app, ollama, 'Hall');
  await openModels(app);
  // The site itself is not asked in a test.
  await app.evaluate(() => {
    window.open = (address) => {
      document.body.dataset['opened'] = String(address);
      return null;
    };
  });
  await nameIn(row(app, 'fern:4b', 'Hall')).focus();
  await app.keyboard.press('b');
  await expect(app.locator('body')).toHaveAttribute(
    'data-opened',
    'https://ollama.com/library/fern:4b',
  );
  await app.keyboard.press('Enter');
  await dialog(app).getByRole('button', { name: 'Use as base in Create' }).click();
  await expect(app.getByRole('combobox', { name: 'Base' })).toHaveValue('fern:4b');
  await expect(app.getByRole('textbox', { name: /Modelfile, to read/ })).toHaveValue(
    /^FROM fern:4b\n[\s\S]*TEMPLATE/,
  );
});

test('several are chosen and deleted together, after one question', async ({ app, ollama }) => {
  await addServer(app, ollama, 'Hall');
  await openModels(app);
  await app.getByRole('checkbox', { name: 'Select fern:4b on Hall' }).check();
  await app.getByRole('checkbox', { name: 'Select moss:1b on Hall' }).check();
  const chosen = app.getByRole('region', { name: 'Selected models' });
  await expect(chosen).toContainText('2 selected');
  await chosen.getByRole('button', { name: 'Delete…' }).click();
  await expect(app.getByRole('alertdialog', { name: 'Delete 2 models?' })).toBeVisible();
  await dialog(app).getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(list(app).getByRole('article')).toHaveCount(2);
});

test('what is in memory is shown with its share and time, and let go', async ({ app, ollama }) => {
  const id = await addServer(app, ollama, 'Hall');
  await callEngine(app, 'settings.put', { runningSeconds: 0.3 });
  await openModels(app);
  await app.getByRole('navigation', { name: 'Parts of Models' }).getByText('In memory').click();
  await expect(app.getByText('Nothing is in memory')).toBeVisible();
  await app.getByRole('combobox', { name: 'Warm up a model' }).selectOption('moss:1b · Hall');
  await app.getByRole('button', { name: 'Warm up', exact: true }).click();
  await expect(app.getByRole('region', { name: 'Hall' })).toContainText(/GPU.*min left/);
  await expect(app.getByRole('contentinfo')).toContainText('moss:1b');
  await app.getByRole('button', { name: 'Keep moss:1b in memory' }).click();
  await app.getByRole('menuitem', { name: 'Keep for ever' }).click();
  await expect(app.getByRole('region', { name: 'Hall' })).toContainText('for ever');
  await app.getByRole('button', { name: 'Unload moss:1b' }).click();
  await expect(app.getByText('Nothing is in memory')).toBeVisible();

  // Off means off: nobody is asked any more.
  const asked = () => ollama.requests.filter(({ path }) => path === '/api/ps').length;
  await callEngine(app, 'settings.put', { runningSeconds: 0 });
  await expect(app.getByText('Servers are not asked: the interval is 0.')).toBeVisible();
  await expect.poll(asked).toBeGreaterThan(0);
  const before = asked();
  await callEngine(app, 'connections.check', { id });
  expect(asked()).toBeLessThanOrEqual(before + 1);
});

test('a model is warmed up from its row before its first message', async ({ app }) => {
  const server = await startOllama({ loadMs: 'hold' });
  await addServer(app, server, 'Hall');
  await callEngine(app, 'settings.put', { runningSeconds: 0.3 });
  await openModels(app);
  const moss = row(app, 'moss:1b', 'Hall');
  await moss.hover();
  await moss.getByRole('button', { name: 'Actions for moss:1b' }).click();
  await app.getByRole('menuitem', { name: 'Warm up' }).click();
  await expect(moss).toHaveAttribute('aria-busy', 'true');
  await expect(moss).toContainText('loading');
  await held(server, 'loading');
  server.release('loading');
  await expect(moss).toContainText(/loaded, \d+ min/);
  await expect(app.getByRole('contentinfo')).toContainText('moss:1b');
  // Nobody has said a word to it.
  expect(chats(server)).toHaveLength(0);
  await go(app, '/jobs');
  await expect(app.getByRole('region', { name: 'Log' })).toContainText(/Load moss:1b.*done/);
  await server.close();
});

test('the list says what fits, and who goes for it, once the memory of the server is told', async ({
  app,
  ollama,
}) => {
  const id = await addServer(app, ollama, 'Hall');
  await callEngine(app, 'settings.put', { runningSeconds: 0.3 });
  await openModels(app);
  const moss = row(app, 'moss:1b', 'Hall');
  await expect(moss).toContainText('on disk');
  // Nobody has said what the server has: no guess.
  await expect(list(app)).not.toContainText('fits');
  const memory = { vramBytes: 3 * 1_073_741_824, ramBytes: 8 * 1_073_741_824 };
  await callEngine(app, 'connections.update', { id, options: { memory } });
  await expect(moss.getByText('fits', { exact: true })).toHaveAttribute(
    'title',
    /^Fits into the graphics memory\. Estimated by its size/,
  );
  const fern = row(app, 'fern:4b', 'Hall');
  await fern.hover();
  await fern.getByRole('button', { name: 'Actions for fern:4b' }).click();
  await app.getByRole('menuitem', { name: 'Warm up' }).click();
  await expect(fern).toContainText('loaded');
  await expect(fern).not.toContainText('fits');
  await expect(moss).toContainText('evicts fern:4b');
});

test('a model of one server is pulled where it is missing, and it is told whether it is the same', async ({
  app,
  ollama,
}) => {
  const attic = await startOllama({
    models: [{ name: 'fern:4b' }],
    registry: [{ name: 'moss:1b', sizeBytes: 815_000_000 }],
  });
  await addServer(app, ollama, 'Hall');
  await addServer(app, attic, 'Attic');
  await openModels(app);
  await app.getByRole('combobox', { name: 'Show' }).selectOption('By model');
  const fern = list(app).getByRole('article', { name: 'fern:4b', exact: true });
  await expect(fern).toContainText('on 2 servers');
  const moss = list(app).getByRole('article', { name: 'moss:1b', exact: true });
  await expect(moss).toContainText('not on Attic');
  await moss.hover();
  await moss.getByRole('button', { name: 'Actions for moss:1b' }).click();
  await app.getByRole('menuitem', { name: 'Pull there too…' }).click();
  await dialog(app).getByRole('button', { name: 'Pull on 1 server' }).click();
  await expect(moss).toContainText('on 2 servers', { timeout: 30_000 });
  await attic.close();
});

test('all models of a server are updated, and it is told what changed', async ({ app, ollama }) => {
  await addServer(app, ollama, 'Hall');
  await openModels(app);
  await nameIn(list(app).getByRole('article').first()).focus();
  await app.keyboard.press('Shift+P');
  await dialog(app).getByRole('combobox', { name: 'Look for updates' }).selectOption('Remind me');
  await expect(dialog(app).getByText(/next in 7 days/)).toBeVisible();
  await dialog(app).getByRole('button', { name: 'Update all on Hall' }).click();
  await expect(notices(app)).toContainText('4 models pulled, nothing new', { timeout: 30_000 });
});

test('a push says where the key is, and keeps the public half that is pasted', async ({
  app,
  ollama,
}) => {
  await addServer(app, ollama, 'Hall');
  await openModels(app);
  await nameIn(row(app, 'fern:4b', 'Hall')).focus();
  await app.keyboard.press('u');
  await expect(dialog(app)).toContainText('under your own name');
  await dialog(app).getByRole('combobox', { name: 'How it runs there' }).selectOption('Docker');
  await expect(dialog(app)).toContainText('docker exec ollama cat');
  const place = dialog(app).getByRole('textbox', { name: 'Keep it here' });
  await place.fill('-----BEGIN OPENSSH PRIVATE KEY-----');
  await expect(dialog(app)).toContainText('That is the private half.');
  await place.fill(`ssh-ed25519 ${'A'.repeat(68)} hall`);
  await place.blur();
  await expect(dialog(app).getByRole('figure')).toHaveCount(2);
});

test('five hundred models on one server scroll and filter without being mounted all', async ({
  app,
}) => {
  const models = Array.from({ length: 500 }, (_, at) => ({
    name: `heron-${at}:7b`,
    sizeBytes: 4_000_000_000 + at,
  }));
  const server = await startOllama({ models });
  await addServer(app, server, 'Big');
  await openModels(app);
  await expect(app.getByText('500 models on 1 server')).toBeVisible();
  expect(await list(app).getByRole('article').count()).toBeLessThan(60);
  await nameIn(list(app).getByRole('article').first()).focus();
  await app.keyboard.press('End');
  await expect(nameIn(row(app, 'heron-0:7b', 'Big'))).toBeFocused();
  await expect(row(app, 'heron-0:7b', 'Big')).toBeInViewport();
  await filter(app).fill('heron-321');
  await expect(list(app).getByRole('article')).toHaveCount(1);
  await server.close();
});

test('with a server down its models are still shown, with their age and why', async ({ app }) => {
  const server = await startOllama();
  const id = await addServer(app, server, 'Hall');
  await openModels(app);
  await expect(list(app).getByRole('article')).toHaveCount(4);
  await server.close();
  await callEngine(app, 'connections.check', { id });
  const fleet = app.getByRole('list', { name: 'Servers' });
  await expect(fleet).toContainText('down, seen');
  await expect(app.getByText(/Hall: No answer can be had/)).toBeVisible();
  await expect(list(app).getByRole('article')).toHaveCount(4);
});

for (const mode of ['dark', 'light'] as const) {
  test.describe(`in ${mode}, on a small phone`, () => {
    test.use({ colorScheme: mode, viewport: { width: 360, height: 640 }, hasTouch: true });

    test('the list and its dialogs fit, and axe finds nothing serious', async ({ app, ollama }) => {
      const id = await addServer(app, ollama, 'The server with the long name in the hall');
      const memory = { vramBytes: 2_000_000_000, ramBytes: 1_000_000_000 };
      await callEngine(app, 'connections.update', { id, options: { memory } });
      await openModels(app);
      await expect(list(app)).toContainText('does not fit');
      await expect(list(app).getByRole('article').first()).toBeVisible();
      const check = async () => {
        const { violations } = await new AxeBuilder({ page: app }).analyze();
        const serious = violations.filter(({ impact }) =>
          ['serious', 'critical'].includes(impact ?? ''),
        );
        expect(serious.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
        const sideways = await app.evaluate(
          () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
        );
        expect(sideways).toBe(false);
      };
      await check();
      await nameIn(list(app).getByRole('article').first()).click();
      await expect(dialog(app).getByText('Modelfile').first()).toBeVisible();
      await check();
      await dialog(app).getByRole('button', { name: 'Close' }).click();
      await app.getByRole('combobox', { name: 'Show' }).selectOption('By model');
      await check();
      await app.getByRole('link', { name: 'In memory' }).click();
      await check();
    });
  });
}
