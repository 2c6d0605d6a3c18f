/* Texts compared by a model's vectors: of a model in this browser, with and without a network, and of an Ollama. */
import AxeBuilder from '@axe-core/playwright';
import { type Locator, type Page, expect as plainExpect } from '@playwright/test';
import { smallModel } from '../servers/small-model.ts';
import { test } from './fixtures.ts';
import { addServer, dialog, list, nameIn, openModels, row } from './model-steps.ts';
import { go, offlineReady } from './steps.ts';

/** The engine is compiled when a page first needs it, which takes a busy machine its time. */
const expect = plainExpect.configure({ timeout: 40_000 });

/** It knows letters, and a text is what its letters are on average. */
const bytes = smallModel({ says: [...'abcdefghijklmnopqrstuvwxyz'], isPooled: true });

const part = (page: Page): Locator => page.getByRole('region', { name: 'Compare texts' });
const question = (page: Page): Locator =>
  part(page).getByRole('textbox', { name: 'A question or a text' });
const lines = (page: Page): Locator =>
  part(page).getByRole('textbox', { name: 'Texts to compare with, one per line' });
const button = (page: Page, name: string): Locator =>
  part(page).getByRole('button', { name, exact: true });
const ranking = (page: Page): Locator => part(page).getByRole('list').getByRole('listitem');

/** Its row in the list. */
async function addFern(page: Page): Promise<Locator> {
  await openModels(page);
  await page.getByRole('button', { name: 'Add to this browser' }).click();
  const file = { name: 'fern.gguf', buffer: bytes, mimeType: 'application/octet-stream' };
  await dialog(page).locator('input[type="file"]').setInputFiles(file);
  await dialog(page).getByRole('button', { name: 'Add fern.gguf' }).click();
  const fern = row(page, 'fern', 'This browser');
  await expect(fern).toContainText('embedding');
  return fern;
}

async function fill(page: Page, asked: string, others: readonly string[]): Promise<void> {
  await question(page).fill(asked);
  await lines(page).fill(others.join('\n'));
}

async function seriousIn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

test('a model from disk compares texts in this browser, and again with no network', async ({
  app,
  site,
}) => {
  test.setTimeout(180_000);
  const fern = await addFern(app);

  // It has no next word to say, so no chat is offered.
  await fern.hover();
  await fern.getByRole('button', { name: 'Actions for fern' }).click();
  await expect(app.getByRole('menuitem', { name: 'Details' })).toBeVisible();
  await expect(app.getByRole('menuitem', { name: 'Open a chat with it' })).toHaveCount(0);
  await app.getByRole('menuitem', { name: 'Details' }).click();

  await fill(app, 'heron', ['zzzz', 'the heron waits', 'heron', '', 'moss']);
  await button(app, 'Compare').click();
  await expect(ranking(app)).toHaveCount(4);
  await expect(ranking(app).first()).toHaveText(/^heron\s*1\.00$/);
  await expect(ranking(app).nth(1)).toContainText('the heron waits');
  await expect(ranking(app).last()).toContainText('zzzz');
  await expect(part(app)).toContainText(/128 numbers per text, [\d.]+ m?s, \d+ tokens/);
  await offlineReady(app);
  await site.close();

  await app.reload();
  await nameIn(row(app, 'fern', 'This browser')).click();
  await fill(app, 'noreh', ['moss', 'heron']);
  await question(app).press('Control+Enter');
  // The same letters: to this model they are the same.
  await expect(ranking(app).first()).toHaveText(/^heron\s*1\.00$/);
});

test('a text that is longer than the model reads is told, and the model goes on', async ({
  app,
}) => {
  test.setTimeout(180_000);
  await nameIn(await addFern(app)).click();
  // More than it reads at once: told, and the model goes on.
  await fill(app, 'heron', ['a '.repeat(9000)]);
  await button(app, 'Compare').click();
  await expect(part(app).getByRole('alert')).toContainText('A text is longer than the model reads');
  await fill(app, 'heron', ['heron']);
  await button(app, 'Compare').click();
  await expect(ranking(app)).toHaveText([/^heron\s*1\.00$/]);
  await expect(part(app).getByRole('alert')).toHaveCount(0);
});

test.describe('with an Ollama, on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('its page compares, is stopped, tells faults, and nothing is cut or hidden from anybody', async ({
    app,
    ollama,
  }) => {
    const id = await addServer(app, ollama, 'Lamp');
    await go(app, `/models/model?c=${id}&name=nettle`);
    await expect(part(app)).toBeVisible();

    await button(app, 'Compare').click();
    await expect(part(app)).toContainText('Type a question or a text first.');
    await fill(app, 'a heron waits', []);
    await button(app, 'Compare').click();
    await expect(part(app)).toContainText('Type at least one text to compare with.');
    await lines(app).fill(Array.from({ length: 64 }, (_, at) => `line ${at}`).join('\n'));
    await expect(part(app)).toContainText('These are 64 texts; 63 are compared at a time.');
    await button(app, 'Compare').click();
    const asked = () =>
      ollama.requests.filter(({ path, method }) => {
        return path === '/api/embed' && method === 'POST';
      });
    expect(asked()).toEqual([]);

    ollama.set({ on: 'other', stall: 'before-headers' });
    await fill(app, 'a heron waits', ['the tide is out', 'a heron sleeps', 'a heron waits']);
    await button(app, 'Compare').click();
    await expect(part(app).getByRole('status')).toContainText('Asking Lamp');
    await expect.poll(() => ollama.held).toContain('stall');
    await button(app, 'Stop').click();
    await expect.poll(() => asked()[0]?.aborted).toBe(true);
    await expect(button(app, 'Compare')).toBeVisible();
    await expect(part(app).getByRole('alert')).toHaveCount(0);
    ollama.reset();

    await lines(app).press('Control+Enter');
    await expect(ranking(app).first()).toHaveText(/^a heron waits\s*1\.00$/);
    await expect(ranking(app).nth(1)).toContainText('a heron sleeps');
    await expect(ranking(app)).toHaveCount(3);
    await expect(part(app)).toContainText(/16 numbers per text, .*, \d+ tokens/);
    const isCut = () =>
      app.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
    expect(await isCut()).toBe(false);
    expect(await seriousIn(app)).toEqual([]);

    ollama.set({ on: 'other', status: { code: 500, message: 'the runner has ended' } });
    await button(app, 'Compare').click();
    await expect(part(app).getByRole('alert')).toContainText('the runner has ended');
    expect(await seriousIn(app)).toEqual([]);
  });

  test('a model for chats has no such part', async ({ app, ollama }) => {
    const id = await addServer(app, ollama, 'Lamp');
    await go(app, `/models/model?c=${id}&name=fern%3A4b`);
    await expect(dialog(app)).toContainText('Template');
    await expect(part(app)).toHaveCount(0);
    await expect(list(app)).toBeAttached();
  });
});
