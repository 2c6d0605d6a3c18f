import { createMemo, Show } from 'solid-js';
import type { TurnView } from '../../domain/turn.ts';
import {
  formatDuration,
  formatMoment,
  formatNumber,
  formatPercent,
  formatSpeed,
} from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { Progress } from '../../ui/Progress.tsx';
import styles from './PhaseLine.module.css';
import { createSecondClock } from './second-clock.ts';

export type PhaseLineProps = { readonly turn: TurnView };

/** What a turn is doing, in words with its seconds. Not a live region: the frame says politely that a reply starts. */
export function PhaseLine(props: PhaseLineProps) {
  const now = createSecondClock();
  const text = () => words().chat.phases;
  const name = createMemo(() => {
    const { phase, place, wants, waitsUntil } = props.turn;
    if (wants === 'unlock') return text().forUnlock;
    if (waitsUntil !== undefined && waitsUntil > now()) {
      return text().forLimit(formatMoment(waitsUntil, now()));
    }
    if (phase === 'waiting' && place !== undefined) {
      return text().waitingPlace(formatNumber(place));
    }
    return text().names[phase];
  });
  const seconds = () => {
    const whole = Math.floor(Math.max(0, now() - props.turn.phaseAt) / 1000);
    return whole < 1 ? '' : words().app.units.seconds(formatNumber(whole));
  };
  const spent = () => {
    const passedMs = Math.max(0, now() - props.turn.phaseAt);
    return passedMs < 60_000 ? seconds() : formatDuration(passedMs);
  };
  const progress = () =>
    props.turn.phase === 'loading' || props.turn.phase === 'reading'
      ? props.turn.fraction
      : undefined;
  return (
    <p class={styles['line']} data-phase={props.turn.phase}>
      <span class={styles['glow']} aria-hidden="true" />
      <span>
        {name()}
        <Show when={props.turn.phase !== 'waiting' && props.turn.connectionName}>
          {(connection) => <> {text().by(connection())}</>}
        </Show>
      </span>
      <Show when={spent()}>
        <span class={styles['figure']}>{spent()}</span>
      </Show>
      <Show when={progress() !== undefined}>
        <span class={styles['bar']}>
          <Progress label={name()} value={progress()} />
        </span>
        <span class={styles['figure']}>{formatPercent(progress() ?? 0)}</span>
      </Show>
      <Show when={progress() !== undefined && (props.turn.leftMs ?? 0) >= 500}>
        <span class={styles['figure']}>{text().left(formatDuration(props.turn.leftMs ?? 0))}</span>
      </Show>
      <Show when={props.turn.phase === 'writing' && props.turn.tokensPerSecond}>
        {(speed) => <span class={styles['figure']}>{formatSpeed(speed())}</span>}
      </Show>
    </p>
  );
}
