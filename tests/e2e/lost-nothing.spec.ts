import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import {
  chats,
  connect,
  held,
  journal,
  lastReply,
  numbered,
  questions,
  replyEnded,
  send,
  stopButton,
} from './steps.ts';

const reply = numbered(60);

test.describe('with the engine that all tabs share', () => {
  test('a reload in mid-stream loses nothing and asks only once', async ({ app, ollama }) => {
    await connect(app, ollama);
    ollama.say({ text: reply, pauseAfterTokens: 20 });
    await send(app, 'Count, please');
    await held(ollama);
    await expect(lastReply(app)).toContainText('n9');

    await app.reload();
    await expect(lastReply(app)).toContainText('n9');
    await expect(stopButton(app)).toBeVisible();
    ollama.release('pause');
    await expect(lastReply(app)).toContainText(reply);
    await replyEnded(app);
    await expect(questions(app)).toHaveCount(1);
    expect(chats(ollama)).toHaveLength(1);
  });

  test('a reply goes on in no tab at all, and is whole when one is opened', async ({
    app,
    llama,
    context,
    site,
  }) => {
    await connect(app, llama);
    llama.say({ text: reply, pauseAfterTokens: 20 });
    await send(app, 'Count, please');
    await held(llama);
    await expect(lastReply(app)).toContainText('n9');
    await app.close();
    llama.release('pause');
    await expect.poll(() => llama.generating).toBe(0);

    const page = await context.newPage();
    await page.goto(site.url);
    await expect(lastReply(page)).toContainText(reply);
    await replyEnded(page);
  });

  test('the engine that dies with its tab is started again from another one', async ({
    app,
    ollama,
    context,
  }) => {
    await connect(app, ollama);
    ollama.say({ text: reply, pauseAfterTokens: 20 });
    await send(app, 'Count, please');
    await held(ollama);
    const other = await context.newPage();
    await other.goto(app.url());
    await expect(lastReply(other)).toContainText('n9');
    await expect.poll(() => journal(other)).toContain('n9');

    const crashed = app.waitForEvent('crash');
    const devTools = await context.newCDPSession(app);
    devTools.send('Page.crash').catch(() => undefined); // its answer dies with the page
    await crashed;

    await expect(lastReply(other)).toContainText('Interrupted: what came until then is kept.');
    await expect(lastReply(other)).toContainText('n9');
    ollama.say(reply);
    await lastReply(other).getByRole('button', { name: 'Continue' }).first().click();
    await expect(lastReply(other)).toContainText(reply);
    await replyEnded(other);
    await expect(lastReply(other)).toContainText('Continued once');
  });
});

test.describe('with an engine for each tab', () => {
  test.beforeEach(async ({ page }) => {
    await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'SharedWorker'));
  });

  test('a reload in mid-stream keeps what had arrived, and Continue goes on', async ({
    app,
    ollama,
  }) => {
    await connect(app, ollama);
    ollama.say({ text: reply, pauseAfterTokens: 20 });
    await send(app, 'Count, please');
    await held(ollama);
    await expect.poll(() => journal(app)).toContain('n9');

    await app.reload();
    await expect(lastReply(app)).toContainText('Interrupted: what came until then is kept.');
    await expect(lastReply(app)).toContainText('n9');
    ollama.say(reply);
    await lastReply(app).getByRole('button', { name: 'Continue' }).first().click();
    await expect(lastReply(app)).toContainText(reply);
    await replyEnded(app);
  });
});

test.describe('with the engine in the page', () => {
  test.beforeEach(async ({ page }) => {
    await page.addInitScript(() => {
      Reflect.deleteProperty(globalThis, 'SharedWorker');
      Reflect.deleteProperty(globalThis, 'Worker');
    });
  });

  test('chats all the same, says where it runs, and keeps the session', async ({ app, openai }) => {
    await connect(app, openai);
    await expect(app.getByText('Runs in this tab only')).toBeVisible();
    openai.say(reply);
    await send(app, 'Count, please');
    await expect(lastReply(app)).toContainText(reply);
    await replyEnded(app);
    await app.reload();
    await expect(lastReply(app)).toContainText(reply);
  });
});
