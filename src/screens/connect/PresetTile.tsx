import { Show } from 'solid-js';
import { StatusDot, type StatusTone } from '../../ui/StatusDot.tsx';
import styles from './PresetTile.module.css';

export type PresetTileProps = {
  readonly name: string;
  readonly note: string;
  /** The shape before the note; the note says the same. */
  readonly tone?: StatusTone | undefined;
  readonly onPick: () => void;
};

export function PresetTile(props: PresetTileProps) {
  return (
    <li class={styles['item']}>
      <button type="button" class={styles['tile']} onClick={() => props.onPick()}>
        <span class={styles['name']}>{props.name}</span>
        <small class={styles['note']}>
          <Show when={props.tone}>{(tone) => <StatusDot tone={tone()} />}</Show>
          {props.note}
        </small>
      </button>
    </li>
  );
}
