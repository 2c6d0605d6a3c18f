/** The job centre of the screen or drawer that shows it, for its rows. */
import { createContext, useContext } from 'solid-js';
import type { JobsState } from '../../state/jobs.ts';

export const JobsContext = createContext<JobsState>();

export function useJobs(): JobsState {
  const jobs = useContext(JobsContext);
  if (!jobs) throw new Error('useJobs is called outside JobsContext');
  return jobs;
}
