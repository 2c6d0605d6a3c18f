/* What a benchmark has found, as an annotation of its test: the table is made of these by scripts/bench.mjs. */
import { stdout } from 'node:process';
import { type TestInfo, test } from '@playwright/test';
import { type Budget, budgets, printValue } from './budgets.mjs';

export type FigureId = keyof typeof budgets;

/** `note`: what else a reader should know, in a few words. */
export function tell(id: FigureId, value: number, note = '', info: TestInfo = test.info()): void {
  const budget: Budget = budgets[id];
  info.annotations.push({ type: 'figure', description: JSON.stringify({ id, value, note }) });
  stdout.write(`    ${budget.what}: ${printValue(value, budget)}${note && ` (${note})`}\n`);
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Between two values the nearer to the end; 0 for none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  if (part === 0.5 && sorted.length % 2 === 0) {
    const half = sorted.length / 2;
    return ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
  }
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? 0;
}

/** The values in a few words, for a note. */
export function spread(values: readonly number[], digits = 0): string {
  const sorted = [...values].sort((a, b) => a - b);
  return `${sorted[0]?.toFixed(digits)} to ${sorted.at(-1)?.toFixed(digits)} in ${values.length} runs`;
}
