/**
 * What people do with jobs: ask for them, stop, reorder and clear them. Each is one step on the rows; whoever runs a job
 * follows its row. The queue is bounded: a full one takes nothing, also not a part of what was asked for together.
 */
import { type Fault, FaultError } from '../domain/fault.ts';
import type { Job, JobTask } from '../domain/job.ts';
import { jobQueueSize } from '../domain/job-steps.ts';
import { modelNameKey } from '../domain/model-name.ts';
import { newId } from '../lib/ids.ts';
import { nowAt } from '../lib/timing.ts';
import type { JobRows } from '../storage/job-rows.ts';
import { atRest } from './runner.ts';

export type Wish = {
  readonly connectionId: string;
  readonly connectionName: string;
  readonly tasks: readonly JobTask[];
  readonly batchId?: string;
  /** Takes as many as there is room for; else all or none. */
  readonly upTo?: boolean;
};

export type Queue = {
  /** One entry per task that was taken, in their order. What waits or runs already is named instead of being queued again. */
  readonly add: (wish: Wish) => Promise<{ job: Job; task: JobTask; isNew: boolean }[]>;
  readonly cancel: (id: string) => Promise<Job | undefined>;
  readonly pause: (id: string) => Promise<void>;
  /** Goes on with a paused one. */
  readonly resume: (id: string) => Promise<void>;
  /** Again from the start: a failed or cancelled one, or one that waits for its next attempt. */
  readonly retry: (id: string) => Promise<void>;
  /** Before another waiting one of its server, or to the end. */
  readonly move: (id: string, before?: string) => Promise<void>;
  /** Forgets those that have ended. */
  readonly clear: () => Promise<number>;
};

export function createQueue(rows: JobRows): Queue {
  return {
    add: ({ connectionId, connectionName, tasks, batchId, upTo = false }) =>
      rows.plan((open) => {
        const at = nowAt();
        const put: Job[] = [];
        let order = endOf(open);
        const room = jobQueueSize - heldBy(open);
        let more = 0;
        const result = tasks.flatMap((task) => {
          const known = [...open, ...put].find(
            (each) => each.connectionId === connectionId && isSame(each.task, task),
          );
          if (known && known.state !== 'paused') return [{ job: known, task, isNew: false }];
          // A paused one that is asked for again goes on, in the place that it has.
          if (!known) {
            if (upTo && more >= room) return [];
            more += 1;
          }
          const fresh: Job = known
            ? { ...withoutFault(known), state: 'waiting' }
            : {
                id: newId(),
                connectionId,
                connectionName,
                task,
                state: 'waiting',
                order: order++,
                createdAt: at,
                attempts: 0,
                ...(batchId === undefined ? {} : { batchId }),
              };
          put.push(fresh);
          return [{ job: fresh, task, isNew: known === undefined }];
        });
        if (more > 0) refuseFull(open, more);
        return { put, result };
      }),
    cancel: (id) =>
      rows.change(id, (row) =>
        isOpen(row)
          ? { ...withoutFault(atRest(row)), state: 'cancelled', endedAt: nowAt() }
          : undefined,
      ),
    pause: async (id) => {
      await rows.change(id, (row) =>
        row.state === 'running' || row.state === 'waiting'
          ? { ...withoutFault(atRest(row)), state: 'paused' }
          : undefined,
      );
    },
    resume: (id) =>
      rows.plan((_open, row) => {
        if (row?.state !== 'paused') return nothing;
        return putting({ ...withoutFault(row), state: 'waiting', attempts: 0 });
      }, id),
    retry: (id) =>
      rows.plan((open, row) => {
        if (row?.state === 'waiting') return putting({ ...withoutFault(row), attempts: 0 });
        if (row?.state !== 'failed' && row?.state !== 'cancelled') return nothing;
        refuseFull(open, 1);
        const { endedAt: _endedAt, startedAt: _startedAt, progress: _progress, ...rest } = row;
        return putting({
          ...withoutFault(rest),
          state: 'waiting',
          attempts: 0,
          order: endOf(open),
        });
      }, id),
    move: (id, before) =>
      rows.plan((open, row) => {
        if (row?.state !== 'waiting') return nothing;
        const line = open.filter(
          (each) => each.state === 'waiting' && each.connectionId === row.connectionId,
        );
        const others = line.filter((each) => each.id !== id);
        const at = others.findIndex((each) => each.id === before);
        // The one it should stand before has begun meanwhile: then it is the next.
        const place = before === undefined ? others.length : Math.max(0, at);
        const moved = [...others.slice(0, place), row, ...others.slice(place)];
        const orders = line.map(({ order }) => order);
        const put = moved.map((each, to) => ({ ...each, order: orders[to] ?? each.order }));
        return { put, result: undefined };
      }, id),
    clear: () => rows.clear(0),
  };
}

const nothing = { put: [], result: undefined };

function putting(row: Job): { put: readonly Job[]; result: undefined } {
  return { put: [row], result: undefined };
}

export function isOpen({ state }: Job): boolean {
  return state === 'running' || state === 'waiting' || state === 'paused';
}

/** A paused one keeps its place: else any number could be set aside. */
function heldBy(open: readonly Job[]): number {
  return open.filter(({ state }) => state === 'waiting' || state === 'paused').length;
}

function refuseFull(open: readonly Job[], more: number): void {
  if (heldBy(open) + more <= jobQueueSize) return;
  const fault: Fault = { kind: 'queue-full', size: jobQueueSize, of: 'jobs' };
  throw new FaultError(fault);
}

/** Behind all others; by the clock, so that jobs of different days do not meet. */
function endOf(open: readonly Job[]): number {
  return Math.max(nowAt(), ...open.map(({ order }) => order + 1));
}

function withoutFault(row: Job): Job {
  const { fault: _fault, retryAt: _retryAt, ...rest } = row;
  return rest;
}

function isSame(one: JobTask, other: JobTask): boolean {
  return textOf(one) === textOf(other);
}

/** Two spellings of a name are one model, and a file picked twice is one file. */
function textOf(task: JobTask): string {
  const bare = task.kind === 'import' ? { ...task, fileKey: '', digest: '' } : task;
  const named = { ...bare, model: modelNameKey(task.model) };
  const fields = Object.entries(named).filter(([, value]) => value !== undefined);
  return JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
}
