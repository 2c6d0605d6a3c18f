import { formatNumber } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './BranchSwitch.module.css';

export type BranchSwitchProps = {
  /** Place among the versions, from 0. */
  readonly index: number;
  readonly count: number;
  readonly tabIndex: number;
  readonly onMove: (step: -1 | 1) => void;
};

/** Between the versions of one message: an edited question, an answer asked for again. */
export function BranchSwitch(props: BranchSwitchProps) {
  const text = () => words().chat.versions;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this groups two buttons and a figure
    <span class={styles['switch']} role="group" aria-label={text().name}>
      <IconButton
        icon="chevron-left"
        size="small"
        label={text().previous}
        tabindex={props.tabIndex}
        disabled={props.index <= 0}
        onClick={() => props.onMove(-1)}
      />
      <span class={styles['place']}>
        {text().place(formatNumber(props.index + 1), formatNumber(props.count))}
      </span>
      <IconButton
        icon="chevron-right"
        size="small"
        label={text().next}
        tabindex={props.tabIndex}
        disabled={props.index >= props.count - 1}
        onClick={() => props.onMove(1)}
      />
    </span>
  );
}
