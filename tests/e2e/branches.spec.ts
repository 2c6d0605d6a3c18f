import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { ask, chats, connect, lastReply, log, questions, replies, replyEnded } from './steps.ts';

/** The tools of a message stay dim until it is pointed at. */
async function act(article: Locator, name: string): Promise<void> {
  await article.hover();
  await article.getByRole('toolbar').getByRole('button', { name, exact: true }).click();
}

test('a question is edited and asked again, and both versions stay', async ({ app, ollama }) => {
  ollama.say(({ lastUser }) => `answer to ${lastUser}`);
  await connect(app, ollama);
  await ask(app, 'first', 'answer to first');
  await ask(app, 'second', 'answer to second');

  await act(questions(app).first(), 'Edit');
  await app.getByRole('textbox', { name: 'Edit message' }).fill('first, corrected');
  await app.getByRole('button', { name: 'Send again', exact: true }).click();
  await expect(lastReply(app)).toContainText('answer to first, corrected');
  await replyEnded(app);
  await expect(questions(app)).toHaveCount(1);
  await expect(questions(app).first()).toContainText('2 of 2');

  await act(questions(app).first(), 'Previous version');
  await expect(questions(app)).toHaveText([/first/, /second/]);
  await expect(lastReply(app)).toContainText('answer to second');
  await app.reload();
  await expect(lastReply(app)).toContainText('answer to second');
  await act(questions(app).first(), 'Next version');
  await expect(lastReply(app)).toContainText('answer to first, corrected');
});

test('a reply is asked for again, and the earlier one is a step away', async ({ app, openai }) => {
  openai.say('the first answer');
  await connect(app, openai);
  await ask(app, 'Well?', 'the first answer');
  openai.say('the other answer');
  await act(lastReply(app), 'Regenerate');
  await expect(lastReply(app)).toContainText('the other answer');
  await replyEnded(app);
  await expect(lastReply(app)).toContainText('2 of 2');
  await act(lastReply(app), 'Previous version');
  await expect(lastReply(app)).toContainText('the first answer');
  await expect(replies(app)).toHaveCount(1);
});

test('a reply that was cut by the limit goes on where it stopped', async ({ app, llama }) => {
  llama.say('one two three four five six');
  await connect(app, llama);
  await settings(app, 'Longest reply', '3');
  await ask(app, 'Count', 'Cut off: the limit for one reply');
  await settings(app, 'Longest reply', '');
  await act(lastReply(app), 'Continue');
  await expect(lastReply(app)).toContainText('one two three four five six');
  await replyEnded(app);
  await expect(replies(app)).toHaveCount(1);
  await expect(lastReply(app)).toContainText('Continued once');
});

test('a message is deleted with what hangs below it, after a question', async ({ app, ollama }) => {
  ollama.say(({ lastUser }) => `answer to ${lastUser}`);
  await connect(app, ollama);
  await ask(app, 'first', 'answer to first');
  await ask(app, 'second', 'answer to second');
  await act(replies(app).first(), 'Delete');
  const dialog = app.getByRole('alertdialog').or(app.getByRole('dialog'));
  await expect(dialog).toContainText('3 in all');
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(log(app).getByRole('article')).toHaveCount(1);
  await app.reload();
  await expect(log(app).getByRole('article')).toHaveCount(1);
});

test('what a session is set to goes into its requests', async ({ app, ollama }) => {
  await connect(app, ollama);
  await app.getByRole('button', { name: 'Session settings' }).last().click();
  const dialog = app.getByRole('dialog', { name: 'Session settings' });
  await dialog.getByRole('textbox', { name: 'System prompt' }).fill('Be a heron.');
  await dialog.getByRole('textbox', { name: 'Temperature' }).fill('0.3');
  await dialog.getByRole('textbox', { name: 'Context length' }).fill('8192');
  await dialog.getByRole('combobox', { name: 'Thinking' }).selectOption({ label: 'Off' });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await ask(app, 'Hello', 'You wrote: Hello');
  expect(chats(ollama)[0]?.body).toMatchObject({
    options: { num_ctx: 8192, temperature: 0.3 },
    think: false,
    messages: [{ role: 'system', content: 'Be a heron.' }, { role: 'user' }],
  });
});

test('a model that thinks shows its thoughts apart, with their time', async ({ app, ollama }) => {
  ollama.say({ text: 'Forty-two.', reasoning: 'Let me count the herons.' });
  await connect(app, ollama);
  await ask(app, 'How many?', 'Forty-two.');
  const thoughts = lastReply(app)
    .getByText(/^Thought/)
    .first();
  await expect(thoughts).toBeVisible();
  await thoughts.click();
  await expect(lastReply(app).getByText('Let me count the herons.')).toBeVisible();
});

async function settings(page: Page, field: string, value: string): Promise<void> {
  await page.getByRole('button', { name: 'Session settings' }).last().click();
  const dialog = page.getByRole('dialog', { name: 'Session settings' });
  await dialog.getByRole('textbox', { name: field }).fill(value);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
}
