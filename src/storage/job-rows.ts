/**
 * The rows of the jobs. Every change reads and writes in one step, so that two engines cannot both take a job, and one
 * that was cancelled meanwhile is not brought back.
 */
import { type Job, type JobState, job } from '../domain/job.ts';
import type { Checked } from './checked.ts';
import type { Rows } from './rows.ts';

export type JobSummary = {
  readonly counts: Readonly<Record<JobState, number>>;
  /** With their progress. */
  readonly running: readonly Job[];
};

export type JobRows = {
  readonly get: (id: string) => Promise<Job | undefined>;
  /** In the order in which they come up. */
  readonly inStates: (states: readonly JobState[]) => Promise<Job[]>;
  /** Running, waiting, paused, then what has ended, the newest end first. */
  readonly window: (from: number, count: number) => Promise<{ total: number; rows: Job[] }>;
  readonly summary: () => Promise<JobSummary>;
  /** Gives the row as it is afterwards; nothing is written where `change` gives nothing. */
  readonly change: (
    id: string,
    change: (before: Job) => Job | undefined,
  ) => Promise<Job | undefined>;
  /**
   * Reads what has not ended, and the job `id` in any state, and puts what `work` says, in one step. `work` may throw:
   * then nothing is written.
   */
  readonly plan: <T>(
    work: (open: readonly Job[], named: Job | undefined) => { put: readonly Job[]; result: T },
    id?: string,
  ) => Promise<T>;
  /** Of those that have ended: all but the newest `keep`. */
  readonly clear: (keep: number) => Promise<number>;
};

const openStates = ['running', 'waiting', 'paused'] as const;
const endedStates = ['done', 'failed', 'cancelled'] as const;

export function createJobRows(rows: Rows, checked: Checked): JobRows {
  const spanOf = (state: JobState) => ({ index: 'state', from: state, to: state });
  const one = async (from: Rows, id: string) =>
    checked.one('jobs', job, await from.get('jobs', id));
  const countOf = (state: JobState) => rows.count('jobs', spanOf(state));

  async function inStates(states: readonly JobState[]): Promise<Job[]> {
    const found: Job[] = [];
    for (const state of states) {
      found.push(...checked.many('jobs', job, await rows.list('jobs', spanOf(state))));
    }
    return found.sort(byPlace);
  }

  return {
    get: (id) => one(rows, id),
    inStates,
    window: async (from, count) => {
      const open = await inStates(openStates);
      const total = await rows.count('jobs');
      // What has ended is many and changes seldom: read only where it is shown.
      const all = from + count > open.length ? [...open, ...(await inStates(endedStates))] : open;
      return { total, rows: all.slice(from, from + count) };
    },
    summary: async () => ({
      counts: {
        waiting: await countOf('waiting'),
        running: await countOf('running'),
        paused: await countOf('paused'),
        done: await countOf('done'),
        failed: await countOf('failed'),
        cancelled: await countOf('cancelled'),
      },
      running: await inStates(['running']),
    }),
    change: (id, change) =>
      rows.transaction(['jobs'], async (inside) => {
        const before = await one(inside, id);
        const after = before && change(before);
        if (after) await inside.put('jobs', after);
        return after;
      }),
    plan: (work, id) =>
      rows.transaction(['jobs'], async (inside) => {
        const open: unknown[] = [];
        for (const state of openStates) open.push(...(await inside.list('jobs', spanOf(state))));
        const named = id === undefined ? undefined : await inside.get('jobs', id);
        const { put, result } = work(
          checked.many('jobs', job, open).sort(byPlace),
          checked.one('jobs', job, named),
        );
        if (put.length > 0) await inside.putMany('jobs', put);
        return result;
      }),
    clear: (keep) =>
      rows.transaction(['jobs'], async (inside) => {
        const all: unknown[] = [];
        for (const state of endedStates) all.push(...(await inside.list('jobs', spanOf(state))));
        const ended = checked.many('jobs', job, all).sort(byPlace);
        const gone = ended.slice(keep).map(({ id }) => id);
        if (gone.length > 0) await inside.removeMany('jobs', gone);
        return gone.length;
      }),
  };
}

/** As they are shown: what runs, what waits, what rests, and what has ended, the newest end first. */
function byPlace(a: Job, b: Job): number {
  const group = groupOf(a.state) - groupOf(b.state);
  if (group !== 0) return group;
  if (a.state === 'running') return (a.startedAt ?? 0) - (b.startedAt ?? 0);
  if (a.endedAt !== undefined && b.endedAt !== undefined) {
    return b.endedAt - a.endedAt || b.order - a.order;
  }
  return a.order - b.order;
}

function groupOf(state: JobState): number {
  const at = (openStates as readonly JobState[]).indexOf(state);
  return at < 0 ? openStates.length : at;
}
