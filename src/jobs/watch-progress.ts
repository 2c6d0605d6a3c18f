/** Writes the progress of one attempt down, at most four times a second, and watches for a transfer that stands still. */
import type { JobProgress } from '../domain/job.ts';
import { delay, monotonicMs, nowAt } from '../lib/timing.ts';
import type { JobTimes } from './contract.ts';
import type { Moment, Progress } from './progress.ts';

const writeEveryMs = 250;

export type WatchOptions = {
  readonly progress: Progress;
  readonly times: () => JobTimes;
  readonly write: (progress: JobProgress) => Promise<unknown>;
  /** Nothing has moved for so long that the server should be asked again. */
  readonly onStill: (quietMs: number) => void;
};

export function now(): Moment {
  return { ms: monotonicMs(), at: nowAt() };
}

/** Rejects with the signal's reason. */
export async function watchProgress(options: WatchOptions, signal: AbortSignal): Promise<void> {
  const { progress, times, write, onStill } = options;
  let written = '';
  for (;;) {
    await delay(writeEveryMs, signal);
    const { stallSeconds, askAgainSeconds } = times();
    const moment = now();
    const read = progress.read(moment, stallSeconds * 1000);
    const text = JSON.stringify(read);
    // Before the server has said anything, what the last attempt said stands.
    if (read.step !== '' && text !== written) {
      written = text;
      // A figure that could not be written is only late; the work goes on.
      await write(read).catch(() => undefined);
    }
    const quietMs = progress.quietMs(moment);
    if (askAgainSeconds > 0 && quietMs >= askAgainSeconds * 1000) onStill(quietMs);
  }
}
