/*
 * What the benchmarks start with: the built app on a host of its own, a scripted llama-server, and (made once, by the
 * interface's own import) a profile with 10,000 sessions and 100,000 messages. LLANTERN_BENCH_PROFILE names a folder
 * that keeps the filled profile for the next run.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { env, stdout } from 'node:process';
import {
  type BrowserContext,
  chromium,
  type LaunchOptions,
  type Page,
  test as playwrightTest,
} from '@playwright/test';
import { distFolder } from '../e2e/fixtures.ts';
import { go, lastReply } from '../e2e/steps.ts';
import { startLlamaServer } from '../servers/llama-server.ts';
import { type StaticServer, startStatic } from '../servers/static.ts';
import type { ScriptedServer } from '../servers/types.ts';
import { importFile, indexIsBuilt } from './app.ts';
import { ordinarySession, storedSessions, writeStoredSeed } from './seed.ts';

/** A browser profile on disk, and how to open it: each opening is a browser of its own. */
export type Profile = {
  readonly url: string;
  readonly folder: string;
  readonly open: () => Promise<{ context: BrowserContext; page: Page }>;
};

type Bench = { readonly site: StaticServer; readonly llama: ScriptedServer; readonly app: Page };
type Stock = {
  readonly stored: Profile;
  readonly empty: Profile;
  readonly stockServer: ScriptedServer;
  readonly stockSite: StaticServer;
};

const kept = env['LLANTERN_BENCH_PROFILE'];
/** A kept profile belongs to its origin. */
const ports = kept === undefined ? { site: 0, server: 0 } : { site: 43_117, server: 43_118 };

export const test = playwrightTest.extend<Bench, Stock>({
  site: async ({ browserName: _ }, use) => {
    const site = await startStatic({ dir: distFolder });
    await use(site);
    await site.close();
  },
  llama: async ({ browserName: _ }, use) => {
    const server = await startLlamaServer();
    await use(server);
    await server.close();
  },
  app: async ({ page, site }, use) => {
    await page.goto(site.url);
    await use(page);
  },
  stockSite: [
    async ({ browserName: _ }, use) => {
      const site = await startStatic({ dir: distFolder, port: ports.site });
      await use(site);
      await site.close();
    },
    { scope: 'worker' },
  ],
  stockServer: [
    async ({ browserName: _ }, use) => {
      const server = await startLlamaServer({ port: ports.server });
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  empty: [
    async ({ stockSite, stockServer, launchOptions }, use) => {
      const profile = profileIn(temporaryFolder(), stockSite.url, launchOptions);
      await fill(profile, {
        connections: [connectionAt(stockServer.url)],
        sessions: [],
      });
      await use(profile);
      rmSync(profile.folder, { recursive: true, force: true, maxRetries: 3 });
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  stored: [
    async ({ stockSite, stockServer, launchOptions }, use) => {
      const folder = kept === undefined ? temporaryFolder() : resolve(kept);
      const profile = profileIn(folder, stockSite.url, launchOptions);
      if (!existsSync(join(folder, 'filled'))) {
        mkdirSync(folder, { recursive: true });
        stdout.write('    filling a profile with 10,000 sessions; this takes minutes\n');
        await fillWithYears(profile, stockServer.url);
        writeFileSync(join(folder, 'filled'), '');
      } else await forgetOldBuild(profile);
      await use(profile);
      if (kept === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
    { scope: 'worker', timeout: 20 * 60_000 },
  ],
});

/** A kept profile holds the build that filled it in its service worker. */
async function forgetOldBuild(profile: Profile): Promise<void> {
  const { context, page } = await profile.open();
  await page.goto(profile.url);
  await page.evaluate(async () => {
    for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister();
  });
  await page.goto(profile.url);
  await lastReply(page).waitFor();
  // The new build's own takes its place.
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.waitForTimeout(1000);
  await context.close();
}

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'llantern-bench-'));
}

function profileIn(folder: string, url: string, launch: LaunchOptions): Profile {
  return {
    url,
    folder,
    open: async () => {
      const context = await chromium.launchPersistentContext(join(folder, 'browser'), {
        ...launch,
        viewport: { width: 1280, height: 800 },
        locale: 'en-GB',
        timezoneId: 'UTC',
      });
      return { context, page: context.pages()[0] ?? (await context.newPage()) };
    },
  };
}

function connectionAt(baseUrl: string) {
  return { id: 'bench', kind: 'llama-server', name: 'Bench', baseUrl };
}

async function fill(profile: Profile, content: object): Promise<void> {
  const path = join(profile.folder, 'fill.json');
  writeFileSync(path, JSON.stringify({ format: 'llantern', version: 1, ...content }));
  const { context, page } = await profile.open();
  await page.goto(profile.url);
  await importFile(page, path, 0);
  await context.close();
}

async function fillWithYears(profile: Profile, serverUrl: string): Promise<void> {
  const path = writeStoredSeed(profile.folder, serverUrl);
  const { context, page } = await profile.open();
  await page.goto(profile.url);
  const startedAt = Date.now();
  await importFile(page, path, storedSessions);
  const importedAt = Date.now();
  await indexIsBuilt(page);
  const seconds = (fromAt: number, toAt: number) => `${Math.round((toAt - fromAt) / 1000)} s`;
  stdout.write(
    `    imported in ${seconds(startedAt, importedAt)}, indexed in another ${seconds(importedAt, Date.now())}\n`,
  );
  // The session that the next start opens: one of the ordinary ones.
  await go(page, `/s/${ordinarySession}`);
  await lastReply(page).waitFor();
  await page.waitForTimeout(1000);
  await context.close();
}
