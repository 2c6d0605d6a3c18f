import { expect, type Page } from '@playwright/test';
import { callEngine } from './engine-call.ts';
import { test } from './fixtures.ts';
import { chats, go, lastReply, log, message, numbered, send } from './steps.ts';

const reply = numbered(12);
const pdf = { name: 'lease.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n') };

/** Hands a file to the composer as its button does. */
async function attach(page: Page): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: /^Attach/ }).click(),
  ]);
  await chooser.setFiles(pdf);
}

test('a PDF goes to a model that reads it, and to no other', async ({ app, openai }) => {
  openai.say(reply);
  await callEngine(app, 'connections.add', {
    kind: 'openai',
    name: 'Hall',
    baseUrl: `http://127.0.0.1:${openai.port}/v1`,
    options: {
      modelFacts: { 'heron-7b': { abilities: ['completion', 'pdf'] } },
    },
  });
  await go(app, '/s/new');
  await app.getByRole('button', { name: /^Model:/ }).click();
  await app.getByRole('option', { name: /gannet-2b/ }).click();
  await attach(app);
  await expect(app.getByText('gannet-2b does not read PDF files.')).toBeVisible();

  await app.getByRole('button', { name: /^Model:/ }).click();
  await app.getByRole('option', { name: /heron-7b/ }).click();
  await attach(app);
  const chip = app.getByText('lease.pdf');
  await expect(chip).toContainText('9 bytes');
  await expect(message(app)).toBeFocused();
  await send(app, 'Read this');
  await expect(lastReply(app)).toContainText(reply);
  await expect(log(app).getByText('lease.pdf')).toBeVisible();
  expect(JSON.stringify(chats(openai).at(-1)?.body)).toContain(
    `"filename":"lease.pdf","file_data":"data:application/pdf;base64,${pdf.buffer.toString('base64')}"`,
  );
});
