import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { ask, checkAddress, connect, go, held, lastReply, send } from './steps.ts';

for (const mode of ['dark', 'light'] as const) {
  test.describe(`in ${mode}`, () => {
    test.use({ colorScheme: mode });

    test('axe finds nothing serious on any screen', async ({ app, ollama }) => {
      // A dozen screens, each walked through by axe: long on a busy machine.
      test.setTimeout(240_000);
      await expect(app.locator('html')).toHaveAttribute('data-mode', mode);
      await isAccessible(app, mode);
      await checkAddress(app, '127.0.0.1:9');
      await expect(
        app.getByText(/No answer can be had|No server is listening/).first(),
      ).toBeVisible();
      await isAccessible(app, mode);
      await connect(app, ollama);
      await isAccessible(app, mode);
      await ask(app, 'Hello there', 'That is all.');
      await isAccessible(app, mode);
      ollama.say({ text: 'one two three four five six', pauseAfterTokens: 3 });
      await send(app, 'Once more');
      await held(ollama);
      await send(app, 'This waits');
      await expect(app.getByRole('list', { name: 'Waiting to be sent' })).toBeVisible();
      await isAccessible(app, mode);
      await app.getByRole('button', { name: 'Drop waiting message' }).click();
      await app.getByRole('button', { name: 'Stop', exact: true }).click();
      await expect(lastReply(app)).toContainText('Stopped by you.');
      await app.getByRole('button', { name: /^Model/ }).click();
      await expect(app.getByRole('option').first()).toBeVisible();
      await isAccessible(app, mode);
      await app.keyboard.press('Escape');
      await app.getByRole('button', { name: 'Session settings' }).last().click();
      await expect(app.getByRole('dialog', { name: 'Session settings' })).toBeVisible();
      await isAccessible(app, mode);
      await app.keyboard.press('Escape');
      await go(app, '/connect');
      await expect(app.getByRole('heading', { name: 'Connections' })).toBeVisible();
      await isAccessible(app, mode);
      for (const section of ['general', 'connections', 'vault', 'data', 'about']) {
        await go(app, `/settings/${section}`);
        await expect(app.getByRole('main').getByRole('heading').first()).toBeVisible();
        await isAccessible(app, mode);
      }
      await go(app, '/help');
      await expect(app.getByRole('heading', { name: 'Help', exact: true })).toBeVisible();
      await isAccessible(app, mode);
    });
  });
}

test('streaming text is in no live region; its start and end are told once', async ({
  app,
  ollama,
}) => {
  await connect(app, ollama);
  ollama.say({ text: 'one two three four five six', pauseAfterTokens: 3 });
  await send(app, 'Count');
  await held(ollama);
  await expect(app.getByRole('status').filter({ hasText: 'Reply started' })).toBeAttached();
  const isLive = await lastReply(app).evaluate((article) => {
    const closest = article.closest('[aria-live], [role="status"], [role="alert"]');
    return closest !== null && closest.getAttribute('aria-live') !== 'off';
  });
  expect(isLive).toBe(false);
  ollama.release('pause');
  await expect(app.getByRole('status').filter({ hasText: 'Reply finished' })).toBeAttached();
  const article = lastReply(app);
  await expect(article).toHaveAttribute('aria-setsize', '2');
  await expect(article).toHaveAttribute('aria-posinset', '2');
});

/** The light colours stand on the same page: there, only the contrast can differ. */
async function isAccessible(page: Page, mode: 'dark' | 'light'): Promise<void> {
  // Its types come from another release of Playwright than ours; it only evaluates in the page.
  const examined = page as unknown as ConstructorParameters<typeof AxeBuilder>[0]['page'];
  const axe = new AxeBuilder({ page: examined });
  if (mode === 'light') axe.withRules(['color-contrast']);
  else axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']);
  const { violations } = await axe.analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  expect(serious, `on ${page.url().replace(/^[^#]*/, '')}`).toEqual([]);
}
