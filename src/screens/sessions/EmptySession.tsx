import { Show, Suspense } from 'solid-js';
import { modelTitle } from '../../domain/model-title.ts';
import { guideName } from '../../domain/page-kinds.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Logo } from '../../ui/Logo.tsx';
import { useChat } from './chat-context.ts';
import { isBarred } from './chat-model.ts';
import styles from './EmptySession.module.css';
import { FirstQuestions } from './later-parts.ts';

/** Before the first message: the lantern, who will answer, one sentence. */
export function EmptySession(props: { readonly onAsk: (question: string) => void }) {
  const state = useAppState();
  const { chat } = useChat();
  const text = () => words().chat.empty;
  const isGuide = () => {
    const model = chat.model();
    return (
      model?.name === guideName &&
      state.connections.list.some(({ id, kind }) => id === model.connectionId && kind === 'browser')
    );
  };
  return (
    <div class={styles['empty']} role="log" aria-label={words().chat.messages} aria-live="off">
      <span class={styles['mark']}>
        <Logo />
      </span>
      <p class={styles['title']}>{text().title}</p>
      <Show when={chat.model()} fallback={<p class={styles['words']}>{text().noModel}</p>}>
        {(model) => (
          // Where sending is barred, the composer says why.
          <Show when={!isBarred(chat.obstacle()) && !isGuide()}>
            <p class={styles['words']}>{text().answers(modelTitle(model().name))}</p>
          </Show>
        )}
      </Show>
      <Suspense>
        <Show when={isGuide()}>
          <FirstQuestions onAsk={(question) => props.onAsk(question)} />
        </Show>
      </Suspense>
    </div>
  );
}
