import { createMemo, Show } from 'solid-js';
import type { ImagePart, MessageView } from '../../domain/message.ts';
import { textOf } from '../../domain/message-text.ts';
import { useChat } from './chat-context.ts';
import { EditMessage } from './EditMessage.tsx';
import { MessageImages } from './MessageImages.tsx';
import styles from './UserMessage.module.css';

export type UserMessageProps = { readonly row: MessageView };

/** What the person said, as they wrote it: no markup is read into it. */
export function UserMessage(props: UserMessageProps) {
  const { moves } = useChat();
  const text = createMemo(() => textOf(props.row));
  const images = createMemo(() =>
    props.row.parts.filter((part): part is ImagePart => part.type === 'image'),
  );
  return (
    <Show when={moves.editing() !== props.row.id} fallback={<EditMessage row={props.row} />}>
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
