import { createMemo, Show, untrack } from 'solid-js';
import type { MessageView as Row } from '../../domain/message.ts';
import { MessageView } from './MessageView.tsx';
import styles from './Transcript.module.css';

export type TranscriptRowProps = {
  readonly position: number;
  readonly find: (position: number) => Row | undefined;
  readonly total: number;
  readonly isCurrent: boolean;
  readonly onMove: (position: number) => void;
};

/** The message at a position, once its page is here. Another message at the same place (a branch) is drawn anew. */
export function TranscriptRow(props: TranscriptRowProps) {
  const id = createMemo(() => props.find(props.position)?.id);
  return (
    <Show when={id()} keyed fallback={<div class={styles['placeholder']} />}>
      {(shown) => (
        <Show when={createShownRow(props, shown)()}>
          {(row) => (
            <MessageView
              row={row()}
              position={props.position}
              total={props.total}
              isCurrent={props.isCurrent}
              isLast={props.position === props.total - 1}
              onMove={props.onMove}
            />
          )}
        </Show>
      )}
    </Show>
  );
}

/** The row as long as it is this message; the last one known while another takes its place. */
function createShownRow(props: TranscriptRowProps, shown: string): () => Row | undefined {
  return createMemo<Row | undefined>(
    (before) => {
      const now = props.find(props.position);
      return now?.id === shown ? now : before;
    },
    untrack(() => props.find(props.position)),
  );
}
