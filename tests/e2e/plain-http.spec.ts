/*
 * Opened over plain http from another machine: no locks, no service worker, no clipboard, no subtle crypto. The browser
 * is told that a name without a certificate is this machine.
 */
import { type BrowserContext, expect } from '@playwright/test';
import { test as base } from './fixtures.ts';
import { withOwnBrowser } from './own-browser.ts';
import { connect, go, held, lastReply, numbered, replyEnded, send, stopButton } from './steps.ts';

const test = base.extend<{ lan: BrowserContext }>({
  lan: ({ browserName: _ }, use) =>
    withOwnBrowser(['--host-resolver-rules=MAP lan.test 127.0.0.1'], use),
});

test('it chats, loses nothing on a reload, and names what is missing', async ({
  lan,
  site,
  openai,
}) => {
  const page = await lan.newPage();
  await page.goto(site.urlFor('lan.test'));
  await expect(page.getByRole('heading', { name: 'Connect a server' })).toBeVisible();
  expect(await page.evaluate(() => [isSecureContext, 'locks' in navigator])).toEqual([
    false,
    false,
  ]);
  await connect(page, openai);
  const reply = numbered(60);
  openai.say({ text: reply, pauseAfterTokens: 20 });
  await send(page, 'Count, please');
  await held(openai);
  await expect(lastReply(page)).toContainText('n9');

  const other = await lan.newPage();
  await other.goto(page.url());
  await expect(lastReply(other)).toContainText('n9');
  await expect(stopButton(other)).toBeVisible();
  await page.reload();
  await expect(lastReply(page)).toContainText('n9');
  openai.release('pause');
  for (const tab of [page, other]) {
    await expect(lastReply(tab)).toContainText(reply);
    await replyEnded(tab);
  }
  await go(page, '/help');
  await expect(page.getByText('This page was opened in this way.')).toBeVisible();
});
