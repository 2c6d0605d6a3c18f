/**
 * Which jobs may begin. A server runs one long job at a time. Deleting, loading and unloading are one short request each
 * and do not wait behind a download of hours: they run at once, one at a time as well, unless the running job is about
 * the same model. Pure.
 */
import type { Fault, FaultKind } from '../domain/fault.ts';
import type { Job, JobTask } from '../domain/job.ts';
import { modelNameKey } from '../domain/model-name.ts';

/** Two jobs are of one server where this gives the same for both. */
export type ServerOf = (connectionId: string) => string;

const shortKinds: ReadonlySet<JobTask['kind']> = new Set(['delete', 'load', 'unload']);

function isShort({ kind }: JobTask): boolean {
  return shortKinds.has(kind);
}

/** After these the server itself is away: nothing else of it is tried before the next attempt. */
const serverIsAway: ReadonlySet<FaultKind> = new Set([
  'offline',
  'unreachable',
  'no-answer',
  'truncated',
  'busy',
  'loading',
  'rate-limited',
  'vault-locked',
  'connection-off',
]);

/** Per place that is free, the jobs that may take it, best first. */
export function lanesOf(open: readonly Job[], serverOf: ServerOf, at: number): Job[][] {
  const running = open.filter(({ state }) => state === 'running');
  const lanes = new Map<string, Job[]>();
  for (const each of open.filter(({ state }) => state === 'waiting').sort(byOrder)) {
    const lane = `${isShort(each.task) ? 'short' : 'long'} ${serverOf(each.connectionId)}`;
    lanes.set(lane, [...(lanes.get(lane) ?? []), each]);
  }
  return [...lanes.values()].map((lane) => {
    const held = lane.findIndex((each) => isDue(each, at) === 'server-away');
    return (held < 0 ? lane : lane.slice(0, held)).filter(
      (each) => isDue(each, at) === 'due' && mayRun(each, running, serverOf),
    );
  });
}

export function mayRun(one: Job, running: readonly Job[], serverOf: ServerOf): boolean {
  const server = serverOf(one.connectionId);
  return !running.some(
    (other) =>
      serverOf(other.connectionId) === server &&
      (isShort(other.task) === isShort(one.task) || collide(one.task, other.task)),
  );
}

/** When the next job that waits for its attempt may go, if any. */
export function nextTryAt(open: readonly Job[], at: number): number | undefined {
  const times = open.flatMap(({ state, retryAt }) =>
    state === 'waiting' && retryAt !== undefined && retryAt > at ? [retryAt] : [],
  );
  return times.length === 0 ? undefined : Math.min(...times);
}

function isAway(fault: Fault | undefined): boolean {
  return fault !== undefined && serverIsAway.has(fault.kind);
}

function isDue({ retryAt, fault }: Job, at: number): 'due' | 'later' | 'server-away' {
  if (retryAt === undefined || retryAt <= at) return 'due';
  return isAway(fault) ? 'server-away' : 'later';
}

/** A model must not be deleted under the job that works on it. */
function collide(one: JobTask, other: JobTask): boolean {
  if (one.kind !== 'delete' && other.kind !== 'delete') return false;
  const names = namesIn(one);
  return namesIn(other).some((name) => names.includes(name));
}

function namesIn(task: JobTask): string[] {
  const names = [task.model];
  if (task.kind === 'copy') names.push(task.to);
  if ('recipe' in task && task.recipe.from !== undefined) names.push(task.recipe.from);
  return names.map(modelNameKey);
}

function byOrder(a: Job, b: Job): number {
  return a.order - b.order;
}
