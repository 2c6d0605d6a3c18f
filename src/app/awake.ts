/** Keeps the screen on while a reply is coming and the page is seen. */
import { type Accessor, createEffect, on, onCleanup } from 'solid-js';

export function keepAwake(isWanted: Accessor<boolean>): void {
  createEffect(
    on(isWanted, (wanted) => {
      if (!wanted || !('wakeLock' in navigator)) return;
      // A refusal (a flat battery, a policy) costs nothing but the dark screen.
      const asked = navigator.wakeLock.request('screen').catch(() => undefined);
      onCleanup(() => void asked.then((lock) => lock?.release()));
    }),
  );
}
