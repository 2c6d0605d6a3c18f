import { Show } from 'solid-js';
import { modelTitle } from '../../domain/model-title.ts';
import { words } from '../../i18n/i18n.ts';
import { Logo } from '../../ui/Logo.tsx';
import { useChat } from './chat-context.ts';
import { isBarred } from './chat-model.ts';
import styles from './EmptySession.module.css';

/** Before the first message: the lantern, who will answer, one sentence. */
export function EmptySession() {
  const { chat } = useChat();
  const text = () => words().chat.empty;
  return (
    <div class={styles['empty']} role="log" aria-label={words().chat.messages} aria-live="off">
      <span class={styles['mark']}>
        <Logo />
      </span>
      <p class={styles['title']}>{text().title}</p>
      <Show when={chat.model()} fallback={<p class={styles['words']}>{text().noModel}</p>}>
        {(model) => (
          // Where sending is barred, the composer says why.
          <Show when={!isBarred(chat.obstacle())}>
            <p class={styles['words']}>{text().answers(modelTitle(model().name))}</p>
          </Show>
        )}
      </Show>
    </div>
  );
}
