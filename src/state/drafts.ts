/** Keeps what is being written: a little after the last key, and at once when asked (the page is hidden or left). */
import { type Accessor, createSignal } from 'solid-js';
import { type Fault, faultFrom } from '../domain/fault.ts';
import type { ImageRef } from '../domain/session.ts';
import { nowAt } from '../lib/timing.ts';

export type DraftContent = { readonly text: string; readonly images: readonly ImageRef[] };

export type DraftKeeper = {
  /** Called on every change; cheap. */
  readonly change: (content: DraftContent) => void;
  /** Stores what is not stored yet, now. */
  readonly flush: () => Promise<void>;
  /** Why the last attempt failed; the text is only on screen then. */
  readonly fault: Accessor<Fault | undefined>;
};

export const draftDelayMs = 300;

export function createDraftKeeper(
  sessionId: string,
  keep: (draft: {
    sessionId: string;
    text: string;
    images: ImageRef[];
    updatedAt: number;
  }) => Promise<void>,
): DraftKeeper {
  const [fault, setFault] = createSignal<Fault>();
  let unsaved: DraftContent | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last: Promise<void> = Promise.resolve();

  async function store(content: DraftContent): Promise<void> {
    try {
      await keep({
        sessionId,
        text: content.text,
        images: [...content.images],
        updatedAt: nowAt(),
      });
      setFault(undefined);
    } catch (error) {
      setFault(faultFrom(error));
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const content = unsaved;
    if (!content) return last;
    unsaved = undefined;
    // Without a turn of the event loop: a page that is being left has none. Commands reach the engine in order.
    last = store(content);
    return last;
  }

  return {
    change: (content) => {
      unsaved = content;
      clearTimeout(timer);
      timer = setTimeout(flush, draftDelayMs);
    },
    flush,
    fault,
  };
}
