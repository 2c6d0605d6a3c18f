/* What a person does over and over in the journeys, by the names the design promises. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Output } from '../../src/engine/protocol.ts';
import type { ScriptedServer } from '../servers/types.ts';
import { callEngine } from './engine-call.ts';

/** Connects a server by its typed address and ends in a new session with its first model. */
export async function connect(page: Page, server: Pick<ScriptedServer, 'port'>): Promise<void> {
  await go(page, '/connect');
  await checkAddress(page, `127.0.0.1:${server.port}`);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(message(page)).toBeVisible();
}

/** To a screen by its route, as a link in the page would. */
export async function go(page: Page, route: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, route);
}

/** Types an address on the Connect page and has it looked at. */
export async function checkAddress(page: Page, address: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Address of the server' }).fill(address);
  await page
    .getByRole('button', { name: /^Check( again)?$/ })
    .first()
    .click();
}

export const message = (page: Page): Locator =>
  page.getByRole('textbox', { name: 'Message', exact: true });
export const sendButton = (page: Page): Locator =>
  page.getByRole('button', { name: 'Send', exact: true });
export const stopButton = (page: Page): Locator =>
  page.getByRole('button', { name: 'Stop', exact: true });
export const log = (page: Page): Locator => page.getByRole('log', { name: 'Messages' });
export const replies = (page: Page): Locator =>
  log(page).getByRole('article', { name: /^Assistant / });
export const questions = (page: Page): Locator =>
  log(page).getByRole('article', { name: /^User / });
export const lastReply = (page: Page): Locator => replies(page).last();
export const sessionLinks = (page: Page): Locator =>
  page.getByRole('navigation', { name: 'Sessions' }).getByRole('link');

export async function send(page: Page, text: string): Promise<void> {
  await message(page).fill(text);
  await sendButton(page).click();
  await expect(message(page)).toHaveValue('');
}

/** Sends and waits for the whole answer, which must hold this text. */
export async function ask(page: Page, text: string, answer: string | RegExp): Promise<void> {
  await send(page, text);
  await expect(lastReply(page)).toContainText(answer);
  await replyEnded(page);
}

/** Nothing streams in the shown session any more. */
export async function replyEnded(page: Page): Promise<void> {
  await expect(stopButton(page)).toHaveCount(0);
}

export async function newSession(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New session', exact: true }).click();
  await expect(replies(page)).toHaveCount(0);
}

/** Waits until the server holds its reply at an ordered place. */
export async function held(server: ScriptedServer, name = 'pause'): Promise<void> {
  await expect.poll(() => server.held).toContain(name);
}

/** Chats the server was asked for, without preflights. */
export function chats(server: ScriptedServer): readonly { body: unknown; aborted?: boolean }[] {
  return server.requests.filter(
    ({ method, path }) => method === 'POST' && /\/chat(\/completions)?$/.test(path),
  );
}

/** `n1 n2 n3 …`: a text of which any missing or doubled piece shows. Two tokens each. */
export function numbered(count: number): string {
  return Array.from({ length: count }, (_, at) => `n${at + 1}`).join(' ');
}

/** The text of all replies in flight, as far as it is safe on disk. */
export function journal(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('llantern-default');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const rows = await new Promise<{ text?: string }[]>((resolve, reject) => {
      const reading = database.transaction('journal').objectStore('journal').getAll();
      reading.onsuccess = () => resolve(reading.result);
      reading.onerror = () => reject(reading.error);
    });
    database.close();
    return rows.map((row) => row.text ?? '').join('');
  });
}

/** What the shared engine says of itself, asked over a channel of our own that it knows as one more page. */
export function engineInfo(page: Page): Promise<Output<'engine.info'>> {
  return callEngine(page, 'engine.info', null);
}

/** The service worker has its files and answers for this page. */
export async function offlineReady(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}
