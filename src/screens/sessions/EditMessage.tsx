import { createSignal } from 'solid-js';
import type { MessageView } from '../../domain/message.ts';
import { attachmentsOf, textOf } from '../../domain/message-text.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { useChat } from './chat-context.ts';
import styles from './EditMessage.module.css';
import { isSendKey } from './send-key.ts';

export type EditMessageProps = { readonly row: MessageView };

/** Edits a question in place. Sending makes a version beside the old one; nothing is overwritten. */
export function EditMessage(props: EditMessageProps) {
  const state = useAppState();
  const { moves } = useChat();
  const [text, setText] = createSignal(textOf(props.row));
  const images = () => attachmentsOf(props.row);
  const close = () => moves.edit(undefined);
  const resend = async () => {
    if (text().trim() === '' && images().length === 0) return;
    const sent = await state.turns.edit({
      messageId: props.row.id,
      text: text(),
      images: images().map(({ attachmentId, mediaType, name, sizeBytes }) => ({
        attachmentId,
        mediaType,
        name,
        sizeBytes,
      })),
    });
    if (!sent) return;
    close();
    moves.followEnd();
    moves.focusComposer();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
      return;
    }
    if (!isSendKey(event, state.settings.value.sendKey)) return;
    event.preventDefault();
    void resend();
  };
  return (
    <div class={styles['edit']}>
      <textarea
        ref={(area) => queueMicrotask(() => area.focus())}
        class={styles['area']}
        aria-label={words().chat.edit.label}
        rows={Math.min(14, Math.max(2, text().split('\n').length))}
        value={text()}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div class={styles['row']}>
        <small>{words().chat.edit.hint}</small>
        <Button variant="quiet" size="small" onClick={close}>
          {words().app.cancel}
        </Button>
        <Button
          variant="primary"
          size="small"
          disabled={text().trim() === '' && images().length === 0}
          onClick={resend}
        >
          {words().chat.edit.send}
        </Button>
      </div>
    </div>
  );
}
