/** What every part of the chat screen shares: the open session and the moves of its transcript. */
import { createContext, useContext } from 'solid-js';
import type { MessageView } from '../../domain/message.ts';
import type { Chat } from './create-chat.ts';

export type ChatMoves = {
  /** Sending, regenerating and continuing follow the end again. */
  readonly followEnd: () => void;
  readonly askDelete: (row: MessageView) => void;
  /** Opens the model picker. */
  readonly askModel: () => void;
  /** Opens the session's settings. */
  readonly askSettings: () => void;
  readonly focusComposer: () => void;
  /** Edits the newest question in place; false where there is none. */
  readonly editLast: () => boolean;
  /** The message whose text is being edited in place. */
  readonly editing: () => string | undefined;
  readonly edit: (messageId: string | undefined) => void;
};

export type ChatShared = { readonly chat: Chat; readonly moves: ChatMoves };

export const ChatContext = createContext<ChatShared>();

export function useChat(): ChatShared {
  const shared = useContext(ChatContext);
  if (!shared) throw new Error('useChat is called outside ChatContext');
  return shared;
}
