/**
 * In the status bar: what the servers hold in memory and what the job centre does, with its drawer. Comes after the first
 * paint. From here ended jobs are told of too, whatever screen is open.
 */
import { useNavigate } from '@solidjs/router';
import { createEffect, createMemo, createSignal, lazy, on, Show, Suspense } from 'solid-js';
import { fractionOf } from '../domain/job-steps.ts';
import { hasPower } from '../domain/model-powers.ts';
import { modelTitle } from '../domain/model-title.ts';
import { formatPercent } from '../i18n/format.ts';
import { loadWords, words } from '../i18n/i18n.ts';
import { useAppState } from '../state/create-state.ts';
import { createJobs } from '../state/jobs.ts';
import { createRunning } from '../state/running.ts';
import { Progress } from '../ui/Progress.tsx';
import { StatusDot } from '../ui/StatusDot.tsx';
import { createMedia, createVisibility, narrowQuery } from './media.ts';
import { showNotification } from './notify.ts';
import styles from './StatusBar.module.css';
import { heldWords } from './status-words.ts';
import { remindOfUpdates } from './update-reminder.ts';

const withWords = <C,>(load: () => Promise<C>) =>
  Promise.all([load(), loadWords('jobs')]).then(([loaded]) => ({ default: loaded }));
const JobNews = lazy(() =>
  withWords(async () => (await import('../screens/jobs/JobNews.tsx')).JobNews),
);
const JobsDrawer = lazy(() =>
  withWords(async () => (await import('../screens/jobs/JobsDrawer.tsx')).JobsDrawer),
);

export type StatusWorkProps = {
  /** When this page was opened: jobs that ended since then are told of, also those that ended before this part came. */
  readonly since: number;
};

export function StatusWork(props: StatusWorkProps) {
  const state = useAppState();
  const navigate = useNavigate();
  const isNarrow = createMedia(narrowQuery);
  const isVisible = createVisibility();
  const [isOpen, setOpen] = createSignal(false);
  const t = () => words().later.work;
  // Under 720 px there is no bar: then nobody is asked for it.
  const canHold = createMemo(() =>
    state.connections.list.some(({ enabled, kind }) => enabled && hasPower(kind, 'memory')),
  );
  const running = createRunning(state.engine, () => canHold() && !isNarrow());
  const jobs = createJobs(state.engine, state.notices.showFault);
  const summary = jobs.watchSummary();

  const held = () =>
    running.list.flatMap(({ models, at }) => models.map((model) => ({ model, at })));
  const heldText = () => {
    const [first, ...others] = held();
    if (!first) return undefined;
    return others.length === 0 ? heldWords(first.model, first.at) : t().held(held().length);
  };
  const heldNames = () =>
    held()
      .map(({ model }) => modelTitle(model.name))
      .join(', ');

  const counts = () => summary.value?.counts;
  const atWork = () => summary.value?.running ?? [];
  const waiting = () => counts()?.waiting ?? 0;
  const paused = () => counts()?.paused ?? 0;
  const ended = () => {
    const now = counts();
    return now && now.done + now.failed + now.cancelled;
  };
  const [hasMissed, setMissed] = createSignal(false);
  let endedBefore: number | undefined;
  /** From the first job that is seen here. */
  const hasJobs = createMemo<boolean>((had) => {
    const now = ended();
    endedBefore ??= now;
    const hasEnded = now !== undefined && endedBefore !== undefined && now > endedBefore;
    return had || hasEnded || hasMissed() || atWork().length + waiting() > 0;
  }, false);
  // What ended before anything was known here is seen by the newest end alone.
  createEffect(
    on(ended, (now, before) => {
      if (!now || before !== undefined) return;
      const open = atWork().length + waiting() + paused();
      jobs.read({ from: open, count: 1 }).then(
        ([newest]) => setMissed((newest?.endedAt ?? 0) >= props.since),
        () => undefined, // the next end is seen
      );
    }),
  );
  const jobText = () => {
    const [first, ...others] = atWork();
    if (!first) return waiting() > 0 ? t().waiting(waiting()) : t().paused(paused());
    if (others.length > 0) return t().several(atWork().length);
    return t().tasks[first.task.kind](modelTitle(first.task.model));
  };
  const fraction = () => {
    const [first, ...others] = atWork();
    return first?.progress && others.length === 0 ? fractionOf(first.progress) : undefined;
  };
  const [hasDrawer, setHasDrawer] = createSignal(false);

  remindOfUpdates(state, (path) => navigate(path));
  return (
    <>
      <Show when={heldText()}>
        {(text) => (
          <a href="#/models/running" title={heldNames()}>
            <StatusDot tone="ok" />
            <span>{text()}</span>
          </a>
        )}
      </Show>
      <Show when={atWork().length + waiting() + paused() > 0}>
        <button
          type="button"
          aria-haspopup="dialog"
          title={t().open}
          onClick={() => {
            setHasDrawer(true);
            setOpen(true);
          }}
        >
          <span>{jobText()}</span>
          <Show when={atWork().length === 1}>
            <Progress label={t().progress} value={fraction()} />
          </Show>
          <Show when={fraction()}>
            {(part) => <span class={styles['figure']}>{formatPercent(part())}</span>}
          </Show>
        </button>
      </Show>
      <Suspense>
        <Show when={hasJobs()}>
          <JobNews
            jobs={jobs}
            summary={summary}
            since={props.since}
            isVisible={isVisible()}
            onGo={(path) => navigate(path)}
            notify={showNotification}
          />
        </Show>
        <Show when={hasDrawer()}>
          <JobsDrawer
            open={isOpen()}
            onClose={() => setOpen(false)}
            onAll={() => {
              setOpen(false);
              navigate('/jobs');
            }}
          />
        </Show>
      </Suspense>
    </>
  );
}
