import { createEffect, createSignal, on, Show } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './Composer.module.css';
import { ComposerNotes } from './ComposerNotes.tsx';
import { useChat } from './chat-context.ts';
import { mayTakeImages } from './chat-model.ts';
import type { ComposerState } from './create-composer.ts';
import { MessageImages } from './MessageImages.tsx';
import { isSendKey, isTouchKeyboard } from './send-key.ts';
import { WaitingLine } from './WaitingLine.tsx';

export type ComposerProps = {
  readonly composer: ComposerState;
  readonly onSettings: () => void;
  readonly onField: (field: HTMLTextAreaElement) => void;
  /** Files that were dropped, pasted or picked. */
  readonly onFiles: (files: readonly File[]) => void;
};

/** Where a message is written. What is typed leaves the field only when the engine has it. */
export function Composer(props: ComposerProps) {
  const state = useAppState();
  const { chat, moves } = useChat();
  const text = () => words().chat.composer;
  const [field, setField] = createSignal<HTMLTextAreaElement>();
  let picker: HTMLInputElement | undefined;
  const isReplying = () => chat.turn() !== undefined;
  const waiting = state.turns.watchWaiting(() => chat.id);

  // Engines without `field-sizing` get the height set by hand.
  createEffect(
    on([field, () => props.composer.text()], ([area]) => {
      if (!area || CSS.supports('field-sizing', 'content')) return;
      area.style.setProperty('block-size', 'auto');
      area.style.setProperty('block-size', `${area.scrollHeight}px`);
    }),
  );

  const send = async () => {
    if (props.composer.isEmpty()) return;
    moves.followEnd();
    await props.composer.send();
    if (!isTouchKeyboard()) field()?.focus();
  };
  const stop = () => {
    void state.turns.stop(chat.id);
    // The button goes; a phone's keyboard need not come for that.
    if (!isTouchKeyboard()) field()?.focus();
  };
  const recall = (): boolean => {
    const last = waiting.value?.at(-1);
    if (last) {
      props.composer.takeBack(last);
      void state.turns.dropWaiting(last.id);
      return true;
    }
    return !isReplying() && moves.editLast();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isSendKey(event, state.settings.value.sendKey)) {
      event.preventDefault();
      void send();
      return;
    }
    const isPlainUp =
      event.key === 'ArrowUp' &&
      !(event.shiftKey || event.altKey || event.ctrlKey || event.metaKey || event.isComposing);
    if (isPlainUp && props.composer.isEmpty() && recall()) event.preventDefault();
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    // Office programs put a picture of the text beside the text: then the text is meant.
    if (files.length === 0 || event.clipboardData?.types.includes('text/plain')) return;
    event.preventDefault();
    props.onFiles(files);
  };
  return (
    <div class={styles['composer']} data-no-print>
      <div class={styles['column']}>
        <WaitingLine messages={waiting.value ?? []} isReplying={isReplying()} />
        <ComposerNotes composer={props.composer} />
        <div class={styles['box']}>
          <Show when={props.composer.images().length > 0}>
            <MessageImages
              images={props.composer.images()}
              onRemove={(id) => props.composer.removeImage(id)}
            />
          </Show>
          <textarea
            ref={(area) => {
              setField(area);
              props.onField(area);
            }}
            class={styles['field']}
            data-focus-first
            // Emptied by us, a field keeps the direction of what stood in it.
            dir={props.composer.text() === '' ? undefined : 'auto'}
            aria-label={text().label}
            placeholder={text().label}
            rows={1}
            enterkeyhint="enter"
            value={props.composer.text()}
            onInput={(event) => props.composer.write(event.currentTarget.value)}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
          />
          <div class={styles['row']}>
            <input
              ref={(input) => {
                picker = input;
              }}
              type="file"
              accept="image/*"
              multiple
              hidden
              tabindex={-1}
              aria-label={text().attach}
              onChange={(event) => {
                props.onFiles([...(event.currentTarget.files ?? [])]);
                event.currentTarget.value = '';
              }}
            />
            <IconButton
              icon="attach"
              label={
                mayTakeImages(state.connections.model(chat.model())) ? text().attach : text().blind
              }
              onClick={() => picker?.click()}
            />
            <IconButton
              icon="sliders"
              label={words().chat.settings.title}
              aria-haspopup="dialog"
              onClick={() => props.onSettings()}
            />
            <span class={styles['buttons']}>
              <Show when={isReplying()}>
                <Button variant="primary" icon="stop" onClick={stop}>
                  {text().stop}
                </Button>
              </Show>
              <Button
                variant={isReplying() ? 'plain' : 'primary'}
                icon="send"
                disabled={props.composer.isEmpty() || props.composer.isSending()}
                title={isReplying() ? text().sendWaits : undefined}
                onClick={send}
              >
                {text().send}
              </Button>
            </span>
          </div>
        </div>
      </div>
    </div>
  );
}
