import { type Page, expect as plainExpect } from '@playwright/test';
import { test } from './fixtures.ts';
import { go, lastReply, message, offlineReady, replies, replyEnded, send } from './steps.ts';

/** The engine is compiled when a page first needs it, which takes a busy machine its time. */
const expect = plainExpect.configure({ timeout: 30_000 });
test.setTimeout(120_000);

const tryGuide = async (page: Page) => {
  await go(page, '/connect');
  await page.getByRole('button', { name: 'Try the guide now' }).click();
  await expect(message(page)).toBeVisible();
};

test('the guide answers at a press, links to the screen it speaks of, and answers again offline', async ({
  app,
  site,
}) => {
  await tryGuide(app);
  await app.getByRole('button', { name: 'How do I connect Ollama?' }).click();
  await expect(lastReply(app)).toContainText('ollama serve');
  await replyEnded(app);
  await offlineReady(app);
  await site.close();

  await app.reload();
  await expect(lastReply(app)).toContainText('ollama serve');
  await send(app, 'how can I put this on my phone');
  await expect(replies(app)).toHaveCount(2);
  await expect(lastReply(app)).toContainText('Add to Home Screen');
  await replyEnded(app);

  await replies(app)
    .first()
    .getByRole('link', { name: /Connect/ })
    .click();
  await expect(app).toHaveURL(/#\/connect$/);
  await expect(app.getByRole('heading', { name: 'Connect a server' })).toBeVisible();
});

test('the guide says plainly what it does not know', async ({ app }) => {
  await tryGuide(app);
  await send(app, 'What is the capital of France?');
  await expect(lastReply(app)).toContainText('I know only this app');
  await replyEnded(app);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('the way to the guide fits, and nothing scrolls sideways', async ({ app }) => {
    await tryGuide(app);
    const width = () =>
      app.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
    expect(await width()).toBe(0);
    await app.getByRole('button', { name: 'Can I install this on my phone?' }).click();
    await expect(lastReply(app)).toContainText('Home Screen');
    await replyEnded(app);
    expect(await width()).toBe(0);
  });
});
