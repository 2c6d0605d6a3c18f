/**
 * The job centre as screens see it: what runs and waits, and what a person does to it. Made by the screen that shows it,
 * not at the start of the page.
 */
import type { Accessor } from 'solid-js';
import { type Fault, faultFrom } from '../domain/fault.ts';
import type { Job, JobTask } from '../domain/job.ts';
import type { Updatable } from '../domain/model-updates.ts';
import type { EngineClient } from '../engine/client.ts';
import type { Output, Value } from '../engine/protocol.ts';
import { createLive, type Live } from './live.ts';

export type JobWindow = { from: number; count: number };

export type JobsState = {
  /** Call inside an owner, as the next one. */
  readonly watchList: (window: Accessor<JobWindow | undefined>) => Live<Value<'jobs.list'>>;
  readonly watchSummary: () => Live<Value<'jobs.summary'>>;
  /** `undefined` where it could not be queued; a notice has said why. */
  readonly add: (connectionId: string, task: JobTask) => Promise<Output<'jobs.add'> | undefined>;
  /** All or none; `upTo`: as many as there is room for. */
  readonly addAll: (
    connectionId: string,
    tasks: readonly JobTask[],
    upTo?: boolean,
  ) => Promise<Output<'jobs.add-batch'> | undefined>;
  /** What "update all" is about; `undefined` where the server could not be asked, and a notice has said why. */
  readonly updatable: (connectionId: string) => Promise<Updatable | undefined>;
  readonly cancel: (id: string) => Promise<void>;
  readonly pause: (id: string) => Promise<void>;
  readonly resume: (id: string) => Promise<void>;
  readonly retry: (id: string) => Promise<void>;
  /** Before another waiting one of its server; `undefined`: to the end. */
  readonly move: (id: string, before: string | undefined) => Promise<void>;
  readonly clear: () => Promise<void>;
  /** Rejects with a `FaultError`: the row that asked says why, in place. */
  readonly giveFile: (id: string, file: Blob) => Promise<void>;
  /** One look at a part of the list. */
  readonly read: (window: JobWindow) => Promise<readonly Job[]>;
};

export function createJobs(engine: EngineClient, onFault: (fault: Fault) => void): JobsState {
  const told = async <T>(work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work;
    } catch (error) {
      onFault(faultFrom(error));
      return undefined;
    }
  };
  const onOne =
    (name: 'jobs.cancel' | 'jobs.pause' | 'jobs.resume' | 'jobs.retry') =>
    async (id: string): Promise<void> => {
      await told(engine.call(name, { id }));
    };
  return {
    watchList: (window) => createLive(engine, 'jobs.list', window),
    watchSummary: () => createLive(engine, 'jobs.summary', () => null),
    add: (connectionId, task) => told(engine.call('jobs.add', { connectionId, task })),
    addAll: (connectionId, tasks, upTo = false) =>
      told(
        engine.call('jobs.add-batch', {
          connectionId,
          tasks: [...tasks],
          ...(upTo ? { upTo } : {}),
        }),
      ),
    updatable: (connectionId) => told(engine.call('jobs.updatable', { connectionId })),
    cancel: onOne('jobs.cancel'),
    pause: onOne('jobs.pause'),
    resume: onOne('jobs.resume'),
    retry: onOne('jobs.retry'),
    move: async (id, before) => {
      await told(engine.call('jobs.move', { id, ...(before === undefined ? {} : { before }) }));
    },
    clear: async () => {
      await told(engine.call('jobs.clear', null));
    },
    giveFile: async (id, file) => {
      await engine.call('jobs.give-file', { id, file });
    },
    read: (window) =>
      new Promise((resolve, reject) => {
        const stop = engine.watch(
          'jobs.list',
          window,
          ({ rows }) => end(() => resolve(rows)),
          (fault) => end(() => reject(new Error(fault.kind))),
        );
        function end(settle: () => void): void {
          // A value may come before `watch` has handed out its stop.
          queueMicrotask(() => stop());
          settle();
        }
      }),
  };
}
