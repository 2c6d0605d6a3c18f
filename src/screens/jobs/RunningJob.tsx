import { Show } from 'solid-js';
import type { Job } from '../../domain/job.ts';
import { fractionOf } from '../../domain/job-steps.ts';
import { words } from '../../i18n/i18n.ts';
import { Progress } from '../../ui/Progress.tsx';
import styles from './JobsScreen.module.css';
import { JobVerb } from './JobVerb.tsx';
import { percentWords, progressWords, stallWords, stepWords, taskTitle } from './job-words.ts';
import { useJobs } from './jobs-context.ts';
import { createSlowClock } from './slow-clock.ts';

export type RunningJobProps = { readonly job: Job };

/** These are one short request: there is nothing to go on with. */
const short = new Set(['copy', 'delete', 'load', 'unload']);

export function RunningJob(props: RunningJobProps) {
  const jobs = useJobs();
  const now = createSlowClock();
  const t = () => words().jobs;
  const title = () => taskTitle(props.job.task);
  const progress = () => props.job.progress;
  const facts = () => {
    const told = progress();
    return told ? progressWords(told) : '';
  };
  return (
    <li class={styles['job']} aria-busy="true">
      <div class={styles['words']}>
        <b>{title()}</b>
        <small>
          {props.job.connectionName} · {stepWords(progress())}
        </small>
        <span class={styles['bar']}>
          <Progress
            label={t().progress(title())}
            value={progress() ? fractionOf(progress() ?? { step: '' }) : undefined}
          />
          <span>{percentWords(progress())}</span>
        </span>
        <Show when={facts()}>{(text) => <small>{text()}</small>}</Show>
        <Show when={stallWords(progress(), now())}>
          {(text) => (
            <small class={styles['stall']} role="status">
              {text()}
            </small>
          )}
        </Show>
      </div>
      <span class={styles['verbs']}>
        <Show when={!short.has(props.job.task.kind)}>
          <JobVerb job={props.job} verb="pause" onPress={() => void jobs.pause(props.job.id)} />
        </Show>
        <JobVerb job={props.job} verb="cancel" onPress={() => void jobs.cancel(props.job.id)} />
      </span>
    </li>
  );
}
