import styles from './Progress.module.css';

export type ProgressProps = {
  /** What is going on, for assistive technology. */
  readonly label: string;
  /** From 0 to 1; left out while the end is not known. */
  readonly value?: number | undefined;
};

/** A thin bar. Put the percentage in words beside it. */
export function Progress(props: ProgressProps) {
  return (
    <progress
      class={styles['bar']}
      aria-label={props.label}
      max={1}
      {...(props.value === undefined ? {} : { value: Math.min(1, Math.max(0, props.value)) })}
    />
  );
}
