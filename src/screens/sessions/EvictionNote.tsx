import { Show } from 'solid-js';
import { hasPower } from '../../domain/model-powers.ts';
import { formatNumber } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { createLive } from '../../state/live.ts';
import { Icon } from '../../ui/Icon.tsx';
import styles from './ComposerNotes.module.css';
import { useChat } from './chat-context.ts';

/** Whose prompt a message would push out of its server's memory, as far as this engine saw: said before it goes out. */
export function EvictionNote() {
  const state = useAppState();
  const { chat } = useChat();
  const asked = () => {
    const model = chat.model();
    const kind = model && state.connections.byId(model.connectionId)?.kind;
    if (!model || !kind || !hasPower(kind, 'panel') || chat.turn()) return undefined;
    const { slot } = chat.choices().parameters;
    return {
      connectionId: model.connectionId,
      model: model.name,
      sessionId: chat.id,
      ...(slot === undefined ? {} : { slot }),
    };
  };
  const live = createLive(state.engine, 'panel.eviction', asked);
  const eviction = () => (asked() ? live.value : undefined);
  return (
    <Show when={eviction()}>
      {(found) => (
        <p class={styles['note']}>
          <Icon name="info" size="small" />
          <span>
            {words().later.eviction(
              formatNumber(found().slot),
              found().title,
              formatNumber(found().heldTokens),
            )}
          </span>
        </p>
      )}
    </Show>
  );
}
