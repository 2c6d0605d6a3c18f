import { type Page, expect as plainExpect } from '@playwright/test';
import { smallModel } from '../servers/small-model.ts';
import { startStatic } from '../servers/static.ts';
import { test as base, distFolder } from './fixtures.ts';
import {
  ask,
  chats,
  connect,
  go,
  held,
  lastReply,
  log,
  message,
  newSession,
  replyEnded,
  send,
} from './steps.ts';

/** The engine is compiled when a page first needs it, which takes a busy machine its time. */
const expect = plainExpect.configure({ timeout: 30_000 });
base.setTimeout(120_000);

const schema = `{
  "type": "object",
  "properties": {
    "name": { "enum": ["heron", "reed"] },
    "count": { "type": "integer", "minimum": 0, "maximum": 99 }
  },
  "required": ["name", "count"],
  "additionalProperties": false
}`;

const settings = (page: Page) => page.getByRole('dialog', { name: 'Session settings' });
const format = (page: Page) => settings(page).getByRole('combobox', { name: 'Answer format' });
const save = (page: Page) => settings(page).getByRole('button', { name: 'Save' });
const code = (page: Page) => lastReply(page).locator('figure');

async function choose(page: Page, kind: string, name?: string, text?: string): Promise<void> {
  await page.getByRole('button', { name: 'Session settings' }).last().click();
  await format(page).selectOption({ label: kind });
  if (name && text) await settings(page).getByRole('textbox', { name }).fill(text);
  await save(page).click();
  await expect(settings(page)).toBeHidden();
}

const inBrowser = base.extend({
  site: async ({ browserName: _ }, use) => {
    // What it would say by itself is neither.
    const guide = smallModel({ says: [' The', ' heron', ' waits', '.'] });
    const site = await startStatic({ dir: distFolder, instead: { '/guide/guide.gguf': guide } });
    await use(site);
    await site.close();
  },
});

inBrowser('a model in this browser is held to a schema, and to a grammar', async ({ app }) => {
  await go(app, '/connect');
  await app.getByRole('button', { name: 'Try the guide now' }).click();
  await expect(message(app)).toBeVisible();
  await choose(app, 'JSON by a schema', 'JSON schema', schema);
  await send(app, 'What is there?');
  await expect(code(app)).toBeVisible();
  await replyEnded(app);
  const said: unknown = JSON.parse((await code(app).locator('code').textContent()) ?? '');
  expect(Object.keys(said as object)).toEqual(['name', 'count']);
  expect(said).toMatchObject({ name: expect.stringMatching(/^(heron|reed)$/) });
  expect((said as { count: unknown }).count).toEqual(expect.any(Number));

  await newSession(app);
  await choose(app, 'Grammar (GBNF)', 'Grammar', 'root ::= "yes" | "no"');
  await send(app, 'Does it wait?');
  await expect(lastReply(app).getByText(/^(yes|no)$/)).toBeVisible();
  await replyEnded(app);

  await choose(app, 'Grammar (GBNF)', 'Grammar', 'root ::= "yes" | missing');
  await send(app, 'And now?');
  await expect(lastReply(app)).toContainText('The answer format of this session cannot be used');
  await expect(lastReply(app)).toContainText('failed to parse grammar');

  await choose(app, 'Any text');
  await ask(app, 'What else?', 'The heron waits.');
});

base(
  'the format goes out with each message of its session and with no other',
  async ({ app, ollama }) => {
    await connect(app, ollama);
    await choose(app, 'JSON by a schema', 'JSON schema', schema);
    ollama.say('{"name": "heron", "count": 2}');
    await ask(app, 'What is there?', '"count": 2');
    expect(chats(ollama)[0]?.body).toMatchObject({ format: JSON.parse(schema) });
    await app.reload();
    await choose(app, 'JSON');
    await ask(app, 'Again', '"count": 2');
    expect(chats(ollama)[1]?.body).toMatchObject({ format: { type: 'object' } });
    await newSession(app);
    await ask(app, 'And here?', '"count": 2');
    expect(chats(ollama)[2]?.body).not.toHaveProperty('format');
  },
);

base(
  'a text that cannot be used is told as it is typed, and not saved',
  async ({ app, ollama }) => {
    await connect(app, ollama);
    await app.getByRole('button', { name: 'Session settings' }).last().click();
    await format(app).selectOption({ label: 'JSON by a schema' });
    await expect(save(app)).toBeDisabled();
    const text = settings(app).getByRole('textbox', { name: 'JSON schema' });
    await text.fill('{\n  "type": "object",\n}');
    await expect(settings(app)).toContainText('This is no JSON: look at line 3, column 1.');
    await expect(save(app)).toBeDisabled();
    await text.fill('[]');
    await expect(settings(app)).toContainText('A schema is a JSON object');
    await expect(save(app)).toBeDisabled();
    await text.fill('{ "type": "object" }');
    await expect(save(app)).toBeEnabled();
    await format(app).selectOption({ label: 'Grammar (GBNF)' });
    await expect(settings(app)).toContainText('takes no grammar: messages are refused until');
    await settings(app).getByRole('textbox', { name: 'Grammar' }).fill('answer ::= "yes"');
    await expect(settings(app)).toContainText('A grammar needs a rule named root');
    await expect(save(app)).toBeDisabled();
    await settings(app).getByRole('textbox', { name: 'Grammar' }).fill('root ::= "yes"');
    await save(app).click();

    await send(app, 'Go');
    await expect(lastReply(app)).toContainText('This server takes no grammar');
    expect(chats(ollama)).toHaveLength(0);
    await lastReply(app).getByRole('button', { name: 'Open the session settings' }).click();
    await format(app).selectOption({ label: 'JSON by a schema' });
    await expect(save(app)).toBeDisabled(); // what was typed there was never saved
  },
);

base('an answer in JSON is code from its first piece to its last', async ({ app, ollama }) => {
  await connect(app, ollama);
  const told = '{\n  "name": "a *b* [c](d)",\n\n  "list": [1, 2]\n}';
  ollama.say({ text: `${told}\n\n`, pauseAfterTokens: 8 });
  await send(app, 'What is there?');
  await held(ollama);
  await expect(code(app)).toContainText('"name":');
  ollama.release('pause');
  await replyEnded(app);
  await expect(code(app)).toHaveCount(1);
  expect(await code(app).locator('code').textContent()).toBe(told);
  await expect(code(app).locator('[data-code]').first()).toBeVisible();
  await app.reload();
  await expect(code(app)).toContainText('"list": [1, 2]');
  await newSession(app);
  ollama.say('[a link](https://a.example) and {braces}');
  await ask(app, 'And in words?', 'a link');
  await expect(log(app).getByRole('link', { name: 'a link' })).toBeVisible();
  await expect(code(app)).toHaveCount(0);
});

base.describe('on a phone', () => {
  base.use({ viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });

  base('schema and answer fit, and a long line is broken', async ({ app, ollama }) => {
    await connect(app, ollama);
    await app.getByRole('button', { name: 'Session settings' }).last().tap();
    await format(app).selectOption({ label: 'JSON by a schema' });
    await settings(app).getByRole('textbox', { name: 'JSON schema' }).fill(schema);
    await fits(app);
    await save(app).tap();
    ollama.say(`{"name": "${'heron '.repeat(40)}", "count": 2}`);
    await ask(app, 'What is there?', '"count": 2');
    await fits(app);
    const widths = await code(app)
      .locator('pre')
      .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    expect(widths).toBe(0);
  });
});

async function fits(page: Page): Promise<void> {
  const tooWide = () =>
    page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await expect.poll(tooWide).toBeLessThanOrEqual(0);
}
