/** What the job centre needs of the rooms around it. Types only. */
import type { Fault } from '../domain/fault.ts';
import type { Job, JobTask } from '../domain/job.ts';
import type { Settings } from '../domain/settings.ts';
import type { Endpoint, Provider } from '../providers/contract.ts';
import type { JobRows } from '../storage/job-rows.ts';
import type { Files } from './files.ts';

/** Who owns what among all engines; see `chat/ownership.ts`. */
export type JobOwnership = {
  /** Takes it if nobody has it. Returns the release. */
  readonly tryHold: (id: string) => Promise<(() => void) | undefined>;
};

/** A server ready to be asked. No time-out cuts a job. */
export type OpenServer = {
  readonly provider: Provider;
  readonly endpoint: Endpoint;
  readonly explain: (fault: Fault) => Fault;
};

/** The SHA-256 of a file as 64 hex digits. */
export type HashFile = (
  file: Blob,
  onProgress: (doneBytes: number) => void,
  signal: AbortSignal,
) => Promise<string>;

/** `enabled`: jobs of a connection that is switched off wait until it is on again. */
export type JobAddress = { readonly url: string; readonly enabled: boolean };

export type JobTimes = Pick<Settings, 'orphanSeconds' | 'stallSeconds' | 'askAgainSeconds'>;

export type JobDeps = {
  readonly rows: JobRows;
  /** Tells what waits or runs now, and whenever that changes, here or in another engine. */
  readonly watchOpen: (onRows: (open: readonly Job[]) => void) => () => void;
  readonly ownership: JobOwnership;
  /** Throws `connection-missing`, `connection-off`, `vault-locked`. */
  readonly open: (connectionId: string) => Promise<OpenServer>;
  /** By connection, of those there are: two connections to one server share its jobs' places. */
  readonly addresses: () => Promise<ReadonlyMap<string, JobAddress>>;
  readonly files: Files;
  readonly hash: HashFile;
  readonly times: () => JobTimes;
  /** A job has changed which models a server has or holds. */
  readonly onChanged: (connectionId: string, task: JobTask) => void;
  /** What a job has just learnt about a server. */
  readonly onContact: (connectionId: string, fault: Fault | undefined) => void;
  /** From 0 to 1. */
  readonly chance: () => number;
};
