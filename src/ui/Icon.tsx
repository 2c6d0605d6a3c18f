import styles from './Icon.module.css';
import { type IconName, iconPaths } from './icon-paths.ts';

export type IconProps = {
  readonly name: IconName;
  readonly size?: 'small' | 'normal' | 'large' | undefined;
};

/** Decoration only: the control around it carries the name. */
export function Icon(props: IconProps) {
  return (
    <svg
      class={styles['icon']}
      data-size={props.size}
      data-icon={props.name}
      viewBox="0 0 24 24"
      aria-hidden="true"
    >
      <path d={iconPaths[props.name]} />
    </svg>
  );
}
