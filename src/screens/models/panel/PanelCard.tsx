import { createUniqueId, type JSX, Show } from 'solid-js';
import styles from './PanelCard.module.css';

export type PanelCardProps = {
  readonly title: string;
  readonly text?: string | undefined;
  /** Beside the title. */
  readonly actions?: JSX.Element;
  readonly children: JSX.Element;
};

/** A part of the panel that is always open. */
export function PanelCard(props: PanelCardProps) {
  const id = createUniqueId();
  return (
    <section class={styles['card']} aria-labelledby={id}>
      <header class={styles['head']}>
        <h3 id={id}>{props.title}</h3>
        <Show when={props.actions}>{props.actions}</Show>
      </header>
      <Show when={props.text}>
        <p class={styles['text']}>{props.text}</p>
      </Show>
      {props.children}
    </section>
  );
}
