import { Match, Show, Switch } from 'solid-js';
import type { MessageView as Row } from '../../domain/message.ts';
import { useAppState } from '../../state/create-state.ts';
import { AssistantMessage } from './AssistantMessage.tsx';
import { useChat } from './chat-context.ts';
import { MessageTools } from './MessageTools.tsx';
import styles from './MessageView.module.css';
import { actionsFor, runAction } from './message-actions.ts';
import { messageCommand } from './message-keys.ts';
import { articleName } from './message-words.ts';
import { ReplyFigures } from './ReplyFigures.tsx';
import { UserMessage } from './UserMessage.tsx';

export type MessageViewProps = {
  readonly row: Row;
  readonly position: number;
  readonly total: number;
  readonly isCurrent: boolean;
  readonly isLast: boolean;
  /** Moves the focus among messages; the rest of the keys are answered here. */
  readonly onMove: (position: number) => void;
};

/** One message. Its keys work while it has the focus itself, not while something inside it has. */
export function MessageView(props: MessageViewProps) {
  const state = useAppState();
  const shared = useChat();
  const onKeyDown = (event: KeyboardEvent) => {
    const command = messageCommand(event);
    const isOwn = event.target === event.currentTarget;
    if (command === undefined || !(isOwn || event.altKey) || isTyping(event.target)) return;
    const row = props.row;
    const sibling = (step: -1 | 1) => row.siblingIds[row.siblingIds.indexOf(row.id) + step];
    switch (command) {
      case 'previous':
        props.onMove(props.position - 1);
        break;
      case 'next':
        props.onMove(props.position + 1);
        break;
      case 'first':
        props.onMove(0);
        break;
      case 'last':
        props.onMove(props.total - 1);
        break;
      case 'previous-version':
      case 'next-version': {
        const target = sibling(command === 'next-version' ? 1 : -1);
        if (target !== undefined) void state.turns.choose(target);
        break;
      }
      default: {
        const isBusy = shared.chat.turn() !== undefined;
        if (!actionsFor(row, isBusy).some((action) => action.id === command)) return;
        void runAction(command, row, state, shared);
      }
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <article
      class={styles['message']}
      data-role={props.row.role}
      data-message={props.row.id}
      data-position={props.position}
      data-status={props.row.status}
      data-current={props.isCurrent ? '' : undefined}
      aria-label={articleName(props.row)}
      aria-setsize={props.total}
      aria-posinset={props.position + 1}
      tabindex={-1}
      onKeyDown={onKeyDown}
    >
      <Switch fallback={<AssistantMessage row={props.row} />}>
        <Match when={props.row.role === 'user'}>
          <UserMessage row={props.row} />
        </Match>
      </Switch>
      <footer class={styles['foot']}>
        <Switch>
          <Match when={props.row.role === 'assistant'}>
            <ReplyFigures row={props.row} />
          </Match>
        </Switch>
        <Show when={shared.moves.editing() !== props.row.id}>
          <MessageTools row={props.row} isCurrent={props.isCurrent} isLast={props.isLast} />
        </Show>
      </footer>
    </article>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('textarea, input, select') !== null;
}
