import { expect, type Locator, type Page } from '@playwright/test';
import { startOpenAi } from '../servers/openai.ts';
import type { ScriptedServer } from '../servers/types.ts';
import { callEngine } from './engine-call.ts';
import { test } from './fixtures.ts';
import { ask, chats, go, lastReply, message, newSession, numbered, send } from './steps.ts';

const reply = numbered(12);

async function add(page: Page, server: ScriptedServer, name: string): Promise<void> {
  const kind = server.kind === 'ollama' ? 'ollama' : 'openai';
  const baseUrl = `http://127.0.0.1:${server.port}${kind === 'openai' ? '/v1' : ''}`;
  await callEngine(page, 'connections.add', { kind, name, baseUrl });
}

const picker = (page: Page): Locator => page.getByRole('button', { name: /^Model:/ });

async function openPicker(page: Page): Promise<void> {
  await picker(page).click();
  await expect(page.getByRole('combobox', { name: 'Search models' })).toBeFocused();
}

const options = (page: Page): Locator =>
  page.getByRole('listbox', { name: 'Model' }).getByRole('option');

test('models are filtered by what they are for, and what does not chat cannot be picked', async ({
  app,
  ollama,
}) => {
  await add(app, ollama, 'Hall');
  await go(app, '/s/new');
  await expect(picker(app)).toContainText('fern:4b');
  await openPicker(app);
  await expect(options(app)).toHaveCount(3);
  const kinds = app.getByRole('group', { name: 'Kinds of models' });
  await kinds.getByRole('button', { name: 'Vision' }).click();
  await expect(options(app)).toHaveText([/iris:7b/]);
  await kinds.getByRole('button', { name: 'Embedding' }).click();
  await expect(options(app)).toHaveText([/nettle:latest.*not for chat/]);
  await expect(options(app)).toHaveAttribute('aria-disabled', 'true');
  await kinds.getByRole('button', { name: 'All' }).click();
  await expect(options(app)).toHaveCount(3);
});

test('a favourite leads the list, a hidden model waits to be shown, a default begins sessions', async ({
  app,
  ollama,
}) => {
  await add(app, ollama, 'Hall');
  await go(app, '/s/new');
  await openPicker(app);
  await options(app).filter({ hasText: 'moss:1b' }).click();
  await openPicker(app);
  const actions = app.getByRole('group', { name: 'Actions for moss:1b' });
  await actions.getByRole('button', { name: 'Favourite: moss:1b' }).click();
  await expect(options(app).first()).toContainText('moss:1b');
  await expect(options(app).first()).toHaveAccessibleDescription('Favourites');
  await actions.getByRole('button', { name: 'For new sessions: moss:1b' }).click();
  await expect(options(app).first()).toContainText('for new sessions');

  await options(app).filter({ hasText: 'iris:7b' }).click();
  await openPicker(app);
  await app.getByRole('button', { name: 'Hide iris:7b' }).click();
  await expect(options(app).filter({ hasText: 'iris:7b' })).toHaveCount(0);
  await app.getByRole('button', { name: 'Hidden (1)' }).click();
  await expect(options(app).filter({ hasText: 'iris:7b' })).toContainText('hidden');
  await app.keyboard.press('Escape');

  await message(app).fill('So that it is kept');
  await expect(app).toHaveURL(/#\/s\/(?!new)/);
  await newSession(app);
  await expect(picker(app)).toContainText('moss:1b');
  await go(app, '/settings/general');
  await expect(app.getByText('Begin with moss:1b, Hall.')).toBeVisible();
  await app.getByRole('button', { name: 'Use the last model instead' }).click();
  await expect(app.getByText('Begin with the model used last.')).toBeVisible();
});

test('any server: one dies, the other answers, and the transcript says who', async ({ app }) => {
  const models = [{ name: 'heron-7b' }];
  const hall = await startOpenAi({ models, reply });
  const attic = await startOpenAi({ models, reply });
  await add(app, hall, 'Hall');
  await add(app, attic, 'Attic');
  await go(app, '/s/new');
  await openPicker(app);
  const any = options(app).filter({ hasText: '2 servers' });
  await expect(any).toHaveAccessibleDescription('Any server');
  await any.click();
  await expect(picker(app)).toContainText('any server');
  await ask(app, 'Who is there?', reply);
  const first = chats(hall).length === 1 ? hall : attic;
  const [here, there] = first === hall ? ['Hall', 'Attic'] : ['Attic', 'Hall'];
  await expect(lastReply(app)).toContainText(`on ${here}`);

  await first.close();
  await send(app, 'And now?');
  await expect(lastReply(app)).toContainText(`on ${there}`);
  await expect(lastReply(app)).toContainText(reply);
  await (first === hall ? attic : hall).close();
});

test('a list of three thousand models opens and is searched without a wait', async ({ app }) => {
  const models = Array.from({ length: 3000 }, (_, at) => ({ name: `maker${at % 40}/model-${at}` }));
  const server = await startOpenAi({ models });
  await add(app, server, 'Big');
  await go(app, '/s/new');
  await openPicker(app);
  // Drawn are only the rows in view.
  expect(await options(app).count()).toBeLessThan(60);
  await app.getByRole('combobox', { name: 'Search models' }).fill('model-2999');
  await expect(options(app)).toHaveText([/maker39\/model-2999/]);
  await server.close();
});
