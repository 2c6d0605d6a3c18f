/** Asks the browser once, after the first kept session, not to clear our storage. The settings screen shows the answer. */
import { type Accessor, createEffect, on } from 'solid-js';
import type { SettingsState } from '../state/settings.ts';

export function askToPersist(settings: SettingsState, keepsSession: Accessor<boolean>): void {
  createEffect(
    on(
      () => settings.known && !settings.value.askedToPersist && keepsSession(),
      (isDue) => {
        if (!isDue || !('storage' in navigator) || !('persist' in navigator.storage)) return;
        settings.set({ askedToPersist: true });
        // Either answer is fine, and a browser that fails to answer has said no.
        navigator.storage.persist().catch(() => false);
      },
    ),
  );
}
