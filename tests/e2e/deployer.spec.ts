/* The deployer's file beside the app: what it brings, what it holds fast, and what of it is refused. */
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { startStatic } from '../servers/static.ts';
import { distFolder, open, test } from './fixtures.ts';
import { go, lastReply, message, offlineReady, replyEnded, send } from './steps.ts';

test('a file with a bad connection brings the good ones, and says what it left out', async ({
  page,
  ollama,
}, info) => {
  const dir = info.outputPath('site');
  await cp(distFolder, dir, { recursive: true });
  const write = (file: object) => writeFile(join(dir, 'llantern.json'), JSON.stringify(file));
  await write({
    connections: [
      { id: 'hall', kind: 'ollama', name: 'Box in the hall', baseUrl: ollama.url },
      { id: 'bad', kind: 'ollama', name: 'Nowhere', baseUrl: 'ftp://nowhere' },
    ],
    settings: { requestsPerOrigin: 2 },
    locked: ['requestsPerOrigin'],
  });
  const site = await startStatic({ dir });
  await open(page, site.url);

  // Given, not typed: the first message can be sent at once.
  await go(page, '/connect');
  await expect(page.getByRole('link', { name: 'Box in the hall' }).first()).toBeVisible();
  await go(page, '/settings/general');
  await expect(page.getByText('connections[1]')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Requests at once per server' })).toBeDisabled();
  await expect(page.getByRole('textbox', { name: 'Requests at once per server' })).toHaveValue('2');

  await go(page, '/s/new');
  await page.getByRole('button', { name: 'Model', exact: false }).first().click();
  await page.getByRole('option').first().click();
  await expect(message(page)).toBeVisible();
  await send(page, 'Hello');
  await replyEnded(page);
  await expect(lastReply(page)).toContainText('Box in the hall');

  // The host goes away: what it gave still holds.
  await offlineReady(page);
  await site.close();
  await page.reload();
  await go(page, '/settings/general');
  await expect(page.getByRole('textbox', { name: 'Requests at once per server' })).toBeDisabled();
});
