import { For, Show } from 'solid-js';
import { markedPieces } from './marked-pieces.ts';
import styles from './SearchHits.module.css';

export type HitSnippetProps = {
  readonly text: string;
  readonly ranges: readonly (readonly [number, number])[];
};

/** A piece of a message with the found words marked. */
export function HitSnippet(props: HitSnippetProps) {
  return (
    <span class={styles['snippet']}>
      <For each={markedPieces(props.text, props.ranges)}>
        {(piece) => (
          <Show when={piece.isMarked} fallback={piece.text}>
            <mark>{piece.text}</mark>
          </Show>
        )}
      </For>
    </span>
  );
}
