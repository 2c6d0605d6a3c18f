import { createSignal, For, Show } from 'solid-js';
import { formatNumber } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { EndedJob } from './EndedJob.tsx';
import styles from './JobsScreen.module.css';
import { useJobs } from './jobs-context.ts';

export type JobLogProps = {
  /** Where in the whole list those begin that have ended. */
  readonly from: number;
  readonly total: number;
};

const pageSize = 50;

/** Jobs that have ended, the newest first, by pages. */
export function JobLog(props: JobLogProps) {
  const jobs = useJobs();
  const t = () => words().jobs;
  const [page, setPage] = createSignal(0);
  const lastPage = () => Math.max(0, Math.ceil(props.total / pageSize) - 1);
  const shown = () => Math.min(page(), lastPage());
  const list = jobs.watchList(() => ({ from: props.from + shown() * pageSize, count: pageSize }));
  // The window may be a moment older than the count: what is at work has its own place.
  const rows = () => (list.value?.rows ?? []).filter(({ endedAt }) => endedAt !== undefined);
  const first = () => shown() * pageSize + 1;
  return (
    <section class={styles['section']} aria-label={t().sections.ended}>
      <div class={styles['head']}>
        <h2>{t().sections.ended}</h2>
        <Button size="small" variant="quiet" onClick={() => void jobs.clear()}>
          {t().verbs.clear}
        </Button>
      </div>
      <ul class={styles['rows']}>
        <For each={rows()}>{(job) => <EndedJob job={job} />}</For>
      </ul>
      <Show when={lastPage() > 0}>
        <div class={styles['pages']}>
          <Button size="small" disabled={shown() === 0} onClick={() => setPage(shown() - 1)}>
            {t().verbs.newer}
          </Button>
          <span>
            {t().range(
              formatNumber(first()),
              formatNumber(Math.min(props.total, first() + pageSize - 1)),
              formatNumber(props.total),
            )}
          </span>
          <Button
            size="small"
            disabled={shown() === lastPage()}
            onClick={() => setPage(shown() + 1)}
          >
            {t().verbs.older}
          </Button>
        </div>
      </Show>
    </section>
  );
}
