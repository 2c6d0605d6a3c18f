/** What of the long work a server can do. */
import { FaultError } from '../domain/fault.ts';
import type { JobTask } from '../domain/job.ts';
import type { ModelBuilding, ModelJobs, Provider } from '../providers/contract.ts';

/** Presence is all or nothing, so one of them tells of all. */
export function canBuild(jobs: ModelJobs): jobs is ModelJobs & ModelBuilding {
  return jobs.create !== undefined;
}

/** Throws `unsupported` where this server has no such work. */
export function refuseUnable({ jobs, memory }: Provider, kind: JobTask['kind']): void {
  const isMemory = kind === 'load' || kind === 'unload';
  if (isMemory ? memory : jobs && canDo(jobs, kind)) return;
  throw new FaultError({ kind: 'unsupported', ability: isMemory ? 'loading' : 'jobs' });
}

function canDo(jobs: ModelJobs, kind: JobTask['kind']): boolean {
  if (kind === 'pull' || kind === 'delete') return true;
  return canBuild(jobs) || (kind === 'import' && jobs.takeIn !== undefined);
}
