import { createMemo, Show, Suspense } from 'solid-js';
import type { MessageView } from '../../domain/message.ts';
import { attachmentsOf, textOf } from '../../domain/message-text.ts';
import { useChat } from './chat-context.ts';
import { EditMessage } from './later-parts.ts';
import { MessageImages } from './MessageImages.tsx';
import styles from './UserMessage.module.css';

export type UserMessageProps = { readonly row: MessageView };

/** What the person said, as they wrote it: no markup is read into it. */
export function UserMessage(props: UserMessageProps) {
  const { moves } = useChat();
  const text = createMemo(() => textOf(props.row));
  const images = createMemo(() => attachmentsOf(props.row));
  return (
    <Show
      when={moves.editing() !== props.row.id}
      fallback={
        <Suspense>
          <EditMessage row={props.row} />
        </Suspense>
      }
    >
      <div class={styles['bubble']}>
        <Show when={images().length > 0}>
          <MessageImages images={images()} />
        </Show>
        <Show when={text()}>
          <div class={styles['text']} dir="auto" data-find>
            {text()}
          </div>
        </Show>
      </div>
    </Show>
  );
}
