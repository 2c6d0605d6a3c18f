/* What a person does with the vault over and over in the journeys. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { ScriptedServer } from '../servers/types.ts';
import { checkAddress, go, message } from './steps.ts';

export const passphrase = 'heron gannet fern moss 12';

/** Connects a server that wants this key, and ends in a new session with its first model. */
export async function connectWithKey(
  page: Page,
  server: Pick<ScriptedServer, 'port'>,
  key: string,
): Promise<void> {
  await go(page, '/connect');
  await checkAddress(page, `127.0.0.1:${server.port}`);
  await page.getByLabel('API key').first().fill(key);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(message(page)).toBeVisible();
}

export async function openVault(page: Page): Promise<void> {
  await go(page, '/settings/vault');
  await expect(page.getByRole('heading', { name: 'Keys', exact: true })).toBeVisible();
}

/** Makes a vault; the code is there where one was wanted. */
export async function makeVault(page: Page, withCode = false): Promise<string> {
  await openVault(page);
  await page.getByLabel('New passphrase').fill(passphrase);
  await page.getByLabel('The same once more').fill(passphrase);
  if (!withCode) await page.getByRole('switch', { name: 'Make a recovery code too' }).uncheck();
  await page.getByRole('button', { name: 'Make the vault' }).click();
  const code = withCode ? await keepCode(page) : '';
  await expect(isOpen(page)).toBeVisible();
  return code;
}

/** Reads the code that is shown once, says that it is kept, and goes on. */
export async function keepCode(page: Page): Promise<string> {
  const dialog = page.getByRole('alertdialog', { name: 'Your recovery code' });
  const code = (await dialog.locator('code').textContent()) ?? '';
  await expect(dialog.getByRole('button', { name: 'Done' })).toBeDisabled();
  await dialog.getByRole('checkbox', { name: 'I have kept it' }).check();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toBeHidden();
  return code;
}

export const isOpen = (page: Page): Locator =>
  page.getByRole('heading', { name: 'The vault is open' });
export const isLocked = (page: Page): Locator =>
  page.getByRole('main').getByRole('heading', { name: 'The vault is locked' });

/** Types what opens it into the form of this place. */
export async function prove(place: Page | Locator, text: string, button: string): Promise<void> {
  await place.getByLabel(/^(Passphrase|Recovery code)$/).fill(text);
  await place.getByRole('button', { name: button, exact: true }).click();
}

export async function lockNow(page: Page): Promise<void> {
  await openVault(page);
  await page.getByRole('button', { name: 'Lock now' }).click();
  await expect(isLocked(page)).toBeVisible();
}

/** The place in the transcript that asks for the vault. */
export const notice = (page: Page): Locator =>
  page.getByRole('region', { name: 'The vault is locked' });

/** Keys as the server got them, without the word before. */
export function keysSent(server: ScriptedServer): string[] {
  return server.requests.flatMap(({ headers, method }) => {
    const sent = method === 'OPTIONS' ? undefined : headers['authorization'];
    return sent === undefined ? [] : [sent.replace('Bearer ', '')];
  });
}
