import { readFile, writeFile } from 'node:fs/promises';
import { expect, type Page, type TestInfo } from '@playwright/test';
import { open, test } from './fixtures.ts';
import { connect, go, lastReply, questions, sessionLinks } from './steps.ts';

type Backup = { exportedAt: string; connections: { id: string }[]; sessions: { id: string }[] };

const sessions = [
  {
    id: 'walk',
    title: 'A walk',
    createdAt: 1_760_000_000_000,
    updatedAt: 1_760_000_100_000,
    systemPrompt: 'Be brief.',
    model: { connectionId: 'box', name: 'fern:4b' },
    parameters: { temperature: 0.5 },
    leafId: 'walk-4',
    messages: [
      message('walk-1', null, 'user', 'Where to?'),
      message('walk-2', 'walk-1', 'assistant', 'To the **sea**.'),
      message('walk-3', 'walk-1', 'assistant', 'To the hills, 한국어 🚀.'),
      message('walk-4', 'walk-3', 'user', 'When?'),
    ],
  },
  {
    id: 'soup',
    title: 'A soup',
    createdAt: 1_750_000_000_000,
    updatedAt: 1_750_000_000_000,
    messages: [{ role: 'user', text: 'Leek or bean?', createdAt: 1_750_000_000_000 }],
  },
];

function message(id: string, parentId: string | null, role: string, text: string) {
  return { id, parentId, role, text, createdAt: 1_760_000_000_000 };
}

function fileWith(extra: Record<string, unknown> = {}): string {
  const exportedAt = '2026-01-01T00:00:00.000Z';
  return JSON.stringify({ format: 'llantern', version: 1, exportedAt, sessions, ...extra });
}

async function look(page: Page, content: string, info: TestInfo): Promise<void> {
  const path = info.outputPath('sessions.json');
  await writeFile(path, content);
  await go(page, '/settings/data');
  await page.getByLabel('Import sessions').setInputFiles(path);
}

async function exported(page: Page): Promise<Backup> {
  await go(page, '/settings/data');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export all sessions' }).click();
  return JSON.parse(await readFile(await (await saved).path(), 'utf8'));
}

/** A connection gets an id of its own wherever it is imported; sessions must follow it. */
function comparable(backup: Backup): unknown {
  let text = JSON.stringify({ ...backup, exportedAt: '' });
  for (const [at, { id }] of backup.connections.entries()) {
    text = text.replaceAll(id, `connection ${at}`);
  }
  return JSON.parse(text);
}

const told = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text });

test('what is exported here is the same when it was imported elsewhere', async ({
  app,
  site,
  ollama,
  context,
}, info) => {
  await connect(app, ollama);
  const box = { id: 'box', kind: 'ollama', name: 'Box', baseUrl: ollama.url };
  await look(app, fileWith({ connections: [box] }), info);
  await expect(app.getByText('2 sessions will be added')).toBeVisible();
  await expect(app.getByText('5 messages')).toBeVisible();
  await expect(sessionLinks(app)).toHaveCount(0);
  await app.getByRole('button', { name: 'Import…' }).click();
  await expect(told(app, 'Imported 2 sessions')).toBeVisible();
  await sessionLinks(app).filter({ hasText: 'A walk' }).click();
  await expect(questions(app)).toHaveCount(2);
  await expect(lastReply(app)).toContainText('To the hills, 한국어 🚀.');
  await expect(app.getByRole('button', { name: /^Model/ })).toContainText('fern:4b');
  const first = await exported(app);
  expect(first.sessions.map(({ id }) => id).sort()).toEqual(['soup', 'walk']);
  expect(first.connections).toHaveLength(1);

  const elsewhere = await context.newPage();
  await open(elsewhere, site.urlFor('127.0.0.1'));
  await look(elsewhere, JSON.stringify(first), info);
  await elsewhere.getByRole('button', { name: 'Import…' }).click();
  await expect(told(elsewhere, 'Imported 2 sessions')).toBeVisible();
  expect(comparable(await exported(elsewhere))).toEqual(comparable(first));
});

test('a session that exists is left alone and counted', async ({ app }, info) => {
  await look(app, fileWith(), info);
  await app.getByRole('button', { name: 'Import…' }).click();
  await expect(told(app, 'Imported 2 sessions')).toBeVisible();
  const changed = [
    { ...sessions[0], title: 'Overwritten' },
    { ...sessions[1], id: 'bread', title: 'A bread' },
  ];
  await look(app, fileWith({ sessions: changed }), info);
  await expect(app.getByText('1 session will be added')).toBeVisible();
  await expect(app.getByText('1 session is already here and stays as it is')).toBeVisible();
  await app.getByRole('button', { name: 'Import…' }).click();
  await expect(told(app, 'Imported 1 sessions')).toContainText('1 was already here.');
  await expect(sessionLinks(app)).toHaveCount(3);
  await expect(sessionLinks(app).filter({ hasText: 'Overwritten' })).toHaveCount(0);
});

test('five megabytes of nonsense are refused with the reason, and nothing is changed', async ({
  app,
}, info) => {
  await look(app, fileWith(), info);
  await app.getByRole('button', { name: 'Import…' }).click();
  await expect(told(app, 'Imported 2 sessions')).toBeVisible();

  await look(app, 'nonsense '.repeat(600_000), info);
  await expect(app.getByRole('alert')).toContainText('The file cannot be used');
  await expect(app.getByRole('button', { name: 'Import…' })).toHaveCount(0);

  const wrong = [{ ...sessions[1], id: 'x', messages: [{ role: 'wizard', text: 7 }] }];
  await look(app, fileWith({ sessions: wrong }), info);
  await expect(app.getByRole('alert')).toContainText('The file cannot be used');
  await expect(sessionLinks(app)).toHaveCount(2);
});
