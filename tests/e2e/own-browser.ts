/* A browser of a test's own, for what only a flag at its start can stage. */
import { type BrowserContext, chromium, expect } from '@playwright/test';
import { chromiumLaunch, ownChromiumPath } from '../../scripts/browser.mjs';
import { watchForWorries } from './fixtures.ts';

export async function withOwnBrowser(
  flags: readonly string[],
  use: (context: BrowserContext) => Promise<void>,
): Promise<void> {
  const launch = chromiumLaunch(ownChromiumPath(chromium));
  const browser = await chromium.launch({ ...launch, args: [...launch.args, ...flags] });
  const context = await browser.newContext({ locale: 'en-GB' });
  const worries = watchForWorries(context);
  try {
    await use(context);
  } finally {
    await browser.close();
  }
  expect(worries).toEqual([]);
}
