/** Jobs as the page sees them. */
import type { Job } from '../../../../src/domain/job.ts';

let made = 0;

export function aJob(change: Partial<Job> = {}): Job {
  made += 1;
  return {
    id: `j${made}`,
    connectionId: 'hall',
    connectionName: 'Hall',
    task: { kind: 'pull', model: 'fern:4b' },
    state: 'waiting',
    order: made,
    createdAt: 0,
    attempts: 0,
    ...change,
  };
}
