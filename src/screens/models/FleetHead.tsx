/** The servers at the head of the screen: up or down and since when, what they hold, do, and how fast they answer. */
import { For, Show } from 'solid-js';
import type { ConnectionView } from '../../domain/connection.ts';
import { hasPower } from '../../domain/model-powers.ts';
import { formatAgo, formatSpeed } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { nowAt } from '../../lib/timing.ts';
import { useAppState } from '../../state/create-state.ts';
import { createLive } from '../../state/live.ts';
import { StatusDot, type StatusTone } from '../../ui/StatusDot.tsx';
import styles from './FleetHead.module.css';
import { listsInstalled } from './model-rows.ts';
import { useModels } from './models-context.ts';

const tones: Readonly<Record<ConnectionView['health']['status'], StatusTone>> = {
  unknown: 'off',
  checking: 'busy',
  up: 'ok',
  loading: 'busy',
  'key-wanted': 'warn',
  locked: 'warn',
  down: 'error',
};

export function FleetHead() {
  const state = useAppState();
  const models = useModels();
  const fleet = createLive(state.engine, 'fleet.list', () => null);
  const t = () => words().models.fleet;
  const servers = () =>
    state.connections.list.filter((each) => each.enabled && listsInstalled(each));
  const doing = (id: string) => fleet.value?.find((row) => row.id === id);

  const healthWords = ({ health }: ConnectionView) => {
    const { status, since } = health;
    if (status !== 'up' && status !== 'down') return words().app.health[status];
    if (since === undefined) return t()[status];
    const ago = formatAgo(since, nowAt());
    return status === 'up' ? t().upSince(ago) : t().downSince(ago);
  };
  const held = ({ id, kind }: ConnectionView) => {
    if (!hasPower(kind, 'memory')) return undefined;
    const view = models.running.of(id);
    return view && !view.fault ? t().loaded(view.models.length) : undefined;
  };
  const work = (id: string) => {
    const row = doing(id);
    if (!row) return [];
    const { runningReplies, medianSpeed, jobsRunning, jobsWaiting } = row;
    return [
      runningReplies > 0 ? t().replies(runningReplies) : undefined,
      medianSpeed === undefined ? undefined : t().speed(formatSpeed(medianSpeed)),
      jobsRunning + jobsWaiting > 0 ? t().jobs(jobsRunning, jobsWaiting) : undefined,
    ];
  };
  const facts = (connection: ConnectionView) => {
    const { version } = connection.health;
    return [
      version === undefined ? undefined : t().version(version),
      held(connection),
      ...work(connection.id),
    ].filter((fact) => fact !== undefined);
  };
  return (
    <Show when={servers().length > 0}>
      <ul class={styles['fleet']} aria-label={t().label}>
        <For each={servers()}>
          {(connection) => (
            <li class={styles['server']}>
              <span class={styles['name']}>
                <StatusDot tone={tones[connection.health.status]} />
                <b>{connection.name}</b>
                <small>{healthWords(connection)}</small>
              </span>
              <small>{facts(connection).join(' · ')}</small>
              <span class={styles['links']}>
                <Show when={hasPower(connection.kind, 'panel')}>
                  <a
                    href={`#/models/server/${encodeURIComponent(connection.id)}`}
                    aria-label={t().open(connection.name)}
                  >
                    {t().panel}
                  </a>
                </Show>
                <Show when={connection.health.status === 'down'}>
                  <a href={`#/connect?c=${encodeURIComponent(connection.id)}`}>
                    {t().doctor(connection.name)}
                  </a>
                </Show>
              </span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}
