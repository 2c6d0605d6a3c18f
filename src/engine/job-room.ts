/** The job centre of one engine over an open store: its queue, its runner, and what they tell the other rooms. */
import type { JobTask } from '../domain/job.ts';
import type { Settings } from '../domain/settings.ts';
import type { JobOwnership } from '../jobs/contract.ts';
import { createFiles } from '../jobs/files.ts';
import { createQueue } from '../jobs/queue.ts';
import { createRunner } from '../jobs/runner.ts';
import { chance } from '../lib/ids.ts';
import { delay } from '../lib/timing.ts';
import type { Servers } from '../servers/servers.ts';
import type { Store } from '../storage/store.ts';
import { jobCommands } from './job-commands.ts';
import type { Runners } from './lazy-commands.ts';
import type { JobCommandName } from './lazy-jobs.ts';
import { createLentHash } from './lent-hash.ts';

export type JobRoomDeps = {
  readonly store: Store;
  readonly servers: Servers;
  readonly settings: () => Settings;
  /** Of jobs, by their own names. */
  readonly ownership: JobOwnership;
  /** Clears away what cancelled jobs have left in this browser. */
  readonly sweepModels: () => Promise<void>;
  /** What living pages lend for hashing, the newest first. */
  readonly hashPorts: () => readonly MessagePort[];
  /** A job has changed what a server holds in memory. */
  readonly onMemory: (connectionId: string) => void;
  readonly signal: AbortSignal;
};

export type JobRoom = {
  readonly commands: Runners<JobCommandName>;
  /** Something runs here that another engine could not go on with: the file is only here. */
  readonly mustStay: () => boolean;
};

const sweepAfterMs = 2000;

export async function createJobRoom(deps: JobRoomDeps): Promise<JobRoom> {
  const { store, servers, settings, ownership, signal } = deps;
  const rows = await store.jobs.rows();
  const files = createFiles(ownership);
  const refresh = createRefresh(deps);
  signal.throwIfAborted();
  const runner = createRunner({
    rows,
    watchOpen: (onRows) =>
      store.watch(
        async (reads) => await (await reads.jobs.rows()).inStates(['running', 'waiting']),
        onRows,
        () => undefined, // told by the next command that reads
      ),
    ownership,
    open: servers.open,
    addresses: async () => {
      const connections = await store.connections.list();
      return new Map(connections.map(({ id, baseUrl: url, enabled }) => [id, { url, enabled }]));
    },
    files,
    hash: createLentHash(deps.hashPorts),
    times: settings,
    onChanged: refresh,
    onContact: servers.note,
    chance,
  });
  signal.addEventListener('abort', runner.close, { once: true });
  const queue = createQueue(rows);
  return {
    commands: jobCommands({
      store,
      rows,
      queue,
      files,
      details: servers.details,
      onCancelled: () => void sweepSoon(deps).catch(() => undefined), // closed, or nothing is kept here
    }),
    mustStay: () => runner.running().some(({ task }) => task.kind === 'import'),
  };
}

/** The one that was cancelled is still being let go. */
async function sweepSoon({ sweepModels, signal }: JobRoomDeps): Promise<void> {
  await delay(sweepAfterMs, signal);
  await sweepModels();
}

/** A server's list is fetched again once its jobs have come to rest for a moment. */
function createRefresh({ servers, settings, onMemory, signal }: JobRoomDeps) {
  const waiting = new Map<string, AbortController>();

  async function later(connectionId: string): Promise<void> {
    waiting.get(connectionId)?.abort();
    const newer = new AbortController();
    waiting.set(connectionId, newer);
    const current = AbortSignal.any([signal, newer.signal]);
    do await delay(settings().listRefreshSeconds * 1000, current);
    while (
      // One that is under way may have been asked for before the change.
      servers.isRefreshing(connectionId)
    );
    waiting.delete(connectionId);
    await servers.refresh(connectionId);
  }

  return (connectionId: string, { kind }: JobTask): void => {
    if (kind !== 'push') void later(connectionId).catch(() => undefined); // a newer change, or closed
    if (kind === 'load' || kind === 'unload' || kind === 'delete') onMemory(connectionId);
  };
}
