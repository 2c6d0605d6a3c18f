/** Jobs, as the other rooms reach them. Their rows and schema are loaded with the first of them. */
import { createLazy } from '../lib/lazy.ts';
import type { Checked } from './checked.ts';
import type { JobRows } from './job-rows.ts';
import type { Rows } from './rows.ts';

export type Jobs = {
  /** Whether something waits or runs. */
  readonly hasWork: () => Promise<boolean>;
  readonly rows: () => Promise<JobRows>;
};

export function createJobs(rows: Rows, checked: Checked): Jobs {
  const count = (state: string) => rows.count('jobs', { index: 'state', from: state, to: state });
  return {
    hasWork: async () => (await count('waiting')) + (await count('running')) > 0,
    rows: createLazy(async () => {
      const { createJobRows } = await import('./job-rows.ts');
      return createJobRows(rows, checked);
    }),
  };
}
