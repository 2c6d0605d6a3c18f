import { createSignal, type JSX, Show } from 'solid-js';
import styles from './PanelFold.module.css';

export type PanelFoldProps = {
  readonly title: string;
  /** What is inside, in a few words. */
  readonly state: string;
  readonly children: JSX.Element;
};

/** A part of the panel that stays closed until it is wanted; what is inside is made then. */
export function PanelFold(props: PanelFoldProps) {
  const [wasOpened, setOpened] = createSignal(false);
  return (
    <details
      class={styles['fold']}
      onToggle={(event) => setOpened(wasOpened() || event.currentTarget.open)}
    >
      <summary class={styles['summary']}>
        <b>{props.title}</b>
        <small>{props.state}</small>
      </summary>
      <Show when={wasOpened()}>
        <div class={styles['body']}>{props.children}</div>
      </Show>
    </details>
  );
}
