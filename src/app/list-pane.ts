/**
 * Under 720 px the session list is a pane of its own over the same address. Opening it adds a step to the history, so the
 * system's Back closes it; going anywhere else leaves it behind.
 */
import { type Accessor, createSignal, onCleanup } from 'solid-js';

export type ListPane = {
  readonly isOpen: Accessor<boolean>;
  readonly open: () => void;
  readonly close: () => void;
  /** Closes it for something that was opened from it. */
  readonly leave: () => void;
};

/** `address` is where the router stands. */
export function createListPane(address: Accessor<string>): ListPane {
  const [openedAt, setOpenedAt] = createSignal<string>();
  const isOpen = () => openedAt() === address();
  const onPopState = () => {
    if (!isListStep(history.state)) setOpenedAt(undefined);
  };
  window.addEventListener('popstate', onPopState);
  onCleanup(() => window.removeEventListener('popstate', onPopState));
  return {
    isOpen,
    open: () => {
      if (isOpen()) return;
      history.pushState({ ...history.state, list: true }, '');
      setOpenedAt(address());
    },
    close: () => {
      if (!isOpen()) return;
      setOpenedAt(undefined);
      if (isListStep(history.state)) history.back();
    },
    // The router is about to take a step of its own, which a step back would undo.
    leave: () => {
      if (!isOpen()) return;
      setOpenedAt(undefined);
      if (isListStep(history.state)) history.replaceState({ ...history.state, list: false }, '');
    },
  };
}

function isListStep(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'list' in state && state.list === true;
}
