import { Show } from 'solid-js';
import { type Fault, faultCode } from '../../domain/fault.ts';
import { bareFault, faultReport } from '../../domain/fault-details.ts';
import type { Job } from '../../domain/job.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { formatDuration, formatMoment } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { nowAt } from '../../lib/timing.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { StatusDot, type StatusTone } from '../../ui/StatusDot.tsx';
import styles from './JobsScreen.module.css';
import { JobVerb } from './JobVerb.tsx';
import { outcomeWords, taskTitle, tookMs } from './job-words.ts';
import { useJobs } from './jobs-context.ts';

export type EndedJobProps = { readonly job: Job };

const tones: Readonly<Record<'done' | 'failed' | 'cancelled', StatusTone>> = {
  done: 'ok',
  failed: 'error',
  cancelled: 'off',
};

/** One line of the log, with what came of it; a failed one with what to do next. */
export function EndedJob(props: EndedJobProps) {
  const jobs = useJobs();
  const t = () => words().jobs;
  const title = () => taskTitle(props.job.task);
  const end = () => {
    const { state } = props.job;
    return state === 'failed' || state === 'cancelled' ? state : 'done';
  };
  const facts = () => {
    const { endedAt, connectionName } = props.job;
    const ms = tookMs(props.job);
    return [
      t().ends[end()],
      connectionName,
      endedAt === undefined ? '' : formatMoment(endedAt, nowAt()),
      ms === undefined || ms < 1000 ? '' : t().took(formatDuration(ms)),
      outcomeWords(props.job),
    ]
      .filter((fact) => fact !== '')
      .join(' · ');
  };
  /** A file chosen then is not at hand any more in the same way: it is asked for when it goes on. */
  const canRetry = () => end() !== 'done';
  return (
    <li class={styles['job']} data-state={end()}>
      <StatusDot tone={tones[end()]} />
      <div class={styles['words']}>
        <b>{title()}</b>
        <small>{facts()}</small>
        <Show when={props.job.fault}>{(fault) => <JobFault fault={fault()} />}</Show>
      </div>
      <span class={styles['verbs']}>
        <Show when={canRetry()}>
          <JobVerb job={props.job} verb="retry" onPress={() => void jobs.retry(props.job.id)} />
        </Show>
      </span>
    </li>
  );
}

/** Why it failed, in words, with its code and what may be told of it to others. */
function JobFault(props: { readonly fault: Fault }) {
  const state = useAppState();
  const t = () => words().jobs;
  const text = () => faultText(props.fault);
  const code = () => faultCode(props.fault);
  const copy = async () => {
    const done = await copyText(faultReport(props.fault, faultText(bareFault(props.fault)).title));
    state.notices.show(done ? t().copied : t().copyFailed, { tone: done ? 'info' : 'warning' });
  };
  return (
    <div class={styles['fault']}>
      <p>
        <b>{text().title}</b> {text().next}
      </p>
      <span class={styles['verbs']}>
        <a
          class={styles['code']}
          href={`#/help#${code()}`}
          aria-label={t().code(code())}
          title={t().code(code())}
        >
          {code()}
        </a>
        <Button size="small" variant="quiet" icon="copy" onClick={() => void copy()}>
          {t().copyDetails}
        </Button>
      </span>
    </div>
  );
}
