import { expect, type Locator, type Page } from '@playwright/test';
import { startOpenAi } from '../servers/openai.ts';
import { callEngine } from './engine-call.ts';
import { test } from './fixtures.ts';
import { ask, chats, go, lastReply, message, numbered, sendButton } from './steps.ts';

const reply = numbered(12);

const picker = (page: Page): Locator => page.getByRole('button', { name: /^Model:/ });

async function pick(page: Page, name: string): Promise<void> {
  await picker(page).click();
  await page.getByRole('option', { name }).click();
}

async function fence(page: Page, zone: string): Promise<void> {
  await page.getByRole('button', { name: 'Session settings' }).click();
  await page.getByRole('combobox', { name: 'May go to' }).selectOption(zone);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

test('a session kept in the house sends nothing to a cloud, whatever the page asks', async ({
  app,
  openai,
}) => {
  const cloud = await startOpenAi({ models: [{ name: 'far-70b' }], reply });
  openai.say(reply);
  const at = (port: number) => `http://127.0.0.1:${port}/v1`;
  await callEngine(app, 'connections.add', {
    kind: 'openai',
    name: 'Hall',
    baseUrl: at(openai.port),
  });
  const { id: cloudId } = await callEngine(app, 'connections.add', {
    kind: 'openai',
    name: 'Cloud',
    baseUrl: at(cloud.port),
    options: { zone: 'outside' },
  });
  await go(app, '/s/new');
  await pick(app, 'heron-7b');
  await expect(sendButton(app)).toHaveAccessibleDescription(/stays on this device/);
  await fence(app, 'My network');
  await ask(app, 'A secret', reply);

  await pick(app, 'far-70b');
  await message(app).fill('Another secret');
  await expect(app.getByText('Cloud is on the internet, and this session stays')).toBeVisible();
  await expect(sendButton(app)).toBeDisabled();
  await expect(sendButton(app)).toHaveAccessibleDescription(/may not go there/);
  await message(app).press('Enter');
  await expect(message(app)).toHaveValue('Another secret');

  // Past the page's own button: the engine refuses.
  const sessionId = decodeURIComponent(app.url().split('/s/')[1] ?? '');
  await callEngine(app, 'turns.send', {
    sessionId,
    text: 'Let it out',
    images: [],
    model: { connectionId: cloudId, name: 'far-70b' },
    parameters: {},
    systemPrompt: '',
  });
  await expect(lastReply(app)).toContainText('Nothing was sent');
  await expect(lastReply(app)).toContainText('OUTSIDE_FENCE');
  expect(chats(cloud)).toHaveLength(0);

  await lastReply(app).getByRole('button', { name: 'Change the fence' }).click();
  await app.getByRole('combobox', { name: 'May go to' }).selectOption('Anywhere');
  await app.getByRole('button', { name: 'Save' }).click();
  await expect(sendButton(app)).toBeEnabled();
  await expect(sendButton(app)).toHaveAccessibleDescription(/goes out to the internet/);
  await ask(app, 'Now it may', reply);
  expect(chats(cloud)).toHaveLength(1);
  await cloud.close();
});
