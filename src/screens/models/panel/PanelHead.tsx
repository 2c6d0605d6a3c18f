import { createSignal, onCleanup, Show } from 'solid-js';
import type { Health } from '../../../domain/connection.ts';
import { faultText } from '../../../i18n/fault-text.ts';
import { formatDuration, formatMoment } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import { nowAt } from '../../../lib/timing.ts';
import { useAppState } from '../../../state/create-state.ts';
import { Button } from '../../../ui/Button.tsx';
import { Progress } from '../../../ui/Progress.tsx';
import { StatusDot, type StatusTone } from '../../../ui/StatusDot.tsx';
import { Switch } from '../../../ui/Switch.tsx';
import { CutNote } from './CutNote.tsx';
import { toldOf } from './create-panel.ts';
import { OutageNote } from './OutageNote.tsx';
import styles from './PanelHead.module.css';
import { usePanel } from './panel-context.ts';
import { paceWords } from './panel-words.ts';

const tones: Readonly<Record<Health['status'], StatusTone>> = {
  unknown: 'off',
  checking: 'busy',
  up: 'ok',
  loading: 'busy',
  'key-wanted': 'warn',
  locked: 'warn',
  down: 'error',
};

/** How the server is, how often it is asked, and what happens after a fall. */
export function PanelHead() {
  const state = useAppState();
  const panel = usePanel();
  const now = createSecondClock();
  const t = () => words().panel;
  const health = (): Health => panel.connection()?.health ?? { status: 'unknown', checkedAt: 0 };
  const isUp = () => health().status === 'up';
  const isAsleep = () => isUp() && toldOf(panel.view()?.props)?.isSleeping === true;
  const loadingSince = () => panel.view()?.loadingSince;
  const statusWords = () => {
    const { status, since } = health();
    if (isAsleep()) return t().asleep;
    return status === 'up' && since !== undefined
      ? t().upSince(formatMoment(since, now()))
      : words().app.health[status];
  };
  const facts = () => {
    const build = panel.view()?.build;
    return [statusWords(), ...(build === undefined ? [] : [t().build(build)])].join(' · ');
  };
  const trouble = () => {
    const { status, fault } = health();
    return status !== 'up' && status !== 'loading' && fault ? faultText(fault) : undefined;
  };
  /** A server over one model loads it by itself, and what a deployer has set up is not changed here. */
  const mayRewarm = () =>
    panel.view()?.mode === 'router' && panel.connection()?.isDeployed === false;
  const refresh = () =>
    panel.done(state.engine.call('panel.refresh', { connectionId: panel.place().connectionId }));
  return (
    <header class={styles['head']}>
      <div class={styles['line']}>
        <span class={styles['name']}>
          <StatusDot tone={isAsleep() ? 'off' : tones[health().status]} />
          <h2>{panel.connection()?.name}</h2>
          <small>{facts()}</small>
        </span>
        <Button size="small" icon="refresh" onClick={refresh}>
          {t().refresh}
        </Button>
      </div>
      <div class={styles['said']} aria-live="polite">
        <Show when={loadingSince()}>
          {(since) => (
            <p>
              <Progress label={words().app.health.loading} />{' '}
              {t().loading(formatDuration(Math.max(0, now() - since())))}
            </p>
          )}
        </Show>
        <Show when={isAsleep()}>
          <p>{t().asleepText}</p>
        </Show>
        <Show when={trouble()}>
          {(text) => <p data-tone="error">{[text().title, text().next].join('. ')}</p>}
        </Show>
        <Show when={panel.view()?.outage}>
          {(outage) => <OutageNote outage={outage()} now={now()} />}
        </Show>
        <CutNote cut={panel.view()?.cut ?? []} now={now()} />
      </div>
      <Show when={mayRewarm() && panel.connection()}>
        {(connection) => (
          <Switch
            label={t().rewarm}
            hint={t().rewarmHint}
            checked={connection().rewarm ?? false}
            onChange={(rewarm) =>
              void state.connections.change({ id: connection().id, options: { rewarm } })
            }
          />
        )}
      </Show>
      <Show when={isUp() && panel.view()}>
        {(view) => <small class={styles['pace']}>{paceWords(view())}</small>}
      </Show>
    </header>
  );
}

function createSecondClock(): () => number {
  const [now, setNow] = createSignal(nowAt());
  const timer = setInterval(() => setNow(nowAt()), 1000);
  onCleanup(() => clearInterval(timer));
  return now;
}
