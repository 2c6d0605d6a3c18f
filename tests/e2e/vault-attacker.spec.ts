/*
 * A script with all the power of page code looks for keys: in the page, in every storage, in what engines say, in what
 * the engine answers, in exports and reports. Pages see a key while it is typed; afterwards it is nowhere.
 */
import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { startOpenAi } from '../servers/openai.ts';
import { test } from './fixtures.ts';
import { ask, go, lastReply, replyEnded, send } from './steps.ts';
import { eavesdrop, forgetHeard, harvest, placesOf, pointElsewhere } from './vault-harvest.ts';
import {
  connectWithKey,
  isOpen,
  keysSent,
  lockNow,
  makeVault,
  openVault,
  passphrase,
  prove,
} from './vault-steps.ts';

/** Letters that every encoding writes in its own way. */
const key = 'sk-canary/4711+open=sesame&more';

test('a canary would be found in any of its disguises, wherever a script can look', async ({
  app,
}) => {
  await app.evaluate((secret) => {
    localStorage.setItem('planted', btoa(`key:${secret}`));
    document.title = encodeURIComponent(secret);
  }, key);
  const places = placesOf(key, await harvest(app)).map((found) => found.split(':')[0]);
  expect(places).toEqual(expect.arrayContaining(['localStorage', 'address']));
});

for (const kept of ['sealed', 'memory'] as const) {
  test(`a script in the page finds no key (${kept})`, async ({ context, page, site }) => {
    // Every place is searched for every disguise: long on a busy machine.
    test.setTimeout(240_000);
    const server = await startOpenAi({ key });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await eavesdrop(context);
    await page.goto(site.url);
    await page.getByRole('main').getByRole('heading').first().waitFor();
    const code = kept === 'sealed' ? await makeVault(page, true) : undefined;
    // The code is told to the page once, when it is made.
    await forgetHeard(page);
    await connectWithKey(page, server, key);
    await ask(page, 'Hello', 'You wrote: Hello');

    // Servers are known to repeat the key when they refuse it, in the answer and in the middle of a stream.
    const told = `Incorrect API key provided: ${key}. You can find yours at /account/api-keys`;
    server.set({ status: { code: 401, message: told } });
    await send(page, 'Refused');
    await replyEnded(page);
    await expect(lastReply(page)).toContainText('does not accept this key');
    await lastReply(page).getByRole('button', { name: 'Copy details' }).click();
    const details = await page.evaluate(() => navigator.clipboard.readText());
    expect(details).toContain('"error_code"');
    expect(placesOf(key, [{ place: 'details', text: details }])).toEqual([]);
    await page.getByRole('link', { name: /^OpenAI-compatible/ }).click();
    await expect(page.getByText('Report to share')).toBeVisible();
    await expect(page.getByText('KEY_WANTED').first()).toBeAttached();
    expect(placesOf(key, await harvest(page))).toEqual([]);
    await page.goBack();
    server.reset();
    server.set({ errorInStream: { afterTokens: 3, message: told } });
    await send(page, 'Broken');
    await replyEnded(page);
    server.reset();

    const secrets = [key, ...(code === undefined ? [] : [code, passphrase])];
    const look = async () => {
      const haul = await harvest(page);
      return secrets.flatMap((secret) => placesOf(secret, haul));
    };
    expect(await look()).toEqual([]);
    await openVault(page);
    await expect(page.getByText(/API key for/).first()).toBeVisible();
    expect(await look()).toEqual([]);
    if (kept === 'sealed') {
      await lockNow(page);
      expect(await look()).toEqual([]);
      await prove(page, passphrase, 'Unlock');
      await expect(isOpen(page)).toBeVisible();
      expect(await look()).toEqual([]);
    }

    await go(page, '/settings/data');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export all sessions' }).click();
    const file = await readFile(await (await saved).path(), 'utf8');
    expect(
      secrets.flatMap((secret) => placesOf(secret, [{ place: 'export', text: file }])),
    ).toEqual([]);
    expect(keysSent(server).at(-1)).toBe(key);
    await server.close();
  });
}

test('a connection that a script points elsewhere does not take its key along', async ({
  app,
  openai: thief,
}) => {
  const server = await startOpenAi({ key });
  await makeVault(app);
  await connectWithKey(app, server, key);
  await ask(app, 'Hello', 'You wrote: Hello');
  const before = keysSent(server).length;
  await pointElsewhere(app, thief.url);
  await send(app, 'Where does this go?');
  await replyEnded(app);
  await expect.poll(() => thief.requests.length).toBeGreaterThan(0);
  expect(thief.requests.flatMap(({ headers }) => Object.values(headers)).join()).not.toContain(key);
  expect(keysSent(thief)).toEqual([]);

  // Back at its own address the key is there as before.
  await pointElsewhere(app, server.url);
  await ask(app, 'And now?', 'You wrote: And now?');
  expect(keysSent(server).length).toBeGreaterThan(before);
  await server.close();
});
