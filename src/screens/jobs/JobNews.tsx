/** Tells of ended jobs as long as it is mounted: see `job-news.ts`. Fetched with the first job that is seen. */
import { createEffect, on, onCleanup } from 'solid-js';
import type { Job } from '../../domain/job.ts';
import { hasPower } from '../../domain/model-powers.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import type { JobsState } from '../../state/jobs.ts';
import { batchNotice, freshEnds, isLong, type JobNotice, jobNotice } from './job-news.ts';
import { taskTitle } from './job-words.ts';

export type JobNewsProps = {
  readonly jobs: JobsState;
  readonly summary: ReturnType<JobsState['watchSummary']>;
  /** Ends before that are old. */
  readonly since: number;
  readonly isVisible: boolean;
  readonly onGo: (path: string) => void;
  readonly notify: (title: string, options: NotificationOptions) => Promise<void>;
};

const undoMs = 10_000;
/** So many ends are looked at: more at once are a cleared queue, which nobody wants told one by one. */
const mostEnds = 50;

export function JobNews(props: JobNewsProps) {
  const state = useAppState();
  const told = new Set<string>();
  let missed = 0;
  let isGone = false;
  onCleanup(() => {
    isGone = true;
  });

  const counts = () => props.summary.value?.counts;
  const ended = () => {
    const now = counts();
    return now === undefined ? undefined : now.done + now.failed + now.cancelled;
  };

  /** What came into this browser as a file has no name to be fetched by. */
  function canPull({ connectionId, model }: NonNullable<JobNotice['pullAgain']>): boolean {
    const kind = state.connections.byId(connectionId)?.kind;
    return kind !== undefined && (hasPower(kind, 'build') || model.startsWith('hf.co/'));
  }

  function show(notice: JobNotice): void {
    const { pullAgain } = notice;
    const t = words().jobs.news;
    if (pullAgain && canPull(pullAgain)) {
      state.notices.show(notice.text, {
        stayMs: undoMs,
        action: {
          label: t.pullAgain,
          run: () =>
            void props.jobs.add(pullAgain.connectionId, { kind: 'pull', model: pullAgain.model }),
        },
      });
      return;
    }
    state.notices.show(notice.text, {
      tone: notice.tone,
      ...(notice.leads
        ? { stayMs: undoMs, action: { label: t.show, run: () => props.onGo('/jobs') } }
        : {}),
    });
  }

  function tellSystem(job: Job): void {
    if (props.isVisible || job.state === 'cancelled' || !isLong(job)) return;
    missed += 1;
    // Not every system has a place for it.
    if ('setAppBadge' in navigator) navigator.setAppBadge(missed).catch(() => undefined);
    if (!state.settings.value.jobNews) return;
    const t = words().jobs.news;
    const title = taskTitle(job.task);
    void props
      .notify(job.state === 'failed' ? t.failed(title) : t.done(title), {
        // Every tab tells it; the system shows the one.
        tag: `llantern-job-${job.id}`,
        body: t.on(job.connectionName),
      })
      .catch(() => undefined); // the permission was taken back
  }

  async function look(): Promise<void> {
    const now = counts();
    if (!now) return;
    const from = now.running + now.waiting + now.paused;
    const rows = await props.jobs.read({ from: Math.max(0, from - 1), count: mostEnds });
    if (isGone) return;
    for (const job of freshEnds(rows, props.since, told)) {
      told.add(job.id);
      const notice = jobNotice(job);
      if (notice && props.isVisible) show(notice);
      tellSystem(job);
      if (job.batchId !== undefined) await tellBatch(job.batchId, rows);
    }
  }

  async function tellBatch(batchId: string, rows: readonly Job[]): Promise<void> {
    const open = await props.jobs.read({ from: 0, count: 200 });
    const isOver = !open.some((job) => job.batchId === batchId && job.endedAt === undefined);
    if (isGone || !isOver || told.has(batchId)) return;
    told.add(batchId);
    // What was read later counts: a row of before may still say that it runs.
    const all = [...rows, ...open].filter((job) => job.batchId === batchId);
    const own = new Map(all.map((job) => [job.id, job]));
    const notice = batchNotice([...own.values()]);
    if (notice && props.isVisible) show(notice);
  }

  createEffect(
    on(ended, (now, before) => {
      if (now === undefined || (before !== undefined && now <= before)) return;
      // A look that fails is made up for by the next end.
      void look().catch(() => undefined);
    }),
  );
  createEffect(
    on(
      () => props.isVisible,
      (isVisible) => {
        if (!isVisible || missed === 0) return;
        show({ tone: 'info', text: words().jobs.news.missed(missed), leads: true });
        missed = 0;
        if ('clearAppBadge' in navigator) navigator.clearAppBadge().catch(() => undefined);
      },
    ),
  );
  return null;
}
