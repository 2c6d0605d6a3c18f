import { Show } from 'solid-js';
import { lineThrough, type Series } from './metric-series.ts';
import styles from './Sparkline.module.css';

export type SparklineProps = {
  readonly values: Series['values'];
  /** The chart in words: it is one picture to assistive technology. */
  readonly label: string;
};

const width = 160;
const height = 36;

/** A small line without axes; what it means stands beside it in words. */
export function Sparkline(props: SparklineProps) {
  return (
    <svg
      class={styles['chart']}
      role="img"
      aria-label={props.label}
      viewBox={`0 -1 ${width} ${height + 2}`}
      preserveAspectRatio="none"
    >
      <Show when={lineThrough(props.values, width, height)}>
        {(line) => (
          <>
            <path class={styles['area']} d={line().area} />
            <path class={styles['line']} d={line().stroke} vector-effect="non-scaling-stroke" />
          </>
        )}
      </Show>
    </svg>
  );
}
