import { createMemo, lazy, Show, Suspense } from 'solid-js';
import type { ImagePart, MessageView } from '../../domain/message.ts';
import { textOf } from '../../domain/message-text.ts';
import { useChat } from './chat-context.ts';
import { MessageImages } from './MessageImages.tsx';
import styles from './UserMessage.module.css';

const EditMessage = lazy(async () => ({
  default: (await import('./EditMessage.tsx')).EditMessage,
}));

export type UserMessageProps = { readonly row: MessageView };

/** What the person said, as they wrote it: no markup is read into it. */
export function UserMessage(props: UserMessageProps) {
  const { moves } = useChat();
  const text = createMemo(() => textOf(props.row));
  const images = createMemo(() =>
    props.row.parts.filter((part): part is ImagePart => part.type === 'image'),
  );
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
