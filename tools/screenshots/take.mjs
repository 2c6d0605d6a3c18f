// Takes the pictures of the README and of the install dialogue, from the built app and a scripted Ollama.
// Run after `npm run build`: node tools/screenshots/take.mjs
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { runnerImport } from 'vite';
import { chromiumLaunch, ownChromiumPath } from '../../scripts/browser.mjs';
import { serveFolder } from '../../scripts/serve.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pictures = join(root, 'public', 'screenshots');

const answer = `Nine tokens a second is about what you would see when part of the model runs on the CPU. Look at what is loaded before anything else:

\`\`\`bash
curl -s http://box.local:11434/api/ps | jq '.models[] | {name, size, size_vram}'
\`\`\`

If \`size_vram\` is smaller than \`size\`, the rest spilled over. The usual causes, most likely first:

| Cause | How it shows | What to do |
| --- | --- | --- |
| A longer context | size grew since yesterday | set it back to 8k |
| A second model is loaded | two rows | unload the other |
| A driver update | size_vram is 0 | restart the service |

From here I can see one thing already: this session asks for a context of **32,768**, and yesterday's asked for 8,192.`;

const talks = [
  ['Rename a git branch safely', 'Use `git branch -m old new`, then push the new name.'],
  ['Dinner for six, one is vegan', 'A chickpea stew with lemon and dill feeds everybody.'],
  ['SQL window functions, with examples', 'A window function looks at rows around each row.'],
  [
    'Replies from the box dropped from 40 to 9 tokens a second since this morning. Same model. What would you look at first?',
    answer,
  ],
];

const { module } = await runnerImport(join(root, 'tests/servers/ollama.ts'));
const ollama = await module.startOllama({
  models: [
    { name: 'qwen3:14b', sizeBytes: 9_300_000_000, capabilities: ['completion', 'thinking'] },
  ],
  reply: (/** @type {{ lastUser: string }} */ { lastUser }) => ({
    text: talks.find(([question]) => question === lastUser)?.[1] ?? '',
    ...(lastUser.startsWith('Replies')
      ? { reasoning: 'Speed fell, the model did not change, so look at what is loaded.' }
      : {}),
    tokensPerSecond: 400,
  }),
});
const app = await serveFolder({ folder: join(root, 'dist'), port: 0 });
const { channel, ...launch } = chromiumLaunch(ownChromiumPath(chromium));
const browser = await chromium.launch({ ...launch, ...(channel ? { channel } : {}) });
mkdirSync(pictures, { recursive: true });

/** @param {string} name @param {{ width: number, height: number }} viewport @param {'dark' | 'light'} colorScheme */
async function take(name, viewport, colorScheme) {
  const page = await (await browser.newContext({ viewport, colorScheme })).newPage();
  await page.goto(`http://localhost:${app.port}/#/connect`);
  await page.getByRole('textbox', { name: 'Address of the server' }).fill(ollama.url);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  const message = page.getByRole('textbox', { name: 'Message', exact: true });
  for (const [question = ''] of talks) {
    await page.goto(`http://localhost:${app.port}/#/s/new`);
    await message.fill(question);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page
      .getByText(/tok\/s/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor({ state: 'detached' });
  }
  await page.waitForTimeout(4000); // until the notices have gone
  await page.screenshot({ path: join(pictures, name) });
}

await take('wide.png', { width: 1280, height: 800 }, 'dark');
await take('phone.png', { width: 390, height: 844 }, 'light');
await browser.close();
await app.close();
await ollama.close();
