import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { go } from './steps.ts';

// Files come straight from the host, so that one can be kept waiting.
test.use({ serviceWorkers: 'block' });

test('who goes back while a screen still loads is where the address says', async ({ app }) => {
  await go(app, '/connect');
  await expect(app.getByRole('heading', { name: 'Connect a server' })).toBeVisible();
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await app.route('**/assets/Help*', async (route) => {
    await released;
    await route.continue();
  });
  const held = app.waitForRequest('**/assets/Help*');
  await go(app, '/help');
  await held;
  await app.goBack();
  const come = app.waitForResponse('**/assets/Help*');
  release();
  await (await come).finished();
  // Time for the screen that nobody waits for any more to appear, if it did.
  await app.waitForTimeout(500);
  await expect(app).toHaveURL(/#\/connect$/);
  await expect(app.getByRole('heading', { name: 'Connect a server' })).toBeVisible();
  await expect(app.getByRole('heading', { level: 1, name: 'Help' })).toBeHidden();
});
