import { createEffect, createSignal, ErrorBoundary, on, onCleanup, Show, Suspense } from 'solid-js';
import type { MessageView } from '../../domain/message.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { ChatHeader } from './ChatHeader.tsx';
import styles from './ChatView.module.css';
import { Composer } from './Composer.tsx';
import { ChatContext, type ChatMoves } from './chat-context.ts';
import { mayTakeImages, mayTakePdf } from './chat-model.ts';
import { createChat } from './create-chat.ts';
import { createComposer } from './create-composer.ts';
import { EmptySession } from './EmptySession.tsx';
import { pdfFilesIn } from './file-kinds.ts';
import { findPosition } from './find-position.ts';
import { DeleteMessage, FindBar, SessionSettings } from './later-parts.ts';
import { loadMarkdown } from './load-markdown.ts';
import { MissingSession } from './MissingSession.tsx';
import { isTouchKeyboard } from './send-key.ts';
import { Transcript, type TranscriptHandle } from './Transcript.tsx';

export type ChatViewProps = {
  readonly id: string;
  readonly isNew: boolean;
  /** From the address; fills the field and is never sent by itself. */
  readonly firstText: string;
  /** A message to show, from the address. */
  readonly jumpTo: string | undefined;
  readonly onJumped: () => void;
  readonly onStored: () => void;
};

/** One session: its header, its transcript and the field to write in. Made anew for every session. */
export function ChatView(props: ChatViewProps) {
  const state = useAppState();
  const chat = createChat(state, props.id, () => props.onStored());
  const composer = createComposer(state, chat, props.firstText);
  const [transcript, setTranscript] = createSignal<TranscriptHandle>();
  const [editing, setEditing] = createSignal<string>();
  const [deleted, setDeleted] = createSignal<MessageView>();
  const [findsIn, setFindsIn] = createSignal(false);
  const [showsSettings, setShowsSettings] = createSignal(false);
  const [viewCount, setViewCount] = createSignal(0);
  let field: HTMLTextAreaElement | undefined;
  let openPicker: (() => void) | undefined;

  // On its way together with the messages that will need it.
  // A failure shows where the first reply asks again: it stays plain text.
  if (!props.isNew) loadMarkdown().catch(() => undefined);

  const moves: ChatMoves = {
    followEnd: () => transcript()?.followEnd(),
    askDelete: setDeleted,
    askModel: () => openPicker?.(),
    askSettings: () => setShowsSettings(true),
    focusComposer: () => field?.focus(),
    editLast: () => {
      const last = chat.rows.newest().findLast((row) => row.role === 'user');
      if (!last) return false;
      setEditing(last.id);
      transcript()?.jumpTo(last.position, false);
      return true;
    },
    editing,
    edit: setEditing,
  };
  createEffect(
    on([() => props.jumpTo, transcript, chat.rows.isKnown], ([messageId, shown, isKnown]) => {
      if (messageId === undefined || !shown || !isKnown) return;
      void findPosition(state, props.id, messageId).then((position) => {
        if (position !== undefined) transcript()?.jumpTo(position, true);
        props.onJumped();
      });
    }),
  );

  const takeFiles = (files: readonly File[]) => {
    if (files.length === 0) return;
    const chosen = chat.model();
    const model = state.connections.model(chosen);
    const pdfs = pdfFilesIn(files);
    const readsAll = pdfs.length === 0 || mayTakePdf(model);
    const seesAll = pdfs.length === files.length || mayTakeImages(model);
    const text = words().chat.notes;
    if (readsAll && seesAll) void composer.addFiles(files);
    else {
      const name = chosen?.name ?? '';
      state.notices.show(readsAll ? text.blind(name) : text.notPdf(name), { tone: 'warning' });
    }
    field?.focus();
  };
  const onDrop = (event: DragEvent) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    takeFiles(files);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isFind = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    if (!isFind || event.key.toLowerCase() !== 'f' || chat.rows.total() === 0) return;
    if (document.querySelector('dialog:modal')) return;
    event.preventDefault();
    setFindsIn(true);
  };
  // Wherever the focus is: the browser's own find sees only the messages around the view.
  document.addEventListener('keydown', onKeyDown);
  onCleanup(() => document.removeEventListener('keydown', onKeyDown));
  const isMissing = () =>
    chat.session() === null ? !props.isNew : Boolean(chat.session()?.deletedAt);
  const isEmpty = () => chat.rows.isKnown() && chat.rows.total() === 0;

  return (
    <ChatContext.Provider value={{ chat, moves }}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: takes dropped files for the whole pane */}
      <section
        class={styles['chat']}
        onDragOver={(event) => {
          if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
        }}
        onDrop={onDrop}
      >
        <Show
          when={!isMissing()}
          fallback={<MissingSession session={chat.session() ?? undefined} />}
        >
          <ChatHeader
            onFind={() => setFindsIn(true)}
            onSettings={() => setShowsSettings(true)}
            onPicker={(open) => {
              openPicker = open;
            }}
          />
          <Suspense>
            <Show when={findsIn() && transcript()}>
              {(shown) => (
                <FindBar
                  transcript={shown()}
                  viewCount={viewCount()}
                  onClose={() => {
                    setFindsIn(false);
                    field?.focus();
                  }}
                />
              )}
            </Show>
          </Suspense>
          <ErrorBoundary
            fallback={(_error, again) => (
              <div class={styles['broken']} role="alert">
                <p>{words().chat.broken}</p>
                <button type="button" onClick={again}>
                  {words().chat.ends.retry}
                </button>
              </div>
            )}
          >
            <Show
              when={!isEmpty()}
              fallback={
                <EmptySession
                  onAsk={(question) => {
                    composer.write(question);
                    void composer.send();
                  }}
                />
              }
            >
              <Transcript
                onHandle={setTranscript}
                onView={() => setViewCount((count) => count + 1)}
              />
            </Show>
          </ErrorBoundary>
          <Composer
            composer={composer}
            onSettings={() => setShowsSettings(true)}
            onField={(area) => {
              field = area;
              queueMicrotask(() => {
                const isFree = props.isNew || document.activeElement === document.body;
                if (isFree && !isTouchKeyboard()) area.focus();
              });
            }}
            onFiles={takeFiles}
          />
        </Show>
      </section>
      <Suspense>
        <Show when={showsSettings()}>
          <SessionSettings onClose={() => setShowsSettings(false)} />
        </Show>
        <Show when={deleted()}>
          {(row) => <DeleteMessage row={row()} onClose={() => setDeleted(undefined)} />}
        </Show>
      </Suspense>
    </ChatContext.Provider>
  );
}
