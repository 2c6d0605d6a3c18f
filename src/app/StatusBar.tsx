/** The foot of the frame: health of each connection, what runs now and how fast, and where the engine is. */
import { createEffect, createSignal, For, type JSX, Match, on, Show, Switch } from 'solid-js';
import type { ConnectionView, Health } from '../domain/connection.ts';
import { formatPercent, formatSpeed } from '../i18n/format.ts';
import { words } from '../i18n/i18n.ts';
import { useAppState } from '../state/create-state.ts';
import type { EngineStatusView } from '../state/engine-status.ts';
import { Icon } from '../ui/Icon.tsx';
import { StatusDot, type StatusTone } from '../ui/StatusDot.tsx';
import styles from './StatusBar.module.css';

export type StatusBarProps = {
  readonly engine: EngineStatusView;
  /** What comes after the first paint. */
  readonly children: JSX.Element;
};

const tones: Readonly<Record<Health['status'], StatusTone>> = {
  unknown: 'off',
  checking: 'busy',
  up: 'ok',
  loading: 'busy',
  'key-wanted': 'warn',
  locked: 'warn',
  down: 'error',
};

const namedAtMost = 5;

export function StatusBar(props: StatusBarProps) {
  const state = useAppState();
  const enabled = () => state.connections.list.filter((each) => each.enabled);
  /** Only so many have room for their names: those in trouble first. */
  const named = () => {
    const isFine = ({ health }: ConnectionView) => health.status === 'up';
    return enabled()
      .toSorted((a, b) => Number(isFine(a)) - Number(isFine(b)))
      .slice(0, namedAtMost);
  };
  const turns = () => state.turns.inFlight;
  /** The one to tell about where several run: the furthest along is the one with a speed. */
  const shown = () => turns().find((turn) => turn.tokensPerSecond !== undefined) ?? turns()[0];
  const speed = () => turns().reduce((sum, turn) => sum + (turn.tokensPerSecond ?? 0), 0);
  const isInPage = () => {
    const status = props.engine.status();
    return status.state === 'ready' && status.host === 'page';
  };
  const [isInMemory, setInMemory] = createSignal(false);
  createEffect(
    on(
      () => props.engine.status().state === 'ready',
      (isReady) => {
        if (!isReady) return;
        state.engine.call('engine.info', null).then(
          (info) => setInMemory(info.storage === 'memory'),
          () => undefined, // it went away: the next one is asked again
        );
      },
    ),
  );
  return (
    <footer class={styles['bar']} data-region="status" tabindex={-1}>
      <Show
        when={!state.connections.known || enabled().length > 0}
        fallback={
          <a href="#/connect">
            {state.connections.list.length > 0
              ? words().app.status.allOff
              : words().app.status.noConnection}
          </a>
        }
      >
        <For each={named()}>
          {(connection) => (
            <a
              class={styles['connection']}
              href={`#/connect?c=${encodeURIComponent(connection.id)}`}
              aria-label={words().app.status.connection(
                connection.name,
                words().app.health[connection.health.status],
              )}
              title={words().app.status.connection(
                connection.name,
                words().app.health[connection.health.status],
              )}
            >
              <StatusDot tone={tones[connection.health.status]} />
              <span>{connection.name}</span>
            </a>
          )}
        </For>
        <Show when={enabled().length > named().length}>
          <a href="#/connect">{words().app.status.more(enabled().length - named().length)}</a>
        </Show>
      </Show>
      <span class={styles['end']}>
        {props.children}
        <Show when={shown()}>
          {(turn) => (
            <>
              <a href={`#/s/${encodeURIComponent(turn().sessionId)}`}>
                <StatusDot tone="busy" />
                <span>
                  <Show when={turns().length > 1}>
                    {words().app.status.replies(turns().length)} ·{' '}
                  </Show>
                  {words().app.phases[turn().phase]}
                  <Show when={turn().fraction}>
                    {(fraction) => ` ${formatPercent(fraction())}`}
                  </Show>
                </span>
              </a>
              <Show when={speed() > 0}>
                <span class={styles['figure']}>{formatSpeed(speed())}</span>
              </Show>
            </>
          )}
        </Show>
        <Show when={props.engine.status().state === 'reconnecting'}>
          <span>{words().app.status.reconnecting}</span>
        </Show>
        <Switch>
          <Match when={state.vault.view?.state === 'locked'}>
            <button
              type="button"
              title={words().app.commands.unlockVault}
              onClick={() => void state.vault.askUnlock()}
            >
              <Icon name="lock" size="small" />
              <span>{words().app.status.vaultLocked}</span>
            </button>
          </Match>
          <Match when={state.vault.view?.state === 'unlocked'}>
            <a href="#/settings/vault">{words().app.status.vaultOpen}</a>
          </Match>
        </Switch>
        <Show when={isInMemory()}>
          <a href="#/settings/data" title={words().app.status.inMemoryHint}>
            <StatusDot tone="warn" />
            <span>{words().app.status.inMemory}</span>
          </a>
        </Show>
        <Show when={isInPage()}>
          <a href="#/help" title={words().app.status.inPageHint}>
            <StatusDot tone="warn" />
            <span>{words().app.status.inPage}</span>
          </a>
        </Show>
      </span>
    </footer>
  );
}
