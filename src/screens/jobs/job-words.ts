/** A job in words: what it is, how far it is, how it ended. Steps we do not know are said as the server says them. */
import type { ConnectionView } from '../../domain/connection.ts';
import type { Job, JobProgress, JobTask } from '../../domain/job.ts';
import { fractionOf, leftMs } from '../../domain/job-steps.ts';
import { modelTitle } from '../../domain/model-title.ts';
import { formatBytes, formatDuration, formatNumber, formatPercent } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';

export function taskTitle(task: JobTask): string {
  const t = words().jobs.tasks;
  switch (task.kind) {
    case 'copy':
      return t.copy(task.model, task.to);
    case 'import':
      return t.import(task.model, task.fileName);
    case 'pull':
      // For this browser an address stands in the place of a name.
      return t.pull(modelTitle(task.model));
    case 'push':
    case 'delete':
    case 'create':
    case 'load':
    case 'unload':
      return t[task.kind](task.model);
  }
}

/** Why a waiting job does not come up, where it is none of its own. */
export function waitReason(
  { connectionId }: Pick<Job, 'connectionId'>,
  connections: readonly Pick<ConnectionView, 'id' | 'enabled'>[],
): string | undefined {
  const isOff = connections.some(({ id, enabled }) => id === connectionId && !enabled);
  return isOff ? words().jobs.reason.off : undefined;
}

export function stepWords(progress: JobProgress | undefined): string {
  const t = words().jobs;
  if (!progress || progress.step === '') return t.starting;
  const known: Readonly<Record<string, string>> = t.steps;
  return known[progress.step] ?? progress.step;
}

/** `1.2 GB of 8.1 GB · 2 of 5 files · 41.0 MB/s · 2 min 48 s left`, as far as it is known. */
export function progressWords(progress: JobProgress): string {
  const t = words().jobs;
  const { doneBytes, totalBytes, layersDone, layersTotal, bytesPerSecond, stalledSince } = progress;
  const isMoving = stalledSince === undefined;
  const restMs = leftMs(progress);
  return [
    doneBytes !== undefined && totalBytes !== undefined && totalBytes > 0
      ? t.bytesOf(formatBytes(doneBytes), formatBytes(totalBytes))
      : undefined,
    layersTotal !== undefined && layersTotal > 1
      ? t.layersOf(formatNumber(layersDone ?? 0), formatNumber(layersTotal))
      : undefined,
    isMoving && bytesPerSecond ? t.perSecond(formatBytes(bytesPerSecond)) : undefined,
    isMoving && restMs !== undefined && restMs > 0 ? t.left(formatDuration(restMs)) : undefined,
  ]
    .filter((fact) => fact !== undefined)
    .join(' · ');
}

export function percentWords(progress: JobProgress | undefined): string {
  const fraction = progress && fractionOf(progress);
  return fraction === undefined ? '' : formatPercent(fraction);
}

/** `undefined` while something moves. */
export function stallWords(progress: JobProgress | undefined, nowAt: number): string | undefined {
  const since = progress?.stalledSince;
  if (since === undefined) return undefined;
  return words().jobs.stalled(formatDuration(Math.max(1000, nowAt - since)));
}

/** What came of it; empty where there is nothing to tell. */
export function outcomeWords({ task, outcome }: Job): string {
  if (!outcome) return '';
  const t = words().jobs.outcome;
  const {
    digestBefore,
    digestAfter,
    freedBytes,
    sharedWith = [],
    wasThere,
    bytesPerSecond,
  } = outcome;
  return [
    task.kind === 'pull' ? digestWords(digestBefore, digestAfter) : undefined,
    freedBytes === undefined ? undefined : freedWords(freedBytes),
    sharedWith.length > 0 ? t.shared(sharedWith.slice(0, 5).join(', ')) : undefined,
    wasThere ? t.wasThere : undefined,
    bytesPerSecond ? t.speed(words().jobs.perSecond(formatBytes(bytesPerSecond))) : undefined,
    outcome.words,
  ]
    .filter(Boolean)
    .join(' · ');
}

export function freedWords(bytes: number): string {
  const t = words().jobs.outcome;
  return bytes > 0 ? t.freed(formatBytes(bytes)) : t.freedNothing;
}

/** Whether a pull brought something else than was there; `undefined` where nobody can tell. */
export function hasChanged({ outcome }: Job): boolean | undefined {
  const { digestBefore, digestAfter } = outcome ?? {};
  if (digestBefore === undefined || digestAfter === undefined) return undefined;
  return bare(digestBefore) !== bare(digestAfter);
}

function digestWords(before: string | undefined, after: string | undefined): string | undefined {
  const t = words().jobs.outcome;
  if (after === undefined) return undefined;
  if (before === undefined) return t.fresh(bare(after));
  return bare(before) === bare(after) ? t.same : t.changed(bare(before), bare(after));
}

function bare(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 12);
}

export function tookMs({ startedAt, endedAt }: Job): number | undefined {
  return startedAt === undefined || endedAt === undefined ? undefined : endedAt - startedAt;
}
