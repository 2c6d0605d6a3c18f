// Asks the guide where it runs: in a page of the built app, by the page's own engine, one new session for each question.
// Counts as evaluate.py does. Run after `npm run build`:
//   node tools/guide-model/in-browser.mjs [--cases heldout.json] [--guide build/guide.gguf] [--together] [--show-wrong]
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { runnerImport } from 'vite';
import { chromiumLaunch, ownChromiumPath } from '../../scripts/browser.mjs';

/** @typedef {{ question: string, entry: string, times?: number }} Case */
/** @typedef {{ text: string, status: string, tokens: number, speed: number }} Answer */

const here = fileURLToPath(new URL('.', import.meta.url));
const root = resolve(here, '../..');
const { values: options } = parseArgs({
  options: {
    cases: { type: 'string', default: 'validation-second.json' },
    /** Another file than the built one. */
    guide: { type: 'string' },
    /** All questions in one session, so that each has the others before it. */
    together: { type: 'boolean', default: false },
    'show-wrong': { type: 'boolean', default: false },
  },
});

/** @type {{ id: string, answer: string, label: string, page: string }[]} */
const entries = JSON.parse(readFileSync(join(here, 'entries.json'), 'utf8'));
const known = new Map(
  entries.map(({ id, answer, label, page }) => [`${answer}\n\n[Open: ${label}](${page})`, id]),
);
/** @type {Case[]} */
const cases = JSON.parse(readFileSync(resolve(here, options.cases), 'utf8'));

const { module } = await runnerImport(join(root, 'tests/servers/static.ts'));
const site = await module.startStatic({
  dir: join(root, 'dist'),
  instead: options.guide ? { '/guide/guide.gguf': readFileSync(options.guide) } : {},
});
const { channel, ...launch } = chromiumLaunch(ownChromiumPath(chromium));
const browser = await chromium.launch({ ...launch, ...(channel ? { channel } : {}) });
const page = await browser.newPage();
const message = page.getByRole('textbox', { name: 'Message', exact: true });

/**
 * Types it, waits for the end of the reply, and takes the text as the app has stored it.
 * @param {string} question
 * @param {number} count how many replies there are then
 * @returns {Promise<Answer>}
 */
async function ask(question, count) {
  await message.fill(question);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  return await page.evaluate(
    async ([wanted]) => {
      /** @type {IDBDatabase} */
      const database = await new Promise((found, lost) => {
        const opening = indexedDB.open('llantern-default');
        opening.onsuccess = () => found(opening.result);
        opening.onerror = () => lost(opening.error);
      });
      /** @returns {Promise<any[]>} */
      const rows = () =>
        new Promise((found, lost) => {
          const reading = database.transaction('messages').objectStore('messages').getAll();
          reading.onsuccess = () => found(reading.result);
          reading.onerror = () => lost(reading.error);
        });
      for (;;) {
        const replies = (await rows()).filter(
          ({ role, status }) =>
            role === 'assistant' && status !== 'pending' && status !== 'streaming',
        );
        if (replies.length >= wanted) {
          database.close();
          const last = replies.sort((a, b) => a.createdAt - b.createdAt).at(-1);
          return {
            text: last.parts.map((/** @type {any} */ part) => part.text ?? '').join(''),
            status: last.status,
            tokens: last.usage?.completionTokens ?? 0,
            speed: last.timings?.tokensPerSecond ?? 0,
          };
        }
        await new Promise((again) => setTimeout(again, 30));
      }
    },
    /** @type {const} */ ([count]),
  );
}

/** @type {Map<string, { asked: number, right: number }>} */
const groups = new Map();
/** @type {Map<string, number>} */
const ends = new Map();
let garbled = 0;
const tokens = [];
const speeds = [];
const began = performance.now();
try {
  await page.goto(`${site.url}#/connect`);
  await page.getByRole('button', { name: 'Try the guide now' }).click();
  await message.waitFor();
  for (const [at, { question, entry, times = 1 }] of cases.entries()) {
    if (!options.together && at > 0) {
      await page.evaluate(() => {
        location.hash = '/s/new';
      });
      await page
        .getByRole('log', { name: 'Messages' })
        .getByRole('article')
        .first()
        .waitFor({ state: 'detached' });
    }
    const answer = await ask(question.repeat(times), at + 1);
    const said = known.get(answer.text);
    if (said === undefined) garbled += 1;
    ends.set(answer.status, (ends.get(answer.status) ?? 0) + 1);
    tokens.push(answer.tokens);
    speeds.push(answer.speed);
    const name = entry === 'refuse' ? 'off-topic refused' : 'right help entry';
    const group = groups.get(name) ?? { asked: 0, right: 0 };
    groups.set(name, { asked: group.asked + 1, right: group.right + (said === entry ? 1 : 0) });
    if (options['show-wrong'] && said !== entry)
      console.log(
        `${entry.padEnd(22)} ${said ?? JSON.stringify(answer.text)} ${question.slice(0, 80)}`,
      );
  }
} finally {
  await browser.close();
  await site.close();
}

const mean = (/** @type {number[]} */ each) =>
  each.reduce((sum, one) => sum + one, 0) / each.length;
for (const [name, { asked, right }] of groups)
  console.log(`${name}: ${right} of ${asked}, ${((100 * right) / asked).toFixed(1)} %`);
console.log(
  `answers that are none of ours word for word: ${garbled}; ends ${JSON.stringify([...ends])}`,
);
console.log(
  `tokens: mean ${mean(tokens).toFixed(0)}, most ${Math.max(...tokens)}; tokens a second: mean ${mean(speeds).toFixed(0)}; ${((performance.now() - began) / 1000).toFixed(0)} s in all`,
);
exit(0);
