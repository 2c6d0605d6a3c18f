import { expect, type Page } from '@playwright/test';
import { startOpenAi } from '../servers/openai.ts';
import type { ScriptedServer } from '../servers/types.ts';
import { test as base } from './fixtures.ts';
import { ask, go, lastReply, newSession, replyEnded, send } from './steps.ts';
import {
  connectWithKey,
  isLocked,
  isOpen,
  keepCode,
  keysSent,
  lockNow,
  makeVault,
  notice,
  openVault,
  passphrase,
  prove,
} from './vault-steps.ts';

const key = 'sesame-4711-open';

const test = base.extend<{ guarded: ScriptedServer }>({
  guarded: async ({ browserName: _ }, use) => {
    const server = await startOpenAi({ key });
    await use(server);
    await server.close();
  },
});

/** The engine lives in the renderer of its tab and goes with it. */
async function crash(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  const devTools = await page.context().newCDPSession(page);
  devTools.send('Page.crash').catch(() => undefined); // its answer dies with the page
  await crashed;
}

test('a weak passphrase is told why it is weak, and makes no vault', async ({ app }) => {
  await openVault(app);
  const make = app.getByRole('button', { name: 'Make the vault' });
  await app.getByLabel('New passphrase').fill('password1');
  await app.getByLabel('The same once more').fill('password1');
  await expect(app.getByText(/This passphrase is very weak/)).toBeVisible();
  await expect(app.getByText(/everybody tries first/)).toBeVisible();
  await expect(make).toBeDisabled();

  await app.getByRole('button', { name: 'Suggest one' }).click();
  await expect(app.getByText(/This passphrase is strong/)).toBeVisible();
  const suggested = await app.getByLabel('New passphrase').inputValue();
  expect(suggested.split(' ')).toHaveLength(5);
  await expect(make).toBeDisabled();
  await app.getByLabel('The same once more').fill(suggested);
  await expect(make).toBeEnabled();
});

test('after the engine died a chat asks for the passphrase in place, and goes on', async ({
  app,
  guarded,
  context,
}) => {
  await makeVault(app);
  await connectWithKey(app, guarded, key);
  await ask(app, 'Hello', 'You wrote: Hello');
  await openVault(app);
  await expect(app.getByRole('listitem').filter({ hasText: 'sealed in the vault' })).toHaveCount(1);
  await app.goBack();
  const address = app.url();
  await crash(app);

  const page = await context.newPage();
  await page.goto(address);
  const before = guarded.requests.length;
  await send(page, 'Once more');
  await expect(notice(page)).toBeVisible();
  expect(guarded.requests.slice(before)).toEqual([]);

  await prove(notice(page), 'not it at all', 'Unlock');
  await expect(notice(page).getByText('That does not open the vault.')).toBeVisible();
  await prove(notice(page), passphrase, 'Unlock');
  await expect(lastReply(page)).toContainText('You wrote: Once more');
  await replyEnded(page);
  await expect(notice(page)).toHaveCount(0);
  expect(keysSent(guarded).at(-1)).toBe(key);
});

test('a message that waits for the vault can be taken back instead', async ({ app, guarded }) => {
  await makeVault(app);
  await connectWithKey(app, guarded, key);
  await lockNow(app);
  await newSession(app);
  await send(app, 'Never mind');
  await notice(app).getByRole('button', { name: 'Do not send' }).click();
  await expect(notice(app)).toHaveCount(0);
  await replyEnded(app);
  expect(keysSent(guarded).filter((sent) => sent !== key)).toEqual([]);
});

test('misses make it wait, and say for how long', async ({ app }) => {
  await makeVault(app);
  await lockNow(app);
  for (const wrong of ['one', 'two', 'three']) {
    await prove(app, wrong, 'Unlock');
    await expect(app.getByText('That does not open the vault.').first()).toBeVisible();
    await expect(app.getByLabel('Passphrase', { exact: true })).toHaveValue('');
  }
  await expect(app.getByText(/until the next attempt/)).toBeVisible();
  await app.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await expect(app.getByRole('button', { name: 'Unlock', exact: true })).toBeDisabled();
  await app.reload();
  await expect(app.getByText(/until the next attempt/)).toBeVisible();
});

for (const engine of ['one engine for both', 'an engine each'] as const) {
  test(`two tabs lock together (${engine})`, async ({ app, page, context, guarded }) => {
    if (engine === 'an engine each') {
      await context.addInitScript(() => Reflect.deleteProperty(globalThis, 'SharedWorker'));
      await page.reload();
    }
    await makeVault(app);
    await connectWithKey(app, guarded, key);
    const other = await context.newPage();
    await other.goto(page.url());
    await openVault(other);
    if (engine === 'an engine each') await prove(other, passphrase, 'Unlock');
    await expect(isOpen(other)).toBeVisible();

    await lockNow(other);
    await openVault(app);
    await expect(isLocked(app)).toBeVisible();
    await prove(app, passphrase, 'Unlock');
    await expect(isOpen(app)).toBeVisible();
    if (engine === 'one engine for both') await expect(isOpen(other)).toBeVisible();
  });
}

test('the recovery code opens it, and the passphrase can then be changed', async ({ app }) => {
  const code = await makeVault(app, true);
  expect(code).toMatch(/^(?:[0-9A-Z]{5}-){5}[0-9A-Z]{5}$/);
  await lockNow(app);
  await app.getByRole('button', { name: 'Use the recovery code' }).click();
  await prove(app, code.toLowerCase().replaceAll('-', ' '), 'Unlock');
  await expect(isOpen(app)).toBeVisible();

  const other = 'plover kelp 9 amber dune';
  await app.getByRole('button', { name: 'Change the passphrase' }).click();
  const dialog = app.getByRole('dialog', { name: 'Change the passphrase' });
  await dialog.getByLabel('New passphrase').fill(other);
  await dialog.getByLabel('The same once more').fill(other);
  await dialog.getByRole('button', { name: 'Next' }).click();
  await dialog.getByRole('button', { name: 'Use the recovery code' }).click();
  await prove(dialog, code, 'Change the passphrase');
  await expect(dialog).toBeHidden();
  await lockNow(app);
  await prove(app, passphrase, 'Unlock');
  await expect(app.getByText('That does not open the vault.')).toBeVisible();
  await prove(app, other, 'Unlock');
  await expect(isOpen(app)).toBeVisible();
});

test('a recovery code is shown once, asks to be kept, and can be removed again', async ({
  app,
}) => {
  await makeVault(app);
  await app.getByRole('button', { name: 'Make a recovery code' }).click();
  const making = app.getByRole('dialog', { name: 'Make a recovery code' });
  await prove(making, passphrase, 'Make the code');
  const shown = app.getByRole('alertdialog', { name: 'Your recovery code' });
  await expect(shown).toBeVisible();
  await app.keyboard.press('Escape');
  await expect(shown.getByRole('alert')).toContainText('Keep it first');
  const code = await keepCode(app);
  expect(await app.content()).not.toContain(code);

  await app.getByRole('button', { name: 'Remove the lock Recovery code' }).click();
  await prove(app.getByRole('dialog', { name: 'Remove a lock' }), passphrase, 'Remove the lock');
  await expect(app.getByRole('button', { name: 'Remove the lock Recovery code' })).toHaveCount(0);
  await expect(app.getByText('The last lock stays')).toBeVisible();
});

async function addAuthenticator(page: Page, hasPrf: boolean): Promise<void> {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('WebAuthn.enable');
  await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      hasPrf,
    },
  });
}

test('a passkey opens the vault, here and in a chat', async ({ app, guarded }) => {
  await addAuthenticator(app, true);
  await makeVault(app);
  await connectWithKey(app, guarded, key);
  await openVault(app);
  await app.getByRole('button', { name: 'Add a passkey' }).click();
  const dialog = app.getByRole('dialog', { name: 'Add a passkey' });
  await dialog.getByLabel('Name').fill('This laptop');
  await dialog.getByRole('button', { name: 'Make the passkey' }).click();
  await prove(dialog, passphrase, 'Add it to the vault');
  await expect(dialog).toBeHidden();
  await expect(app.getByRole('listitem').filter({ hasText: 'This laptop' })).toBeVisible();

  await lockNow(app);
  await app.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(isOpen(app)).toBeVisible();
  await lockNow(app);
  await newSession(app);
  await send(app, 'By finger');
  await notice(app).getByRole('button', { name: 'Use a passkey' }).click();
  await expect(lastReply(app)).toContainText('You wrote: By finger');
});

test('an authenticator without PRF is told so, and the vault stays as it is', async ({ app }) => {
  await addAuthenticator(app, false);
  await makeVault(app);
  await app.getByRole('button', { name: 'Add a passkey' }).click();
  const dialog = app.getByRole('dialog', { name: 'Add a passkey' });
  await dialog.getByRole('button', { name: 'Make the passkey' }).click();
  await expect(dialog.getByText(/lacks the PRF extension/)).toBeVisible();
  await app.keyboard.press('Escape');
  await expect(app.getByText('The last lock stays')).toBeVisible();
});

test('at an address of numbers passkeys are explained, not offered', async ({ page, site }) => {
  await page.goto(site.urlFor('127.0.0.1'));
  await page.getByRole('heading', { name: 'Connect a server' }).waitFor();
  await makeVault(page);
  await expect(page.getByText(`They work at localhost:${site.port}`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add a passkey' })).toHaveCount(0);
});

test('it locks when no page is visible, but not when one tab makes way for another', async ({
  app,
  context,
}) => {
  await makeVault(app);
  await app.getByRole('switch', { name: 'Lock when no page is visible' }).check();
  const other = await context.newPage();
  await other.goto(app.url());
  await expect(isOpen(other)).toBeVisible();

  await setVisible(app, false);
  // A moment longer than it waits for another tab to come up.
  await app.waitForTimeout(1000);
  await expect(isOpen(other)).toBeVisible();
  await setVisible(other, false);
  await expect(isLocked(other)).toBeVisible();
  await expect(isLocked(app)).toBeVisible();
});

/** Pages of a headless browser are always visible to themselves. */
async function setVisible(page: Page, isVisible: boolean): Promise<void> {
  await page.evaluate((visible) => {
    Object.defineProperty(document, 'visibilityState', {
      value: visible ? 'visible' : 'hidden',
      configurable: true,
    });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isVisible);
}

test('with keys in memory only none is sealed, a locked vault holds none back, and they go with the engine', async ({
  app,
  guarded,
  context,
}) => {
  await makeVault(app);
  await app.getByRole('switch', { name: 'Keep keys in memory only' }).check();
  await connectWithKey(app, guarded, key);
  await openVault(app);
  const kept = app.getByRole('listitem').filter({ hasText: 'in memory only' });
  await expect(kept).toHaveCount(1);
  await lockNow(app);
  await newSession(app);
  await ask(app, 'Still', 'You wrote: Still');
  await crash(app);
  const page = await context.newPage();
  await page.goto(app.url());
  await openVault(page);
  await expect(page.getByText('No key is kept.')).toBeVisible();
});

test('a key is labelled, given a day to expire, and removed', async ({ app, guarded }) => {
  await makeVault(app);
  await connectWithKey(app, guarded, key);
  await openVault(app);
  await app.getByRole('button', { name: /^Edit API key for/ }).click();
  const dialog = app.getByRole('dialog', { name: 'Label and expiry' });
  await dialog.getByLabel('Label').fill('Work account');
  await dialog.getByLabel('Expires on').fill('2020-01-31');
  await dialog.getByRole('button', { name: 'Save' }).click();
  const row = app.getByRole('listitem').filter({ hasText: 'Work account' });
  await expect(row).toContainText('Expired 31 Jan 2020');
  await app.getByRole('button', { name: 'Remove Work account' }).click();
  await app.getByRole('alertdialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(app.getByText('No key is kept.')).toBeVisible();
});

test('an erased vault takes its keys along, and nothing else', async ({ app, guarded }) => {
  await makeVault(app);
  await connectWithKey(app, guarded, key);
  await ask(app, 'Hello', 'You wrote: Hello');
  await lockNow(app);
  await app.getByRole('button', { name: 'Erase the vault…' }).click();
  const dialog = app.getByRole('alertdialog', { name: 'Erase the vault and its keys?' });
  await dialog.getByLabel(/Type “erase”/).fill('erase');
  await dialog.getByRole('button', { name: 'Erase the vault', exact: true }).click();
  await expect(app.getByRole('heading', { name: 'Make a vault' })).toBeVisible();
  await expect(app.getByText('No key is kept.')).toBeVisible();
  await expect(app.getByRole('link', { name: /Hello/ })).toBeVisible();
});

test('the palette and the status bar lock and unlock it from anywhere', async ({ app }) => {
  await makeVault(app);
  await go(app, '/help');
  await app.keyboard.press('ControlOrMeta+k');
  await app.getByRole('combobox').fill('lock the vault');
  await app.keyboard.press('Enter');
  await app.getByRole('button', { name: 'Vault locked' }).click();
  const dialog = app.getByRole('dialog', { name: 'Unlock the vault' });
  await prove(dialog, passphrase, 'Unlock');
  await expect(dialog).toBeHidden();
  await expect(app.getByRole('link', { name: 'Vault open' })).toBeVisible();
});
