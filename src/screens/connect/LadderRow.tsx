import { type JSX, Show } from 'solid-js';
import { Icon } from '../../ui/Icon.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './Ladder.module.css';

export type RowState = 'good' | 'note' | 'bad' | 'skipped' | 'waiting' | 'busy';

export type LadderRowProps = {
  readonly state: RowState;
  /** The state in a word, for those who do not see the mark. */
  readonly stateWord: string;
  readonly title: string;
  readonly note?: string | undefined;
  readonly side?: string | undefined;
  /** Something to press, below the words. */
  readonly children?: JSX.Element;
};

/** One step of a ladder. State is told by shape and words, not by colour alone. */
export function LadderRow(props: LadderRowProps) {
  return (
    <li class={styles['rung']} data-state={props.state}>
      <span class={styles['mark']} aria-hidden="true">
        <Show when={props.state !== 'busy'} fallback={<Spinner />}>
          <Show when={props.state === 'good'}>
            <Icon name="check" size="small" />
          </Show>
          <Show when={props.state === 'bad'}>!</Show>
          <Show when={props.state === 'note' || props.state === 'skipped'}>–</Show>
        </Show>
      </span>
      <span class={styles['words']}>
        <span class="sr-only">{props.stateWord}: </span>
        <span class={styles['title']}>{props.title}</span>
        <Show when={props.note}>{(note) => <small>{note()}</small>}</Show>
        {props.children}
      </span>
      <small class={styles['side']}>{props.side}</small>
    </li>
  );
}
