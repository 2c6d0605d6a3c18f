import { createHash } from 'node:crypto';
import { expect, type Page, type Route } from '@playwright/test';
import { startStatic } from '../servers/static.ts';
import { distFolder, open, test } from './fixtures.ts';
import { go, message } from './steps.ts';

// What leaves the engine can be answered here only where the engine is a worker of the page.
test.use({ serviceWorkers: 'block' });

const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };

type Vendor = { challenge: string; asked: Record<string, string>; keys: string[] };

/** The vendor: its sign-in page, which sends the browser back, and what it answers to the code. */
async function playVendor(page: Page, answer: 'key' | 'refused'): Promise<Vendor> {
  const seen: Vendor = { challenge: '', asked: {}, keys: [] };
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'SharedWorker');
  });
  await page.route('https://openrouter.ai/**', async (route: Route) => {
    const request = route.request();
    const url = new URL(request.url());
    if (url.pathname === '/auth') {
      seen.challenge = url.searchParams.get('code_challenge') ?? '';
      const back = new URL(url.searchParams.get('callback_url') ?? '');
      back.searchParams.set('code', 'abc123');
      return route.fulfill({ status: 302, headers: { location: back.href } });
    }
    if (url.pathname.endsWith('/auth/keys')) {
      seen.asked = request.postDataJSON();
      const json = answer === 'key' ? { key: 'sk-or-made' } : { error: 'expired' };
      return route.fulfill({ status: answer === 'key' ? 200 : 403, headers: cors, json });
    }
    seen.keys.push((await request.headerValue('authorization')) ?? '');
    return route.fulfill({ headers: cors, json: { data: [{ id: 'heron/large', name: 'Heron' }] } });
  });
  return seen;
}

async function signIn(page: Page): Promise<void> {
  await page.reload();
  await go(page, '/connect?add=openrouter');
  await page.getByRole('button', { name: 'Sign in with OpenRouter' }).click();
}

test('a sign-in comes back with a key, and leaves nothing in the address', async ({ app }) => {
  const vendor = await playVendor(app, 'key');
  await signIn(app);
  await expect(message(app)).toBeVisible();
  expect(new URL(app.url()).search).toBe('');
  const digest = createHash('sha256').update(vendor.asked['code_verifier'] ?? '');
  expect(vendor.challenge).toBe(digest.digest('base64url'));
  expect(vendor.asked['code']).toBe('abc123');
  expect(vendor.keys).toContain('Bearer sk-or-made');
  expect(await app.evaluate(() => sessionStorage.length)).toBe(0);
  await expect(app.getByRole('button', { name: /^Model/ })).toContainText('heron/large');
});

test('a sign-in comes back to a page that is cut off from other windows', async ({ page }) => {
  const site = await startStatic({
    dir: distFolder,
    headers: {
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'credentialless',
    },
  });
  await open(page, site.url);
  expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
  await playVendor(page, 'key');
  await signIn(page);
  await expect(page.getByRole('button', { name: /^Model/ })).toContainText('heron/large');
  await site.close();
});

test('a refused sign-in says so, and a key can be pasted instead', async ({ app }) => {
  await playVendor(app, 'refused');
  await signIn(app);
  await expect(app.getByText('The sign-in brought no key. Try again, or paste one.')).toBeVisible();
  expect(new URL(app.url()).search).toBe('');
  await expect(app.getByLabel('API key', { exact: true })).toBeVisible();
  await expect(app.getByRole('button', { name: 'Sign in with OpenRouter' })).toBeVisible();
});
