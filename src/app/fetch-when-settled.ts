/** When the page fetches what it did not need for its first keystroke: soon, since its host may be gone later. */
import { createEffect, createMemo, on, onCleanup } from 'solid-js';

export type Settling = {
  readonly isReady: () => boolean;
  /** Something of it is wanted already. */
  readonly isNeeded: () => boolean;
  readonly bring: () => void;
};

/** Until then the line belongs to the first load, in ms. */
const settleMs = 3000;

/** Fetches once: a while after the engine is ready, or as soon as something is needed. */
export function fetchWhenSettled({ isReady, isNeeded, bring }: Settling): void {
  const step = createMemo<'wait' | 'soon' | 'now'>((before) => {
    if (before === 'now' || isNeeded()) return 'now';
    return isReady() ? 'soon' : 'wait';
  }, 'wait');
  let isFetched = false;
  const run = () => {
    if (isFetched) return;
    isFetched = true;
    bring();
  };
  createEffect(
    on(step, (now) => {
      if (now === 'now') whenIdle(run);
      if (now !== 'soon') return;
      const timer = setTimeout(() => whenIdle(run), settleMs);
      onCleanup(() => clearTimeout(timer));
    }),
  );
}

/** Runs when the page has painted and has nothing else to do, at the latest after two seconds. */
function whenIdle(run: () => void): void {
  if (typeof window.requestIdleCallback === 'function') {
    window.requestIdleCallback(run, { timeout: 2000 });
  } else {
    setTimeout(run, 300); // Safari has no such callback
  }
}
