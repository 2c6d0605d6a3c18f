import { expect } from '@playwright/test';
import { startElsewhere } from '../servers/elsewhere.ts';
import { startOpenAi } from '../servers/openai.ts';
import { test } from './fixtures.ts';
import { ask, connect, lastReply, log, message, replyEnded, send, sessionLinks } from './steps.ts';

const wicked = '<img src=x onerror="globalThis.ranBadly=1">';

/** What a model might say to get its words run, or a request made, by the page that shows them. */
const probes = (elsewhere: string) => [
  wicked,
  `<script>globalThis.ranBadly=1</script>`,
  `<svg onload="globalThis.ranBadly=1"><iframe src="${elsewhere}/frame"></iframe>`,
  '[a link](javascript:globalThis.ranBadly=1)',
  '[another](data:text/html,<script>globalThis.ranBadly=1</script>)',
  `<a href="javascript:globalThis.ranBadly=1">third</a>`,
  `<style>@import url(${elsewhere}/style.css)</style>`,
  `<div style="background:url(${elsewhere}/back.png)">styled</div>`,
  `[a good link](${elsewhere}/page)`,
  `![a picture](${elsewhere}/pixel.png "title")`,
  '![inline](javascript:globalThis.ranBadly=1)',
  `| ${wicked} | b |\n| --- | --- |\n| \`${wicked}\` | ${wicked} |`,
  `\`\`\`html"><img src=x onerror=globalThis.ranBadly=1>\n${wicked}\n\`\`\``,
];

test('nothing in names or replies runs or is requested; a picture asks first', async ({ app }) => {
  const elsewhere = await startElsewhere();
  const server = await startOpenAi({
    models: [{ name: wicked }],
    reply: probes(elsewhere.url).join('\n\n'),
  });
  await connect(app, server);
  await expect(app.getByRole('button', { name: /^Model/ })).toContainText(wicked);
  await send(app, wicked);
  const picture = lastReply(app).getByRole('button', { name: /Load the picture from/ });
  await expect(picture).toBeVisible();
  await replyEnded(app);
  await expect(sessionLinks(app).first()).toContainText(wicked);
  await app.getByRole('button', { name: /^Model/ }).click();
  await expect(app.getByRole('option').first()).toContainText(wicked);
  await app.keyboard.press('Escape');

  const inside = log(app);
  for (const tag of ['script', 'iframe', 'style', 'svg[onload]', '[onerror]', '[style*="url"]']) {
    await expect(inside.locator(tag)).toHaveCount(0);
  }
  const links = await inside
    .getByRole('link')
    .evaluateAll((all) => all.map((link) => [link.getAttribute('href'), link.getAttribute('rel')]));
  for (const [href, rel] of links) {
    expect(href).toMatch(/^https?:/);
    expect(rel).toContain('noopener');
  }
  await app.reload();
  await expect(picture).toBeVisible();
  expect(await app.evaluate(() => Reflect.get(globalThis, 'ranBadly'))).toBeUndefined();
  expect(elsewhere.asked).toEqual([]);

  await picture.click();
  await expect(lastReply(app).getByRole('img', { name: 'a picture' })).toBeVisible();
  expect(elsewhere.asked).toEqual(['/pixel.png']);
  elsewhere.close();
  await server.close();
});

test('a reply of one megabyte without a line break leaves the page usable', async ({
  app,
  openai,
}) => {
  const count = 1_000_000;
  openai.say({ text: 'lamplight '.repeat(count / 10), pauseAfterTokens: 1000 });
  await connect(app, openai);
  await send(app, 'All of it');
  await expect.poll(() => openai.held).toContain('pause');
  await expect(lastReply(app)).toContainText('lamplight lamplight');
  openai.release('pause');
  await message(app).pressSequentially('still here');
  await expect(message(app)).toHaveValue('still here');
  await replyEnded(app);
  await expect
    .poll(() => lastReply(app).evaluate((article) => article.textContent?.length ?? 0))
    .toBeGreaterThan(count - 2);
  await message(app).fill('');
  openai.say('Short again.');
  await ask(app, 'And now?', 'Short again.');
});
