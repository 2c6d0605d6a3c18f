import { expect, type Locator, type Page } from '@playwright/test';
import { callEngine } from './engine-call.ts';
import { test } from './fixtures.ts';
import { addServer, dialog, notices, openModels, pull } from './model-steps.ts';
import { go } from './steps.ts';

const slow = { on: 'job', transfer: { bytesPerSecond: 50_000_000 } } as const;
const fast = { on: 'job', transfer: null } as const;

const section = (page: Page, name: string): Locator => page.getByRole('region', { name });

test('the drawer shows bytes, layers and speed; a pause keeps what came, and it goes on', async ({
  app,
  ollama,
}) => {
  await addServer(app, ollama, 'Hall');
  await openModels(app);
  ollama.set(slow);
  await pull(app, 'sage:3b');
  await app.getByRole('button', { name: /^Pulling sage:3b/ }).click();
  const drawer = app.getByRole('dialog', { name: 'Jobs' });
  await expect(drawer).toContainText(/MB of 1\.9 GB.*MB\/s.*left/);
  await drawer.getByRole('button', { name: 'Pause: Pull sage:3b' }).click();
  await expect(section(app, 'Paused')).toContainText(/MB of 1\.9 GB/);
  ollama.set(fast);
  await drawer.getByRole('button', { name: 'Go on: Pull sage:3b' }).click();
  await expect(notices(app)).toContainText('sage:3b is there.', { timeout: 30_000 });
});

test('jobs that wait change places, by keys and by dragging', async ({ app, ollama }) => {
  const connectionId = await addServer(app, ollama, 'Hall');
  ollama.set(slow);
  const tasks = ['sage:3b', 'fern:4b', 'moss:1b', 'iris:7b'].map(
    (model) => ({ kind: 'pull', model }) as const,
  );
  await callEngine(app, 'jobs.add-batch', { connectionId, tasks });
  await go(app, '/jobs');
  const waiting = section(app, 'Waiting on Hall').getByRole('listitem');
  await expect(waiting).toHaveText([/fern:4b/, /moss:1b/, /iris:7b/]);
  await app.getByRole('button', { name: /^Move Pull iris:7b/ }).press('ArrowUp');
  await expect(waiting).toHaveText([/fern:4b/, /iris:7b/, /moss:1b/]);
  const grip = app.getByRole('button', { name: /^Move Pull moss:1b/ });
  const from = await grip.boundingBox();
  const to = await waiting.first().boundingBox();
  if (!from || !to) throw new Error('the rows are not laid out');
  await app.mouse.move(from.x + 5, from.y + 5);
  await app.mouse.down();
  await app.mouse.move(from.x + 5, to.y + 2, { steps: 8 });
  await app.mouse.up();
  await expect(waiting).toHaveText([/moss:1b/, /fern:4b/, /iris:7b/]);
});

test('a job is cancelled while it runs: its server is let go, and the next one begins', async ({
  app,
  ollama,
}) => {
  const connectionId = await addServer(app, ollama, 'Hall');
  ollama.set(slow);
  const tasks = ['sage:3b', 'fern:4b'].map((model) => ({ kind: 'pull', model }) as const);
  await callEngine(app, 'jobs.add-batch', { connectionId, tasks });
  await go(app, '/jobs');
  const atWork = section(app, 'At work');
  await expect(atWork).toContainText(/Pull sage:3b.*MB of 1\.9 GB/);
  await atWork.getByRole('button', { name: 'Cancel: Pull sage:3b' }).click();
  const log = section(app, 'Log');
  await expect(log).toContainText(/Pull sage:3b.*cancelled/);
  await expect(log).toContainText(/Pull fern:4b.*done/);
  await expect(atWork).not.toContainText('sage:3b');
  await expect
    .poll(() => ollama.requests.filter(({ path, aborted }) => path === '/api/pull' && aborted))
    .toMatchObject([{ body: { model: 'sage:3b' } }]);

  // It can be taken up again, where it was.
  ollama.set(fast);
  await log.getByRole('button', { name: 'Try again: Pull sage:3b' }).click();
  await expect(log).toContainText(/Pull sage:3b.*done/, { timeout: 30_000 });
});

test('a failed job says why, can be told of and tried again', async ({ app, ollama }) => {
  const connectionId = await addServer(app, ollama, 'Hall');
  await callEngine(app, 'jobs.add', { connectionId, task: { kind: 'pull', model: 'nosuch:1b' } });
  await go(app, '/jobs');
  const log = section(app, 'Log');
  await expect(log).toContainText('There is no model nosuch:1b');
  await expect(log.getByRole('link', { name: 'What MODEL_MISSING means' })).toBeVisible();
  await log.getByRole('button', { name: 'Try again: Pull nosuch:1b' }).click();
  await expect
    .poll(() => ollama.requests.filter(({ path }) => path === '/api/pull').length)
    .toBeGreaterThan(1);
});

test('a full queue takes nothing, and says so', async ({ app, ollama }) => {
  const connectionId = await addServer(app, ollama, 'Hall');
  ollama.set(slow);
  const tasks = Array.from(
    { length: 150 },
    (_, at) => ({ kind: 'pull', model: `nosuch-${at}:1b` }) as const,
  );
  await callEngine(app, 'jobs.add', { connectionId, task: { kind: 'pull', model: 'sage:3b' } });
  await go(app, '/jobs');
  await expect(section(app, 'At work')).toContainText('Pull sage:3b');
  await callEngine(app, 'jobs.add-batch', { connectionId, tasks });
  await expect(app.getByText('The queue is full: 150 jobs wait or are paused.')).toBeVisible();
  await openModels(app);
  await pull(app, 'moss:1b');
  await expect(notices(app)).toContainText('QUEUE_FULL');
  await expect(notices(app)).toContainText('150 jobs already wait or are paused');
});

test('a pull goes on when its page is loaded again', async ({ app, ollama }) => {
  await addServer(app, ollama, 'Hall');
  await openModels(app);
  ollama.set({ on: 'job', transfer: { bytesPerSecond: 150_000_000 } });
  await pull(app, 'sage:3b');
  await expect(app.getByRole('button', { name: /^Pulling sage:3b/ })).toBeVisible();
  await app.reload();
  await expect(app.getByRole('button', { name: /^Pulling sage:3b/ })).toBeVisible();
  await go(app, '/jobs');
  await expect(section(app, 'Log')).toContainText(/Pull sage:3b.*done/, { timeout: 30_000 });
});

test('a pull goes on in no tab at all, and is found again', async ({ app, ollama, context }) => {
  await addServer(app, ollama, 'Hall');
  await openModels(app);
  ollama.set({ on: 'job', transfer: { bytesPerSecond: 150_000_000 } });
  await pull(app, 'sage:3b');
  await expect(app.getByRole('button', { name: /^Pulling sage:3b/ })).toBeVisible();
  const address = app.url();
  await app.close();
  const later = await context.newPage();
  await later.goto(address);
  await go(later, '/jobs');
  await expect(section(later, 'Log')).toContainText(/Pull sage:3b.*done/, { timeout: 30_000 });
});

test('a pull whose engine dies is taken up by the next one', async ({ app, ollama, context }) => {
  await addServer(app, ollama, 'Hall');
  await openModels(app);
  ollama.set(slow);
  await pull(app, 'sage:3b');
  await expect(app.getByRole('button', { name: /^Pulling sage:3b/ })).toBeVisible();
  const other = await context.newPage();
  await other.goto(app.url());
  await go(other, '/jobs');
  await expect(section(other, 'At work')).toContainText('Pull sage:3b');

  const crashed = app.waitForEvent('crash');
  const devTools = await context.newCDPSession(app);
  devTools.send('Page.crash').catch(() => undefined); // its answer dies with the page
  await crashed;

  ollama.set(fast);
  await expect(section(other, 'Log')).toContainText(/Pull sage:3b.*done/, { timeout: 30_000 });
});

test('notifications are asked for on a press, and never before', async ({ app, context }) => {
  await context.grantPermissions(['notifications']);
  await go(app, '/jobs');
  const choice = app.getByRole('switch', { name: 'Tell me when a long job ends' });
  await expect(choice).not.toBeChecked();
  await choice.check();
  await expect(choice).toBeChecked();
  await app.reload();
  await expect(choice).toBeChecked();
});

test('the drawer is left by Escape and leads to the whole log', async ({ app, ollama }) => {
  const connectionId = await addServer(app, ollama, 'Hall');
  ollama.set(slow);
  await callEngine(app, 'jobs.add', { connectionId, task: { kind: 'pull', model: 'sage:3b' } });
  const opener = app.getByRole('button', { name: /^Pulling sage:3b/ });
  await opener.click();
  await expect(dialog(app)).toBeVisible();
  await app.keyboard.press('Escape');
  await expect(dialog(app)).toHaveCount(0);
  await expect(opener).toBeFocused();
  await opener.click();
  await dialog(app).getByRole('button', { name: 'All jobs' }).click();
  await expect(app.getByRole('heading', { name: 'Jobs', level: 1 })).toBeVisible();
});
