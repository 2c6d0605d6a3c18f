import { For, Show } from 'solid-js';
import type { MessageView } from '../../domain/message.ts';
import { isInFlight } from '../../domain/message-text.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { BranchSwitch } from './BranchSwitch.tsx';
import { useChat } from './chat-context.ts';
import styles from './MessageTools.module.css';
import { actionsFor, runAction } from './message-actions.ts';

export type MessageToolsProps = {
  readonly row: MessageView;
  /** Only the current message's tools are stops of the Tab key; the arrow keys choose the message. */
  readonly isCurrent: boolean;
  readonly isLast: boolean;
};

/** ARIA pattern: toolbar. Dim until its message is pointed at or current; the versions are always seen. */
export function MessageTools(props: MessageToolsProps) {
  const state = useAppState();
  const shared = useChat();
  const isBusy = () => shared.chat.turn() !== undefined;
  const tabIndex = () => (props.isCurrent ? 0 : -1);
  const siblings = () => props.row.siblingIds;
  const move = (step: -1 | 1) => {
    const target = siblings()[siblings().indexOf(props.row.id) + step];
    if (target !== undefined) void state.turns.choose(target);
  };
  return (
    <div
      class={styles['tools']}
      role="toolbar"
      aria-label={words().chat.actions.toolbar}
      data-shown={props.isLast || props.isCurrent ? '' : undefined}
    >
      <Show when={siblings().length > 1}>
        <BranchSwitch
          index={siblings().indexOf(props.row.id)}
          count={siblings().length}
          tabIndex={tabIndex()}
          onMove={move}
        />
      </Show>
      <span class={styles['actions']}>
        <For each={isInFlight(props.row.status) ? [] : actionsFor(props.row, isBusy())}>
          {(action) => (
            <IconButton
              icon={action.icon}
              size="small"
              label={action.label}
              tabindex={tabIndex()}
              onClick={() => runAction(action.id, props.row, state, shared)}
            />
          )}
        </For>
      </span>
    </div>
  );
}
