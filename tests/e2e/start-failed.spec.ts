import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { open, test } from './fixtures.ts';
import { ask, connect, lastReply, sessionLinks } from './steps.ts';

/** As a later release of the app would leave it, from a page of the same origin that runs no app. */
async function writeByNewer(page: Page, url: string): Promise<void> {
  await page.goto(new URL('licenses.txt', url).href);
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('llantern-default', 990);
        opening.onsuccess = () => {
          opening.result.close();
          resolve();
        };
        opening.onerror = () => reject(opening.error);
      }),
  );
}

test('a database newer than the app is left alone, read out, and can be gone without or reset', async ({
  app,
  site,
  openai,
  context,
}) => {
  await connect(app, openai);
  await ask(app, 'Kept for later', 'You wrote: Kept for later');
  const other = await context.newPage();
  await writeByNewer(other, site.url);
  await app.close();

  await other.goto(site.url);
  await expect(
    other.getByRole('heading', { name: 'Your sessions were written by a newer Llantern' }),
  ).toBeVisible();
  const saved = other.waitForEvent('download');
  await other.getByRole('button', { name: 'Save what can be read' }).click();
  expect(await readFile(await (await saved).path(), 'utf8')).toContain('Kept for later');

  await other.getByRole('button', { name: 'Go on without storage' }).click();
  await connect(other, openai);
  await ask(other, 'Without a trace', 'You wrote: Without a trace');
  await expect(sessionLinks(other)).toHaveCount(1);
});

test('the app is reset only after the word was typed, and then starts afresh', async ({
  app,
  site,
  openai,
  context,
}) => {
  await connect(app, openai);
  await ask(app, 'Soon gone', 'You wrote: Soon gone');
  const other = await context.newPage();
  await writeByNewer(other, site.url);
  await app.close();
  await other.goto(site.url);
  await other.getByRole('button', { name: 'Reset Llantern…' }).click();
  const confirm = other.getByRole('button', { name: 'Delete everything' });
  await expect(confirm).toBeDisabled();
  await other.getByRole('textbox').fill('delete');
  await confirm.click();
  await expect(other.getByRole('heading', { name: 'Connect a server' })).toBeVisible();
  await expect(sessionLinks(other)).toHaveCount(0);
});

test('a damaged row spoils neither the list nor its session', async ({ app, site, openai }) => {
  await connect(app, openai);
  await ask(app, 'A sound session', 'You wrote: A sound session');
  await app.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('llantern-default');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const writing = database.transaction(['sessions', 'messages'], 'readwrite');
          const row = { id: 'broken', deletedAt: 0, updatedAt: Date.now(), title: 7 };
          writing.objectStore('sessions').put(row);
          writing.oncomplete = () => {
            database.close();
            resolve();
          };
        };
      }),
  );
  await open(app, site.url);
  await app.reload();
  await expect(sessionLinks(app).filter({ hasText: 'A sound session' })).toBeVisible();
  await expect(lastReply(app)).toContainText('You wrote: A sound session');
});

test('a browser that is too old is sent to a page that says so', async ({ page, site }) => {
  await page.addInitScript(() => Reflect.deleteProperty(HTMLElement.prototype, 'showPopover'));
  await page.goto(site.url);
  await expect(page).toHaveURL(/unsupported\.html$/);
  await expect(page.getByRole('heading').first()).toBeVisible();
});
