import { type Page, expect as plainExpect } from '@playwright/test';
import { test } from './fixtures.ts';
import {
  go,
  lastReply,
  log,
  message,
  newSession,
  offlineReady,
  replies,
  replyEnded,
  send,
} from './steps.ts';

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

/** Presses Stop within the page, as soon as words have come: from outside it would often be too late. */
const stopAtFirstWords = (page: Page) =>
  page.evaluate(() => {
    const named = (name: string) =>
      [...document.querySelectorAll('button')].find(
        (each) => (each.ariaLabel ?? each.textContent).trim() === name,
      );
    const watch = new MutationObserver(() => {
      const stop = named('Stop');
      if (!stop || !document.querySelector('[role=log]')?.textContent.includes('Open Session'))
        return;
      watch.disconnect();
      stop.click();
    });
    watch.observe(document.body, { subtree: true, childList: true, characterData: true });
  });

test('an answer of the guide that was stopped goes on where it stopped', async ({ app }) => {
  await tryGuide(app);
  // The first time the engine is only begun; an answer may still be over before it is stopped.
  await expect(async () => {
    await newSession(app);
    await stopAtFirstWords(app);
    await send(app, 'where do i set the temperature');
    await replyEnded(app);
    await expect(lastReply(app)).toContainText('Stopped', { timeout: 1000 });
    await expect(lastReply(app)).not.toContainText('leave empty', { timeout: 1000 });
  }).toPass({ timeout: 60_000 });
  await lastReply(app).getByRole('button', { name: 'Continue' }).first().click();
  await expect(lastReply(app).getByRole('link', { name: 'Open: New session' })).toBeVisible();
  await replyEnded(app);
  await expect(lastReply(app)).toContainText(
    /^\s*Open Session settings at the head of a session\. There you set the temperature, the context length and the longest reply in tokens\. What you leave empty stays as the server has it\.\s*Open: New session/,
  );
});

test('the guide answers alike whatever a session asks of its models', async ({ app }) => {
  await tryGuide(app);
  await app.getByRole('button', { name: 'Session settings' }).click();
  const settings = app.getByRole('dialog', { name: 'Session settings' });
  await settings.getByRole('textbox', { name: 'System prompt' }).fill('You are a pirate. Say arr.');
  for (const [field, value] of [
    ['Temperature', '2'],
    ['Longest reply', '3'],
    ['Context length', '128'],
  ] as const) {
    const box = settings.getByRole('textbox', { name: field });
    await box.fill(value);
  }
  await settings.getByRole('button', { name: 'Save' }).click();
  const dark = 'There is a theme with high contrast too.';
  const refusal = 'I know only this app';
  const asked = [
    ['how do I switch to dark mode', dark],
    ['give me the dark theme please', dark],
    ['dark mode?', dark],
    ['1234567890 '.repeat(500), refusal],
    ['今日はとても暑いですね'.repeat(40), refusal],
  ] as const;
  for (const [at, [question, answer]] of asked.entries()) {
    await send(app, question);
    await expect(replies(app)).toHaveCount(at + 1);
    await expect(lastReply(app)).toContainText(answer);
    await replyEnded(app);
  }
  // What it leaves unread by design is no context that was cut.
  await expect(log(app)).not.toContainText('The context was cut');
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
