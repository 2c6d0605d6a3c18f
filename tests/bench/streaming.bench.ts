import { expect, type Page } from '@playwright/test';
import { connect, lastReply, message, newSession, replyEnded, send } from '../e2e/steps.ts';
import type { ScriptedServer } from '../servers/types.ts';
import { slowCpu, type Task, tasksDuring, watchMainThread } from './cdp.ts';
import { median, quantile, spread, tell } from './figures.ts';
import { test } from './fixtures.ts';
import { type ReplyKind, replyOf } from './replies.ts';

const tokens = 32_000;

test('cost of a token from the first to the last', async ({ app, llama }) => {
  await connect(app, llama);
  const ratios: string[] = [];
  // The budget is for an ordinary reply; what is one endless block is told beside it.
  const kinds: readonly ReplyKind[] = ['mixed', 'prose', 'code', 'list'];
  const costs: number[][] = [];
  for (const kind of kinds) {
    const cost = await costOfTenths(app, llama, kind);
    costs.push(cost);
    ratios.push(`${kind} ${ratio(cost).toFixed(2)} ×`);
    await newSession(app);
  }
  const [mixed = []] = costs;
  const each = (mixed[0] ?? 0) / (tokens / 10_000);
  tell('token-cost', ratio(mixed), `${each.toFixed(1)} ms at first; ${ratios.slice(1).join(', ')}`);
});

const ratio = (cost: readonly number[]) => (cost.at(-1) ?? 0) / (cost[0] ?? 0);

/** CPU time of the page's main thread while each tenth of a long reply comes, in ms. */
async function costOfTenths(page: Page, llama: ScriptedServer, kind: ReplyKind): Promise<number[]> {
  llama.say({ text: replyOf(kind, 4000), tokens, tokensPerSecond: 1000 });
  const read = await watchMainThread(page);
  await send(page, `Tell me a lot of ${kind}.`);
  const samples: { tokens: number; ms: number }[] = [];
  while (samples.length === 0 || llama.generating > 0) {
    const [sent, time] = await Promise.all([tokensSent(llama), read()]);
    if (sent > 0) samples.push({ tokens: sent, ms: time.total });
    await page.waitForTimeout(150);
  }
  await replyEnded(page);
  const written = (await lastReply(page).innerText()).length;
  expect(written, 'the whole reply is shown').toBeGreaterThan(tokens * 3);
  const at = (wanted: number) => {
    const after = samples.findIndex((each) => each.tokens >= wanted);
    const high = samples[after] ?? samples.at(-1);
    const low = samples[after - 1] ?? high;
    if (!high || !low || high.tokens === low.tokens) return high?.ms ?? 0;
    const part = (wanted - low.tokens) / (high.tokens - low.tokens);
    return low.ms + part * (high.ms - low.ms);
  };
  return Array.from({ length: 10 }, (_, tenth) => {
    return at(((tenth + 1) * tokens) / 10) - at((tenth * tokens) / 10);
  });
}

async function tokensSent(llama: ScriptedServer): Promise<number> {
  const response = await fetch(`${llama.url}/slots`);
  const slots: { next_token?: { n_decoded?: number }[] }[] = await response.json();
  return Math.max(0, ...slots.map((slot) => slot.next_token?.[0]?.n_decoded ?? 0));
}

test('longest task while a fast reply streams', async ({ app, llama }) => {
  await connect(app, llama);
  // What is loaded with the first reply of a visit is not streaming.
  llama.say(replyOf('mixed', 500));
  await send(app, 'First of all.');
  await replyEnded(app);
  llama.say({ text: replyOf('mixed', 4000), tokens: 10_000, tokensPerSecond: 1000 });
  const longest: Task[] = [];
  for (let round = 0; round < 3; round += 1) {
    await newSession(app);
    await send(app, 'Tell me a lot.');
    await expect(lastReply(app)).toContainText('Part 1');
    await slowCpu(app, 4);
    const tasks = await tasksDuring(app, async () => {
      while (llama.generating > 0) await app.waitForTimeout(100);
    });
    await slowCpu(app, 1);
    const of = (key: keyof Task) => Math.max(...tasks.map((task) => task[key]));
    longest.push({ wallMs: of('wallMs'), cpuMs: of('cpuMs') });
  }
  const cpu = longest.map((each) => each.cpuMs);
  const wall = median(longest.map((each) => each.wallMs));
  tell('longest-task', median(cpu), `CPU time, ${spread(cpu)}; ${wall.toFixed(0)} ms by the clock`);
});

test('typing while a reply streams', async ({ app, llama }) => {
  await connect(app, llama);
  await expect(message(app)).toBeEditable();
  const quiet = await keyTimes(app);
  await message(app).fill('');
  llama.say({ text: replyOf('mixed', 4000), tokens: 32_000, tokensPerSecond: 300 });
  await send(app, 'Tell me a lot.');
  await expect(lastReply(app)).toContainText('Part 1');
  const times = await keyTimes(app);
  expect(llama.generating, 'the reply was still coming').toBe(1);
  const idle = `${quantile(quiet, 0.98)} ms with nothing streaming`;
  tell('typing', quantile(times, 0.98), `median ${median(times)} ms; ${idle}; steps of 8 ms`);
});

/** Milliseconds from each of many keys to its paint, as the browser itself tells them. */
async function keyTimes(page: Page): Promise<number[]> {
  await page.evaluate(() => {
    const slowest = new Map<number, number>();
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as PerformanceEventTiming[]) {
        if (!entry.name.startsWith('key') && entry.name !== 'input') continue;
        const before = slowest.get(entry.interactionId) ?? 0;
        slowest.set(entry.interactionId, Math.max(before, entry.duration));
      }
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
    Object.assign(window, { slowestByKey: slowest });
  });
  const keys = 200;
  await message(page).focus();
  for (let key = 0; key < keys; key += 1) {
    await page.keyboard.press(key % 6 === 5 ? 'Space' : 'abcdefg'.charAt(key % 7));
    await page.waitForTimeout(60);
  }
  await page.waitForTimeout(500);
  const told = await page.evaluate(() => [
    ...(window as unknown as { slowestByKey: Map<number, number> }).slowestByKey.values(),
  ]);
  // Only keys that took 16 ms and more are told.
  return [...told, ...Array.from({ length: Math.max(0, keys - told.length) }, () => 8)];
}
