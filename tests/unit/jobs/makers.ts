/** A job centre over a store in memory and a server that the test speaks for. Time is the test's. */
import { vi } from 'vitest';
import { ownershipByLocks } from '../../../src/chat/ownership.ts';
import { type Fault, FaultError } from '../../../src/domain/fault.ts';
import type { Job, JobTask } from '../../../src/domain/job.ts';
import type { Model } from '../../../src/domain/model.ts';
import type { HashFile, JobDeps, JobTimes } from '../../../src/jobs/contract.ts';
import { createFiles } from '../../../src/jobs/files.ts';
import { createQueue, type Queue } from '../../../src/jobs/queue.ts';
import { createRunner, type Runner } from '../../../src/jobs/runner.ts';
import type { JobStep, ModelJobs, Provider } from '../../../src/providers/contract.ts';
import type { JobRows } from '../../../src/storage/job-rows.ts';
import { openMemory } from '../../../src/storage/memory.ts';
import type { Store } from '../../../src/storage/store.ts';
import { type FakeLocks, fakeLocks } from '../chat/fake-locks.ts';
import { anEndpoint } from '../chat/makers.ts';

/** One thing asked of the server, answered by the test. */
export type Asked = {
  readonly what: string;
  readonly name: string;
  readonly args: readonly unknown[];
  readonly signal: AbortSignal;
  readonly say: (...steps: (JobStep | string)[]) => void;
  readonly succeed: (value?: unknown) => void;
  readonly fail: (fault: Fault) => void;
};

export type ScriptedServer = {
  readonly provider: Provider;
  readonly asked: Asked[];
  /** What is asked now, newest last. */
  readonly open: () => Asked[];
  /** The newest question; throws where there is none. */
  readonly last: () => Asked;
  models: Model[];
};

export function aServer(change: Partial<Provider> = {}): ScriptedServer {
  const asked: Asked[] = [];
  const done = new Set<Asked>();

  function ask(what: string, name: string, args: readonly unknown[], signal: AbortSignal) {
    const steps: JobStep[] = [];
    let end: { value: unknown } | { fault: Fault } | undefined;
    let wake = (): void => undefined;
    const one: Asked = {
      what,
      name,
      args,
      signal,
      say: (...said) => {
        steps.push(...said.map((each) => (typeof each === 'string' ? { status: each } : each)));
        wake();
      },
      succeed: (value) => {
        end = { value };
        wake();
      },
      fail: (fault) => {
        end = { fault };
        wake();
      },
    };
    asked.push(one);
    signal.addEventListener('abort', () => {
      done.add(one);
      wake();
    });
    async function* tell(): AsyncGenerator<JobStep, unknown> {
      for (;;) {
        signal.throwIfAborted();
        const next = steps.shift();
        if (next) yield next;
        else if (end) {
          done.add(one);
          if ('fault' in end) throw new FaultError(end.fault);
          return end.value;
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    }
    return tell();
  }
  async function answer(...question: Parameters<typeof ask>): Promise<unknown> {
    const told = ask(...question);
    for (;;) {
      const { done: isOver, value } = await told.next();
      if (isOver) return value;
    }
  }

  const jobs: ModelJobs = {
    pull: (_at, name, signal) => ask('pull', name, [], signal),
    push: (_at, name, signal) => ask('push', name, [], signal),
    create: (_at, name, recipe, signal) => ask('create', name, [recipe], signal),
    copy: async (_at, from, to, signal) => void (await answer('copy', from, [to], signal)),
    remove: async (_at, name, signal) => void (await answer('remove', name, [], signal)),
    hasBlob: async (_at, digest, signal) => (await answer('hasBlob', digest, [], signal)) === true,
    putBlob: async (_at, digest, blob, signal, onSent) =>
      void (await answer('putBlob', digest, [blob, onSent], signal)),
  };
  const server: ScriptedServer = {
    models: [],
    asked,
    open: () => asked.filter((each) => !done.has(each)),
    last: () => {
      const newest = asked.at(-1);
      if (!newest) throw new Error('nothing was asked');
      return newest;
    },
    provider: {
      kind: 'ollama',
      canPrefill: () => false,
      keyHeader: (key) => ['authorization', key],
      check: async () => ({ state: 'up' }),
      listModels: async () => server.models,
      streamChat: async function* () {
        yield* [];
      },
      memory: {
        list: async () => [],
        load: async (_at, name, how, signal) => void (await answer('load', name, [how], signal)),
        unload: async (_at, name, signal) => void (await answer('unload', name, [], signal)),
      },
      jobs,
      ...change,
    },
  };
  return server;
}

export type Centre = {
  readonly store: Store;
  readonly rows: JobRows;
  readonly queue: Queue;
  readonly runner: Runner;
  readonly files: JobDeps['files'];
  readonly server: ScriptedServer;
  readonly locks: FakeLocks;
  readonly times: { -readonly [Name in keyof JobTimes]: JobTimes[Name] };
  readonly changed: string[];
  readonly contacts: (string | undefined)[];
  /** Every version of the rows that was put. */
  readonly add: (...tasks: JobTask[]) => Promise<string[]>;
  readonly job: (id: string) => Promise<Job>;
};

type CentreOptions = {
  readonly store?: Store;
  readonly locks?: FakeLocks;
  readonly server?: ScriptedServer;
  readonly hash?: HashFile;
  /** Where this browser has no locks. */
  readonly ownership?: JobDeps['ownership'];
  /** Connection to address. */
  readonly addresses?: Map<string, string>;
  /** Connections that are switched off. */
  readonly off?: ReadonlySet<string>;
  readonly open?: JobDeps['open'];
};

/** With fake timers already on, what is loaded lazily must be there before. */
export async function aCentre(options: CentreOptions = {}): Promise<Centre> {
  const { store = openMemory(), locks = fakeLocks(), server = aServer() } = options;
  const rows = await store.jobs.rows();
  const { ownership = ownershipByLocks(locks, 'job:') } = options;
  const files = createFiles(ownership);
  const times = { orphanSeconds: 1, stallSeconds: 20, askAgainSeconds: 120 };
  const changed: string[] = [];
  const contacts: (string | undefined)[] = [];
  const addresses =
    options.addresses ??
    new Map([
      ['c1', 'http://box:1'],
      ['c2', 'http://box:2'],
    ]);
  const runner = createRunner({
    rows,
    watchOpen: (onRows) =>
      store.watch(
        async (reads) => await (await reads.jobs.rows()).inStates(['running', 'waiting']),
        onRows,
        () => undefined,
      ),
    ownership,
    open:
      options.open ??
      (async (id) => ({
        provider: server.provider,
        endpoint: anEndpoint({ id }),
        explain: (fault) => fault,
      })),
    addresses: async () =>
      new Map([...addresses].map(([id, url]) => [id, { url, enabled: !options.off?.has(id) }])),
    files,
    hash: options.hash ?? (async () => 'a'.repeat(64)),
    times: () => times,
    onChanged: (id, task) => changed.push(`${id} ${task.kind}`),
    onContact: (_id, fault) => contacts.push(fault?.kind),
    chance: () => 0.5,
  });
  const queue = createQueue(rows);
  return {
    store,
    rows,
    queue,
    runner,
    files,
    server,
    locks,
    times,
    changed,
    contacts,
    add: async (...tasks) => {
      const entries = await queue.add({ connectionId: 'c1', connectionName: 'Box', tasks });
      return entries.map(({ job }) => job.id);
    },
    job: async (id) => {
      const found = await rows.get(id);
      if (!found) throw new Error(`no job ${id}`);
      return found;
    },
  };
}

/** Lets everything that is due happen. */
export async function pass(ms = 100): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

export const pull = (model: string): JobTask => ({ kind: 'pull', model });
export const remove = (model: string): JobTask => ({ kind: 'delete', model });
export const anImport = (change: Partial<Extract<JobTask, { kind: 'import' }>> = {}): JobTask => ({
  kind: 'import',
  model: 'fern:mine',
  recipe: {},
  fileName: 'fern.gguf',
  sizeBytes: 4,
  fileKey: 'k1',
  ...change,
});

export const layer = (digest: string, completed: number | undefined, total?: number): JobStep => ({
  status: `pulling ${digest}`,
  digest,
  ...(completed === undefined ? {} : { completed }),
  ...(total === undefined ? {} : { total }),
});
