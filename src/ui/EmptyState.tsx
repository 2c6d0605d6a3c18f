import { type JSX, Show } from 'solid-js';
import styles from './EmptyState.module.css';
import { Icon } from './Icon.tsx';
import type { IconName } from './icon-paths.ts';

export type EmptyStateProps = {
  readonly icon?: IconName | undefined;
  readonly title: string;
  /** What this place is for and what to do next. */
  readonly children?: JSX.Element;
  readonly actions?: JSX.Element;
};

export function EmptyState(props: EmptyStateProps) {
  return (
    <div class={styles['empty']}>
      <Show when={props.icon}>
        {(name) => (
          <span class={styles['halo']}>
            <Icon name={name()} size="large" />
          </span>
        )}
      </Show>
      <p class={styles['title']}>{props.title}</p>
      <Show when={props.children}>
        <div class={styles['words']}>{props.children}</div>
      </Show>
      <Show when={props.actions}>
        <div class={styles['actions']}>{props.actions}</div>
      </Show>
    </div>
  );
}
