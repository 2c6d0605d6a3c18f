/**
 * What is told when jobs end, whatever screen is open: a notice with what came of it; for a long one that nobody watched a
 * notification of the system and a mark on the app's icon. Pure but for the words; `JobNews.tsx` does the telling.
 */
import type { Job } from '../../domain/job.ts';
import { modelTitle } from '../../domain/model-title.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { words } from '../../i18n/i18n.ts';
import { freedWords, hasChanged, taskTitle, tookMs } from './job-words.ts';

export type JobNotice = {
  readonly tone: 'info' | 'error';
  readonly text: string;
  /** A job to ask for from the notice: pulling again what was deleted. */
  readonly pullAgain?: { readonly connectionId: string; readonly model: string };
  /** The job centre tells more. */
  readonly leads?: true;
};

/** Shorter ones are seen to their end. */
const longMs = 30_000;

export function isLong(job: Job): boolean {
  return (tookMs(job) ?? 0) >= longMs;
}

/** `undefined`: nothing worth a notice. What belongs to a batch is told when all of it has ended. */
export function jobNotice(job: Job): JobNotice | undefined {
  const t = words().jobs.news;
  const { task, state, fault, outcome, connectionId } = job;
  if (state === 'cancelled') return undefined;
  if (state === 'failed') {
    const why = fault ? faultText(fault).title : words().jobs.ends.failed;
    return { tone: 'error', text: t.failedNotice(taskTitle(task), why), leads: true };
  }
  if (job.batchId !== undefined) return undefined;
  switch (task.kind) {
    case 'pull':
      return { tone: 'info', text: pullWords(job, modelTitle(task.model)) };
    case 'push':
      return { tone: 'info', text: t.pushed(task.model) };
    case 'copy':
      return { tone: 'info', text: t.copied(task.model, task.to) };
    case 'delete': {
      const freed = outcome?.freedBytes;
      return {
        tone: 'info',
        text:
          freed === undefined
            ? t.deletedPlain(task.model)
            : t.deleted(task.model, freedWords(freed)),
        pullAgain: { connectionId, model: task.model },
      };
    }
    case 'create':
      return { tone: 'info', text: t.created(task.model) };
    case 'import': {
      // Where files are kept as they are nothing is made of them, nor hashed before.
      const isMade = task.digest !== undefined;
      return { tone: 'info', text: isMade ? t.created(task.model) : t.pulled(task.model) };
    }
    case 'load':
    case 'unload':
      return undefined;
  }
}

function pullWords(job: Job, model: string): string {
  const t = words().jobs.news;
  const changed = hasChanged(job);
  if (changed === undefined) return t.pulled(model);
  return changed ? t.changed(model) : t.unchanged(model);
}

/**
 * Of a batch whose last job has just ended; `all` are those of it that have. `undefined`: nothing came of it, and what
 * failed was told already.
 */
export function batchNotice(all: readonly Job[]): JobNotice | undefined {
  const t = words().jobs.news;
  const done = all.filter(({ state }) => state === 'done');
  if (done.length === 0) return undefined;
  const failed = all.filter(({ state }) => state === 'failed').length;
  const areAll = (kind: Job['task']['kind']) => all.every(({ task }) => task.kind === kind);
  const changed = done.filter((job) => hasChanged(job) === true).length;
  const text = areAll('pull')
    ? t.batch(done.length, changed, failed)
    : areAll('delete')
      ? t.batchDeleted(done.length, failed)
      : t.batchDone(done.length, failed);
  return { tone: 'info', text, leads: true };
}

/** Of the newest ends, those that came after `since` and were not told yet, the oldest first. */
export function freshEnds(rows: readonly Job[], since: number, told: ReadonlySet<string>): Job[] {
  return rows
    .filter(({ id, endedAt }) => endedAt !== undefined && endedAt >= since && !told.has(id))
    .toSorted((one, other) => (one.endedAt ?? 0) - (other.endedAt ?? 0));
}
