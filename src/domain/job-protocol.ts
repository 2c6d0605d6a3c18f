/** The job centre's part of what pages and the engine say to each other: see `engine/protocol.ts`. Types only. */
import type { Job, JobState, JobTask } from './job.ts';
import type { Updatable } from './model-updates.ts';

export type JobCommands = {
  /**
   * Waits in its server's queue, or names the job that does already. An import brings its file; one that is no whole
   * GGUF is refused. Throws `queue-full`, `unsupported`, `connection-missing`, `connection-off`, `gguf-refused`.
   */
  'jobs.add': {
    input: { connectionId: string; task: JobTask; file?: Blob };
    output: { id: string; isNew: boolean };
  };
  /** All or none; `upTo`: as many as there is room for. `left`: the models of the others. */
  'jobs.add-batch': {
    input: { connectionId: string; tasks: JobTask[]; upTo?: boolean };
    output: { batchId: string; ids: string[]; added: number; left: string[] };
  };
  /** Which models of a server "update all" is about. Asks the server. Throws as `jobs.add`. */
  'jobs.updatable': { input: { connectionId: string }; output: Updatable };
  'jobs.cancel': { input: { id: string }; output: null };
  'jobs.pause': { input: { id: string }; output: null };
  'jobs.resume': { input: { id: string }; output: null };
  /** A failed or cancelled one again; one that waits for its next attempt at once. */
  'jobs.retry': { input: { id: string }; output: null };
  /** Before another waiting one of the same server, else to the end. */
  'jobs.move': { input: { id: string; before?: string }; output: null };
  /** Forgets those that have ended. */
  'jobs.clear': { input: null; output: { removed: number } };
  /** The file of a paused import, chosen once more. Throws `file-wanted` for one of another size. */
  'jobs.give-file': { input: { id: string; file: Blob }; output: null };
};

export type JobQueries = {
  /** Running, waiting, paused, then the log: the newest end first. */
  'jobs.list': {
    params: { from: number; count: number };
    value: { total: number; from: number; rows: Job[] };
  };
  'jobs.summary': {
    params: null;
    value: { counts: Readonly<Record<JobState, number>>; running: readonly Job[] };
  };
};
