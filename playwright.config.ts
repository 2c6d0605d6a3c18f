import { chromium, defineConfig } from '@playwright/test';
import { chromiumLaunch, ownChromiumPath } from './scripts/browser.mjs';

// Journeys run on the built app. Each test starts the servers it needs and stops them, since killing
// the app's own host is part of the play.
const { channel, ...launchOptions } = chromiumLaunch(ownChromiumPath(chromium));

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/journeys',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  use: {
    ...(channel === undefined ? {} : { channel }),
    launchOptions,
    locale: 'en-GB',
    timezoneId: 'UTC',
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
  projects: [{ name: 'chromium' }],
});
