import { expect, type Page } from '@playwright/test';
import { connect, lastReply, replyEnded, send } from '../e2e/steps.ts';
import type { ScriptedServer } from '../servers/types.ts';
import { spread, tell } from './figures.ts';
import { test } from './fixtures.ts';
import { numbered } from './replies.ts';

const rate = 200;
const tokens = 3000;
const rounds = 5;

/** The number of the last word that is shown; it is kept over a reload in the page's own notes. */
function lastShown(page: Page): Promise<number> {
  return page.evaluate(() => {
    const articles = document.querySelectorAll('[role="log"] article[aria-label^="Assistant"]');
    const text = articles[articles.length - 1]?.textContent ?? '';
    return Number([...text.matchAll(/t(\d{6})/g)].at(-1)?.[1] ?? 0);
  });
}

/** Notes what is shown at the moment the page leaves. */
async function noteAtLeave(page: Page): Promise<void> {
  await page.addInitScript(() => {
    addEventListener('pagehide', () => {
      const articles = document.querySelectorAll('[role="log"] article[aria-label^="Assistant"]');
      const text = articles[articles.length - 1]?.textContent ?? '';
      const shown = [...text.matchAll(/t(\d{6})/g)].at(-1)?.[1];
      if (shown !== undefined) sessionStorage.setItem('bench-shown', shown);
    });
  });
}

const shownAtLeave = async (page: Page) =>
  Number(await page.evaluate(() => sessionStorage.getItem('bench-shown') ?? '0'));

/** What was received but not shown yet counts for nothing here, and may well be kept. */
const lostMs = (shown: number, kept: number) => (Math.max(0, shown - kept) / rate) * 1000;

/** Offered where a reply was cut short. */
const continueButton = (page: Page) => page.getByRole('button', { name: 'Continue' }).first();

async function begin(page: Page, llama: ScriptedServer): Promise<void> {
  await connect(page, llama);
  llama.say({ text: numbered(tokens), tokensPerSecond: rate });
  await send(page, 'Count.');
  await expect(lastReply(page)).toContainText('t000150');
}

test('a reload with the shared engine', async ({ app, llama }) => {
  await begin(app, llama);
  for (let round = 0; round < 3; round += 1) {
    await app.reload();
    await expect(lastReply(app)).toContainText('t000150');
    await app.waitForTimeout(500);
  }
  await expect.poll(() => llama.generating, { timeout: 30_000 }).toBe(0);
  await replyEnded(app);
  await app.reload();
  await expect(lastReply(app)).toContainText('t000150');
  const text = await lastReply(app).innerText();
  const kept = new Set([...text.matchAll(/t(\d{6})/g)].map(([, number]) => Number(number)));
  let lost = 0;
  for (let at = 1; at <= tokens; at += 1) if (!kept.has(at)) lost += 1;
  tell('loss-shared', (lost / rate) * 1000, `${lost} of ${tokens} tokens, 4 reloads`);
});

test('a reload with an engine of the tab', async ({ browser, site, llama }) => {
  const losses: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'SharedWorker'));
    await noteAtLeave(page);
    await page.goto(site.url);
    await begin(page, llama);
    await page.waitForTimeout(round * 70);
    await page.reload();
    const received = await shownAtLeave(page);
    await expect(lastReply(page)).toContainText('t000150');
    await expect(continueButton(page)).toBeVisible();
    losses.push(lostMs(received, await lastShown(page)));
    await context.close();
  }
  tell('loss-dedicated', Math.max(...losses), `the worst: ${spread(losses)}`);
});

test("a crash of the engine's tab", async ({ browser, site, llama }) => {
  const losses: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const context = await browser.newContext();
    const first = await context.newPage();
    await first.goto(site.url);
    await begin(first, llama);
    const second = await context.newPage();
    await second.goto(first.url());
    await expect(lastReply(second)).toContainText('t000150');
    await second.waitForTimeout(300 + round * 70);
    const received = await lastShown(second);
    // The crash answers nobody.
    const crash = await context.newCDPSession(first);
    const crashed = first.waitForEvent('crash');
    crash.send('Page.crash').catch(() => undefined);
    await crashed;
    await expect(continueButton(second)).toBeVisible({ timeout: 20_000 });
    losses.push(lostMs(received, await lastShown(second)));
    await context.close();
  }
  tell('loss-crash', Math.max(...losses), `the worst: ${spread(losses)}`);
});
