/** What every server is doing now, for the head of the models screen: replies, their speed, jobs. Loaded with its first watcher. */
import type { Fault } from '../domain/fault.ts';
import type { Job } from '../domain/job.ts';
import type { TurnView } from '../domain/turn.ts';
import type { UsageRow } from '../domain/usage.ts';
import type { Store } from '../storage/store.ts';
import type { FleetRow } from './protocol.ts';
import type { TurnBoard } from './turn-board.ts';

export type FleetDeps = {
  readonly store: Pick<Store, 'watch'>;
  readonly board: Pick<TurnBoard, 'watch'>;
};

/** Enough that one slow reply does not matter, few enough that it is about how the server is now. */
const repliesMeasured = 30;

export function watchFleet({ store, board }: FleetDeps) {
  return (
    _params: null,
    onValue: (rows: FleetRow[]) => void,
    onFault: (fault: Fault) => void,
  ): (() => void) => {
    let speeds: ReadonlyMap<string, number | undefined> | undefined;
    let jobs: readonly Job[] | undefined;
    let turns: readonly TurnView[] = [];
    const push = () => {
      if (speeds && jobs) onValue(fleetRows(speeds, jobs, turns));
    };
    // Apart: jobs write many times a second, and speeds change only when a reply has ended.
    const stopSpeeds = store.watch(
      async (reads) => {
        const found = new Map<string, number | undefined>();
        for (const { id } of await reads.connections.list()) {
          found.set(id, medianSpeed(await reads.usage.newest(id, repliesMeasured)));
        }
        return found;
      },
      (value) => {
        speeds = value;
        push();
      },
      onFault,
    );
    const stopJobs = store.watch(
      async (reads) => (await reads.jobs.rows()).inStates(['running', 'waiting']),
      (value) => {
        jobs = value;
        push();
      },
      onFault,
    );
    const stopTurns = board.watch((views) => {
      turns = views;
      push();
    });
    return () => {
      stopSpeeds();
      stopJobs();
      stopTurns();
    };
  };
}

export function fleetRows(
  speeds: ReadonlyMap<string, number | undefined>,
  jobs: readonly Pick<Job, 'connectionId' | 'state'>[],
  turns: readonly Pick<TurnView, 'model' | 'phase'>[],
): FleetRow[] {
  return [...speeds].map(([id, speed]) => {
    const own = jobs.filter(({ connectionId }) => connectionId === id);
    return {
      id,
      // One in line has not reached its server.
      runningReplies: turns.filter(
        ({ model, phase }) => model?.connectionId === id && phase !== 'waiting',
      ).length,
      ...(speed === undefined ? {} : { medianSpeed: speed }),
      jobsRunning: own.filter(({ state }) => state === 'running').length,
      jobsWaiting: own.filter(({ state }) => state === 'waiting').length,
    };
  });
}

export function medianSpeed(
  rows: readonly Pick<UsageRow, 'tokensPerSecond'>[],
): number | undefined {
  const speeds = rows
    .flatMap(({ tokensPerSecond }) => (tokensPerSecond === undefined ? [] : [tokensPerSecond]))
    .sort((one, other) => one - other);
  const middle = Math.floor(speeds.length / 2);
  const [below, above] = [speeds[middle - 1], speeds[middle]];
  if (above === undefined) return undefined;
  return speeds.length % 2 === 1 || below === undefined ? above : (below + above) / 2;
}
