import {
  createEffect,
  createMemo,
  createSignal,
  createUniqueId,
  on,
  Show,
  Suspense,
} from 'solid-js';
import { isAnyServer } from '../../domain/any-server.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './Composer.module.css';
import { useChat } from './chat-context.ts';
import { isBarred as barsSending, mayTakeImages, mayTakePdf } from './chat-model.ts';
import { contextShortage } from './context-room.ts';
import type { ComposerState } from './create-composer.ts';
import { ComposerNotes, EvictionNote, WaitingLine } from './later-parts.ts';
import { MessageImages } from './MessageImages.tsx';
import { NoConnectionNote } from './NoConnectionNote.tsx';
import { isSendKey, isTouchKeyboard } from './send-key.ts';

export type ComposerProps = {
  readonly composer: ComposerState;
  readonly onSettings: () => void;
  readonly onField: (field: HTMLTextAreaElement) => void;
  /** Files that were dropped, pasted or picked. */
  readonly onFiles: (files: readonly File[]) => void;
};

const zoneIcons = { device: 'device', network: 'home', outside: 'globe' } as const;

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

  const zoneId = createUniqueId();
  const model = () => state.connections.model(chat.model());
  const isBarred = () => barsSending(chat.obstacle());
  /** Where a message would go, or would have gone. */
  const reach = () => chat.reach();
  const sendTitle = () => {
    const zone = reach();
    const said = isReplying() ? [text().sendWaits] : [];
    if (zone) said.push((isAnyServer(chat.model()) ? text().mayGo : text().goes)[zone]);
    if (isBarred()) said.push(text().fenced);
    return said.join(' ') || undefined;
  };
  const attachLabel = () => {
    if (mayTakePdf(model())) return text().attachFiles;
    return mayTakeImages(model()) ? text().attach : text().blind;
  };
  const shortage = createMemo(() =>
    contextShortage({
      characters: chat.rows.characters() + props.composer.text().length,
      countedTokens: chat.rows.countedTokens(),
      contextLength: chat.choices().parameters.contextLength ?? model()?.contextLength,
    }),
  );
  const isUnconnected = () => chat.obstacle()?.kind === 'no-connection';
  const hasNotes = () =>
    (chat.obstacle() !== undefined && !isUnconnected()) ||
    shortage() !== undefined ||
    props.composer.images().length > 0 ||
    props.composer.draftFault() !== undefined ||
    props.composer.fault() !== undefined;
  const send = async () => {
    if (props.composer.isEmpty() || isBarred()) return;
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
        <Show when={waiting.value?.length}>
          <Suspense>
            <WaitingLine messages={waiting.value ?? []} isReplying={isReplying()} />
          </Suspense>
        </Show>
        <div class={styles['notes']} aria-live="polite">
          <Show when={isUnconnected()}>
            <NoConnectionNote />
          </Show>
          <Show when={hasNotes()}>
            <Suspense>
              <ComposerNotes composer={props.composer} shortage={shortage()} />
            </Suspense>
          </Show>
          <Show when={chat.model() && !props.composer.isEmpty()}>
            <Suspense>
              <EvictionNote />
            </Suspense>
          </Show>
        </div>
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
              accept={mayTakePdf(model()) ? 'image/*,application/pdf' : 'image/*'}
              multiple
              hidden
              tabindex={-1}
              aria-label={text().attach}
              onChange={(event) => {
                props.onFiles([...(event.currentTarget.files ?? [])]);
                event.currentTarget.value = '';
              }}
            />
            <IconButton icon="attach" label={attachLabel()} onClick={() => picker?.click()} />
            <IconButton
              icon="sliders"
              label={words().chat.settings}
              aria-haspopup="dialog"
              onClick={() => props.onSettings()}
            />
            <span class={styles['buttons']}>
              <Show when={isReplying()}>
                <Button variant="primary" icon="stop" onClick={stop}>
                  {text().stop}
                </Button>
              </Show>
              <Show when={reach()}>
                {(zone) => (
                  <span
                    id={zoneId}
                    class={styles['zone']}
                    data-zone={zone()}
                    data-barred={isBarred() ? '' : undefined}
                    title={sendTitle()}
                  >
                    <Icon name={zoneIcons[zone()]} size="small" />
                    <span class={styles['zoneName']} aria-hidden="true">
                      {text().zones[zone()]}
                    </span>
                    <span class="sr-only">{sendTitle()}</span>
                  </span>
                )}
              </Show>
              <Button
                variant={isReplying() ? 'plain' : 'primary'}
                icon="send"
                disabled={props.composer.isEmpty() || props.composer.isSending() || isBarred()}
                title={sendTitle()}
                aria-describedby={reach() && zoneId}
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
