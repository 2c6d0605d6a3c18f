/** What can be done with a message, in the order of its tools, and the doing. */
import type { MessageView } from '../../domain/message.ts';
import { isInFlight, textOf } from '../../domain/message-text.ts';
import { words } from '../../i18n/i18n.ts';
import type { AppState } from '../../state/create-state.ts';
import { copyText } from '../../ui/copy-text.ts';
import type { IconName } from '../../ui/icon-paths.ts';
import type { ChatShared } from './chat-context.ts';
import type { MessageCommand } from './message-keys.ts';

export type MessageAction = {
  readonly id: Extract<MessageCommand, 'copy' | 'edit' | 'regenerate' | 'continue' | 'delete'>;
  readonly label: string;
  readonly icon: IconName;
};

/** While a reply comes in the session, only what does not touch the tree is offered. */
export function actionsFor(row: MessageView, isBusy: boolean): readonly MessageAction[] {
  const text = words().chat.actions;
  const actions: MessageAction[] = [];
  const hasText = row.parts.some((part) => part.type === 'text' || part.type === 'reasoning');
  if (hasText || isInFlight(row.status)) {
    actions.push({ id: 'copy', label: text.copy, icon: 'copy' });
  }
  if (isBusy) return actions;
  if (row.role === 'user') actions.push({ id: 'edit', label: text.edit, icon: 'pencil' });
  if (row.role === 'assistant') {
    actions.push({ id: 'regenerate', label: text.regenerate, icon: 'refresh' });
    if (canContinue(row)) {
      actions.push({ id: 'continue', label: text.continue, icon: 'continue' });
    }
  }
  actions.push({ id: 'delete', label: text.delete, icon: 'trash' });
  return actions;
}

/** A reply that did not come to its own end, and of which there is something to go on from. */
export function canContinue(row: MessageView): boolean {
  if (row.role !== 'assistant' || isInFlight(row.status) || row.parts.length === 0) return false;
  return row.status !== 'done' || row.finish?.reason === 'length';
}

export async function runAction(
  id: MessageAction['id'],
  row: MessageView,
  state: AppState,
  { chat, moves }: ChatShared,
): Promise<void> {
  switch (id) {
    case 'copy': {
      const text = chat.replies.textOf(row.id) || textOf(row);
      const done = await copyText(text);
      state.notices.show(done ? words().chat.copied : words().chat.copyFailed, {
        tone: done ? 'info' : 'warning',
      });
      return;
    }
    case 'edit':
      moves.edit(row.id);
      return;
    case 'regenerate':
      moves.followEnd();
      await state.turns.regenerate(row.id, chat.model());
      return;
    case 'continue':
      moves.followEnd();
      await state.turns.resume(row.id);
      return;
    case 'delete':
      moves.askDelete(row);
      return;
  }
}
