import { createEffect, createSignal, on, Show } from 'solid-js';
import { formatDuration } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { createSecondClock } from './second-clock.ts';

export type RetryButtonProps = {
  /** When the pause that the server asked for is over, epoch ms. */
  readonly at: number;
  readonly disabled: boolean;
  readonly onRetry: () => void;
};

/** Counts a pause down. Pressed, it tries again by itself at the end; without a press nothing is sent. */
export function RetryButton(props: RetryButtonProps) {
  const now = createSecondClock();
  const [isArmed, setArmed] = createSignal(false);
  const text = () => words().later.steps;
  const leftMs = () => Math.ceil((props.at - now()) / 1000) * 1000;
  createEffect(
    on(
      () => isArmed() && leftMs() <= 0,
      (isDue) => {
        if (isDue && !props.disabled) props.onRetry();
      },
    ),
  );
  return (
    <Show when={leftMs() > 0}>
      <Button
        size="small"
        variant="primary"
        icon="refresh"
        title={text().retryInHint}
        aria-pressed={isArmed()}
        disabled={props.disabled}
        onClick={() => setArmed((was) => !was)}
      >
        {isArmed()
          ? text().retryArmed(formatDuration(leftMs()))
          : text().retryIn(formatDuration(leftMs()))}
      </Button>
    </Show>
  );
}
