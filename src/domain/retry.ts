/** What is done after a failure before anything was shown, where a connection has no policy of its own. */
import type { RetryPolicy } from './connection.ts';

export const usualRetry: RetryPolicy = {
  count: 1,
  baseMs: 500,
  factor: 2,
  capMs: 10_000,
  jitter: 0,
};

/** The wait before attempt `attempt` (from 1) after the first; `chance` from 0 to 1 places it within the jitter. */
export function retryWaitMs(policy: RetryPolicy, attempt: number, chance: number): number {
  const { baseMs, factor, capMs, jitter } = policy;
  const plainMs = Math.min(capMs, baseMs * factor ** (attempt - 1));
  return Math.round(Math.min(capMs, plainMs * (1 + jitter * (2 * chance - 1))));
}
