/** One attempt at a job: what is asked of its server, and what came of it. Throws what went wrong. */
import { FaultError, faultFrom } from '../domain/fault.ts';
import type { Job } from '../domain/job.ts';
import { isSameModelName } from '../domain/model-name.ts';
import { createAlarm } from '../lib/timing.ts';
import type { JobStep, ModelBuilding, ModelJobs, ModelMemory } from '../providers/contract.ts';
import { canBuild } from './building.ts';
import type { HashFile, OpenServer } from './contract.ts';
import type { Files } from './files.ts';
import { askFreed } from './freed.ts';
import { importFile } from './import-file.ts';
import { loadTimeoutMs } from './retry.ts';

export type Outcome = NonNullable<Job['outcome']>;

export type Work = {
  readonly job: Job;
  readonly server: OpenServer;
  readonly files: Files;
  readonly hash: HashFile;
  readonly take: (step: JobStep) => void;
  readonly begin: (step: string, totalBytes?: number) => void;
  readonly bytes: (doneBytes: number) => void;
  /** A clock for durations. */
  readonly ms: () => number;
  /** Changes the job's row as long as it runs. */
  readonly change: (change: (job: Job) => Job) => Promise<void>;
  readonly signal: AbortSignal;
};

/** Looking at what is there must not hold up the work itself. */
const lookTimeoutMs = 15_000;

export async function runTask(work: Work): Promise<Outcome> {
  const { task } = work.job;
  const { server, signal } = work;
  const { endpoint } = server;
  switch (task.kind) {
    case 'pull':
      return await pull(task.model, jobsOf(server), work);
    case 'push':
      for await (const step of buildingOf(server).push(endpoint, task.model, signal)) {
        work.take(step);
      }
      return {};
    case 'create': {
      work.begin('creating');
      const steps = buildingOf(server).create(endpoint, task.model, task.recipe, signal);
      for await (const step of steps) work.take(step);
      return {};
    }
    case 'import':
      return await importFile(task, jobsOf(server), work);
    case 'copy':
      work.begin('copying');
      await buildingOf(server).copy(endpoint, task.model, task.to, signal);
      return {};
    case 'delete':
      return await remove(task.model, jobsOf(server), work);
    case 'load': {
      work.begin('loading');
      const { keepAlive, contextLength } = task;
      const how = {
        ...(keepAlive === undefined ? {} : { keepAlive }),
        ...(contextLength === undefined ? {} : { contextLength }),
      };
      await load(work, (patience) => memoryOf(server).load(endpoint, task.model, how, patience));
      return {};
    }
    case 'unload':
      work.begin('unloading');
      await memoryOf(server).unload(endpoint, task.model, signal);
      return {};
  }
}

async function load(
  { signal }: Work,
  run: (patience: AbortSignal) => Promise<void>,
): Promise<void> {
  const late = new AbortController();
  const alarm = createAlarm(loadTimeoutMs, () =>
    late.abort(new FaultError({ kind: 'no-answer', waitedMs: loadTimeoutMs })),
  );
  try {
    await run(AbortSignal.any([signal, late.signal]));
  } finally {
    alarm.clear();
  }
}

async function pull(name: string, jobs: ModelJobs, work: Work): Promise<Outcome> {
  const { signal, job } = work;
  let { digestBefore } = job.outcome ?? {};
  if (digestBefore === undefined && job.attempts === 0) {
    digestBefore = await digestOf(name, work);
    // Kept at once: whoever goes on after us sees the new one already.
    if (digestBefore !== undefined) {
      const outcome = { digestBefore };
      await work.change((row) => ({ ...row, outcome: { ...row.outcome, ...outcome } }));
    }
  }
  for await (const step of jobs.pull(work.server.endpoint, name, signal)) work.take(step);
  const digestAfter = await digestOf(name, work);
  return {
    ...(digestBefore === undefined ? {} : { digestBefore }),
    ...(digestAfter === undefined ? {} : { digestAfter }),
  };
}

async function remove(name: string, jobs: ModelJobs, work: Work): Promise<Outcome> {
  work.begin('deleting');
  const freed = await look(work, (signal) => askFreed(work.server, name, signal));
  try {
    await jobs.remove(work.server.endpoint, name, work.signal);
  } catch (error) {
    // An attempt before this one may have been carried out unheard.
    const isGone = faultFrom(error).kind === 'model-missing' && work.job.attempts > 0;
    if (!isGone) throw error;
  }
  return freed ?? {};
}

async function digestOf(name: string, work: Work): Promise<string | undefined> {
  const { provider, endpoint } = work.server;
  const models = await look(work, (signal) => provider.listModels(endpoint, signal));
  return models?.find((each) => isSameModelName(each.name, name))?.digest;
}

/** What only adds to the outcome may fail. */
async function look<T>(
  { signal }: Work,
  read: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read(AbortSignal.any([signal, AbortSignal.timeout(lookTimeoutMs)]));
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

function jobsOf({ provider }: OpenServer): ModelJobs {
  if (!provider.jobs) throw new FaultError({ kind: 'unsupported', ability: 'jobs' });
  return provider.jobs;
}

function buildingOf(server: OpenServer): ModelBuilding {
  const jobs = jobsOf(server);
  if (!canBuild(jobs)) throw new FaultError({ kind: 'unsupported', ability: 'jobs' });
  return jobs;
}

function memoryOf({ provider }: OpenServer): ModelMemory {
  if (!provider.memory) throw new FaultError({ kind: 'unsupported', ability: 'loading' });
  return provider.memory;
}
