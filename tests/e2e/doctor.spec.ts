/*
 * The connection doctor against servers that fail in one way each, in a real browser: only there are preflights, refused
 * origins and redirects what they are.
 */
import { expect, type Locator, type Page } from '@playwright/test';
import type { ProviderKind } from '../../src/domain/connection.ts';
import { startLlamaServer } from '../servers/llama-server.ts';
import { startOpenAi } from '../servers/openai.ts';
import { emptyAddress, type Stage, type Staged, stages } from '../servers/staged.ts';
import { callEngine } from './engine-call.ts';
import { open, test } from './fixtures.ts';
import { withOwnBrowser } from './own-browser.ts';
import { connect, go, lastReply, replyEnded, send } from './steps.ts';

type Added = { kind: ProviderKind; url: string; key?: string };

/** Keeps a connection as the editor would, without a first contact: these servers would not survive one. */
async function addConnection(page: Page, { kind, url, key }: Added): Promise<string> {
  const draft = { kind, name: 'Staged', baseUrl: url, ...(key === undefined ? {} : { key }) };
  return (await callEngine(page, 'connections.add', draft)).id;
}

const ladder = (page: Page): Locator => page.getByRole('list', { name: 'The way to Staged' });
const stopped = (page: Page): Locator =>
  ladder(page).getByRole('listitem').filter({ hasText: 'here it stops' });

/** Opens the doctor on a staged server, and waits for the rung where it stops. */
async function examine(page: Page, server: Staged): Promise<Locator> {
  const id = await addConnection(page, server);
  await go(page, `/connect?c=${id}`);
  const end = stopped(page);
  await expect(end).toHaveCount(1, { timeout: 20_000 });
  return end;
}

type Case = {
  readonly stage: Stage;
  /** Words of the rung that is named. */
  readonly says: RegExp;
  /** What else is on the page: what to do. */
  readonly helps: RegExp;
  /** How many rungs hold before it. */
  readonly after: number;
};

const cases: readonly Case[] = [
  {
    stage: 'no CORS at all',
    says: /does not let this page in/,
    helps: /Let this page in/,
    after: 6,
  },
  {
    stage: 'GET allowed, the key’s header refused',
    says: /does not accept the header authorization from pages/,
    helps: /Let the header authorization pass/,
    after: 7,
  },
  {
    stage: 'a redirecting preflight',
    says: /sends its callers on to another address/,
    helps: /see where it ends/,
    after: 7,
  },
  {
    stage: 'a redirect of everything',
    says: /sends its callers on to another address/,
    helps: /see where it ends/,
    after: 6,
  },
  {
    stage: 'a wrong key, refused without CORS headers',
    says: /gave no answer that this page may read/,
    helps: /If the key is wrong.*does not let this page in, or the network is down/,
    after: 8,
  },
  {
    stage: 'a wrong key, refused with 401',
    says: /does not accept this key/,
    helps: /The key went out and was refused/,
    after: 8,
  },
  {
    stage: 'a key wanted and none given',
    says: /wants an API key/,
    helps: /Enter the key of this server in the field above/,
    after: 8,
  },
  {
    stage: 'not a model server',
    says: /is not a model server we know/,
    helps: /a model server of another kind/,
    after: 9,
  },
  {
    stage: 'silent',
    says: /did not answer within/,
    helps: /the port belongs to it/,
    after: 5,
  },
  {
    stage: 'a model that fails at its first token',
    says: /The server failed \(500\)/,
    helps: /It says: “the model runner stopped”/,
    after: 11,
  },
];

for (const { stage, says, helps, after } of cases) {
  test(`${stage}: the doctor names the rung and what to do`, async ({ app }) => {
    const server = await stages[stage]();
    const end = await examine(app, server);
    await expect(end).toContainText(says);
    const card = app.getByRole('region', { name: 'Staged, step by step' });
    await expect(card).toContainText(helps);
    const states = await ladder(app)
      .getByRole('listitem')
      .evaluateAll((rungs) => rungs.map((rung) => rung.getAttribute('data-state')));
    expect(states.indexOf('bad')).toBe(after);
    for (const state of states.slice(0, after)) expect(state).toMatch(/^(good|note|skipped)$/);
    // What was not reached shares one line.
    expect(states.slice(after + 1)).toEqual(after < 11 ? ['waiting'] : []);
    await server.close();
  });
}

test('nothing listens: it is noticed when the server starts, without a click', async ({ app }) => {
  const url = await emptyAddress();
  const end = await examine(app, { kind: 'llama-server', url, close: async () => undefined });
  await expect(end).toContainText('No server is listening');
  await expect(app.getByText('Start the server', { exact: true })).toBeVisible();
  await expect(app.getByText('Checks again by itself')).toBeVisible();
  const server = await startLlamaServer({ port: Number(new URL(url).port) });
  await expect(ladder(app).getByText('The first token came')).toBeVisible({ timeout: 20_000 });
  await expect(stopped(app)).toHaveCount(0);
  await expect(app.getByText('Checks again by itself')).toHaveCount(0);
  await server.close();
});

test('a good server: every rung to the first token with its time, and then silence', async ({
  app,
}) => {
  // What the status bar asks of its own accord is not the doctor's.
  await callEngine(app, 'settings.put', { runningSeconds: 0 });
  const server = await startLlamaServer();
  const id = await addConnection(app, { kind: 'llama-server', url: server.url });
  await go(app, `/connect?c=${id}`);
  const first = ladder(app).getByRole('listitem').last();
  await expect(first).toContainText('The first token came');
  await expect(first).toContainText(/\d+(\.\d)? (ms|s)$/);
  const seen = server.requests.length;
  await app.waitForTimeout(6000);
  expect(server.requests.length).toBe(seen);
  await server.close();
});

test('an empty list of models is a remark, with the line that brings one', async ({ app }) => {
  const server = await stages['no models']();
  const id = await addConnection(app, server);
  await go(app, `/connect?c=${id}`);
  await expect(ladder(app).getByText('It has no models yet')).toBeVisible();
  await expect(app.getByText('ollama pull')).toBeVisible();
  await expect(stopped(app)).toHaveCount(0);
  await server.close();
});

test('a model that is not loaded is tried only when asked for', async ({ app, ollama }) => {
  const id = await addConnection(app, { kind: 'ollama', url: ollama.url });
  await go(app, `/connect?c=${id}`);
  const first = ladder(app).getByRole('listitem').last();
  await expect(first).toContainText('The server loads');
  const chats = () =>
    ollama.requests.filter(({ path, body }) => path === '/api/chat' && hasMessages(body)).length;
  expect(chats()).toBe(0);
  await first.getByRole('button', { name: 'Try one word' }).click();
  await expect(first).toContainText('The first token came');
  expect(chats()).toBe(1);
});

test('the right key after a wrong one goes on by itself', async ({ app }) => {
  const server = await startOpenAi({ key: 'sesame-4711' });
  await examine(app, { kind: 'openai', url: server.url, key: 'wrong', close: server.close });
  await expect(stopped(app)).toContainText('does not accept this key');
  await app.getByLabel('API key').first().fill('sesame-4711');
  await app.getByRole('button', { name: 'Keep key' }).click();
  await expect(ladder(app).getByText('The key is accepted')).toBeVisible();
  await server.close();
});

test('a failed reply leads to the doctor, and the report holds no key and no host', async ({
  app,
  openai,
}) => {
  await connect(app, openai);
  openai.set({ on: 'any', status: { code: 500, message: 'sk-canary-0123456789 broke' } });
  await send(app, 'Count, please');
  await replyEnded(app);
  await lastReply(app)
    .getByRole('link', { name: /[Cc]heck the connection|Look closer|Connect/ })
    .first()
    .click();
  await expect(app.getByRole('heading', { name: /step by step/ })).toBeVisible();
  await app.getByText('Report to share').click();
  const report = app.locator('pre', { hasText: '"rungs"' });
  await expect(report).toContainText('SERVER_ERROR');
  await expect(report).not.toContainText('canary');
  await expect(report).not.toContainText('127.0.0.1');
  const read = JSON.parse((await report.textContent()) ?? '');
  expect(read.rungs).toHaveLength(12);
});

test('a page from outside: nothing is asked before a click, and a refusal brings the ways to host', async ({
  site,
  ollama,
}) => {
  // A place on the internet, by its name and by what the browser is told; secure without a certificate.
  const url = site.urlFor('app.test');
  const { origin } = new URL(url);
  const flags = [
    '--host-resolver-rules=MAP app.test 127.0.0.1',
    `--unsafely-treat-insecure-origin-as-secure=${origin}`,
    `--ip-address-space-overrides=127.0.0.1:${site.port}=public`,
  ];
  await withOwnBrowser(flags, async (context) => {
    const page = await context.newPage();
    await open(page, url);
    const id = await addConnection(page, { kind: 'ollama', url: ollama.url });
    await go(page, `/connect?c=${id}`);
    await expect(page.getByRole('button', { name: 'Check and let it ask' })).toBeVisible();
    expect(ollama.requests).toEqual([]);

    // Whatever else is granted, everything left out is denied.
    await context.grantPermissions(['clipboard-read'], { origin });
    await page.getByRole('button', { name: 'Check and let it ask' }).click();
    await expect(stopped(page)).toContainText('does not let this page reach');
    const ways = page.getByRole('region', { name: 'Three ways to host Llantern' });
    await expect(ways.getByText('fits here')).toHaveCount(1);
    await ways.getByText('From the same address as the model').click();
    await ways.getByRole('tab', { name: 'nginx' }).click();
    await expect(ways.getByRole('tabpanel')).toContainText(`127.0.0.1:${ollama.port}`);
  });
});

function hasMessages(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'messages' in body;
}
