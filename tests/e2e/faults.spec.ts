import { expect, type Page } from '@playwright/test';
import { startOllama } from '../servers/ollama.ts';
import { startOpenAi } from '../servers/openai.ts';
import type { ScriptedServer } from '../servers/types.ts';
import { callEngine } from './engine-call.ts';
import { test } from './fixtures.ts';
import {
  ask,
  chats,
  checkAddress,
  connect,
  go,
  lastReply,
  message,
  numbered,
  replyEnded,
  send,
} from './steps.ts';

const reply = numbered(40);

/** Sends, and waits for the words about what went wrong. */
async function fails(page: Page, words: string | RegExp): Promise<void> {
  await send(page, 'Count, please');
  await expect(lastReply(page)).toContainText(words);
  await replyEnded(page);
}

async function tryAgain(page: Page, server: ScriptedServer): Promise<void> {
  server.reset();
  server.say(reply);
  await lastReply(page).getByRole('button', { name: 'Try again' }).click();
  await expect(lastReply(page)).toContainText(reply);
  await replyEnded(page);
}

test('a server that wants a key gets the right one after a wrong one', async ({ app }) => {
  const server = await startOpenAi({ key: 'sesame-4711', reply });
  await checkAddress(app, `127.0.0.1:${server.port}`);
  await expect(app.getByText('wants a key').first()).toBeVisible();
  const key = app.getByLabel('API key').first();
  await key.fill('wrong');
  await app.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(
    app.getByRole('status').filter({ hasText: 'does not accept this key' }),
  ).toBeVisible();

  await app
    .getByRole('link', { name: /^OpenAI-compatible/ })
    .first()
    .click();
  await app.getByLabel('API key').first().fill('sesame-4711');
  await app.getByRole('button', { name: 'Keep key' }).click();
  await expect(app.getByText('key in memory').first()).toBeVisible();
  await app.getByRole('button', { name: 'New session' }).first().click();
  await expect(message(app)).toBeVisible();
  await chooseModel(app, 'heron-7b');
  await ask(app, 'Count, please', reply);
  const keys = server.requests.map(({ headers }) => headers['authorization']).filter(Boolean);
  expect(keys.at(-1)).toBe('Bearer sesame-4711');
  await server.close();
});

test('a model that is gone from the server: another one is offered', async ({ app, ollama }) => {
  await connect(app, ollama);
  ollama.set({ status: { code: 404, message: "model 'fern:4b' not found" } });
  await fails(app, 'The server does not have the model fern:4b');
  ollama.reset();
  ollama.say(reply);
  await lastReply(app).getByRole('button', { name: 'Choose another model' }).click();
  await app.getByRole('option', { name: /moss:1b/ }).click();
  await expect(app.getByRole('button', { name: /^Model/ })).toContainText('moss:1b');
  await lastReply(app).getByRole('button', { name: 'Try again' }).click();
  await expect(lastReply(app)).toContainText(reply);
  expect(chats(ollama).at(-1)?.body).toMatchObject({ model: 'moss:1b' });
});

test('too many requests: the pause the server asks for is told', async ({ app, openai }) => {
  await connect(app, openai);
  openai.set({
    status: {
      code: 429,
      retryAfter: 30,
      // Without it no page may read how long the server wants it to wait.
      headers: { 'access-control-expose-headers': 'retry-after' },
    },
  });
  await fails(app, /asks for a pause.*Try again in 30 seconds/);
  await expect(lastReply(app).getByRole('button', { name: /^Retry in \d+ s$/ })).toBeVisible();
  await tryAgain(app, openai);
});

test('a short pause is waited out at a press, and the message goes out again', async ({
  app,
  openai,
}) => {
  await connect(app, openai);
  const headers = { 'access-control-expose-headers': 'retry-after' };
  openai.set({ status: { code: 429, retryAfter: 6, headers } });
  await fails(app, 'asks for a pause');
  openai.reset();
  openai.say(reply);
  const retry = lastReply(app).getByRole('button', { name: /^Retry in/ });
  await retry.click();
  await expect(lastReply(app).getByRole('button', { name: /^Goes out in/ })).toBeVisible();
  await expect(lastReply(app)).toContainText(reply);
});

test('a pause without an end named is left to the person', async ({ app, openai }) => {
  await connect(app, openai);
  openai.set({ status: { code: 429 } });
  await fails(app, 'asks for a pause');
  await expect(lastReply(app).getByRole('button', { name: /^Retry in/ })).toHaveCount(0);
  await tryAgain(app, openai);
});

test('a failure has a code that the help explains, and details without the server’s words', async ({
  app,
  openai,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await connect(app, openai);
  openai.set({ status: { code: 500, message: 'key sk-canary-4711 broke the boiler' } });
  await fails(app, 'The server failed (500)');
  await lastReply(app).getByRole('button', { name: 'Copy details' }).click();
  await expect(app.getByText('Copied', { exact: true })).toBeVisible();
  const copied = await app.evaluate(() => navigator.clipboard.readText());
  expect(JSON.parse(copied)).toEqual({
    error_code: 'SERVER_ERROR',
    message: 'The server failed (500)',
    details: { status: 500 },
  });
  await lastReply(app).getByRole('link', { name: 'What SERVER_ERROR means' }).click();
  await expect(app.locator('#SERVER_ERROR')).toBeInViewport();
  await app.getByRole('searchbox', { name: 'Search codes' }).fill('rate limited');
  await expect(app.getByRole('main').locator('dt')).toContainText(['RATE_LIMITED']);
});

test('where another server has the model, it can answer instead', async ({ app, openai }) => {
  const attic = await startOpenAi({ reply });
  const add = (name: string, port: number) =>
    callEngine(app, 'connections.add', {
      kind: 'openai',
      name,
      baseUrl: `http://127.0.0.1:${port}/v1`,
    });
  await add('Hall', openai.port);
  await add('Attic', attic.port);
  await go(app, '/s/new');
  openai.set({ status: { code: 500 } });
  await fails(app, 'The server failed (500)');
  await lastReply(app).getByRole('button', { name: 'Try Attic instead' }).click();
  await expect(lastReply(app)).toContainText(reply);
  await expect(lastReply(app)).toContainText('on Attic');
  await attic.close();
});

test('a page of HTML with status 500 is a failed server, not a reply', async ({ app, openai }) => {
  await connect(app, openai);
  openai.set({ status: { code: 500, html: true } });
  await fails(app, 'The server failed (500)');
  await expect(lastReply(app)).not.toContainText('<h1>');
  await tryAgain(app, openai);
});

test('a message too large for the server is said to be so', async ({ app, openai }) => {
  await connect(app, openai);
  openai.set({ status: { code: 413 } });
  await fails(app, 'The request is too large for the server');
});

test('a llama-server that still loads is waited for', async ({ app, llama }) => {
  await connect(app, llama);
  llama.set({ loading: true });
  llama.say(reply);
  await send(app, 'Count, please');
  await expect(lastReply(app)).toContainText('Loading the model');
  llama.set({ loading: false });
  await expect(lastReply(app)).toContainText(reply);
  await replyEnded(app);
});

test('a body cut in the middle keeps its text and is continued', async ({ app, ollama }) => {
  await connect(app, ollama);
  ollama.set({ cut: { afterTokens: 30 } });
  // Slow enough to be read: what a broken connection leaves unread, no page ever gets to see.
  ollama.say({ text: reply, tokensPerSecond: 60 });
  await fails(app, 'Interrupted: what came until then is kept.');
  await expect(lastReply(app)).toContainText('n14');
  await app.reload();
  await expect(lastReply(app)).toContainText('n14');
  ollama.set({ cut: null });
  await lastReply(app).getByRole('button', { name: 'Continue' }).first().click();
  await expect(lastReply(app)).toContainText(reply);
  await replyEnded(app);
});

test('a stream that ends without its last mark is not taken for whole', async ({ app, openai }) => {
  await connect(app, openai);
  openai.say(reply);
  openai.set({ endWithoutMark: { afterTokens: 30 } });
  await fails(app, 'Interrupted: what came until then is kept.');
  await expect(lastReply(app)).toContainText('n14');
});

test('an error in the middle of a stream is told with its words', async ({ app, openai }) => {
  await connect(app, openai);
  openai.say(reply);
  openai.set({ errorInStream: { afterTokens: 30, message: 'the cooling failed' } });
  await fails(app, /the cooling failed|reported an error/);
  await expect(lastReply(app)).toContainText('n14');
});

test('three unreadable lines in a stream do not end it', async ({ app, openai }) => {
  await connect(app, openai);
  openai.say(reply);
  openai.set({ unreadable: { afterTokens: 10, lines: 3 }, comments: true, lineEnd: 'crlf' });
  await send(app, 'Count, please');
  await expect(lastReply(app)).toContainText(/n40|cannot read/);
  await replyEnded(app);
});

test('an Ollama that does not let this page in: the command names this origin', async ({
  app,
  site,
}) => {
  const ollama = await startOllama({ localOrigins: false });
  await checkAddress(app, `127.0.0.1:${ollama.port}`);
  const origin = new URL(site.url).origin;
  await expect(app.getByText(/does not let this page in/).first()).toBeVisible();
  await app.getByRole('combobox', { name: 'The server is' }).selectOption('Ollama');
  for (const system of ['macOS', 'Windows', 'Docker', 'Linux, systemd']) {
    await app.getByRole('tab', { name: system }).click();
    const command = app.getByRole('tabpanel');
    await expect(command).toContainText('OLLAMA_ORIGINS');
    await expect(command).toContainText(origin);
  }
  await ollama.close();
});

test('what is not a model server is told apart from one that is not there', async ({
  app,
  site,
}) => {
  await checkAddress(app, `127.0.0.1:${site.port}`);
  await expect(
    app.getByText(/is not a model server|does not let this page in/).first(),
  ).toBeVisible();
  await checkAddress(app, '127.0.0.1:9');
  await expect(app.getByText(/No answer can be had|No server is listening/).first()).toBeVisible();
});

test('a connection that is deleted while it streams keeps what came', async ({ app, ollama }) => {
  await connect(app, ollama);
  ollama.say({ text: reply, pauseAfterTokens: 20 });
  await send(app, 'Count, please');
  await expect(lastReply(app)).toContainText('n9');
  const session = app.url();
  await app.getByRole('link', { name: 'Connect', exact: true }).click();
  await app.getByRole('button', { name: /^Actions for Ollama/ }).click();
  await app.getByRole('menuitem', { name: 'Delete…' }).click();
  await app.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(app.getByText('None yet.')).toBeVisible();
  ollama.release('pause');
  await app.goto(session);
  await expect(lastReply(app)).toContainText('n9');
  await replyEnded(app);
});

async function chooseModel(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^Model/ }).click();
  await page.getByRole('option', { name: new RegExp(name) }).click();
}
