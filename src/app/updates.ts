/**
 * The page's side of the service worker: registers it once the app has started, offers a newer build in a notice, and hands
 * over only on consent and when no reply runs in any tab. Nothing is ever reloaded unasked.
 */
import { createEffect, createRoot, on, onCleanup } from 'solid-js';
import type { Workbox } from 'workbox-window';
import { words } from '../i18n/i18n.ts';
import { monotonicMs } from '../lib/timing.ts';
import type { AppState } from '../state/create-state.ts';

/** All of the app is fetched for later then, which is not to hold up its start. */
const afterStartMs = 1000;
const checkEveryMs = 3_600_000;
/** Not at once: the first seconds belong to the person, and Chromium was seen to lose a check made while the page still loads. */
const firstAskMs = 5000;
/** A look at a server that is under way ends within it, mostly. */
const quietMs = 1000;

export function watchUpdates(state: AppState): void {
  // The dev server has no service worker, and a plain-http origin may not have one.
  if (!import.meta.env.PROD || !window.isSecureContext || !('serviceWorker' in navigator)) return;
  setTimeout(() => void register(state), afterStartMs);
}

async function register(state: AppState): Promise<void> {
  const { Workbox } = await import('workbox-window');
  const worker = new Workbox('./sw.js');
  let isAccepted = false;
  /** The new build is in charge, by this tab's word or another's. */
  let isTaken = false;
  worker.addEventListener('waiting', () => {
    state.notices.show(words().app.notices.updateReady, {
      stayMs: 0,
      action: {
        label: words().app.notices.update,
        run: () => {
          isAccepted = true;
          if (isTaken) location.reload();
          else skipWhenIdle(state, worker);
        },
      },
    });
  });
  // A page that began without a worker is claimed by the first one, which is no update.
  let isControlled = navigator.serviceWorker.controller !== null;
  worker.addEventListener('controlling', () => {
    const isFirst = !isControlled;
    isControlled = true;
    if (isFirst) return;
    isTaken = true;
    if (isAccepted) location.reload();
    else {
      // Another tab agreed. Files of our build that were not loaded yet are gone from the cache.
      state.notices.show(words().app.notices.retired, {
        stayMs: 0,
        action: { label: words().app.reload, run: () => location.reload() },
      });
    }
  });
  try {
    await worker.register();
  } catch {
    return; // Blocked by the browser or served without the file: the app works, only not offline.
  }
  askNowAndThen(worker);
}

/** The service worker's part of a notification: some systems let no page show one by itself. */
export async function showByWorker(title: string, options: NotificationOptions): Promise<void> {
  const registration = await navigator.serviceWorker.ready;
  await registration.showNotification(title, options);
}

/**
 * Replies of every tab count: they live in the engine that the new build would retire. The engine is asked to be quiet
 * first: a request that wakes the old worker while it is being ended keeps it, and Chromium then hands over no sooner than
 * half a minute after the last request.
 */
function skipWhenIdle(state: AppState, worker: Workbox): void {
  if (state.turns.inFlight.length > 0) state.notices.show(words().app.notices.updateWaits);
  createRoot(() => {
    createEffect(
      on(
        () => state.turns.inFlight.length === 0,
        (isIdle) => {
          state.engine.hush(isIdle);
          if (!isIdle) return;
          const timer = setTimeout(() => worker.messageSkipWaiting(), quietMs);
          onCleanup(() => clearTimeout(timer));
        },
      ),
    );
  });
}

/** At the start, because a registration that is there already asks late or never; then when the page is looked at again. */
function askNowAndThen(worker: Workbox): void {
  let askedAtMs = monotonicMs();
  // No network, no update: the next look asks again.
  const ask = () => void worker.update().catch(() => undefined);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible') return;
    if (monotonicMs() - askedAtMs < checkEveryMs) return;
    askedAtMs = monotonicMs();
    ask();
  });
  if (navigator.serviceWorker.controller) setTimeout(ask, firstAskMs);
}
