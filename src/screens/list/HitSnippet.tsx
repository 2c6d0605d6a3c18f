import { For, Show } from 'solid-js';
import { markedPieces } from './marked-pieces.ts';
import styles from './SearchHits.module.css';

export type HitSnippetProps = {
  readonly text: string;
  readonly ranges: readonly (readonly [number, number])[];
};

/** Signs of Markdown that only disturb in a line of plain text. */
const marks = /\*\*|`+|##+ /g;

/** A piece of a message with the found words marked. */
export function HitSnippet(props: HitSnippetProps) {
  return (
    <span class={styles['snippet']}>
      <For each={markedPieces(props.text, props.ranges)}>
        {(piece) => (
          <Show when={piece.isMarked} fallback={piece.text.replace(marks, '')}>
            <mark>{piece.text}</mark>
          </Show>
        )}
      </For>
    </span>
  );
}
