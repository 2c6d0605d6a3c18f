/**
 * Files that people picked for an import, by key, kept as long as this engine lives: a file cannot be stored, and its
 * bytes stay where they are. Other engines see by a lock that somebody has it.
 */
import { delay } from '../lib/timing.ts';
import type { JobOwnership } from './contract.ts';

export type Files = {
  readonly put: (key: string, file: Blob) => Promise<void>;
  readonly get: (key: string) => Blob | undefined;
  /** Another engine has it and may run its job. */
  readonly isElsewhere: (key: string) => Promise<boolean>;
  readonly drop: (key: string) => void;
};

type Kept = { file: Blob; release: (() => void) | undefined };

/** Who only looks whether somebody has a file holds its lock for a moment: that one is waited out. */
const holdTries = 5;
const holdEveryMs = 50;
const never = new AbortController().signal;

export function createFiles(ownership: JobOwnership): Files {
  const kept = new Map<string, Kept>();
  const lockOf = (key: string) => `file:${key}`;

  async function hold(key: string): Promise<void> {
    for (let tries = 0; tries < holdTries; tries += 1) {
      if (tries > 0) await delay(holdEveryMs, never);
      const release = await ownership.tryHold(lockOf(key));
      if (!release) continue;
      // It may have been dropped meanwhile, or put a second time.
      const now = kept.get(key);
      if (!now || now.release) release();
      else now.release = release;
      return;
    }
  }

  return {
    put: async (key, file) => {
      const release = kept.get(key)?.release;
      kept.set(key, { file, release });
      if (!release) await hold(key);
    },
    get: (key) => kept.get(key)?.file,
    isElsewhere: async (key) => {
      if (kept.has(key)) return false;
      const release = await ownership.tryHold(lockOf(key));
      release?.();
      return release === undefined;
    },
    drop: (key) => {
      kept.get(key)?.release?.();
      kept.delete(key);
    },
  };
}
