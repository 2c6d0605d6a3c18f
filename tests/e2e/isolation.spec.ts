import { expect } from '@playwright/test';
import { startElsewhere } from '../servers/elsewhere.ts';
import { test } from './fixtures.ts';
import { ask, connect, go, lastReply, replyEnded, send } from './steps.ts';

test('the page is cut off from others on a wish, and all else goes on', async ({ app, ollama }) => {
  await app.waitForFunction(() => navigator.serviceWorker.controller !== null);
  expect(await app.evaluate(() => globalThis.crossOriginIsolated)).toBe(false);
  await go(app, '/settings/general');
  const group = app.getByRole('region', { name: 'Models in this browser' });
  await expect(group).toContainText('They use one processor core.');
  await group.getByRole('switch', { name: 'Use several processor cores' }).check();
  await group.getByRole('button', { name: 'Reload now' }).click();
  await expect(group).toContainText('They may use several processor cores');
  expect(await app.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);

  // Servers, and with them the workers of the page, are reached as before.
  await connect(app, ollama);
  await ask(app, 'Still there?', 'You wrote: Still there?');

  // A stranger's picture, from a host that says nothing about who may show it, still comes on consent.
  const elsewhere = await startElsewhere();
  ollama.say(`![a picture](${elsewhere.url}/pixel.svg)`);
  await send(app, 'A picture, please');
  await replyEnded(app);
  await lastReply(app)
    .getByRole('button', { name: /Load the picture from/ })
    .click();
  const picture = lastReply(app).getByRole('img', { name: 'a picture' });
  await expect(picture).toHaveJSProperty('complete', true);
  await expect(picture).toHaveJSProperty('naturalWidth', 9);
  expect(elsewhere.asked).toEqual(['/pixel.svg']);
  elsewhere.close();

  await go(app, '/settings/general');
  const several = group.getByRole('switch', { name: 'Use several processor cores' });
  await several.uncheck();
  await expect(group.getByRole('button', { name: 'Reload now' })).toBeVisible();
  await expect(several).not.toBeChecked();
  await group.getByRole('button', { name: 'Reload now' }).click();
  await expect(group).toContainText('They use one processor core.');
  expect(await app.evaluate(() => globalThis.crossOriginIsolated)).toBe(false);
});
