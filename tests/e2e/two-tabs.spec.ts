import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import {
  chats,
  connect,
  held,
  lastReply,
  numbered,
  replyEnded,
  send,
  stopButton,
} from './steps.ts';

const reply = numbered(60);

for (const engine of ['one engine for both', 'an engine each'] as const) {
  test(`two tabs see one stream, and either stops it (${engine})`, async ({
    app: _,
    page,
    ollama,
    context,
  }) => {
    if (engine === 'an engine each') {
      await context.addInitScript(() => Reflect.deleteProperty(globalThis, 'SharedWorker'));
      await page.reload();
    }
    await connect(page, ollama);
    ollama.say({ text: reply, pauseAfterTokens: 20 });
    await send(page, 'Count, please');
    await held(ollama);
    await expect(lastReply(page)).toContainText('n9');

    const other = await context.newPage();
    await other.goto(page.url());
    await expect(lastReply(other)).toContainText('n9');
    await expect(stopButton(other)).toBeVisible();

    await stopButton(other).click();
    for (const tab of [page, other]) {
      await expect(lastReply(tab)).toContainText('Stopped by you.');
      await expect(lastReply(tab)).toContainText('n9');
      await replyEnded(tab);
    }
    await expect.poll(() => chats(ollama).map(({ aborted }) => aborted)).toEqual([true]);

    ollama.say(reply);
    await send(other, 'Again');
    for (const tab of [page, other]) {
      await expect(lastReply(tab)).toContainText(reply);
      await replyEnded(tab);
    }
  });
}

test('a session that one tab makes, names and deletes is known to the other', async ({
  app,
  ollama,
  context,
  site,
}) => {
  await connect(app, ollama);
  const other = await context.newPage();
  await other.goto(`${site.url}#/help`);
  await send(app, 'A walk by the sea');
  const list = other.getByRole('navigation', { name: 'Sessions' });
  await expect(list.getByRole('link', { name: /A walk by the sea/ })).toBeVisible();
  await replyEnded(app);

  await app.getByRole('button', { name: 'Session menu' }).click();
  await app.getByRole('menuitem', { name: 'Rename' }).click();
  await app.getByRole('textbox', { name: 'Title' }).fill('Seaside');
  await app.keyboard.press('Enter');
  await expect(list.getByRole('link', { name: /Seaside/ })).toBeVisible();

  await list.getByRole('link', { name: /Seaside/ }).press('Delete');
  await expect(list.getByRole('link')).toHaveCount(0);
  await expect(app.getByText('This session was deleted')).toBeVisible();
  await other.getByRole('button', { name: 'Undo' }).click();
  await expect(list.getByRole('link', { name: /Seaside/ })).toBeVisible();
  await expect(lastReply(app)).toContainText('You wrote: A walk by the sea');
});
