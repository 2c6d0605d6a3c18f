import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import {
  ask,
  chats,
  checkAddress,
  go,
  lastReply,
  log,
  message,
  newSession,
  sessionLinks,
} from './steps.ts';

const wide = [
  `A long word: ${'lamplight'.repeat(30)}`,
  `\`\`\`js\n${'const line = 1; '.repeat(20)}\n\`\`\``,
  '| a | b | c | d | e | f |\n| --- | --- | --- | --- | --- | --- |\n' +
    '| some words | some words | some words | some words | some words | some words |',
  `https://example.org/${'path/'.repeat(40)}`,
].join('\n\n');

for (const { name, width, height } of [
  { name: 'a phone', width: 390, height: 844 },
  { name: 'a small phone', width: 360, height: 640 },
]) {
  test.describe(`on ${name}`, () => {
    test.use({ viewport: { width, height }, hasTouch: true, isMobile: true });

    test('the whole way from first run to search fits, and nothing scrolls sideways', async ({
      app,
      ollama,
    }) => {
      await fits(app);
      await checkAddress(app, `127.0.0.1:${ollama.port}`);
      await fits(app);
      await app.getByRole('button', { name: 'Connect', exact: true }).tap();
      await expect(message(app)).toBeVisible();
      await fits(app);

      ollama.say(wide);
      await ask(app, 'Say something wide', 'lamplight');
      await expect(log(app).getByRole('table')).toBeVisible();
      await fits(app);
      await message(app).fill('A line');
      await message(app).press('Enter');
      await expect(message(app)).toHaveValue('A line\n'); // a touch keyboard has no Shift
      expect(chats(ollama)).toHaveLength(1);
      await message(app).fill('');

      const screens = app.getByRole('navigation', { name: 'Screens' });
      await screens.getByRole('link', { name: 'Sessions' }).tap();
      await expect(sessionLinks(app)).toHaveCount(1);
      await fits(app);
      await newSession(app);
      await fits(app);
      await app.getByRole('button', { name: /^Model/ }).tap();
      await app.getByRole('option', { name: /moss:1b/ }).tap();
      await ask(app, 'A heron, please', 'lamplight');

      await screens.getByRole('link', { name: 'Sessions' }).tap();
      await app.getByRole('searchbox', { name: 'Search sessions' }).fill('wide');
      await expect(
        app.getByText('2 messages found').or(app.getByText('1 message found')),
      ).toBeAttached();
      await fits(app);
      await sessionLinks(app).filter({ hasText: 'Say something wide' }).tap();
      await expect(lastReply(app)).toContainText('lamplight');
      for (const route of ['general', 'connections', 'data', 'about']) {
        await go(app, `/settings/${route}`);
        await expect(app.getByRole('main').getByRole('heading').first()).toBeVisible();
        await fits(app);
      }
      await go(app, '/help');
      await expect(app.getByRole('heading', { name: 'Help', exact: true })).toBeVisible();
      await fits(app);
    });
  });
}

async function fits(page: Page): Promise<void> {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wider, 'pixels the page is wider than the screen').toBeLessThanOrEqual(0);
}
