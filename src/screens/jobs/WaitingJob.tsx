import { Show } from 'solid-js';
import type { Job } from '../../domain/job.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { formatDuration } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { MoveHandle } from '../../ui/MoveHandle.tsx';
import styles from './JobsScreen.module.css';
import { JobVerb } from './JobVerb.tsx';
import { taskTitle, waitReason } from './job-words.ts';
import { useJobs } from './jobs-context.ts';
import { createSlowClock } from './slow-clock.ts';

export type WaitingJobProps = {
  readonly job: Job;
  readonly canMove: boolean;
  /** By so many places, down where positive. */
  readonly onMove: (steps: number) => void;
};

export function WaitingJob(props: WaitingJobProps) {
  const jobs = useJobs();
  const state = useAppState();
  const now = createSlowClock();
  const t = () => words().jobs;
  const title = () => taskTitle(props.job.task);
  const reason = () => waitReason(props.job, state.connections.list);
  const nextTry = () => {
    const { retryAt } = props.job;
    return retryAt === undefined || reason() !== undefined
      ? undefined
      : t().nextTry(formatDuration(Math.max(1000, retryAt - now())));
  };
  return (
    <li class={styles['job']}>
      <Show when={props.canMove}>
        <MoveHandle label={t().move(title())} onMove={props.onMove} />
      </Show>
      <div class={styles['words']}>
        <b>{title()}</b>
        <Show when={reason()}>{(why) => <small>{why()}</small>}</Show>
        <Show when={nextTry()}>
          {(when) => (
            <small>
              <Show when={props.job.fault}>{(fault) => `${faultText(fault()).title} · `}</Show>
              {when()} · {t().attempts(props.job.attempts)}
            </small>
          )}
        </Show>
      </div>
      <span class={styles['verbs']}>
        <Show when={nextTry()}>
          <JobVerb job={props.job} verb="retryNow" onPress={() => void jobs.retry(props.job.id)} />
        </Show>
        <JobVerb job={props.job} verb="pause" onPress={() => void jobs.pause(props.job.id)} />
        <JobVerb job={props.job} verb="cancel" onPress={() => void jobs.cancel(props.job.id)} />
      </span>
    </li>
  );
}
