/**
 * What is being written in one session: text, pictures, and what happens to them. The text leaves the field only when
 * the engine has taken it; until then, and whenever something fails, it stays.
 */
import { type Accessor, createSignal, onCleanup } from 'solid-js';
import { type Fault, faultFrom } from '../../domain/fault.ts';
import type { ImageRef, WaitingMessage } from '../../domain/session.ts';
import { words } from '../../i18n/i18n.ts';
import type { AppState } from '../../state/create-state.ts';
import { createDraftKeeper } from '../../state/drafts.ts';
import type { Chat } from './create-chat.ts';
import { imageFilesIn, pdfFilesIn } from './file-kinds.ts';
import { loadIntake } from './later-parts.ts';

export type ComposerState = {
  readonly text: Accessor<string>;
  readonly images: Accessor<readonly ImageRef[]>;
  readonly isSending: Accessor<boolean>;
  readonly isEmpty: Accessor<boolean>;
  /** Why sending, or taking a picture, failed. */
  readonly fault: Accessor<Fault | undefined>;
  /** Why the draft could not be stored: the text is only on screen. */
  readonly draftFault: Accessor<Fault | undefined>;
  readonly write: (text: string) => void;
  /** A waiting message comes back to be written on. */
  readonly takeBack: (message: Pick<WaitingMessage, 'text' | 'images'>) => void;
  readonly addFiles: (files: Iterable<File>) => Promise<void>;
  readonly removeImage: (attachmentId: string) => void;
  readonly closeFault: () => void;
  /** True once the engine has the message. */
  readonly send: () => Promise<boolean>;
};

export function createComposer(state: AppState, chat: Chat, firstText: string): ComposerState {
  const [text, setText] = createSignal(firstText);
  const [images, setImages] = createSignal<readonly ImageRef[]>([]);
  const [isSending, setSending] = createSignal(false);
  const [fault, setFault] = createSignal<Fault>();
  const isEmpty = () => text().trim() === '' && images().length === 0;
  let wasTouched = firstText !== '';

  const keeper = createDraftKeeper(chat.id, async (draft) => {
    const isBlank = draft.text.trim() === '' && draft.images.length === 0;
    if (isBlank && !chat.isStored()) return;
    // Both in one go: a page that is being left has no time for an answer, and commands reach the engine in order.
    const making = isBlank ? undefined : chat.ensureStored();
    await Promise.all([making, state.sessions.keepDraft(draft)]);
  });
  const onHide = () => {
    if (document.visibilityState === 'hidden') void keeper.flush();
  };
  const onLeave = () => {
    void keeper.flush();
  };
  document.addEventListener('visibilitychange', onHide);
  window.addEventListener('pagehide', onLeave);
  onCleanup(() => {
    document.removeEventListener('visibilitychange', onHide);
    window.removeEventListener('pagehide', onLeave);
    void keeper.flush();
  });

  function changed(): void {
    wasTouched = true;
    keeper.change({ text: text(), images: images() });
  }

  readDraft(state, chat.id).then(
    (draft) => {
      // What was typed while the draft was on its way wins over it.
      if (wasTouched) return;
      setText(draft.text);
      setImages(draft.images);
    },
    (error) => setFault(faultFrom(error)),
  );

  async function send(): Promise<boolean> {
    if (isEmpty() || isSending()) return false;
    const sent = { text: text(), images: images() };
    setSending(true);
    try {
      await chat.send(sent.text, sent.images);
    } catch (error) {
      setFault(faultFrom(error));
      void keeper.flush();
      return false;
    } finally {
      setSending(false);
    }
    setFault(undefined);
    // What was typed on while the message was on its way stays.
    setText((now) => (now.startsWith(sent.text) ? now.slice(sent.text.length).trimStart() : now));
    setImages((now) => now.filter((image) => !sent.images.includes(image)));
    changed();
    void keeper.flush();
    return true;
  }

  return {
    text,
    images,
    isSending,
    isEmpty,
    fault,
    draftFault: keeper.fault,
    write: (now) => {
      setText(now);
      changed();
    },
    addFiles: async (files) => {
      const pdfs = new Set(pdfFilesIn(files));
      const found = [...imageFilesIn(files), ...pdfs];
      if (found.length === 0) state.notices.show(words().chat.notes.notImages);
      for (const file of found) {
        try {
          const { prepareImage, preparePdf } = await loadIntake();
          const { blob, name } = pdfs.has(file) ? preparePdf(file) : await prepareImage(file);
          const stored = await state.turns.storeImage(blob, name);
          setImages((before) => [...before, stored]);
          changed();
        } catch (error) {
          setFault(faultFrom(error));
        }
      }
    },
    takeBack: (message) => {
      setText(message.text);
      setImages(message.images);
      changed();
      // Stored before it leaves the line: commands reach the engine in order.
      void keeper.flush();
    },
    removeImage: (id) => {
      setImages((before) => before.filter((image) => image.attachmentId !== id));
      changed();
    },
    closeFault: () => setFault(undefined),
    send,
  };
}

const readTries = 5;

/** Reading changes nothing, so it is simply asked again of the engine that takes over from one that went away. */
async function readDraft(
  state: AppState,
  sessionId: string,
  triesLeft = readTries,
): Promise<{ text: string; images: readonly ImageRef[] }> {
  try {
    return await state.sessions.readDraft(sessionId);
  } catch (error) {
    if (triesLeft <= 1 || faultFrom(error).kind !== 'engine-gone') throw error;
    return readDraft(state, sessionId, triesLeft - 1);
  }
}
