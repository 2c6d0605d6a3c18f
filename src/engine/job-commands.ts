/** The job centre's commands: each checks what only it knows, then is one step on the queue. */
import type { Connection } from '../domain/connection.ts';
import { FaultError } from '../domain/fault.ts';
import { type JobTask, jobTask } from '../domain/job.ts';
import { refuseUnable } from '../jobs/building.ts';
import type { Files } from '../jobs/files.ts';
import { isOpen, type Queue, type Wish } from '../jobs/queue.ts';
import { newId } from '../lib/ids.ts';
import { providers } from '../providers/registry.ts';
import type { Servers } from '../servers/servers.ts';
import type { JobRows } from '../storage/job-rows.ts';
import type { Store } from '../storage/store.ts';
import type { Runners } from './lazy-commands.ts';
import type { JobCommandName } from './lazy-jobs.ts';

export type JobCommandDeps = {
  readonly store: Pick<Store, 'connections' | 'catalogues' | 'jobs'>;
  readonly details: Servers['details'];
  readonly rows: JobRows;
  readonly queue: Queue;
  readonly files: Files;
  /** Of one whose connection keeps files itself. */
  readonly onCancelled: () => void;
};

type ImportTask = Extract<JobTask, { kind: 'import' }>;

export function jobCommands(deps: JobCommandDeps): Runners<JobCommandName> {
  const { store, rows, queue, files, details } = deps;

  async function serverFor(connectionId: string, tasks: readonly JobTask[]): Promise<Connection> {
    const connection = await store.connections.get(connectionId);
    if (!connection) throw new FaultError({ kind: 'connection-missing' });
    if (!connection.enabled)
      throw new FaultError({ kind: 'connection-off', name: connection.name });
    const provider = await providers[connection.kind]();
    for (const { kind } of tasks) refuseUnable(provider, kind);
    return connection;
  }

  async function check(connectionId: string, file: Blob, task: ImportTask): Promise<void> {
    const { checkFile, checkParts } = await import('../jobs/check-file.ts');
    const connection = await store.connections.get(connectionId);
    const { jobs } = connection ? await providers[connection.kind]() : {};
    if (jobs?.takeIn) await checkParts(file, task);
    else await checkFile(file, task.fileName);
  }

  /** The file is there before its job: whoever looks at the job would take it for lost. */
  async function addWithFile(wish: Wish, task: ImportTask, file: Blob) {
    const { fileKey } = task;
    await check(wish.connectionId, file, task);
    await files.put(fileKey, file);
    try {
      const entries = await queue.add(wish);
      // One that was asked for before takes the file that is at hand now.
      const [known] = entries.filter(({ isNew }) => !isNew);
      if (known?.job.task.kind === 'import' && known.job.task.fileKey !== fileKey) {
        await files.put(known.job.task.fileKey, file);
        files.drop(fileKey);
      }
      return entries;
    } catch (error) {
      files.drop(fileKey);
      throw error;
    }
  }

  return {
    'jobs.add': async ({ connectionId, task: given, file }) => {
      const task = checked(given);
      const { name: connectionName } = await serverFor(connectionId, [task]);
      const wish = { connectionId, connectionName, tasks: [task] };
      const [entry] =
        task.kind === 'import' && file
          ? await addWithFile(wish, task, file)
          : await queue.add(wish);
      if (!entry) throw new FaultError({ kind: 'not-found', what: 'job' });
      return { id: entry.job.id, isNew: entry.isNew };
    },
    'jobs.add-batch': async ({ connectionId, tasks: given, upTo = false }) => {
      const tasks = given.map(checked);
      const { name: connectionName } = await serverFor(connectionId, tasks);
      const batchId = newId();
      const entries = await queue.add({ connectionId, connectionName, tasks, batchId, upTo });
      const taken = new Set(entries.map(({ task }) => task));
      return {
        batchId,
        ids: entries.map(({ job }) => job.id),
        added: entries.filter(({ isNew }) => isNew).length,
        left: tasks.filter((task) => !taken.has(task)).map(({ model }) => model),
      };
    },
    'jobs.updatable': async ({ connectionId }) => {
      await serverFor(connectionId, [{ kind: 'pull', model: '-' }]);
      const { updatable } = await import('./model-updates.ts');
      return await updatable({ store, details }, connectionId);
    },
    'jobs.cancel': async ({ id }) => {
      const job = await queue.cancel(id);
      if (job?.task.kind === 'import') files.drop(job.task.fileKey);
      const connection = job && (await store.connections.get(job.connectionId));
      if (connection?.kind === 'browser') deps.onCancelled();
      return null;
    },
    'jobs.pause': async ({ id }) => {
      await queue.pause(id);
      return null;
    },
    'jobs.resume': async ({ id }) => {
      await queue.resume(id);
      return null;
    },
    'jobs.retry': async ({ id }) => {
      await queue.retry(id);
      return null;
    },
    'jobs.move': async ({ id, before }) => {
      await queue.move(id, before);
      return null;
    },
    'jobs.clear': async () => ({ removed: await queue.clear() }),
    'jobs.give-file': async ({ id, file }) => {
      const job = await rows.get(id);
      if (job?.task.kind !== 'import' || (!isOpen(job) && job.state !== 'failed')) {
        throw new FaultError({ kind: 'not-found', what: 'job' });
      }
      const { fileName, sizeBytes } = job.task;
      if (file.size !== sizeBytes)
        throw new FaultError({ kind: 'file-wanted', fileName, sizeBytes });
      await check(job.connectionId, file, job.task);
      await files.put(job.task.fileKey, file);
      if (job.state === 'failed') await queue.retry(id);
      else await queue.resume(id);
      return null;
    },
  };
}

/** The schema is larger than what the engine starts with, so it comes with these commands. */
function checked(task: unknown): JobTask {
  const read = jobTask.safeParse(task);
  if (read.success) return read.data;
  throw new FaultError({ kind: 'unexpected', message: 'bad input for jobs.add' });
}
