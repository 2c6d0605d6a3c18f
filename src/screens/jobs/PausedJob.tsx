import { createSignal, Show } from 'solid-js';
import { type Fault, faultFrom } from '../../domain/fault.ts';
import type { Job } from '../../domain/job.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { formatBytes } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import styles from './JobsScreen.module.css';
import { JobVerb } from './JobVerb.tsx';
import { progressWords, taskTitle } from './job-words.ts';
import { useJobs } from './jobs-context.ts';

export type PausedJobProps = { readonly job: Job };

/** One that rests until somebody goes on with it; an import may want its file once more. */
export function PausedJob(props: PausedJobProps) {
  const jobs = useJobs();
  const t = () => words().jobs;
  const title = () => taskTitle(props.job.task);
  const [refused, setRefused] = createSignal<Fault>();
  let input: HTMLInputElement | undefined;
  const wanted = () => {
    const { fault } = props.job;
    return fault?.kind === 'file-wanted' ? fault : undefined;
  };
  const give = async (file: File | undefined) => {
    if (!file) return;
    setRefused(undefined);
    try {
      await jobs.giveFile(props.job.id, file);
    } catch (error) {
      setRefused(faultFrom(error));
    }
  };
  return (
    <li class={styles['job']}>
      <div class={styles['words']}>
        <b>{title()}</b>
        <small>
          {[props.job.connectionName, props.job.progress && progressWords(props.job.progress)]
            .filter(Boolean)
            .join(' · ')}
        </small>
        <Show when={wanted()}>
          {(fault) => (
            <small>{t().fileWanted(fault().fileName, formatBytes(fault().sizeBytes))}</small>
          )}
        </Show>
        <Show when={!wanted() && props.job.fault}>
          {(fault) => <small>{faultText(fault()).title}</small>}
        </Show>
        <Show when={refused()}>
          {(fault) => (
            <small class={styles['stall']} role="alert">
              {faultText(fault()).title}. {faultText(fault()).next}
            </small>
          )}
        </Show>
      </div>
      <span class={styles['verbs']}>
        <Show
          when={wanted()}
          fallback={
            <JobVerb
              job={props.job}
              verb="resume"
              isMain
              onPress={() => void jobs.resume(props.job.id)}
            />
          }
        >
          <input
            ref={(element) => {
              input = element;
            }}
            hidden
            type="file"
            accept=".gguf"
            onChange={(event) => void give(event.currentTarget.files?.[0])}
          />
          <JobVerb job={props.job} verb="file" isMain onPress={() => input?.click()} />
        </Show>
        <JobVerb job={props.job} verb="cancel" onPress={() => void jobs.cancel(props.job.id)} />
      </span>
    </li>
  );
}
