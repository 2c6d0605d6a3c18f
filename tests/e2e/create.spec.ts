/* A model of one's own: from a base, from a Modelfile, from a file of this device, and the server's refusals. */
import { createHash } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import type { ScriptedServer } from '../servers/types.ts';
import { test } from './fixtures.ts';
import { gguf } from './gguf-file.ts';
import { connect, go } from './steps.ts';

const name = (page: Page) => page.getByRole('textbox', { name: 'Name of the new model' });
const base = (page: Page) => page.getByRole('combobox', { name: 'Base' });
const modelfile = (page: Page) => page.getByRole('textbox', { name: /Modelfile, to read/ });
const submit = (page: Page) => page.getByRole('button', { name: 'Create', exact: true });

/** Without preflights. */
const creations = (server: ScriptedServer) =>
  server.requests.filter(({ method, path }) => method === 'POST' && path === '/api/create');

test('a base with a system prompt and parameters becomes a model', async ({ app, ollama }) => {
  await connect(app, ollama);
  await go(app, '/models/create');
  const first = await app.locator('datalist option').first().getAttribute('value');
  await name(app).fill('coach');
  await base(app).fill(first ?? '');
  await app.getByRole('textbox', { name: 'System prompt' }).fill('You are kind.');
  await app.getByText('Parameters', { exact: true }).click();
  await app.getByRole('button', { name: 'Add a parameter' }).click();
  await app.getByRole('combobox', { name: 'Parameter' }).fill('temperature');
  await app.getByRole('textbox', { name: 'Value' }).fill('warm');
  await expect(app.getByText('A number.')).toBeVisible();
  await app.getByRole('textbox', { name: 'Value' }).fill('0.4');
  await expect(modelfile(app)).toHaveValue(/PARAMETER temperature 0\.4\nSYSTEM You are kind\./);
  await submit(app).click();
  await expect(app.getByText(/coach.* is there\./)).toBeVisible();
  expect(creations(ollama)[0]?.body).toMatchObject({
    model: expect.stringContaining('coach'),
    from: first,
    system: 'You are kind.',
    parameters: { temperature: 0.4 },
  });
});

test('a Modelfile fills the form, and what is wrong in it is told by its line', async ({
  app,
  ollama,
}) => {
  await connect(app, ollama);
  await go(app, '/models/create');
  await modelfile(app).fill('FROM qwen3\nSISTEM Hi\nSYSTEM """Two\nlines"""');
  await expect(app.getByText('Line 2: “SISTEM” is no instruction.')).toBeVisible();
  await expect(base(app)).toHaveValue('qwen3');
  await expect(app.getByRole('textbox', { name: 'System prompt' })).toHaveValue('Two\nlines');
  await name(app).fill('coach');
  await submit(app).click();
  await expect(app.getByText('Something is still missing.')).toBeVisible();
  expect(creations(ollama)).toEqual([]);
});

test('the server’s own refusal of a level stands beside the form', async ({ app, ollama }) => {
  await connect(app, ollama);
  await go(app, '/models/create');
  const first = await app.locator('datalist option').first().getAttribute('value');
  await name(app).fill('small');
  await base(app).fill(first ?? '');
  await app.getByText('Quantise', { exact: true }).click();
  await app.getByRole('combobox', { name: 'Level' }).selectOption('Q4_K_M');
  await submit(app).click();
  await expect(app.getByText(/small.* could not be created\./)).toBeVisible();
  await expect(name(app)).toHaveValue('small');
});

test('a file is looked into before anything is sent, then imported', async ({ app, ollama }) => {
  await connect(app, ollama);
  await go(app, '/models/create');
  await app.getByRole('radio', { name: 'A GGUF file on this device' }).check();
  const picker = app.locator('input[type=file][accept=".gguf"]');
  const file = (fileName: string, buffer: Buffer) => ({
    name: fileName,
    mimeType: 'application/octet-stream',
    buffer,
  });
  await picker.setInputFiles(file('notes.gguf', Buffer.from('just text')));
  await expect(app.getByText('notes.gguf')).toBeVisible();
  await picker.setInputFiles(file('cut.gguf', gguf('llama').subarray(0, -8)));
  await expect(app.getByText('cut.gguf')).toBeVisible();
  await picker.setInputFiles(file('fern-00001-of-00002.gguf', gguf('llama')));
  await expect(app.getByText('fern-00001-of-00002.gguf')).toBeVisible();
  expect(ollama.requests.filter(({ path }) => path.startsWith('/api/blobs'))).toEqual([]);
  await picker.setInputFiles(file('fern.gguf', gguf('llama')));
  await expect(app.getByText('Architecture')).toBeVisible();
  await expect(modelfile(app)).toHaveValue('FROM ./fern.gguf\n');
  await name(app).fill('fern');
  await submit(app).click();
  await expect(app.getByText(/fern.* is there\./)).toBeVisible();
  // Hashed here, sent under its hash, and made from that.
  const digest = `sha256:${createHash('sha256').update(gguf('llama')).digest('hex')}`;
  const sent = ollama.requests.filter(
    ({ method, path }) => method === 'POST' && path.startsWith('/api/blobs/'),
  );
  expect(sent.map(({ path }) => decodeURIComponent(path))).toEqual([`/api/blobs/${digest}`]);
  expect(creations(ollama)[0]?.body).toMatchObject({ files: { 'fern.gguf': digest } });
});

test('what is typed outlives the screen and a reload', async ({ app, ollama }) => {
  await connect(app, ollama);
  await go(app, '/models/create');
  await name(app).fill('half-done');
  await go(app, '/help');
  await expect(app.getByRole('heading', { name: 'Help', exact: true })).toBeVisible();
  await go(app, '/models/create');
  await expect(name(app)).toHaveValue('half-done');
  await app.reload();
  await expect(name(app)).toHaveValue('half-done');
  await app.getByRole('button', { name: 'Start afresh' }).click();
  await expect(name(app)).toHaveValue('');
});

test('it works on a phone, and axe finds nothing serious', async ({ app, ollama }) => {
  await app.setViewportSize({ width: 360, height: 740 });
  await connect(app, ollama);
  await go(app, '/models/create');
  await expect(name(app)).toBeVisible();
  const widths = await app.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0);
  const { violations } = await new AxeBuilder({ page: app }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual(
    [],
  );
});
