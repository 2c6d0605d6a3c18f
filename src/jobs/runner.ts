/**
 * Runs the jobs that this engine can take. The rows are the truth: commands only write them, and whoever runs a job
 * ends it when its row says something else. A job has one owner at a time; one whose owner died is put back into its
 * place and taken up by whoever comes first.
 */
import { type Fault, FaultError, faultFrom } from '../domain/fault.ts';
import type { Job, JobState } from '../domain/job.ts';
import { delay, monotonicMs, nowAt } from '../lib/timing.ts';
import { withoutGaps } from '../lib/without-gaps.ts';
import type { JobDeps, OpenServer } from './contract.ts';
import { lanesOf, mayRun, nextTryAt, type ServerOf } from './lanes.ts';
import { createProgress, type Progress } from './progress.ts';
import { adoptLimit, nextTry, startsAnew } from './retry.ts';
import { type Outcome, runTask } from './run-task.ts';
import { now, watchProgress } from './watch-progress.ts';

export type Runner = {
  /** What it works on now. */
  readonly running: () => readonly Job[];
  /** Leaves what it runs to the next engine. */
  readonly close: () => void;
};

type Mine = { readonly job: Job; readonly abort: AbortController };

/** So many jobs that have ended stay in the log. */
const logSize = 300;

export function createRunner(deps: JobDeps): Runner {
  const { rows } = deps;
  const closed = new AbortController();
  const mine = new Map<string, Mine>();
  let open: readonly Job[] = [];
  let turn: Promise<void> = Promise.resolve();
  let wakeAt: ReturnType<typeof setTimeout> | undefined;

  /** One look after the other: two at once could both take a place. */
  function look(): void {
    turn = turn.then(lookOnce).catch(() => undefined); // storage that failed: the next round looks again
  }

  async function lookOnce(): Promise<void> {
    if (closed.signal.aborted || !open.some(({ state }) => state === 'waiting')) return;
    const addresses = await deps.addresses();
    const serverOf: ServerOf = (id) => addresses.get(id)?.url ?? id;
    // What is being let go here still has its place.
    const taken = [...mine.values()].map(({ job }) => ({ ...job, state: 'running' as const }));
    const isOff = (id: string) => addresses.get(id)?.enabled === false;
    const others = open.filter(
      ({ id, state, connectionId }) =>
        !mine.has(id) && !(state === 'waiting' && isOff(connectionId)),
    );
    for (const lane of lanesOf([...taken, ...others], serverOf, nowAt())) {
      for (const job of lane) if ((await tryStart(job, serverOf)) !== 'next') break;
    }
    clearTimeout(wakeAt);
    const at = nextTryAt(open, nowAt());
    if (at !== undefined) wakeAt = setTimeout(look, Math.max(0, at - nowAt()));
  }

  async function tryStart(job: Job, serverOf: ServerOf): Promise<'begun' | 'theirs' | 'next'> {
    const { task } = job;
    // The engine that has the file takes it.
    if (task.kind === 'import' && (await deps.files.isElsewhere(task.fileKey))) return 'theirs';
    const release = await deps.ownership.tryHold(job.id);
    if (!release) return 'theirs';
    // Where nothing can be written, the next round tries again.
    const claimed = await claim(job.id, serverOf).catch(() => 'theirs' as const);
    if (typeof claimed === 'string' || closed.signal.aborted) {
      release();
      return typeof claimed === 'string' ? claimed : 'theirs';
    }
    const entry: Mine = { job: claimed, abort: new AbortController() };
    mine.set(job.id, entry);
    void attempt(entry)
      .catch(() => undefined) // what cannot be written down stays as it is, and is an orphan's then
      .finally(() => {
        mine.delete(job.id);
        release();
        look();
      });
    return 'begun';
  }

  /** Takes the job and its server's place in one step. */
  async function claim(wanted: string, serverOf: ServerOf): Promise<Job | 'theirs' | 'next'> {
    return await rows.plan<Job | 'theirs' | 'next'>((all) => {
      const row = all.find(({ id }) => id === wanted);
      // What was told of it may be older than its last attempt.
      if (row?.state !== 'waiting') return { put: [], result: 'next' };
      if ((row.retryAt ?? 0) > nowAt()) return { put: [], result: 'theirs' };
      const running = all.filter(({ state }) => state === 'running');
      if (!mayRun(row, running, serverOf)) return { put: [], result: 'theirs' };
      const { retryAt: _retryAt, fault: _fault, ...rest } = row;
      const begun: Job = { ...rest, state: 'running', startedAt: rest.startedAt ?? nowAt() };
      return { put: [begun], result: begun };
    });
  }

  async function attempt({ job, abort }: Mine): Promise<void> {
    const { signal } = abort;
    const still = new AbortController();
    const progress = createProgress(now());
    const over = new AbortController();
    const watching = watchProgress(
      {
        progress,
        times: deps.times,
        write: (read) => {
          const anew = startsAnew(job.task, progress.hasMoved()) ? { attempts: 0 } : {};
          return update(job.id, (row) => ({ ...row, ...anew, progress: read }));
        },
        onStill: (idleMs) => still.abort(new FaultError({ kind: 'idle', idleMs })),
      },
      AbortSignal.any([signal, over.signal]),
    ).catch(() => undefined); // over
    let server: OpenServer | undefined;
    try {
      server = await deps.open(job.connectionId);
      const outcome = await runTask({
        job,
        server,
        files: deps.files,
        hash: deps.hash,
        take: (step) => progress.take(step, now()),
        begin: (step, totalBytes) => progress.begin(step, now(), totalBytes),
        bytes: (doneBytes) => progress.bytes(doneBytes, now()),
        ms: monotonicMs,
        change: (change) => update(job.id, change),
        signal: AbortSignal.any([signal, still.signal]),
      });
      over.abort();
      await watching;
      await succeed(job, outcome, progress);
    } catch (error) {
      over.abort();
      await watching;
      if (signal.aborted) return; // its row says why already
      const told = faultFrom(error);
      await fail(job, server?.explain(told) ?? told, progress, server !== undefined);
    }
  }

  async function succeed(job: Job, outcome: Outcome, progress: Progress): Promise<void> {
    const read = progress.read(now(), 0);
    const { bytesPerSecond: _speed, stalledSince: _stalled, ...last } = read;
    const whole = last.totalBytes === undefined ? {} : { doneBytes: last.totalBytes };
    await end(job.id, 'done', (row) => ({
      ...row,
      progress: { ...last, ...whole },
      ...(Object.keys(outcome).length > 0 ? { outcome: { ...row.outcome, ...outcome } } : {}),
    }));
    if (job.task.kind === 'import') deps.files.drop(job.task.fileKey);
    deps.onContact(job.connectionId, undefined);
    deps.onChanged(job.connectionId, job.task);
  }

  async function fail(job: Job, fault: Fault, progress: Progress, wasOpen: boolean): Promise<void> {
    if (wasOpen) deps.onContact(job.connectionId, fault);
    const { task, attempts } = job;
    if (task.kind === 'import' && (fault.kind === 'file-wanted' || fault.kind === 'file-invalid')) {
      await update(job.id, (row) => atRest({ ...row, state: 'paused', fault }));
      return;
    }
    const tried = { task, attempts, hasMoved: progress.hasMoved() };
    const next = nextTry(fault, tried, nowAt(), deps.chance());
    if (next) await update(job.id, (row) => atRest({ ...row, state: 'waiting', fault, ...next }));
    else await end(job.id, 'failed', (row) => ({ ...atRest(row), fault }));
  }

  async function end(id: string, state: JobState, change: (row: Job) => Job): Promise<void> {
    await update(id, (row) => ({ ...change(row), state, endedAt: nowAt() }));
    await rows.clear(logSize);
  }

  /** Only as long as it runs: what a person did to it meanwhile stands. */
  async function update(id: string, change: (row: Job) => Job): Promise<void> {
    await rows.change(id, (row) => (row.state === 'running' ? change(row) : undefined));
  }

  /** Ends what should not run any more. A row as it was before it was taken is looked at twice. */
  async function follow(): Promise<void> {
    for (const [id, { abort }] of mine) {
      const isOn = open.some((row) => row.id === id && row.state === 'running');
      if (!isOn && (await rows.get(id))?.state !== 'running') abort.abort();
    }
  }

  async function adopt(): Promise<void> {
    for (const { id, state } of open) {
      if (state !== 'running' || mine.has(id)) continue;
      const release = await deps.ownership.tryHold(id);
      if (!release) continue;
      try {
        await takeUp(id);
      } finally {
        release();
      }
    }
  }

  /** A job that ends its engine each time is given up; one that has come forward counted anew. */
  async function takeUp(id: string): Promise<void> {
    const row = await rows.get(id);
    const attempts = (row?.attempts ?? 0) + 1;
    if (attempts <= adoptLimit) {
      await update(id, (before) => atRest({ ...before, state: 'waiting', attempts }));
      return;
    }
    const fault: Fault = { kind: 'unexpected', message: 'its engine ended each time' };
    await end(id, 'failed', (before) => ({ ...atRest(before), attempts, fault }));
  }

  /** A connection that is gone takes its running jobs with it; those of one that was switched off wait again. */
  async function dropOfGoneAndOff(): Promise<void> {
    if (mine.size === 0) return;
    const addresses = await deps.addresses();
    for (const { job, abort } of mine.values()) {
      const address = addresses.get(job.connectionId);
      if (address?.enabled) continue;
      if (address) {
        await update(job.id, (row) => atRest({ ...row, state: 'waiting' }));
        abort.abort();
        continue;
      }
      await end(job.id, 'failed', (row) => ({
        ...atRest(row),
        fault: { kind: 'connection-missing' },
      }));
      abort.abort();
    }
  }

  async function rounds(): Promise<void> {
    for (;;) {
      await delay(deps.times().orphanSeconds * 1000, closed.signal);
      if (open.length === 0) continue;
      turn = turn
        .then(adopt)
        .then(dropOfGoneAndOff)
        .catch(() => undefined); // the next round looks again
      look();
    }
  }

  let isFirst = true;
  const stopWatch = deps.watchOpen((found) => {
    open = found;
    turn = turn.then(follow).catch(() => undefined); // looked at again with the next change
    if (isFirst) turn = turn.then(adopt).catch(() => undefined); // the rounds look again
    isFirst = false;
    look();
  });
  void rounds().catch(() => undefined); // closed

  return {
    running: () => [...mine.values()].map(({ job }) => job),
    close: () => {
      closed.abort();
      clearTimeout(wakeAt);
      stopWatch();
      for (const { abort } of mine.values()) abort.abort();
    },
  };
}

/** Without what is only true while it runs. */
export function atRest(job: Job): Job {
  if (!job.progress) return job;
  const { bytesPerSecond: _speed, stalledSince: _stalled, ...progress } = job.progress;
  return { ...job, progress: withoutGaps(progress) as typeof progress };
}
