import { Show } from 'solid-js';
import styles from './Spinner.module.css';

export type SpinnerProps = {
  /** Said to assistive technology; leave it out where words stand beside the spinner. */
  readonly label?: string | undefined;
};

/** Waiting of unknown length. It stands still for those who ask for no motion. */
export function Spinner(props: SpinnerProps) {
  return (
    <span class={styles['spinner']}>
      <Show when={props.label}>
        <span class="sr-only">{props.label}</span>
      </Show>
    </span>
  );
}
