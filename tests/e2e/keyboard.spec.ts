import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import {
  held,
  lastReply,
  message,
  numbered,
  questions,
  replyEnded,
  sessionLinks,
  stopButton,
} from './steps.ts';

const reply = numbered(60);

test('the whole way, and every message, by keyboard alone', async ({ app, ollama }) => {
  ollama.say(({ lastUser }) =>
    lastUser === 'Count' ? { text: reply, pauseAfterTokens: 20 } : `answer to ${lastUser}`,
  );
  const address = app.getByRole('textbox', { name: 'Address of the server' });
  await tabTo(app, address);
  await app.keyboard.type(`127.0.0.1:${ollama.port}`);
  await app.keyboard.press('Enter');
  const connect = app.getByRole('button', { name: 'Connect', exact: true });
  await expect(connect).toBeVisible();
  await tabTo(app, connect);
  await app.keyboard.press('Enter');

  await expect(message(app)).toBeFocused();
  await app.keyboard.type('first line');
  await app.keyboard.press('Shift+Enter');
  await app.keyboard.type('second line');
  await app.keyboard.press('Enter');
  await expect(lastReply(app)).toContainText('answer to first line');
  await replyEnded(app);
  await expect(message(app)).toBeFocused();

  await app.keyboard.press('Alt+n');
  await expect(questions(app)).toHaveCount(0);
  await expect(message(app)).toBeFocused();
  await app.keyboard.type('Count');
  await app.keyboard.press('Enter');
  await held(ollama);
  await expect(lastReply(app)).toContainText('n9');
  await app.keyboard.press('Escape');
  await expect(lastReply(app)).toContainText('Stopped by you.');
  await expect(stopButton(app)).toHaveCount(0);

  // Back to the first session over the list, then its messages one by one.
  await app.keyboard.press('Control+Shift+F');
  await expect(app.getByRole('searchbox', { name: 'Search sessions' })).toBeFocused();
  await app.keyboard.press('ArrowDown');
  await expect(sessionLinks(app).first()).toBeFocused();
  await app.keyboard.press('ArrowDown');
  await app.keyboard.press('Enter');
  await expect(lastReply(app)).toContainText('answer to first line');

  await app.keyboard.press('F6');
  await tabTo(app, app.getByRole('log', { name: 'Messages' }));
  await app.keyboard.press('k');
  await expect(lastReply(app)).toBeFocused();
  await app.keyboard.press('k');
  await expect(questions(app).last()).toBeFocused();
  await app.keyboard.press('e');
  await expect(app.getByRole('textbox', { name: 'Edit message' })).toBeFocused();
  await app.keyboard.press('Control+a');
  await app.keyboard.type('third');
  await app.keyboard.press('Enter');
  await expect(lastReply(app)).toContainText('answer to third');
  await replyEnded(app);
});

test('the palette leads everywhere, and a session is renamed and deleted in the list', async ({
  app,
  ollama,
}) => {
  await tabTo(app, app.getByRole('textbox', { name: 'Address of the server' }));
  await app.keyboard.type(`127.0.0.1:${ollama.port}`);
  await app.keyboard.press('Enter');
  const connect = app.getByRole('button', { name: 'Connect', exact: true });
  await expect(connect).toBeVisible();
  await tabTo(app, connect);
  await app.keyboard.press('Enter');
  await expect(message(app)).toBeFocused();
  await app.keyboard.type('A walk by the sea');
  await app.keyboard.press('Enter');
  await replyEnded(app);
  await expect(lastReply(app)).toContainText('That is all.');

  await app.keyboard.press('Control+k');
  const palette = app.getByRole('combobox', { name: 'Search commands and sessions' });
  await expect(palette).toBeFocused();
  await app.keyboard.type('help');
  await app.keyboard.press('Enter');
  await expect(app.getByRole('heading', { name: 'Help', exact: true })).toBeVisible();
  await app.keyboard.press('Control+k');
  await expect(palette).toBeFocused();
  await app.keyboard.type('walk');
  await app.keyboard.press('Enter');
  await expect(lastReply(app)).toContainText('That is all.');

  await app.keyboard.press('Control+Shift+F');
  await app.keyboard.press('ArrowDown');
  await app.keyboard.press('F2');
  await expect(app.getByRole('textbox', { name: 'New title' })).toBeFocused();
  await app.keyboard.press('Control+a');
  await app.keyboard.type('Seaside');
  await app.keyboard.press('Enter');
  await expect(sessionLinks(app)).toHaveText([/Seaside/]);
  await expect(sessionLinks(app).first()).toBeFocused();
  await app.keyboard.press('Delete');
  await expect(sessionLinks(app)).toHaveCount(0);
  await tabTo(app, app.getByRole('button', { name: 'Undo' }));
  await app.keyboard.press('Enter');
  await expect(sessionLinks(app)).toHaveText([/Seaside/]);
});

async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let steps = 0; steps < 60; steps++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${target}`);
}
