// npm run check: everything but the browser. A warning of any tool fails it. All steps run, so that
// one red step does not hide another; only what needs the build is skipped without one.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ensureInstalled } from './install.mjs';
import { lockGaps } from './lock.mjs';
import { isMain, root, runPackage, say, script } from './shell.mjs';
import { checkSize } from './size.mjs';

/** Where the runners leave their counts. */
export const reports = {
  vitest: join(root, 'test-results', 'vitest.json'),
  playwright: join(root, 'test-results', 'playwright.json'),
};

/** @typedef {{ name: string, passes: () => boolean | Promise<boolean>, needs?: string }} Step */

/** @param {string} project @returns {Step['passes']} */
const tsc = (project) => async () =>
  (await runPackage('typescript', ['--project', project], { command: 'tsc' })) === 0;

/** @type {readonly Step[]} */
const steps = [
  {
    name: 'lock file',
    passes: () => {
      const gaps = lockGaps();
      if (gaps.length > 0) console.error(`missing from package-lock.json: ${gaps.join(', ')}`);
      return gaps.length === 0;
    },
  },
  {
    name: 'format and lint',
    passes: async () => (await runPackage('@biomejs/biome', ['ci', '--error-on-warnings'])) === 0,
  },
  { name: 'types of the core, without the DOM', passes: tsc('src/tsconfig.core.json') },
  { name: 'types of the page', passes: tsc('tsconfig.json') },
  { name: 'types of tests and scripts', passes: tsc('tsconfig.tests.json') },
  {
    name: 'unit and contract tests',
    passes: async () => {
      const report = [
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${reports.vitest}`,
      ];
      return (await runPackage('vitest', ['run', ...report])) === 0;
    },
  },
  {
    name: 'dead code',
    passes: async () =>
      (await runPackage('knip', ['--no-progress', '--treat-config-hints-as-errors'])) === 0,
  },
  {
    name: 'build',
    passes: async () => {
      const env = { LLANTERN_STRICT: '1' };
      return (await runPackage('vite', ['build', '--logLevel', 'warn'], { env })) === 0;
    },
  },
  { name: 'size budget', passes: checkSize, needs: 'build' },
];

/** @returns {Promise<string[]>} the names of the steps that failed or could not run */
export async function runChecks() {
  mkdirSync(join(root, 'test-results'), { recursive: true });
  /** @type {string[]} */
  const failed = [];
  for (const { name, passes, needs } of steps) {
    if (needs !== undefined && failed.includes(needs)) {
      say(`${name}: skipped, it needs the ${needs}`);
      failed.push(name);
      continue;
    }
    const startedAt = performance.now();
    say(`${name}…`);
    const ok = await passes();
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    say(`${name}: ${ok ? 'ok' : 'FAILED'} (${seconds} s)`);
    if (!ok) failed.push(name);
  }
  return failed;
}

if (isMain(import.meta.url)) {
  await script(async () => {
    await ensureInstalled();
    const failed = await runChecks();
    say(failed.length === 0 ? 'all checks passed.' : `failed: ${failed.join(', ')}`);
    return failed.length === 0 ? 0 : 1;
  });
}
