import { expect, type Page } from '@playwright/test';
import { message } from '../e2e/steps.ts';
import { composerTookIt, countNodes, openTimed, watchComposer } from './app.ts';
import { heapAfterCollection } from './cdp.ts';
import { median, spread, tell } from './figures.ts';
import { type Profile, test } from './fixtures.ts';
import { longSession, ordinarySession, rareWord } from './seed.ts';

test('start with years of sessions', async ({ empty, stored }) => {
  const times = { empty: [] as number[], stored: [] as number[] };
  // The first start of each warms the system's caches and is not counted.
  for (let round = 0; round < 8; round += 1) {
    const pair = [await timedStart(empty), await timedStart(stored)];
    if (round === 0) continue;
    times.empty.push(pair[0] ?? 0);
    times.stored.push(pair[1] ?? 0);
  }
  const [without, withAll] = [median(times.empty), median(times.stored)];
  const note = `${without.toFixed(0)} and ${withAll.toFixed(0)} ms, medians of ${times.empty.length}`;
  tell('start', withAll / without, note);
});

/** A new browser with this profile, so that no engine is awake. */
async function timedStart(profile: Profile): Promise<number> {
  const { context, page } = await profile.open();
  await watchComposer(page);
  await page.goto(profile.url);
  const took = await composerTookIt(page);
  await page.waitForTimeout(300);
  await context.close();
  return took;
}

test('open a long session', async ({ stored }) => {
  const { context, page } = await stored.open();
  await page.goto(`${stored.url}#/s/new`);
  await page.getByRole('navigation', { name: 'Sessions' }).getByRole('link').first().waitFor();
  await page.waitForTimeout(1000);
  const times: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    times.push(await openTimed(page, longSession.id));
    await page.waitForTimeout(700);
    if (round === 0) {
      await expect(page.getByRole('log').getByRole('article').last()).toHaveAttribute(
        'aria-setsize',
        String(longSession.messages),
      );
      tell('open-session-nodes', await countNodes(page));
    }
    await openTimed(page, ordinarySession);
    await page.waitForTimeout(300);
  }
  const [first = 0] = times;
  tell('open-session', median(times), `the first ${first.toFixed(0)} ms; ${spread(times)}`);
  await context.close();
});

test('search', async ({ stored }) => {
  const { context, page } = await stored.open();
  await page.goto(`${stored.url}#/s/new`);
  await expect(message(page)).toBeVisible();
  await page.waitForTimeout(4000);
  const asked = [rareWord.text, 'bababala', 'cordu', 'babadula corbafen', 'fengli', 'zzzzz'];
  const notes: string[] = [];
  const medians: number[] = [];
  for (const text of asked) {
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) times.push(await searchTimed(page, text));
    medians.push(median(times));
    notes.push(`${text.length > 12 ? 'two words' : text} ${median(times).toFixed(0)}`);
  }
  tell('search', Math.max(...medians), `from the last key: ${notes.join(', ')}`);
  await context.close();
});

/** Milliseconds from the last letter in the search box until hits (or their absence) are shown. */
function searchTimed(page: Page, text: string): Promise<number> {
  return page.evaluate(async (asked) => {
    const box = document.querySelector<HTMLInputElement>('input[aria-label="Search sessions"]');
    if (!box) throw new Error('there is no search box');
    const write = (value: string) => {
      box.value = value;
      box.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const section = () => document.querySelector('section[aria-label="In messages"]');
    write('');
    while (section()) await frame();
    await frame();
    const startedMs = performance.now();
    write(asked);
    for (;;) {
      const status = section()?.querySelector('[role="status"]')?.textContent ?? '';
      if (section()?.querySelector('a') || /^No/.test(status)) break;
      if (performance.now() - startedMs > 30_000) throw new Error(`no answer: ${status}`);
      await new Promise((resolve) => setTimeout(resolve));
    }
    return performance.now() - startedMs;
  }, text);
}

test('memory', async ({ stored }) => {
  const { context, page } = await stored.open();
  await page.goto(`${stored.url}#/s/new`);
  await page.getByRole('navigation', { name: 'Sessions' }).getByRole('link').first().waitFor();
  await openTimed(page, longSession.id);
  await page.waitForTimeout(6000);
  const memory = await heapAfterCollection(page);
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  const note = `page ${megabytes(memory.page)}, engine ${megabytes(memory.engine)}`;
  tell('heap', (memory.page + memory.engine) / 1e6, note);
  await context.close();
});
