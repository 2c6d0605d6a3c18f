/* The launch sheet: from a pasted command to what starts the server, kept by name, and never with a key. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';
import { connect, go } from './steps.ts';

const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });
const panel = (page: Page) => page.getByRole('tabpanel');

async function paste(page: Page, command: string): Promise<void> {
  await page.getByRole('button', { name: 'From a command line…' }).click();
  await page.getByRole('textbox', { name: 'Command line' }).fill(command);
  await page.getByRole('button', { name: 'Take over' }).click();
}

test('a sheet becomes a command and a service for each system', async ({ app }) => {
  await go(app, '/models/launch');
  await expect(app.getByRole('heading', { name: 'Start a server' })).toBeVisible();
  await field(app, 'Model').fill("~/my models/it's.gguf");
  await field(app, 'Context length').fill('16384');
  await expect(panel(app)).toContainText(`--model ~/'my models/it'\\''s.gguf'`);
  await expect(panel(app)).toContainText('--ctx-size 16384');
  await app.getByRole('tab', { name: 'Linux service' }).click();
  await expect(panel(app)).toContainText(`--model "%h/my models/it's.gguf"`);
  await expect(panel(app)).toContainText('RestartMaxDelaySec=60');
  for (const [tab, text] of [
    ['macOS service', '<key>ProgramArguments</key>'],
    ['Windows task', '-ArgumentList'],
    ['Docker', 'ghcr.io/ggml-org/llama.cpp:server'],
    ['models.ini', "model = ~/my models/it's.gguf"],
  ] as const) {
    await app.getByRole('tab', { name: tab }).click();
    await expect(panel(app)).toContainText(text);
  }
  const saving = app.waitForEvent('download');
  await app.getByRole('button', { name: 'Save models.ini' }).click();
  expect((await saving).suggestedFilename()).toBe('models.ini');
});

test('a pasted command is taken over without its key, and kept by name', async ({ app, llama }) => {
  await connect(app, llama);
  const id = await connectionId(app);
  await go(app, `/models/launch?c=${id}`);
  await paste(app, 'llama-server -m a.gguf -c 8192 --jinja --api-key hush --port 9000');
  await expect(app.getByText('Left out, since keys do not belong into a sheet')).toBeVisible();
  await expect(field(app, 'Port')).toHaveValue('9000');
  await expect(panel(app)).toContainText('--jinja');
  await expect(app.locator('body')).not.toContainText('hush');
  await field(app, 'Name of the sheet').fill('Every day');
  await app.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(app.getByText('“Every day” is saved')).toBeVisible();
  await app.reload();
  await expect(field(app, 'Name of the sheet')).toHaveValue('Every day');
  await expect(field(app, 'Context length')).toHaveValue('8192');
  await app.getByRole('button', { name: 'Delete this sheet' }).click();
  await expect(app.getByText('“Every day” is deleted.')).toBeVisible();
});

test('what is typed is there again after a reload, saved or not', async ({ app }) => {
  await go(app, '/models/launch');
  await field(app, 'Model').fill('/srv/kept.gguf');
  await app.waitForTimeout(500);
  await app.reload();
  await expect(field(app, 'Model')).toHaveValue('/srv/kept.gguf');
});

test('a wrong value is told in its field and left out', async ({ app }) => {
  await go(app, '/models/launch');
  await field(app, 'Model').fill('/srv/a.gguf');
  await field(app, 'Port').fill('70000');
  await expect(app.getByText('This is not a number it takes.')).toBeVisible();
  await expect(app.getByText('One field needs a look.')).toBeVisible();
  await expect(panel(app)).not.toContainText('70000');
});

test('it works on a phone, and axe finds nothing serious', async ({ app }) => {
  await app.setViewportSize({ width: 360, height: 740 });
  await go(app, '/models/launch');
  await field(app, 'Model').fill(`/srv/${'long-'.repeat(40)}.gguf`);
  await expect(panel(app)).toBeVisible();
  const widths = await app.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0);
  const { violations } = await new AxeBuilder({ page: app }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual(
    [],
  );
});

/** From the list of the launch sheet itself. */
async function connectionId(page: Page): Promise<string> {
  await go(page, '/models/launch');
  const option = page.getByLabel('For', { exact: true }).locator('option').nth(1);
  return (await option.getAttribute('value')) ?? '';
}
