import { type JSX, Show, splitProps } from 'solid-js';
import styles from './Button.module.css';
import { Icon } from './Icon.tsx';
import type { IconName } from './icon-paths.ts';

export type ButtonProps = Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'class'> & {
  /** One primary per view. `plain` has a hairline, `quiet` has nothing until it is pointed at. */
  readonly variant?: 'primary' | 'plain' | 'quiet' | 'danger' | undefined;
  readonly size?: 'normal' | 'small' | undefined;
  readonly icon?: IconName | undefined;
};

/** A native button with a word in it; for a lone icon there is `IconButton`. */
export function Button(props: ButtonProps) {
  const [own, rest] = splitProps(props, ['variant', 'size', 'icon', 'children', 'type']);
  return (
    <button
      {...rest}
      type={own.type ?? 'button'}
      class={styles['button']}
      data-variant={own.variant ?? 'plain'}
      data-size={own.size}
    >
      <Show when={own.icon}>{(name) => <Icon name={name()} size="small" />}</Show>
      {own.children}
    </button>
  );
}
