/**
 * What is tried again, and when. A download that has come forward begins to count anew: over a bad line it may break
 * often and still arrive. Pure.
 */
import type { RetryPolicy } from '../domain/connection.ts';
import type { Fault } from '../domain/fault.ts';
import type { JobTask } from '../domain/job.ts';
import { retryWaitMs } from '../domain/retry.ts';

const jobRetry: RetryPolicy = {
  count: 10,
  baseMs: 2000,
  factor: 2,
  capMs: 60_000,
  jitter: 0.25,
};

/** How long a job waits before it looks again whether the vault is open, or its connection on. */
const lockedMs = 5000;

/** A model of many gigabytes comes from a slow disk; a server that hangs must not hold up what else waits for it. */
export const loadTimeoutMs = 600_000;

/** So often in a row a job is taken up whose engine ended under it. */
export const adoptLimit = jobRetry.count;

/** What a server says of trouble on the line between it and its registry. */
const lineTrouble =
  /time-?d?\s?out|deadline|reset|\bEOF\b|connection|refused|no such host|lookup|TLS|i\/o|temporar|max retries|stalled|\b50[234]\b|too many requests/i;

export type NextTry = { readonly retryAt: number; readonly attempts: number };

export type Tried = {
  readonly task: JobTask;
  /** Failures in a row so far, without this one. */
  readonly attempts: number;
  /** Bytes have come forward in this attempt. */
  readonly hasMoved: boolean;
};

/** `undefined`: it has failed for good. */
export function nextTry(
  fault: Fault,
  tried: Tried,
  at: number,
  chance: number,
): NextTry | undefined {
  if (fault.kind === 'vault-locked' || fault.kind === 'connection-off') {
    return { retryAt: at + lockedMs, attempts: tried.attempts };
  }
  const attempts = (isNearer(fault, tried) ? 0 : tried.attempts) + 1;
  if (attempts > timesWorth(fault, tried.task)) return undefined;
  // Silence was waited out already.
  const waitMs = fault.kind === 'idle' ? 0 : retryWaitMs(jobRetry, attempts, chance);
  const toldMs = fault.kind === 'rate-limited' ? (fault.retryAfterMs ?? 0) : 0;
  return { retryAt: at + Math.max(waitMs, toldMs), attempts };
}

/** Only pulls and pushes keep what they have; a file that is sent, or came out wrong, begins at its first byte. */
function isNearer(fault: Fault, { task, hasMoved }: Tried): boolean {
  if (fault.kind === 'truncated' && fault.fromStart) return false;
  return fault.kind !== 'digest-mismatch' && startsAnew(task, hasMoved);
}

/** Failures are counted anew: what has come forward is kept. */
export function startsAnew({ kind }: JobTask, hasMoved: boolean): boolean {
  return hasMoved && (kind === 'pull' || kind === 'push');
}

/** How often a failure of this kind is worth another attempt. */
function timesWorth(fault: Fault, { kind }: JobTask): number {
  const isTransfer = kind === 'pull' || kind === 'push';
  switch (fault.kind) {
    case 'offline':
    case 'unreachable':
    case 'truncated':
    case 'idle':
    case 'busy':
    case 'loading':
    case 'rate-limited':
      return jobRetry.count;
    case 'no-answer':
      // Whoever waits for a model in memory is told, instead of waiting as long once more.
      return kind === 'load' && fault.waitedMs >= loadTimeoutMs ? 0 : jobRetry.count;
    case 'registry-unreachable':
      // Also a misspelt host: it is not asked for ever.
      return isTransfer ? 5 : 0;
    case 'server-error':
      if ([502, 503, 504].includes(fault.status)) return jobRetry.count;
      return isTransfer ? 3 : 0;
    case 'digest-mismatch':
      return fault.work === 'download' ? 3 : 1;
    case 'stream-error':
      return isTransfer && lineTrouble.test(fault.message) ? 5 : 0;
    default:
      return 0;
  }
}
