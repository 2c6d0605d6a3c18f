/*
 * The permission that Chromium asks for before a page of the internet may reach a server of the device or its network.
 * A flag makes the browser take this app's own port for a place on the internet.
 */
import { type BrowserContext, expect } from '@playwright/test';
import { test as base } from './fixtures.ts';
import { withOwnBrowser } from './own-browser.ts';
import { ask, checkAddress, connect } from './steps.ts';

const test = base.extend<{ outside: BrowserContext }>({
  outside: ({ site }, use) =>
    withOwnBrowser([`--ip-address-space-overrides=127.0.0.1:${site.port}=public`], use),
});

test('granted, page and engine reach a server of the device', async ({ outside, site, ollama }) => {
  await outside.grantPermissions(['local-network-access'], { origin: new URL(site.url).origin });
  const page = await outside.newPage();
  await page.goto(site.url);
  await connect(page, ollama);
  await ask(page, 'From outside', 'You wrote: From outside');
  await page.reload();
  await ask(page, 'Once more', 'You wrote: Once more');
});

test('denied, it is said so with the way out, and nothing reaches the server', async ({
  outside,
  site,
  ollama,
}) => {
  // Whatever else is granted, everything left out is denied.
  await outside.grantPermissions(['clipboard-read'], { origin: new URL(site.url).origin });
  const page = await outside.newPage();
  await page.goto(site.url);
  await checkAddress(page, `127.0.0.1:${ollama.port}`);
  await expect(page.getByText(/does not let this page reach/).first()).toBeVisible();
  await expect(page.getByText(/allow access to the local network/i).first()).toBeVisible();
  expect(ollama.requests).toEqual([]);
});
