import { expect, type Locator, type Page } from '@playwright/test';
import { startOpenAi } from '../servers/openai.ts';
import type { ScriptedServer } from '../servers/types.ts';
import { test } from './fixtures.ts';
import { ask, chats, checkAddress, connect, go, message } from './steps.ts';

const card = (page: Page): Locator => page.getByRole('region', { name: 'Cloud and other servers' });
const rows = (page: Page): Locator =>
  page.getByRole('region', { name: 'Connections' }).getByRole('listitem');

/** Opens the list of servers that are known by name, and one of them. */
async function choose(page: Page, name: string): Promise<void> {
  await go(page, '/connect');
  await card(page)
    .getByRole('button', { name: /^Choose from/ })
    .click();
  await card(page).getByRole('searchbox', { name: 'Search servers' }).fill(name);
  await card(page).getByRole('button', { name }).click();
}

async function act(page: Page, name: string, action: string): Promise<void> {
  await go(page, '/connect');
  await page.getByRole('button', { name: `Actions for ${name}`, exact: true }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

async function edit(page: Page, name: string): Promise<Locator> {
  await act(page, name, 'Edit…');
  const dialog = page.getByRole('dialog', { name: `Edit ${name}` });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Opens a part of the editor. */
async function part(dialog: Locator, title: string): Promise<Locator> {
  const found = dialog
    .getByRole('group')
    .filter({ has: dialog.page().getByText(title, { exact: true }) });
  await found.getByText(title, { exact: true }).click();
  return found;
}

const chatHeaders = (server: ScriptedServer) =>
  server.requests
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/completions'))
    .at(-1)?.headers ?? {};

test('a server is added by its name, with a key that is refused once', async ({ app }) => {
  const server = await startOpenAi({ key: 'sesame', reply: 'Good day.' });
  await choose(app, 'vLLM');
  await card(app).getByRole('textbox', { name: 'Address' }).fill(server.url);
  const key = card(app).getByLabel('API key, if it asks for one');
  await key.fill('wrong');
  await card(app).getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(card(app).getByText('The key was refused.')).toBeVisible();
  await expect(card(app).getByRole('button', { name: 'Look closer' })).toBeVisible();
  await expect(rows(app)).toHaveCount(1);

  await key.fill(' sesame ');
  await card(app).getByRole('button', { name: 'Try again' }).click();
  await expect(message(app)).toBeVisible();
  await ask(app, 'Hello', 'Good day.');
  expect(chatHeaders(server)['authorization']).toBe('Bearer sesame');
  await go(app, '/connect');
  await expect(rows(app)).toHaveCount(1);
  await expect(rows(app)).toContainText('vLLM');
  await expect(rows(app)).toContainText('on this device');
  await expect(rows(app)).toContainText('key in memory');
  await server.close();
});

test('a vendor that answers no page cannot be added, and the way round is shown', async ({
  app,
}) => {
  await choose(app, 'Amazon Bedrock');
  await expect(card(app).getByText(/does not answer web pages/)).toBeVisible();
  await expect(card(app).getByRole('button', { name: 'Connect', exact: true })).toHaveCount(0);
  await card(app).getByRole('button', { name: 'Add a LiteLLM proxy' }).click();
  await expect(card(app).getByRole('heading', { name: 'LiteLLM' })).toBeVisible();
  await expect(card(app).getByRole('textbox', { name: 'Address' })).toHaveValue(
    'http://localhost:4000',
  );
});

test('a cloud says that messages leave the house, and where its key is made', async ({ app }) => {
  await choose(app, 'Groq');
  await expect(card(app).getByText(/leave your house/)).toBeVisible();
  const link = card(app).getByRole('link', { name: 'Get a key at console.groq.com' });
  await expect(link).toHaveAttribute('rel', /noopener/);
  await expect(link).toHaveAttribute('target', '_blank');
  await card(app).getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(card(app).getByText('This service answers only with a key.')).toBeVisible();
  await expect(rows(app)).toHaveCount(0);
});

test('headers, model filter and favourites hold in the picker and on the wire', async ({
  app,
  openai,
}) => {
  openai.say('Good day.');
  await connect(app, openai);
  const dialog = await edit(app, 'OpenAI-compatible');
  const headers = await part(dialog, 'Extra headers');
  const fill = async (name: string, value: string) => {
    await headers.getByRole('button', { name: 'Add a header' }).click();
    await headers.getByRole('textbox', { name: 'Header' }).last().fill(name);
    await headers.getByLabel('Value').last().fill(value);
  };
  await fill('X-Team', 'blue');
  await fill('X-Pass', 's3cret-canary');
  await headers.getByRole('switch', { name: 'Secret' }).last().check();
  const models = await part(dialog, 'Models');
  await models.getByRole('textbox', { name: 'Only these models' }).fill('gannet');
  await models.getByRole('button', { name: 'Favourite: gannet-2b' }).click();
  await models.getByRole('button', { name: 'What is known of gannet-2b' }).click();
  await models.getByRole('textbox', { name: 'Context, in tokens' }).fill('8192');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();

  await go(app, '/s/new');
  await app.getByRole('button', { name: /^Model/ }).click();
  await expect(app.getByRole('option', { name: /gannet-2b/ })).not.toHaveCount(0);
  await expect(app.getByRole('option', { name: /heron-7b/ })).toHaveCount(0);
  await app
    .getByRole('option', { name: /gannet-2b/ })
    .first()
    .click();
  await ask(app, 'Hello', 'Good day.');
  expect(chatHeaders(openai)).toMatchObject({ 'x-team': 'blue', 'x-pass': 's3cret-canary' });

  const again = await edit(app, 'OpenAI-compatible');
  await expect(again.getByText('2 headers')).toBeVisible();
  await expect(again.getByText('filtered, 1 favourite')).toBeVisible();
  expect(await app.content()).not.toContain('s3cret-canary');
  const kept = await part(again, 'Models');
  await kept.getByRole('button', { name: 'What is known of gannet-2b' }).click();
  await expect(kept.getByRole('textbox', { name: 'Context, in tokens' })).toHaveValue('8192');
});

test('what cannot be is refused at its field, and nothing is changed', async ({ app, openai }) => {
  await connect(app, openai);
  const dialog = await edit(app, 'OpenAI-compatible');
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Renamed');
  const limits = await part(dialog, 'Limits');
  const tokens = limits.getByRole('textbox', { name: 'Tokens a day' });
  await tokens.fill('many');
  await expect(limits.getByText('A number above 0, or nothing.')).toBeVisible();
  const headers = await part(dialog, 'Extra headers');
  await headers.getByRole('button', { name: 'Add a header' }).click();
  await headers.getByRole('textbox', { name: 'Header' }).fill('Cookie');
  await expect(headers.getByText(/lets no page change it/)).toBeVisible();
  await limits.getByText('Limits', { exact: true }).click();
  await headers.getByText('Extra headers', { exact: true }).click();

  await dialog.getByRole('button', { name: 'Save' }).click();
  // The part with the first mistake opens, and the focus is there.
  await expect(headers.getByRole('textbox', { name: 'Header' })).toBeFocused();
  await app.keyboard.press('Escape');
  await expect(dialog.getByText('Your changes are not saved.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Discard them' }).click();
  await expect(dialog).toBeHidden();
  await expect(rows(app)).toHaveText([/^OpenAI-compatible/]);
  await expect(app.getByRole('button', { name: /^Actions for OpenAI/ })).toBeFocused();
});

test('several of one kind are told apart, moved, and switched off without being deleted', async ({
  app,
  openai,
}) => {
  const other = await startOpenAi();
  await connect(app, openai);
  await connect(app, other);
  await go(app, '/connect');
  const names = rows(app).getByRole('link');
  const second = `OpenAI-compatible on 127.0.0.1:${other.port}`;
  await expect(names).toHaveText(['OpenAI-compatible', second]);

  await act(app, second, 'Move up');
  await expect(names).toHaveText([second, 'OpenAI-compatible']);
  await app.getByRole('button', { name: `Move ${second}: drag it, or use the arrow keys` }).focus();
  await app.keyboard.press('ArrowDown');
  await expect(names).toHaveText(['OpenAI-compatible', second]);
  const handle = app.getByRole('button', {
    name: `Move ${second}: drag it, or use the arrow keys`,
  });
  const [from, to] = await Promise.all([handle.boundingBox(), rows(app).first().boundingBox()]);
  if (!from || !to) throw new Error('the rows are not laid out');
  await app.mouse.move(from.x + 5, from.y + 5);
  await app.mouse.down();
  await app.mouse.move(from.x + 5, to.y + 2, { steps: 5 });
  await app.mouse.up();
  await expect(names).toHaveText([second, 'OpenAI-compatible']);

  await app.getByRole('switch', { name: `Use ${second}` }).uncheck();
  await expect(rows(app).first()).toContainText('switched off');
  await go(app, '/s/new');
  await app.getByRole('button', { name: /^Model/ }).click();
  await expect(app.getByRole('listbox')).toContainText('OpenAI-compatible');
  await expect(app.getByRole('listbox')).not.toContainText(second);
  await other.close();
});

test('a connection says what goes with it, and new sessions can begin with one of its models', async ({
  app,
  openai,
}) => {
  await connect(app, openai);
  await act(app, 'OpenAI-compatible', 'For new sessions…');
  const choice = app.getByRole('dialog', { name: 'New sessions begin with' });
  await choice.getByRole('combobox').selectOption('gannet-2b');
  await choice.getByRole('button', { name: 'Always begin with it' }).click();
  await expect(rows(app)).toContainText('new sessions: gannet-2b');
  await app.getByRole('button', { name: 'New session', exact: true }).click();
  await expect(app.getByRole('button', { name: /^Model/ })).toContainText('gannet-2b');

  await act(app, 'OpenAI-compatible', 'Delete…');
  const dialog = app.getByRole('alertdialog');
  await expect(dialog.getByText('its place as the start of new sessions')).toBeVisible();
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(rows(app)).toHaveCount(0);
});

test('name and password leave the address, and go out as a sign-in', async ({ app, openai }) => {
  openai.say('Good day.');
  const field = app.getByRole('textbox', { name: 'Address of the server' });
  await field.fill(`http://amy:open@127.0.0.1:${openai.port}`);
  await expect(field).toHaveValue(`http://127.0.0.1:${openai.port}`);
  await expect(app.getByText(/The name “amy” and its password were taken out/)).toBeVisible();
  await app.getByRole('button', { name: 'Check', exact: true }).click();
  await app.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(message(app)).toBeVisible();
  await ask(app, 'Hello', 'Good day.');
  expect(chatHeaders(openai)['authorization']).toBe(`Basic ${btoa('amy:open')}`);
  expect(chats(openai)).toHaveLength(1);

  const dialog = await edit(app, 'OpenAI-compatible');
  await expect(dialog.getByRole('textbox', { name: 'Address' })).toHaveValue(
    `http://127.0.0.1:${openai.port}`,
  );
  const basic = await part(dialog, 'Name and password');
  await basic.getByRole('button', { name: 'Remove them' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await go(app, '/s/new');
  await ask(app, 'Hello', 'Good day.');
  expect(chatHeaders(openai)['authorization']).toBeUndefined();
});

test('a new key is tried before it takes the place of the old one', async ({ app }) => {
  const server = await startOpenAi({ key: 'sesame', reply: 'Good day.' });
  await checkAddress(app, `127.0.0.1:${server.port}`);
  await app.getByLabel('API key').first().fill('sesame');
  await app.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(message(app)).toBeVisible();
  const dialog = await edit(app, 'OpenAI-compatible');
  const key = await part(dialog, 'Key');
  await key.getByLabel('Another API key').fill('mistyped');
  await key.getByRole('button', { name: 'Keep key' }).click();
  await expect(
    key.getByText('The server refused the new key, so the old one was kept'),
  ).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await go(app, '/s/new');
  await ask(app, 'Hello', 'Good day.');

  const again = await edit(app, 'OpenAI-compatible');
  const kept = await part(again, 'Key');
  await kept.getByLabel('Another API key').fill('mistyped');
  await kept.getByRole('button', { name: 'Keep key' }).click();
  await kept.getByRole('button', { name: 'Keep it anyway' }).click();
  await expect(kept.getByText('The key is kept.')).toBeVisible();
  await server.close();
});

test('a plain server is described, judged while it is typed, and answers', async ({
  app,
  openai,
}) => {
  // The same server, told in the words of a description: no dialect of ours is used.
  openai.say('Good day.');
  await choose(app, 'A plain server');
  await card(app).getByRole('button', { name: 'Fill in an example' }).click();
  await card(app).getByRole('textbox', { name: 'Address' }).fill(openai.url);
  await card(app).getByRole('textbox', { name: 'Path', exact: true }).fill('v1/chat');
  await expect(card(app).getByText(/A path begins with a slash/)).toBeVisible();
  await card(app).getByRole('textbox', { name: 'Path', exact: true }).fill('/v1/chat/completions');
  const body = card(app).getByRole('textbox', { name: 'What is sent, as JSON' });
  await body.fill('{"model": {{model}}}');
  await expect(card(app).getByText(/This is not JSON/)).toBeVisible();
  await body.fill('{"model": "{{model}}", "messages": "{{messages}}"}');
  await card(app).getByLabel('Where the text stands').fill('/choices/0/message/content');
  await card(app).getByLabel('What ends the reply').fill('');
  await card(app).getByLabel('Path of the model list').fill('/v1/models');
  await card(app).getByLabel('Where the list stands').fill('/data');
  await card(app).getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(message(app)).toBeVisible();
  await ask(app, 'Hello', 'Good day.');
  expect(chats(openai).at(-1)?.body).not.toHaveProperty('stream');
});
