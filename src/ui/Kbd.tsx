import { For } from 'solid-js';
import styles from './Kbd.module.css';

export type KbdProps = {
  /** One entry per key, in the order they are pressed: `['Ctrl', 'K']`. */
  readonly keys: readonly string[];
};

export function Kbd(props: KbdProps) {
  return (
    <span class={styles['keys']}>
      <For each={props.keys}>{(key) => <kbd class={styles['key']}>{key}</kbd>}</For>
    </span>
  );
}
