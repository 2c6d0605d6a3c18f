import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { expect } from '@playwright/test';
import { distFolder } from '../e2e/fixtures.ts';
import { connect, message } from '../e2e/steps.ts';
import type { StaticServer } from '../servers/static.ts';
import { tell } from './figures.ts';
import { test } from './fixtures.ts';

// Precaching is no part of a first load: it comes after it.
test.use({ serviceWorkers: 'block' });

test('first load', async ({ page, site, llama }) => {
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(request.url()));
  await page.goto(`${site.url}#/s/new`);
  await message(page).pressSequentially('x');
  await expect(message(page)).toHaveValue('x');
  const load = loadOf(site, asked);
  // What a new person sees before: the page on which a server is connected.
  await connect(page, llama);
  await expect(message(page)).toBeVisible();
  const whole = loadOf(site, asked);
  const more = `${whole.requests} requests and ${kilobytes(whole.all)} once a server is connected`;
  tell(
    'first-load-page',
    load.page / 1000,
    `then ${kilobytes(whole.page)} with the Connect screen`,
  );
  tell('first-load-all', load.all / 1000, `engine ${kilobytes(load.all - load.page)}`);
  tell('first-load-requests', load.requests, more);
});

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

/** What was fetched so far; `asked` are the page's own requests, the rest are the engine's. */
function loadOf(site: StaticServer, asked: ReadonlySet<string>) {
  const paths = site.requests
    .map((path) => path.slice(1))
    .filter((path) => path !== 'llantern.json');
  const code = paths.filter((path) => /\.(?:js|css)$/.test(path) && path !== 'sw.js');
  const ofPage = code.filter((path) => asked.has(site.url + path) && !path.startsWith('workers/'));
  return { page: brotliBytes(ofPage), all: brotliBytes(code), requests: paths.length };
}

function brotliBytes(paths: readonly string[]): number {
  const sizeOf = (path: string) => brotliCompressSync(readFileSync(join(distFolder, path))).length;
  return paths.reduce((sum, path) => sum + sizeOf(path), 0);
}
