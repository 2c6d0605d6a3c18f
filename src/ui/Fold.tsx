import { createSignal, type JSX, Show } from 'solid-js';
import styles from './Fold.module.css';
import { Icon } from './Icon.tsx';

export type FoldProps = {
  readonly title: string;
  /** The title is a heading of the second level. */
  readonly isHeading?: boolean | undefined;
  /** How it stands, in a few words, read without opening it. */
  readonly state?: string | undefined;
  /** What is wrong inside, in its place. */
  readonly wrong?: string | undefined;
  readonly isOpen?: boolean | undefined;
  /** What is inside is made when it is opened first. */
  readonly isLate?: boolean | undefined;
  readonly children: JSX.Element;
};

/** A part that is one line as long as it is closed. A native `<details>`. */
export function Fold(props: FoldProps) {
  const [wasOpened, setOpened] = createSignal(false);
  return (
    <details
      class={styles['fold']}
      open={props.isOpen ?? false}
      onToggle={(event) => setOpened(wasOpened() || event.currentTarget.open)}
    >
      <summary class={styles['summary']}>
        <Show when={props.isHeading} fallback={<b>{props.title}</b>}>
          <h2>{props.title}</h2>
        </Show>
        <Show when={props.wrong} fallback={<small>{props.state}</small>}>
          {(wrong) => (
            <small data-wrong="">
              <Icon name="warning" size="small" />
              {wrong()}
            </small>
          )}
        </Show>
      </summary>
      <Show when={!props.isLate || wasOpened()}>
        <div class={styles['body']}>{props.children}</div>
      </Show>
    </details>
  );
}
