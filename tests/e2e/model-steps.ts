/* What a person does on the Models and Jobs screens. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { ScriptedServer } from '../servers/types.ts';
import { callEngine } from './engine-call.ts';
import { go } from './steps.ts';

/** Adds a server and opens the list of models when it is there. */
export async function addServer(page: Page, server: ScriptedServer, name: string): Promise<string> {
  const { id } = await callEngine(page, 'connections.add', {
    kind: server.kind === 'llama-server' ? 'llama-server' : 'ollama',
    name,
    baseUrl: server.url,
  });
  await callEngine(page, 'models.refresh', { connectionId: id });
  return id;
}

export async function openModels(page: Page): Promise<void> {
  await go(page, '/models');
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible();
}

export const list = (page: Page): Locator => page.getByRole('region', { name: 'Installed models' });
export const row = (page: Page, model: string, server: string): Locator =>
  list(page).getByRole('article', { name: `${model}, ${server}`, exact: true });
export const nameIn = (of: Locator): Locator => of.locator('[data-main]');
export const filter = (page: Page): Locator =>
  page.getByRole('searchbox', { name: 'Filter, or a name to pull' });
export const dialog = (page: Page): Locator => page.locator('dialog[open]');
export const notices = (page: Page): Locator => page.getByRole('region', { name: 'Notices' });

/** Types a name into the field and has it pulled. */
export async function pull(page: Page, name: string): Promise<void> {
  await filter(page).fill(name);
  await page.getByRole('button', { name: 'Pull', exact: true }).click();
}
