// npm run bench: our own figures beside the budgets, as one Markdown table. Arguments go on to
// Playwright, so that `npm run bench -- --grep search` measures one part.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { argv, env } from 'node:process';
import { budgets, printValue } from '../tests/bench/budgets.mjs';
import { ensureBrowser } from './browser.mjs';
import { ensureBuilt } from './built.mjs';
import { ensureInstalled } from './install.mjs';
import { root, runPackage, script } from './shell.mjs';

/** @typedef {{ id: string, value: number, note: string }} Figure */
/** @typedef {import('../tests/bench/budgets.mjs').Budget} Budget */
/** @typedef {{ type: string, description: string }} Annotation */
/** @typedef {{ tests: { annotations: Annotation[] }[] }} Spec */
/** @typedef {{ suites?: Suite[], specs?: Spec[] }} Suite */

/** @typedef {string[]} Row */
/** @type {[string, Budget][]} */
const budgetRows = Object.entries(budgets);
const report = join(root, 'test-results', 'bench.json');

/** @returns {Figure[]} what the run has told, in no order */
function readFigures() {
  if (!existsSync(report)) return [];
  const { suites = [] } = JSON.parse(readFileSync(report, 'utf8'));
  return suites.flatMap(figuresIn);
}

/** @param {Suite} suite @returns {Figure[]} */
function figuresIn({ suites = [], specs = [] }) {
  const annotations = specs.flatMap((spec) => spec.tests.flatMap((test) => test.annotations));
  const own = annotations.filter(({ type }) => type === 'figure');
  return [...own.map(({ description }) => JSON.parse(description)), ...suites.flatMap(figuresIn)];
}

/** @param {readonly Figure[]} figures @param {boolean} isWhole whether all parts were to run */
function printTable(figures, isWhole) {
  /** @type {Row[]} */
  const rows = [['what', 'figure', 'budget', '', 'note']];
  for (const [id, budget] of budgetRows) {
    const figure = figures.find((each) => each.id === id);
    if (!figure && !isWhole) continue;
    rows.push([
      budget.what,
      figure ? printValue(figure.value, budget) : '–',
      budget.limit === undefined ? '' : `≤ ${printValue(budget.limit, budget)}`,
      verdictOf(figure, budget.limit),
      figure?.note ?? '',
    ]);
  }
  const widths = [0, 1, 2, 3, 4].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  rows.splice(
    1,
    0,
    widths.map((width) => '-'.repeat(Math.max(3, width))),
  );
  console.log('');
  for (const row of rows) {
    console.log(`| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`);
  }
}

/** @param {Figure | undefined} figure @param {number | undefined} limit */
function verdictOf(figure, limit) {
  if (!figure) return 'not measured';
  if (limit === undefined) return '';
  return figure.value <= limit ? 'met' : 'MISSED';
}

/** How many programs wanted a core in the last minute, and how many cores there are. */
function load() {
  return `${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`;
}

await script(async () => {
  await ensureInstalled();
  await ensureBrowser();
  if (!env['LLANTERN_DIST']) await ensureBuilt();
  rmSync(report, { force: true });
  const args = argv.slice(2);
  const busy = load();
  const code = await runPackage(
    '@playwright/test',
    ['test', '--config', 'playwright.bench.config.ts', ...args],
    { command: 'playwright' },
  );
  printTable(readFigures(), args.length === 0);
  console.log(`\nLoad of the machine before the run: ${busy}, after it: ${load()}.`);
  // A missed budget is a finding, not a failure; a part that broke is one.
  return code;
});
