/* A llama-server as it runs: its slots and load, what its flags leave off, a router's models, a fall and the return. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';
import { startLlamaServer } from '../servers/llama-server.ts';
import { callEngine } from './engine-call.ts';
import { test } from './fixtures.ts';
import { addServer, dialog, notices } from './model-steps.ts';
import {
  ask,
  chats,
  connect,
  go,
  held,
  lastReply,
  message,
  newSession,
  numbered,
  replyEnded,
  send,
} from './steps.ts';

const panel = (page: Page): Locator => page.getByRole('region', { name: /^Server / });
const slot = (page: Page, id: number): Locator =>
  panel(page)
    .getByRole('listitem')
    .filter({ has: page.getByText(`Slot ${id}`, { exact: true }) });
const card = (page: Page, title: string): Locator =>
  panel(page)
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: title, exact: true }) });

/** From the head of the Models screen, as a person goes. */
async function openPanel(page: Page): Promise<void> {
  await callEngine(page, 'settings.put', { runningSeconds: 0.5 });
  await go(page, '/models');
  await page.locator('a[href*="models/server"]').first().click();
  await expect(panel(page)).toBeVisible();
}

async function slotMenu(page: Page, id: number, item: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for slot ${id}` }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('a chat fills a slot, and the slot is saved, emptied and restored', async ({ app }) => {
  const server = await startLlamaServer({
    parallel: 1,
    metrics: true,
    slotSavePath: true,
    contextLength: 1024,
    reply: { text: numbered(40) },
  });
  await connect(app, server);
  await ask(app, 'Count for me', 'n40');
  await openPanel(app);
  const first = slot(app, 0);
  await expect(first).toContainText(/[1-9]\d* of 1,024 tokens/);
  await expect(first.getByRole('link')).toHaveText('Count for me');

  await slotMenu(app, 0, 'Save to a file…');
  const name = dialog(app).getByRole('textbox', { name: 'File name' });
  await expect(name).toHaveValue('count-for-me.bin');
  await name.fill('a/b');
  await expect(dialog(app)).toContainText('No slashes and no blanks.');
  await name.fill('kept.bin');
  await dialog(app).getByRole('button', { name: 'Save', exact: true }).click();
  await expect(notices(app)).toContainText(/tokens saved to kept\.bin/);
  await slotMenu(app, 0, 'Empty');
  await expect(first).toContainText('0 of 1,024 tokens');

  await slotMenu(app, 0, 'Restore from a file…');
  await dialog(app).getByRole('textbox').fill('other.bin');
  await dialog(app).getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(dialog(app)).toContainText('The server could not restore other.bin');
  await dialog(app).getByRole('textbox').fill('kept.bin');
  await dialog(app).getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(first).toContainText(/[1-9]\d* of 1,024 tokens/);

  await expect(card(app, 'Activity').getByRole('img')).toHaveCount(4);
  await expect(card(app, 'Activity')).toContainText(/Since its start: [1-9]/);
  await server.close();
});

test('a message that would push out another session’s prompt says so first, and a slot is kept', async ({
  app,
}) => {
  const server = await startLlamaServer({
    parallel: 1,
    contextLength: 1024,
    reply: { text: numbered(40) },
  });
  await connect(app, server);
  await ask(app, 'Count for me', 'n40');
  await newSession(app);
  const warning = app.getByText('into slot 0, which holds “Count for me”');
  await expect(warning).toHaveCount(0);
  await message(app).fill('Now for me');
  await expect(warning).toBeVisible();
  await ask(app, 'Now for me', 'n40');
  // Now it is this session's own prompt that lies there.
  await message(app).fill('Once more');
  await expect(warning).toHaveCount(0);

  await openPanel(app);
  await expect(slot(app, 0).getByRole('link')).toHaveText('Now for me');
  await slotMenu(app, 0, 'Keep for “Now for me”');
  await expect(slot(app, 0)).toContainText('keeps this slot');
  await slot(app, 0).getByRole('link').click();
  await ask(app, 'Once more', 'n40');
  expect(chats(server).at(-1)?.body).toMatchObject({ id_slot: 0, cache_prompt: true });

  // The server's own sampling is what holds, until it is changed here.
  await app.getByRole('button', { name: 'Session settings' }).last().click();
  const temperature = dialog(app).getByRole('textbox', { name: 'Temperature' });
  await expect(temperature).toHaveAttribute('placeholder', /^As the server has it: \d/);
  await expect(temperature).toHaveAccessibleName('Temperature');
  await temperature.fill('0.3');
  await expect(temperature).toHaveAccessibleName('Temperature (custom)');
  await expect(dialog(app).getByRole('textbox', { name: 'Slot (custom)' })).toHaveValue('0');
  await server.close();
});

test('template and tokeniser show what the model is given', async ({ app, llama }) => {
  await addServer(app, llama, 'Hall');
  await openPanel(app);
  await panel(app).getByText('Properties', { exact: true }).click();
  await expect(panel(app).getByText('temperature', { exact: true })).toBeVisible();
  await panel(app).getByText('Chat template', { exact: true }).click();
  await panel(app).getByRole('textbox', { name: 'Message' }).fill('Good morning');
  await panel(app).getByRole('button', { name: 'Show the prompt' }).click();
  await expect(panel(app).getByText(/The prompt, \d+ tokens/)).toBeVisible();
  await panel(app).getByText('Tokeniser', { exact: true }).click();
  await panel(app).getByRole('textbox', { name: 'Text', exact: true }).fill('Good morning');
  await panel(app).getByRole('button', { name: 'Split' }).click();
  await expect(panel(app).getByText(/tokens? for 12 characters/)).toBeVisible();
});

test('what is off is named with the flag that switches it on', async ({ app }) => {
  const server = await startLlamaServer({ slots: false });
  await addServer(app, server, 'Bare');
  await openPanel(app);
  await expect(card(app, 'Activity').getByText('--metrics').first()).toBeVisible();
  await expect(card(app, 'Slots').getByText('--no-slots')).toBeVisible();
  await expect(card(app, 'LoRA adapters').getByText('--lora FILE.gguf').first()).toBeVisible();
  await server.close();
});

test('a router loads and lets go by order, and says what failed', async ({ app }) => {
  const server = await startLlamaServer({
    models: [{ name: 'fern' }, { name: 'moss' }, { name: 'torn' }],
    router: { states: { torn: 'broken' } },
  });
  await addServer(app, server, 'Hall');
  await openPanel(app);
  await expect(panel(app)).toContainText('No model is loaded. Load one');
  await app.getByRole('button', { name: 'Load fern' }).click();
  await expect(app.getByRole('button', { name: 'Unload fern' })).toBeVisible();
  await expect(slot(app, 0)).toContainText('not used yet');
  await app.getByRole('button', { name: 'Load torn' }).click();
  await expect(panel(app)).toContainText('could not be loaded, exit code 1');
  await app.getByRole('button', { name: 'Unload fern' }).click();
  await expect(panel(app)).toContainText('No model is loaded. Load one');
  await app.getByText('What happened').click();
  await expect(panel(app).getByText(/fern was unloaded/)).toBeVisible();
  await server.close();
});

test('a fall in mid-reply is told, what came is kept, and the return is noticed', async ({
  app,
}) => {
  const server = await startLlamaServer({
    reply: { text: numbered(30), pauseAfterTokens: 20 },
  });
  const { port } = server;
  await connect(app, server);
  await send(app, 'Count for me');
  await held(server);
  await expect(lastReply(app)).toContainText('n5');
  await server.close();
  await replyEnded(app);
  await expect(lastReply(app)).toContainText('n5');
  await openPanel(app);
  await expect(panel(app)).toContainText('Not reachable since');
  const again = await startLlamaServer({ port });
  await expect(panel(app)).toContainText(/It was away for .* and came back at/, {
    timeout: 40_000,
  });
  await expect(slot(app, 0)).toContainText('not used yet');
  await expect(panel(app)).toContainText(/A reply broke off at .* What had come is kept:/);
  await panel(app).getByRole('link', { name: 'Count for me' }).click();
  await expect(lastReply(app)).toContainText('n5');
  await again.close();
});

test('a server that was back before anybody looked is known by the reply it cut', async ({
  app,
}) => {
  const script = { text: numbered(30), pauseAfterTokens: 20 };
  const server = await startLlamaServer({ reply: script });
  await connect(app, server);
  await send(app, 'Count for me');
  await held(server);
  await expect(lastReply(app)).toContainText('n5');
  await server.close();
  const again = await startLlamaServer({ port: server.port });
  await replyEnded(app);
  await openPanel(app);
  await expect(panel(app)).toContainText('A reply broke off at');
  const link = panel(app).getByRole('link', { name: 'Count for me' });
  await link.click();
  // Continued to its end it is no longer told of.
  await app.getByRole('button', { name: 'Continue' }).first().click();
  await replyEnded(app);
  await openPanel(app);
  await expect(slot(app, 0)).toBeVisible();
  await expect(panel(app)).not.toContainText('broke off');
  await again.close();
});

for (const colorScheme of ['dark', 'light'] as const) {
  test.describe(`in ${colorScheme}, on a small phone`, () => {
    test.use({ colorScheme, viewport: { width: 360, height: 640 } });

    test('the panel fits, and axe finds nothing serious', async ({ app }) => {
      const server = await startLlamaServer({ metrics: true });
      await addServer(app, server, 'The server with the long name in the hall');
      await openPanel(app);
      await expect(card(app, 'Activity').getByRole('img').first()).toBeVisible();
      await panel(app).getByText('Properties', { exact: true }).click();
      const { violations } = await new AxeBuilder({ page: app }).analyze();
      const serious = violations.filter(({ impact }) => /serious|critical/.test(impact ?? ''));
      expect(serious.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      const sideways = await app.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      expect(sideways).toBe(false);
      await server.close();
    });
  });
}
