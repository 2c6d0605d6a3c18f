/**
 * Files that people picked for an import, by key, kept as long as this engine lives: a file cannot be stored, and its
 * bytes stay where they are. Other engines see by a lock that somebody has it.
 */
import type { JobOwnership } from './contract.ts';

export type Files = {
  readonly put: (key: string, file: Blob) => Promise<void>;
  readonly get: (key: string) => Blob | undefined;
  /** Another engine has it and may run its job. */
  readonly isElsewhere: (key: string) => Promise<boolean>;
  readonly drop: (key: string) => void;
};

export function createFiles(ownership: JobOwnership): Files {
  const kept = new Map<string, { file: Blob; release: (() => void) | undefined }>();
  const lockOf = (key: string) => `file:${key}`;

  return {
    put: async (key, file) => {
      const release = kept.get(key)?.release ?? (await ownership.tryHold(lockOf(key)));
      kept.set(key, { file, release });
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
