import { Show } from 'solid-js';
import styles from './StatusDot.module.css';

export type StatusTone = 'ok' | 'warn' | 'error' | 'off' | 'busy';

export type StatusDotProps = {
  readonly tone: StatusTone;
  /** Said to assistive technology; leave it out where the same words stand beside the dot. */
  readonly label?: string | undefined;
};

/** State by shape as well as colour: disc, triangle, square, ring, and a glowing disc while busy. */
export function StatusDot(props: StatusDotProps) {
  return (
    <>
      <span class={styles['dot']} data-tone={props.tone} aria-hidden="true" />
      <Show when={props.label}>
        <span class="sr-only">{props.label}</span>
      </Show>
    </>
  );
}
