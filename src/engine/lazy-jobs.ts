/**
 * The job centre, loaded with the first command or as soon as a job waits anywhere: an engine whose neighbour died takes
 * its jobs over. Beside it what servers hold in memory, loaded when somebody watches it.
 */
import type { Fault } from '../domain/fault.ts';
import type { RunningView } from '../domain/model-details.ts';
import { createLazy } from '../lib/lazy.ts';
import type { Running, RunningDeps } from '../servers/running.ts';
import type { JobRoom, JobRoomDeps } from './job-room.ts';
import { lazyCommands, type Runners } from './lazy-commands.ts';
import { lazyWatch } from './lazy-watch.ts';

const jobCommandNames = [
  'jobs.add',
  'jobs.add-batch',
  'jobs.updatable',
  'jobs.cancel',
  'jobs.pause',
  'jobs.resume',
  'jobs.retry',
  'jobs.move',
  'jobs.clear',
  'jobs.give-file',
] as const;
export type JobCommandName = (typeof jobCommandNames)[number];

export type LazyJobs = {
  readonly commands: Runners<JobCommandName>;
  readonly mustStay: () => boolean;
  readonly watchRunning: (
    params: null,
    onValue: (views: RunningView[]) => void,
    onFault: (fault: Fault) => void,
  ) => () => void;
};

export type LazyJobsDeps = Omit<JobRoomDeps, 'onMemory'> & {
  readonly running: Omit<RunningDeps, 'connections' | 'open' | 'awayFault' | 'everySeconds'>;
};

export function createLazyJobs(deps: LazyJobsDeps): LazyJobs {
  const { store, servers, settings, signal } = deps;
  let room: JobRoom | undefined;
  let running: Running | undefined;
  const load = createLazy(async () => {
    const { createJobRoom } = await import('./job-room.ts');
    room = await createJobRoom({ ...deps, onMemory: (id) => running?.askSoon(id) });
    return room;
  });
  const loadRunning = createLazy(async () => {
    const { createRunning } = await import('../servers/running.ts');
    running = createRunning({
      ...deps.running,
      connections: store.connections.list,
      open: servers.open,
      awayFault: (id) => {
        const { status, fault } = servers.health(id);
        return status === 'down' || status === 'locked' ? fault : undefined;
      },
      everySeconds: () => settings().runningSeconds,
    });
    signal.addEventListener('abort', running.stop, { once: true });
    return running;
  });
  const stopWatch = store.watch(
    (reads) => reads.jobs.hasWork(),
    (hasWork) => {
      if (hasWork) void load().catch(() => undefined); // its file could not be had: the next change tries again
    },
    () => undefined,
  );
  signal.addEventListener('abort', stopWatch, { once: true });

  return {
    commands: lazyCommands(jobCommandNames, async () => (await load()).commands),
    mustStay: () => room?.mustStay() ?? false,
    watchRunning: lazyWatch(async () => {
      const { watch } = await loadRunning();
      return (_params, onValue) => watch(onValue);
    }),
  };
}
