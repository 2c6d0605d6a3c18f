import { readFile, writeFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { ask, connect, go, lastReply, log, newSession, sessionLinks } from './steps.ts';

test('a word is found in all sessions, and the hit opens at its message', async ({ app }, info) => {
  const messages = Array.from({ length: 300 }, (_, at) => ({
    role: at % 2 === 0 ? 'user' : 'assistant',
    text:
      at === 20 ? 'Here sits the kingfisher, blue.' : `Message ${at} about nothing much.\n\nTwo.`,
    createdAt: 1_760_000_000_000 + at,
  }));
  const session = { id: 's', title: 'Birds', createdAt: 1, updatedAt: 1_760_000_000_300, messages };
  const path = info.outputPath('birds.json');
  const file = { format: 'llantern', version: 1, exportedAt: '2026-01-01T00:00:00.000Z' };
  await writeFile(path, JSON.stringify({ ...file, sessions: [session] }));
  await go(app, '/settings/data');
  await app.getByLabel('Import sessions').setInputFiles(path);
  await app.getByRole('button', { name: 'Import…' }).click();
  await expect(app.getByRole('status').filter({ hasText: 'Imported 1 sessions' })).toBeVisible();

  const search = app.getByRole('searchbox', { name: 'Search sessions' });
  await search.fill('kingfish');
  await expect(app.getByText('1 message found')).toBeAttached();
  await app.getByRole('link', { name: /kingfisher/ }).click();
  const found = log(app).getByRole('article', { name: /^User Here sits the kingfisher/ });
  await expect(found).toBeInViewport();
  await expect(found).toHaveAttribute('aria-posinset', '21');
  expect(await log(app).getByRole('article').count()).toBeLessThan(120);

  await app.keyboard.press('Control+f');
  const find = app.getByRole('searchbox', { name: 'Find in session' });
  await expect(find).toBeFocused();
  await find.fill('about nothing');
  await expect(app.getByText('Message 299 of 299, 299 found')).toBeVisible();
  await find.press('Shift+Enter');
  await expect(app.getByText('Message 1 of 299, 299 found')).toBeVisible();
  await expect(log(app).getByRole('article', { name: 'User Message 0 about' })).toBeInViewport();
  await find.press('Escape');
  await expect(find).toHaveCount(0);

  await search.fill('birds');
  await expect(sessionLinks(app)).toHaveText([/Birds/]);
  await search.fill('no such thing');
  await expect(app.getByText('No message holds these words')).toBeVisible();
});

test('what was just answered is found, and a session is saved as Markdown', async ({
  app,
  ollama,
}) => {
  ollama.say('The **kingfisher** dives.\n\n- once\n- twice');
  await connect(app, ollama);
  await ask(app, 'What does it do?', 'The kingfisher dives.');
  await newSession(app);
  await app.getByRole('searchbox', { name: 'Search sessions' }).fill('kingfisher dives');
  await app.getByRole('link', { name: /kingfisher/ }).click();
  await expect(lastReply(app)).toContainText('The kingfisher dives.');

  await app.getByRole('button', { name: 'Session menu' }).click();
  const saved = app.waitForEvent('download');
  await app.getByRole('menuitem', { name: 'Export as Markdown' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toMatch(/\.md$/);
  const text = await readFile(await download.path(), 'utf8');
  expect(text).toContain('What does it do?');
  expect(text).toContain('The **kingfisher** dives.\n\n- once\n- twice');
});
