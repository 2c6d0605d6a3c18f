import { createSignal, For, Show } from 'solid-js';
import type { WaitingMessage } from '../../domain/session.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { firstWords } from './message-words.ts';
import { isSendKey } from './send-key.ts';
import styles from './WaitingLine.module.css';

export type WaitingLineProps = {
  readonly messages: readonly WaitingMessage[];
  /** A reply is coming, after which the first of them goes out by itself. */
  readonly isReplying: boolean;
};

/** Messages sent while a reply was coming, in the order they will go out. */
export function WaitingLine(props: WaitingLineProps) {
  const state = useAppState();
  const text = () => words().chat.waiting;
  const [edited, setEdited] = createSignal<string>();
  const [draft, setDraft] = createSignal('');
  const save = (id: string) => {
    if (draft().trim() !== '') void state.turns.changeWaiting(id, draft());
    setEdited(undefined);
  };
  const onKeyDown = (event: KeyboardEvent, id: string) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      setEdited(undefined);
    }
    if (!isSendKey(event, state.settings.value.sendKey)) return;
    event.preventDefault();
    save(id);
  };
  return (
    <Show when={props.messages.length > 0}>
      <ul class={styles['line']} aria-label={text().name}>
        <For each={props.messages}>
          {(message, index) => (
            <li class={styles['message']}>
              <Show
                when={edited() === message.id}
                fallback={
                  <>
                    <span class={styles['mark']}>{text().mark}</span>
                    <span class={styles['text']}>
                      {firstWords(message.text, 200) || text().onlyImages}
                    </span>
                    <Show when={index() === 0 && !props.isReplying}>
                      <Button
                        size="small"
                        onClick={() => void state.turns.sendWaiting(message.sessionId)}
                      >
                        {text().sendNow}
                      </Button>
                    </Show>
                    <IconButton
                      icon="pencil"
                      size="small"
                      label={text().edit}
                      onClick={() => {
                        setDraft(message.text);
                        setEdited(message.id);
                      }}
                    />
                    <IconButton
                      icon="close"
                      size="small"
                      label={text().drop}
                      onClick={() => state.turns.dropWaiting(message.id)}
                    />
                  </>
                }
              >
                <textarea
                  ref={(area) => queueMicrotask(() => area.focus())}
                  class={styles['area']}
                  aria-label={text().editLabel}
                  rows={2}
                  value={draft()}
                  onInput={(event) => setDraft(event.currentTarget.value)}
                  onKeyDown={(event) => onKeyDown(event, message.id)}
                />
                <Button variant="quiet" size="small" onClick={() => setEdited(undefined)}>
                  {words().app.cancel}
                </Button>
                <Button size="small" onClick={() => save(message.id)}>
                  {text().save}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}
