import { createMemo, createSignal, For, Show } from 'solid-js';
import type { Job } from '../../domain/job.ts';
import { jobQueueSize } from '../../domain/job-steps.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { createJobs } from '../../state/jobs.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { JobLog } from './JobLog.tsx';
import styles from './JobsScreen.module.css';
import { groupJobs, moveIn } from './job-groups.ts';
import { taskTitle } from './job-words.ts';
import { JobsContext } from './jobs-context.ts';
import { PausedJob } from './PausedJob.tsx';
import { RunningJob } from './RunningJob.tsx';
import { WaitingJob } from './WaitingJob.tsx';

export type JobListsProps = {
  /** Those that have ended, below. */
  readonly hasLog: boolean;
};

/** All jobs, by what they do now. */
export function JobLists(props: JobListsProps) {
  const state = useAppState();
  const jobs = createJobs(state.engine, state.notices.showFault);
  const summary = jobs.watchSummary();
  const list = jobs.watchList(() => ({ from: 0, count: 200 }));
  const [said, setSaid] = createSignal('');
  const t = () => words().jobs;
  const groups = createMemo(() => groupJobs(list.value?.rows ?? []));
  const ended = () => {
    const { done = 0, failed = 0, cancelled = 0 } = summary.value?.counts ?? {};
    return done + failed + cancelled;
  };
  const openCount = () => {
    const { waiting = 0, running = 0, paused = 0 } = summary.value?.counts ?? {};
    return waiting + running + paused;
  };
  const held = () => {
    const { waiting = 0, paused = 0 } = summary.value?.counts ?? {};
    return waiting + paused;
  };
  const isEmpty = () => list.value !== undefined && list.value.total === 0;
  // By their ids, so that a section and the focus in it stay while jobs come and go.
  const lineIds = createMemo(() => groups().waiting.map(({ connectionId }) => connectionId));
  const lineOf = (id: string) => groups().waiting.find((line) => line.connectionId === id);
  const nameOf = (id: string) => lineOf(id)?.connectionName ?? '';
  const jobsOf = (id: string) => lineOf(id)?.jobs ?? [];
  const move = (id: string, job: Job, steps: number) => {
    const to = moveIn(jobsOf(id), job.id, steps);
    if (!to) return;
    void jobs.move(job.id, to.before);
    setSaid(t().moved(taskTitle(job.task), to.place));
  };
  return (
    <JobsContext.Provider value={jobs}>
      <p class="sr-only" role="status">
        {said()}
      </p>
      <Show when={held() >= jobQueueSize}>
        <p class={styles['full']} role="status">
          {t().full(jobQueueSize)}
        </p>
      </Show>
      <Show when={list.value} fallback={<p class={styles['quiet']}>{t().loading}</p>}>
        <Show
          when={!isEmpty()}
          fallback={
            <EmptyState
              icon="download"
              title={t().empty}
              actions={<a href="#/models">{t().toModels}</a>}
            >
              {t().emptyText}
            </EmptyState>
          }
        >
          <section class={styles['section']} aria-label={t().sections.running}>
            <h2>{t().sections.running}</h2>
            <ul class={styles['rows']}>
              <For
                each={groups().running}
                fallback={<li class={styles['quiet']}>{t().nothingRuns}</li>}
              >
                {(job) => <RunningJob job={job} />}
              </For>
            </ul>
          </section>
          <For each={lineIds()}>
            {(id) => (
              <section class={styles['section']} aria-label={t().waitingOn(nameOf(id))}>
                <h2>{t().waitingOn(nameOf(id))}</h2>
                <ol class={styles['rows']}>
                  <For each={jobsOf(id)}>
                    {(job) => (
                      <WaitingJob
                        job={job}
                        canMove={jobsOf(id).length > 1}
                        onMove={(steps) => move(id, job, steps)}
                      />
                    )}
                  </For>
                </ol>
              </section>
            )}
          </For>
          <Show when={groups().paused.length > 0}>
            <section class={styles['section']} aria-label={t().sections.paused}>
              <h2>{t().sections.paused}</h2>
              <ul class={styles['rows']}>
                <For each={groups().paused}>{(job) => <PausedJob job={job} />}</For>
              </ul>
            </section>
          </Show>
          <Show when={props.hasLog && ended() > 0}>
            <JobLog from={openCount()} total={ended()} />
          </Show>
        </Show>
      </Show>
    </JobsContext.Provider>
  );
}
