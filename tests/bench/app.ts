/* Steps and measurements in the page, by the names the design promises. */
import { expect, type Page } from '@playwright/test';
import { go } from '../e2e/steps.ts';

/** Fills a new install from an export file, the way a person does. */
export async function importFile(page: Page, path: string, sessions: number): Promise<void> {
  await page.getByRole('main').getByRole('heading').first().waitFor();
  await go(page, '/settings/data');
  await page.getByLabel('Import sessions').setInputFiles(path);
  await page.getByRole('button', { name: 'Import…' }).click({ timeout: 180_000 });
  await expect(
    page.getByRole('status').filter({ hasText: `Imported ${sessions} session` }),
  ).toBeVisible({ timeout: 600_000 });
}

/** Waits until the engine has taken all imported messages into its index: no note is left. */
export async function indexIsBuilt(page: Page): Promise<void> {
  const waiting = () =>
    page.evaluate(
      () =>
        new Promise<number>((resolve, reject) => {
          const opening = indexedDB.open('llantern-default');
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const database = opening.result;
            const counting = database.transaction('unindexed').objectStore('unindexed').count();
            counting.onerror = () => reject(counting.error);
            counting.onsuccess = () => {
              database.close();
              resolve(counting.result);
            };
          };
        }),
    );
  await expect.poll(waiting, { timeout: 900_000, intervals: [2000] }).toBe(0);
  // The last segment is on its way while its notes are already gone.
  await page.waitForTimeout(3000);
}

/**
 * Milliseconds from the start of the page's load until a character typed into the composer stays there. Call before the
 * page is opened; the answer comes from `composerTookIt`.
 */
export async function watchComposer(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const took = new Promise<number>((resolve) => {
      const look = () => {
        const field = document.querySelector<HTMLTextAreaElement>('textarea[aria-label="Message"]');
        if (!field) {
          setTimeout(look, 2);
          return;
        }
        field.focus();
        document.execCommand('insertText', false, 'x');
        const at = performance.now();
        // The app may still put a draft or another session's composer in its place.
        setTimeout(() => {
          if (!field.isConnected || !field.value.includes('x')) {
            look();
            return;
          }
          resolve(at);
          // Nothing may be left: a draft would be a session more at the next start.
          field.select();
          document.execCommand('delete');
        }, 100);
      };
      look();
    });
    Object.assign(window, { composerTook: took });
  });
}

export function composerTookIt(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { composerTook: Promise<number> }).composerTook);
}

/** Clicks the link of a session and tells the milliseconds until its last message is painted. */
export function openTimed(page: Page, sessionId: string): Promise<number> {
  return page.evaluate(
    (id) =>
      new Promise<number>((resolve, reject) => {
        const link = document.querySelector<HTMLAnchorElement>(`nav a[href*="${id}"]`);
        if (!link) {
          reject(new Error(`no link to ${id}`));
          return;
        }
        const startedMs = performance.now();
        const look = () => {
          if (performance.now() - startedMs > 20_000) {
            reject(new Error('the last message did not come'));
            return;
          }
          const articles = document.querySelectorAll<HTMLElement>('[role="log"] article');
          const last = articles[articles.length - 1];
          const size = last?.getAttribute('aria-setsize');
          const view = last?.closest('[role="log"]')?.getBoundingClientRect();
          const box = last?.getBoundingClientRect();
          const isHere =
            location.hash.includes(id) &&
            last !== undefined &&
            size === last.getAttribute('aria-posinset') &&
            view !== undefined &&
            box !== undefined &&
            box.bottom <= view.bottom + 1 &&
            box.bottom > view.top &&
            (last.textContent ?? '').length > 40;
          if (!isHere) {
            requestAnimationFrame(look);
            return;
          }
          // A message posted in a frame comes after its paint.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - startedMs);
          port2.postMessage(null);
        };
        link.click();
        requestAnimationFrame(look);
      }),
    sessionId,
  );
}

/** Elements, texts and comments of the document. */
export function countNodes(page: Page): Promise<number> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
    let count = 1;
    while (walker.nextNode()) count += 1;
    return count;
  });
}
