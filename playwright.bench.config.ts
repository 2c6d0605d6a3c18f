import { defineConfig } from '@playwright/test';
import journeys from './playwright.config.ts';

const { launchOptions, ...use } = journeys.use ?? {};

export default defineConfig({
  ...journeys,
  testDir: 'tests/bench',
  testMatch: '**/*.bench.ts',
  outputDir: 'test-results/bench',
  // One at a time: figures of two benchmarks on the same cores would disturb each other.
  workers: 1,
  fullyParallel: false,
  timeout: 10 * 60_000,
  // The table of scripts/bench.mjs is made of the second.
  reporter: [['list'], ['json', { outputFile: 'test-results/bench.json' }]],
  use: {
    ...use,
    trace: 'off',
    launchOptions: {
      ...launchOptions,
      args: [
        ...(launchOptions?.args ?? []),
        '--js-flags=--expose-gc',
        '--enable-precise-memory-info',
      ],
    },
  },
});
