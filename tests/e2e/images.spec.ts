import { Buffer } from 'node:buffer';
import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import {
  chats,
  connect,
  lastReply,
  log,
  message,
  questions,
  replyEnded,
  sendButton,
} from './steps.ts';

/** Two pictures of one pixel each. */
const redPixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test('a picture is pasted, picked and taken back, and reaches a model that sees', async ({
  app,
  ollama,
}) => {
  await connect(app, ollama);
  await choose(app, 'iris:7b');
  await app.locator('input[type=file]').setInputFiles({
    name: 'picked.png',
    mimeType: 'image/png',
    buffer: Buffer.from(redPixel, 'base64'),
  });
  await expect(app.getByRole('button', { name: 'Remove picked.png' })).toBeVisible();
  await paste(app);
  await expect(app.getByRole('button', { name: 'Remove pasted.png' })).toBeVisible();
  await app.getByRole('button', { name: 'Remove picked.png' }).click();
  await expect(app.getByRole('button', { name: 'Remove picked.png' })).toHaveCount(0);

  await message(app).fill('What is this?');
  await sendButton(app).click();
  await expect(lastReply(app)).toContainText('1 image(s) in view');
  await replyEnded(app);
  await expect(questions(app).getByRole('img', { name: 'pasted.png' })).toBeVisible();
  expect(chats(ollama)[0]?.body).toMatchObject({
    model: 'iris:7b',
    messages: [{ role: 'user', content: 'What is this?', images: [expect.any(String)] }],
  });
  await app.reload();
  await expect(log(app).getByRole('img', { name: 'pasted.png' })).toBeVisible();
});

test('a model that does not see is said not to, and gets no picture', async ({ app, ollama }) => {
  await connect(app, ollama);
  await choose(app, 'moss:1b');
  await message(app).focus();
  await paste(app);
  await expect(app.getByText('moss:1b does not see images. Choose one that does.')).toBeVisible();
  await expect(app.getByRole('button', { name: /^Remove/ })).toHaveCount(0);
});

async function choose(page: Page, model: string): Promise<void> {
  await page.getByRole('button', { name: /^Model/ }).click();
  await page.getByRole('option', { name: new RegExp(model) }).click();
  await expect(page.getByRole('button', { name: /^Model/ })).toContainText(model);
}

/** As a browser hands over a copied screenshot: a file and no text. */
async function paste(page: Page): Promise<void> {
  await message(page).evaluate((field, base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([bytes], 'pasted.png', { type: 'image/png' }));
    field.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, pixel);
}
