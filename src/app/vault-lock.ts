/**
 * Locks the vault once no page of ours is visible, where the person wants that. Visible pages hold one shared Web Lock,
 * so that going from one tab to the other does not count; without such locks there is no vault either.
 */
import { type Accessor, createEffect, on, onCleanup } from 'solid-js';
import type { AppState } from '../state/create-state.ts';

const lockName = 'llantern-visible';
/** The tab that comes up is told after the one that goes, in ms. */
const graceMs = 400;

export function lockOnHide(state: AppState, isVisible: Accessor<boolean>): void {
  const mayLock = () =>
    'locks' in navigator &&
    state.settings.value.vaultLocksOnHide &&
    state.vault.view?.state === 'unlocked';
  createEffect(
    on([mayLock, isVisible], ([may, visible]) => {
      if (!may) return;
      if (visible) {
        onCleanup(holdShared());
        return;
      }
      const timer = setTimeout(() => void lockIfNoneVisible(state), graceMs);
      onCleanup(() => clearTimeout(timer));
    }),
  );
}

async function lockIfNoneVisible(state: AppState): Promise<void> {
  const { held = [] } = await navigator.locks.query();
  if (!held.some(({ name }) => name === lockName)) state.vault.lock();
}

/** Answers how to let go. */
function holdShared(): () => void {
  const leaving = new AbortController();
  const left = new Promise<void>((resolve) => {
    leaving.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  // Aborting ends a request that still waits; one that is held ends with the promise.
  navigator.locks
    .request(lockName, { mode: 'shared', signal: leaving.signal }, () => left)
    .catch(() => undefined);
  return () => leaving.abort();
}
