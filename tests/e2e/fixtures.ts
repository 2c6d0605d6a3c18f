/*
 * What a journey starts with: the built app on a static host of its own (so an origin and a database of its own), and
 * scripted model servers. Whatever happens, no page may throw or break the content policy.
 */
import { resolve } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, test as base, type Page } from '@playwright/test';
import { startLlamaServer } from '../servers/llama-server.ts';
import { startOllama } from '../servers/ollama.ts';
import { startOpenAi } from '../servers/openai.ts';
import { type StaticServer, startStatic } from '../servers/static.ts';
import type { ScriptedServer } from '../servers/types.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The built app. Another folder can be named, to try a build beside the usual one. */
export const distFolder = resolve(root, env['LLANTERN_DIST'] ?? 'dist');

export type Journey = {
  /** The static host of the app. */
  readonly site: StaticServer;
  /** A page with the app open and its engine answering. */
  readonly app: Page;
  readonly ollama: ScriptedServer;
  readonly llama: ScriptedServer;
  readonly openai: ScriptedServer;
  /** What pages of this test threw, and what the content policy stopped; a journey fails if any is left. */
  readonly worries: string[];
};

export const test = base.extend<Journey>({
  site: async ({ browserName: _ }, use) => {
    const site = await startStatic({ dir: distFolder });
    await use(site);
    await site.close();
  },
  app: async ({ page, site }, use) => {
    await open(page, site.url);
    await use(page);
  },
  ollama: async ({ browserName: _ }, use) => lend(await startOllama(), use),
  llama: async ({ browserName: _ }, use) => lend(await startLlamaServer(), use),
  openai: async ({ browserName: _ }, use) => lend(await startOpenAi(), use),
  worries: [
    async ({ context }, use) => {
      const worries = watchForWorries(context);
      await use(worries);
      if (worries.length > 0) throw new Error(`a page complained:\n${worries.join('\n')}`);
    },
    { auto: true },
  ],
});

export function watchForWorries(context: BrowserContext): string[] {
  const worries: string[] = [];
  context.on('weberror', (error) => worries.push(String(error.error().stack ?? error.error())));
  context.on('console', (message) => {
    const text = message.text();
    if (/content security policy|trusted type/i.test(text)) worries.push(text);
  });
  return worries;
}

/** Opens the app and waits until it is more than its frame. */
export async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('main').getByRole('heading').first().waitFor();
}

async function lend(
  server: ScriptedServer,
  use: (server: ScriptedServer) => Promise<void>,
): Promise<void> {
  await use(server);
  await server.close();
}
