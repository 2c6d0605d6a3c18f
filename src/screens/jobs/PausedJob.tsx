import { createSignal, Show } from 'solid-js';
import { type Fault, faultFrom } from '../../domain/fault.ts';
import type { Job, JobTask } from '../../domain/job.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { formatBytes } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import styles from './JobsScreen.module.css';
import { JobVerb } from './JobVerb.tsx';
import { progressWords, taskTitle } from './job-words.ts';
import { useJobs } from './jobs-context.ts';

/** In the order in which they were lent the first time, as one. */
function joinedFiles(task: JobTask, files: readonly File[]): Blob | undefined {
  const parts = partsOf(task);
  if (parts.length === 0) return files[0];
  const ordered = parts.flatMap(
    ({ fileName }) => files.find(({ name }) => name === fileName) ?? [],
  );
  return files.length > 0 ? new Blob(ordered) : undefined;
}

function partsOf(task: JobTask) {
  return task.kind === 'import' ? (task.parts ?? []) : [];
}

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
  const give = async (files: readonly File[]) => {
    const file = joinedFiles(props.job.task, files);
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
            multiple={partsOf(props.job.task).length > 1}
            onChange={(event) => void give([...(event.currentTarget.files ?? [])])}
          />
          <JobVerb job={props.job} verb="file" isMain onPress={() => input?.click()} />
        </Show>
        <JobVerb job={props.job} verb="cancel" onPress={() => void jobs.cancel(props.job.id)} />
      </span>
    </li>
  );
}
