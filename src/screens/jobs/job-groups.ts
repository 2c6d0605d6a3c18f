/** The open jobs as they are shown, and where a moved one goes. Pure. */
import type { Job } from '../../domain/job.ts';

export type WaitingLine = {
  readonly connectionId: string;
  readonly connectionName: string;
  readonly jobs: readonly Job[];
};

export type JobGroups = {
  readonly running: readonly Job[];
  /** By server, in the order of their first jobs. */
  readonly waiting: readonly WaitingLine[];
  readonly paused: readonly Job[];
};

export function groupJobs(rows: readonly Job[]): JobGroups {
  const lines = new Map<string, Job[]>();
  for (const job of rows) {
    if (job.state !== 'waiting') continue;
    lines.set(job.connectionId, [...(lines.get(job.connectionId) ?? []), job]);
  }
  return {
    running: rows.filter(({ state }) => state === 'running'),
    waiting: [...lines].map(([connectionId, jobs]) => ({
      connectionId,
      connectionName: jobs[0]?.connectionName ?? '',
      jobs,
    })),
    paused: rows.filter(({ state }) => state === 'paused'),
  };
}

export type Move = {
  /** `undefined`: to the end. */
  readonly before: string | undefined;
  /** From 1. */
  readonly place: number;
};

/** By so many places, down where positive; `undefined` where that is no other place. */
export function moveIn(
  line: readonly Pick<Job, 'id'>[],
  id: string,
  steps: number,
): Move | undefined {
  const from = line.findIndex((each) => each.id === id);
  const to = Math.min(Math.max(0, from + steps), line.length - 1);
  if (from < 0 || to === from) return undefined;
  const others = line.filter((each) => each.id !== id);
  return { before: others[to]?.id, place: to + 1 };
}
