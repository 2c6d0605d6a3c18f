import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import {
  chats,
  connect,
  held,
  lastReply,
  newSession,
  numbered,
  questions,
  replyEnded,
  send,
  sendButton,
  sessionLinks,
  stopButton,
} from './steps.ts';

const reply = numbered(60);

test('Stop keeps the text and tells llama-server to end it', async ({ app, llama }) => {
  await connect(app, llama);
  llama.say({ text: reply, pauseAfterTokens: 20 });
  await send(app, 'Count, please');
  await held(llama);
  await expect(lastReply(app)).toContainText('n9');
  await expect(sendButton(app)).toBeVisible();
  await stopButton(app).click();
  await expect(lastReply(app)).toContainText('Stopped by you.');
  await expect(lastReply(app)).toContainText('n9');
  await expect
    .poll(() => llama.requests.filter(({ method }) => method === 'DELETE').map((r) => r.status))
    .toEqual([204]);
  await expect.poll(() => llama.generating).toBe(0);

  await app.reload();
  await expect(lastReply(app)).toContainText('Stopped by you.');
  await expect(lastReply(app)).toContainText('n9');
});

test('seven sends to one server: four run, three wait in line, Stop and lists get through', async ({
  app,
  openai,
}) => {
  await connect(app, openai);
  openai.say({ text: reply, pauseAfterTokens: 20 });
  for (let at = 1; at <= 7; at++) {
    if (at > 1) await newSession(app);
    await send(app, `Question ${at}`);
    await expect(sessionLinks(app)).toHaveCount(at);
  }
  await expect.poll(() => openai.held.length).toBe(4);
  expect(chats(openai)).toHaveLength(4);
  await expect(lastReply(app)).toContainText('Waiting in line');

  const lists = () => openai.requests.filter(({ path }) => path.endsWith('/models')).length;
  const before = lists();
  await app.getByRole('button', { name: /^Model/ }).click();
  await app.getByRole('button', { name: 'Refresh' }).click();
  await expect.poll(lists).toBeGreaterThan(before);
  await app.keyboard.press('Escape');

  await openSession(app, 'Question 2');
  await expect(lastReply(app)).toContainText('n9');
  await stopButton(app).click();
  await expect(lastReply(app)).toContainText('Stopped by you.');
  await expect.poll(() => chats(openai).length).toBe(5);

  await openSession(app, 'Question 7');
  await expect(lastReply(app)).toContainText('Waiting in line');
  await stopButton(app).click();
  await replyEnded(app);
  await expect
    .poll(() => {
      openai.release('pause');
      return openai.generating + (chats(openai).length < 6 ? 1 : 0);
    })
    .toBe(0);
  for (const at of [1, 3, 4, 5, 6]) {
    await openSession(app, `Question ${at}`);
    await expect(lastReply(app)).toContainText(reply);
  }
  expect(chats(openai)).toHaveLength(6);
});

test('messages typed while a reply streams wait in line, can be changed and dropped, and go out in order', async ({
  app,
  ollama,
}) => {
  await connect(app, ollama);
  ollama.say(({ lastUser }) =>
    lastUser === 'first' ? { text: reply, pauseAfterTokens: 20 } : `answer to ${lastUser}`,
  );
  await send(app, 'first');
  await held(ollama);
  for (const text of ['second', 'third', 'fourth']) await send(app, text);
  const line = app.getByRole('list', { name: 'Waiting to be sent' }).getByRole('listitem');
  await expect(line).toHaveText([/second/, /third/, /fourth/]);
  await app.reload();
  await expect(line).toHaveText([/second/, /third/, /fourth/]);

  await line.nth(1).getByRole('button', { name: 'Drop waiting message' }).click();
  await expect(line).toHaveText([/second/, /fourth/]);
  await line.nth(0).getByRole('button', { name: 'Edit waiting message' }).click();
  await app.getByRole('textbox', { name: 'Waiting message' }).fill('second, but better');
  await app.keyboard.press('Enter');
  await expect(line).toHaveText([/second, but better/, /fourth/]);
  await expect(questions(app)).toHaveCount(1);

  ollama.release('pause');
  await expect(lastReply(app)).toContainText('answer to fourth');
  await replyEnded(app);
  await expect(line).toHaveCount(0);
  expect(chats(ollama).map(({ body }) => lastText(body))).toEqual([
    'first',
    'second, but better',
    'fourth',
  ]);
});

test('after a reply that failed the line is held, and goes on at a press', async ({
  app,
  openai,
}) => {
  await connect(app, openai);
  openai.say(({ lastUser }) => (lastUser === 'first' ? reply : `answer to ${lastUser}`));
  openai.set({ once: { stall: { afterTokens: 5 }, cut: { afterTokens: 5 } } });
  await send(app, 'first');
  await held(openai, 'stall');
  await send(app, 'second');
  const line = app.getByRole('list', { name: 'Waiting to be sent' }).getByRole('listitem');
  await expect(line).toHaveCount(1);
  openai.release('stall');
  await replyEnded(app);
  await expect(line).toHaveCount(1);
  await line.getByRole('button', { name: 'Go on with this one' }).click();
  await expect(lastReply(app)).toContainText('answer to second');
  await expect(line).toHaveCount(0);
});

async function openSession(page: Page, title: string): Promise<void> {
  await sessionLinks(page).filter({ hasText: title }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

function lastText(body: unknown): unknown {
  const { messages } = body as { messages: { content: unknown }[] }; // as our own client wrote it
  return messages.at(-1)?.content;
}
