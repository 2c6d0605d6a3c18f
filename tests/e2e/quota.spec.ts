import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { ask, connect, held, lastReply, message, numbered, send, sendButton } from './steps.ts';

const reply = numbered(60);

// The engine is brought into the page, since nothing of a test reaches into a worker.
test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'SharedWorker');
    Reflect.deleteProperty(globalThis, 'Worker');
    for (const name of ['add', 'put'] as const) {
      const write = IDBObjectStore.prototype[name];
      IDBObjectStore.prototype[name] = function (...input) {
        if (!Reflect.get(globalThis, 'diskIsFull')) return write.apply(this, input);
        throw new DOMException('The disk is full', 'QuotaExceededError');
      };
    }
  });
});

test('a full disk in mid-stream: the text stays on screen and the person is told', async ({
  app,
  ollama,
}) => {
  await connect(app, ollama);
  ollama.say({ text: reply, pauseAfterTokens: 20 });
  await send(app, 'Count, please');
  await held(ollama);
  await expect(lastReply(app)).toContainText('n9');
  await app.evaluate(() => Reflect.set(globalThis, 'diskIsFull', true));
  ollama.release('pause');
  await expect(lastReply(app)).toContainText(reply);
  await expect(app.getByText('This device has no room left for Llantern').first()).toBeVisible();
  await expect(lastReply(app)).toContainText(reply);
});

test('a message that cannot be stored is not sent, and its text stays in the field', async ({
  app,
  ollama,
}) => {
  await connect(app, ollama);
  await ask(app, 'While there is room', 'That is all.');
  await app.evaluate(() => Reflect.set(globalThis, 'diskIsFull', true));
  await message(app).fill('A long and precious text');
  await sendButton(app).click();
  await expect(app.getByText('This device has no room left for Llantern').first()).toBeVisible();
  await expect(message(app)).toHaveValue('A long and precious text');
  await expect(app.getByRole('button', { name: 'Copy text' }).first()).toBeVisible();

  await app.evaluate(() => Reflect.set(globalThis, 'diskIsFull', false));
  await sendButton(app).click();
  await expect(lastReply(app)).toContainText('You wrote: A long and precious text');
});
