// npm test: installs what is missing, runs the checks and the journeys in a browser, and ends with a
// line of its own, `N passed, N failed`. Tests are counted from the runners' reports; a step that
// fails without a failed test (lint, types, a runner that crashed) counts as one failure, so the line
// never says 0 failed about a run that was not green.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { ensureBrowser } from './browser.mjs';
import { reports, runChecks } from './check.mjs';
import { ensureInstalled } from './install.mjs';
import { runPackage, say, script } from './shell.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

const none = { passed: 0, failed: 0, skipped: 0 };

await script(async () => {
  await ensureInstalled();
  await ensureBrowser();
  for (const path of Object.values(reports)) rmSync(path, { force: true });
  const failedSteps = await runChecks();
  if (failedSteps.includes('build')) failedSteps.push('journeys (there is no build)');
  else if (!(await journeysPass())) failedSteps.push('journeys');

  const unit = readCounts(reports.vitest, (report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }));
  const journeys = readCounts(reports.playwright, ({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  }));
  const skipped = unit.skipped + journeys.skipped;
  if (skipped > 0) say(`${skipped} tests were skipped.`);
  if (failedSteps.length > 0) say(`failed: ${failedSteps.join(', ')}`);

  const explained = { 'unit and contract tests': unit.failed, journeys: journeys.failed };
  const others = failedSteps.filter((step) => !(new Map(Object.entries(explained)).get(step) ?? 0));
  const failed = unit.failed + journeys.failed + others.length;
  console.log(`\n${unit.passed + journeys.passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});

async function journeysPass() {
  say('journeys in a browser…');
  return (await runPackage('@playwright/test', ['test'], { command: 'playwright' })) === 0;
}

/**
 * @param {string} path
 * @param {(report: any) => Counts} count
 * @returns {Counts}
 */
function readCounts(path, count) {
  return existsSync(path) ? count(JSON.parse(readFileSync(path, 'utf8'))) : none;
}
