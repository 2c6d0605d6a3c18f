import { expect } from '@playwright/test';
import { startLlamaServer } from '../servers/llama-server.ts';
import { startOllama } from '../servers/ollama.ts';
import { startOpenAi } from '../servers/openai.ts';
import { test } from './fixtures.ts';
import { ask, checkAddress, lastReply, message, sessionLinks } from './steps.ts';

const kinds = [
  { name: 'Ollama', start: startOllama, model: 'fern:4b' },
  { name: 'llama-server', start: startLlamaServer, model: 'tiny' },
  { name: 'OpenAI-compatible', start: startOpenAi, model: 'heron-7b' },
];

for (const { name, start, model } of kinds) {
  test(`first run to first answer: ${name} by its typed address`, async ({ app }) => {
    const server = await start();
    await expect(app.getByRole('heading', { name: 'Connect a server' })).toBeVisible();
    await checkAddress(app, `localhost:${server.port}`);
    const card = app.getByRole('region', { name });
    await expect(card).toContainText(model);
    await card.getByRole('button', { name: 'Connect' }).click();
    await expect(message(app)).toBeFocused();
    await expect(app.getByRole('button', { name: /^Model/ })).toContainText(model);
    await ask(app, 'Hello there', 'You wrote: Hello there');
    await expect(lastReply(app)).toContainText('That is all.');
    await expect(lastReply(app).getByRole('table')).toBeVisible();
    await expect(lastReply(app)).toContainText('first token');
    await expect(sessionLinks(app)).toHaveText([/Hello there/]);
    await app.reload();
    await expect(lastReply(app)).toContainText('That is all.');
    await server.close();
  });
}

test('one button finds what runs here at a usual port', async ({ app }, info) => {
  // The ports cannot be chosen, and someone may be using one: whatever is free will do.
  const server = await firstFree([8000, 1234, 9931, 8080, 11434]);
  if (!server) {
    info.annotations.push({ type: 'not run', description: 'all the usual ports are taken' });
    return;
  }
  await app.getByRole('button', { name: 'Look for servers' }).click();
  const card = app.getByRole('region', { name: 'OpenAI-compatible' }).filter({
    hasText: `localhost:${server.port}`,
  });
  await card.getByRole('button', { name: 'Connect' }).click();
  await expect(message(app)).toBeFocused();
  await ask(app, 'Hello there', 'You wrote: Hello there');
  await server.close();
});

async function firstFree(ports: readonly number[]) {
  for (const port of ports) {
    try {
      return await startOpenAi({ port });
    } catch (error) {
      if ((error as { code?: string }).code !== 'EADDRINUSE') throw error;
    }
  }
  return undefined;
}
