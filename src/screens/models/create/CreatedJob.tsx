import { Show } from 'solid-js';
import type { Job } from '../../../domain/job.ts';
import { faultText } from '../../../i18n/fault-text.ts';
import { words } from '../../../i18n/i18n.ts';
import { Progress } from '../../../ui/Progress.tsx';
import { modelAddress } from '../model-address.ts';
import styles from './CreatedJob.module.css';

export type CreatedJobProps = {
  readonly job: Job;
};

/** What became of it, where it was asked for: the server's own refusal stands beside the form that can be changed. */
export function CreatedJob(props: CreatedJobProps) {
  const t = () => words().create;
  const title = () => t().job[props.job.state](props.job.task.model);
  const done = () => {
    const { doneBytes, totalBytes } = props.job.progress ?? {};
    return doneBytes === undefined || !totalBytes ? undefined : doneBytes / totalBytes;
  };
  return (
    <section class={styles['job']} data-state={props.job.state} role="status">
      <p>
        <b>{title()}</b>
      </p>
      <Show when={props.job.state === 'running'}>
        <Progress label={title()} value={done()} />
      </Show>
      <Show when={props.job.state !== 'done' && props.job.fault}>
        {(fault) => (
          <p class={styles['fault']}>
            {[faultText(fault()).title, faultText(fault()).next].filter(Boolean).join('. ')}
          </p>
        )}
      </Show>
      <p>
        <Show when={props.job.state === 'done'} fallback={<a href="#/jobs">{t().jobs}</a>}>
          <a href={`#${modelAddress(props.job.connectionId, props.job.task.model)}`}>
            {t().show(props.job.task.model)}
          </a>
        </Show>
      </p>
    </section>
  );
}
