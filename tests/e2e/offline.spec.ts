import { expect } from '@playwright/test';
import { open, test } from './fixtures.ts';
import { ask, connect, go, lastReply, offlineReady, send } from './steps.ts';

test('opens with its host down and chats with a server that still runs', async ({
  app,
  site,
  ollama,
}) => {
  await connect(app, ollama);
  await ask(app, 'Before the cable was pulled', 'That is all.');
  await offlineReady(app);
  await site.close();

  await app.reload();
  await expect(lastReply(app)).toContainText('Before the cable was pulled');
  await ask(app, 'After it', 'You wrote: After it');
});

test('a tab that is opened with the host down starts an engine of its own', async ({
  app,
  site,
  ollama,
  context,
}) => {
  await connect(app, ollama);
  await offlineReady(app);
  await app.close();
  await site.close();

  const page = await context.newPage();
  await page.goto(site.url);
  await ask(page, 'Anyone there?', 'You wrote: Anyone there?');
});

test('the first visit is complete: what page and engine load later comes without the host', async ({
  app,
  site,
  ollama,
}) => {
  await connect(app, ollama);
  await offlineReady(app);
  await site.close();

  await ask(app, 'A heron on the roof', 'You wrote: A heron on the roof');
  await app.getByRole('searchbox', { name: 'Search sessions' }).fill('scripted');
  await expect(app.getByText('1 message found')).toBeAttached();
  await go(app, '/settings/data');
  const saved = app.waitForEvent('download');
  await app.getByRole('button', { name: 'Export all sessions' }).click();
  expect((await saved).suggestedFilename()).toMatch(/\.json$/);
  await go(app, '/help');
  await expect(app.getByRole('heading', { name: 'Help', exact: true })).toBeVisible();
});

test('a model server that is down is told apart from one that answers', async ({
  app,
  site,
  llama,
}) => {
  await connect(app, llama);
  await offlineReady(app);
  await site.close();
  await llama.close();
  await send(app, 'Is anybody there?');
  await expect(lastReply(app)).toContainText(/No answer can be had|No server is listening/);
  await app.reload();
  await expect(lastReply(app)).toContainText(/No answer can be had|No server is listening/);
  await open(app, site.url);
});
