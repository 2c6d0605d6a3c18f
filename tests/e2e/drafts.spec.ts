import { expect } from '@playwright/test';
import { open, test } from './fixtures.ts';
import { ask, connect, go, message, newSession, sessionLinks } from './steps.ts';

test('what is written but not sent is there after a reload, session by session', async ({
  app,
  ollama,
}) => {
  await connect(app, ollama);
  await ask(app, 'First session', 'That is all.');
  await message(app).fill('half a thought');
  await newSession(app);
  await message(app).fill('a new thought\nof two lines');
  await expect(sessionLinks(app)).toHaveCount(2);
  await app.reload();
  await expect(message(app)).toHaveValue('a new thought\nof two lines');
  await sessionLinks(app).filter({ hasText: 'First session' }).click();
  await expect(message(app)).toHaveValue('half a thought');
});

test('the chosen brightness is there before the first paint', async ({ app, site }) => {
  await go(app, '/settings/general');
  const root = app.locator('html');
  await app.getByLabel('Brightness').selectOption({ label: 'Dark' });
  await expect(root).toHaveAttribute('data-mode', 'dark');
  await app.addInitScript(() => {
    const seen: string[] = [];
    Reflect.set(globalThis, 'modesSeen', seen);
    const look = () => {
      if (document.body) seen.push(document.documentElement.dataset['mode'] ?? '');
      if (seen.length < 20) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await app.emulateMedia({ colorScheme: 'light' });
  await open(app, site.url);
  await app.reload();
  const modes = () =>
    app.evaluate(() => Reflect.get(globalThis, 'modesSeen') as unknown as string[]);
  await expect.poll(async () => (await modes()).length).toBe(20);
  expect(new Set(await modes())).toEqual(new Set(['dark']));
});

test('a message sent while nobody could answer stays in the field', async ({ app }) => {
  await go(app, '/s/new');
  await message(app).fill('To nobody yet');
  await app.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(app.getByText('No model is chosen')).toBeVisible();
  await expect(message(app)).toHaveValue('To nobody yet');
});
