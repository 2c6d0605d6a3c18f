/* A model of one's own: from a base, from a Modelfile, from a file of this device, and the server's refusals. */
import { createHash } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { startOllama } from '../servers/ollama.ts';
import type { ScriptedServer } from '../servers/types.ts';
import { callEngine } from './engine-call.ts';
import { test } from './fixtures.ts';
import { gguf } from './gguf-file.ts';
import { addServer } from './model-steps.ts';
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

test('the server’s own words on a level stand beside the form, which keeps what was typed', async ({
  app,
}) => {
  const server = await startOllama({
    models: [
      { name: 'fern:4b', quantization: 'Q4_K_M' },
      { name: 'fern:4b-f16', quantization: 'F16' },
    ],
  });
  await addServer(app, server, 'Hall');
  await go(app, '/models/create');
  const level = app.getByRole('combobox', { name: 'Level' });
  await name(app).fill('small');
  await base(app).fill('fern:4b');
  await app.getByText('Quantise', { exact: true }).click();
  await expect(app.getByText('The base is Q4_K_M already.')).toBeVisible();
  await level.selectOption('Q4_K_M');
  await submit(app).click();
  // A notice tells it as well, in short.
  const told = app.getByRole('form', { name: 'Create a model' }).getByRole('status');
  await expect(told.getByText('The base cannot be quantised')).toBeVisible();
  await expect(
    told.getByText('quantization is only supported for F16, BF16 and F32 models'),
  ).toBeVisible();

  await base(app).fill('fern:4b-f16');
  await level.selectOption('Q6_K');
  await submit(app).click();
  await expect(told.getByText('The server does not know this level')).toBeVisible();
  await expect(told.getByText(/unsupported quantization type Q6_K - supported/)).toBeVisible();
  await expect(name(app)).toHaveValue('small');

  await level.selectOption('Q4_K_S');
  await submit(app).click();
  await expect(app.getByText(/small.* is there\./)).toBeVisible();
  expect(creations(server).at(-1)?.body).toMatchObject({ quantize: 'Q4_K_S' });
  await server.close();
});

test('a level that no server knows is refused before anything is sent', async ({ app, ollama }) => {
  await addServer(app, ollama, 'Hall');
  // As a draft of another time may hold one: the form itself offers none.
  const text = JSON.stringify({ name: 'small', base: 'fern:4b', quantize: 'Q3_K_L' });
  await callEngine(app, 'drafts.put', { sessionId: 'form:create', text, images: [], updatedAt: 0 });
  await go(app, '/models/create');
  await expect(app.getByText('No server knows Q3_K_L. Choose another level.')).toBeVisible();
  await submit(app).click();
  await expect(app.getByText('Something is still missing.')).toBeVisible();
  await expect(app.getByRole('combobox', { name: 'Level' })).toBeFocused();
  expect(creations(ollama)).toEqual([]);
});

test('once a model is made the form is ready for the next, and leads to what was made', async ({
  app,
  ollama,
}) => {
  await addServer(app, ollama, 'Hall');
  await go(app, '/models/create');
  await name(app).fill('coach');
  await base(app).fill('fern:4b');
  await app.getByRole('textbox', { name: 'System prompt' }).fill('You are kind.');
  await submit(app).click();
  await expect(app.getByText(/coach.* is there\./)).toBeVisible();
  await expect(name(app)).toHaveValue('');
  await expect(base(app)).toHaveValue('fern:4b');
  await expect(app.getByRole('textbox', { name: 'System prompt' })).toHaveValue('');
  await app.getByRole('link', { name: 'Look at coach' }).click();
  const dialog = app.getByRole('dialog');
  await expect(dialog).toContainText('You are kind.');
  await app.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(app.getByRole('article', { name: 'coach:latest, Hall' })).toBeVisible();

  // From the forms a link leads back to the models, by mouse and by key.
  for (const form of ['/models/create', '/models/launch']) {
    await go(app, form);
    await app.getByRole('main').getByRole('link', { name: 'Models', exact: true }).press('Enter');
    await expect(app.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible();
  }
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
