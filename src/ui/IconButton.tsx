import { type JSX, splitProps } from 'solid-js';
import { Icon } from './Icon.tsx';
import styles from './IconButton.module.css';
import type { IconName } from './icon-paths.ts';

export type IconButtonProps = Omit<
  JSX.ButtonHTMLAttributes<HTMLButtonElement>,
  'class' | 'children' | 'aria-label' | 'title'
> & {
  readonly icon: IconName;
  /** The name for assistive technology, and the tooltip. */
  readonly label: string;
  readonly variant?: 'quiet' | 'plain' | 'primary' | 'danger' | undefined;
  readonly size?: 'normal' | 'small' | undefined;
  /** Set for a toggle: `aria-pressed`. */
  readonly pressed?: boolean | undefined;
};

export function IconButton(props: IconButtonProps) {
  const [own, rest] = splitProps(props, ['icon', 'label', 'variant', 'size', 'pressed', 'type']);
  return (
    <button
      {...rest}
      type={own.type ?? 'button'}
      class={styles['button']}
      data-variant={own.variant ?? 'quiet'}
      data-size={own.size}
      aria-label={own.label}
      aria-pressed={own.pressed}
      title={own.label}
    >
      <Icon name={own.icon} size={own.size === 'small' ? 'small' : 'normal'} />
    </button>
  );
}
