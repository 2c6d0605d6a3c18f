/** Web Locks as the engine uses them: a page's life, and places in a server's line that all engines share. */
import { names } from './protocol.ts';

/** Resolves when the page is gone: its lock is free. */
export async function whenPageGone(pageId: string, signal: AbortSignal): Promise<void> {
  await navigator.locks.request(`${names.pagePrefix}${pageId}`, { signal }, () => undefined);
}

/** Takes one of `limit` places at an origin, waiting for the first that is free. Gives the release. */
export async function takeSharedPlace(
  origin: string,
  limit: number,
  signal: AbortSignal,
): Promise<() => void> {
  const settled = new AbortController();
  const one = AbortSignal.any([signal, settled.signal]);
  return await new Promise((resolve, reject) => {
    let taken = false;
    const waits = Array.from({ length: limit }, (_, place) =>
      navigator.locks.request(`${names.slotPrefix}${origin}#${place}`, { signal: one }, () => {
        if (taken) return undefined;
        taken = true;
        return new Promise<void>((release) => {
          resolve(() => release());
          settled.abort();
        });
      }),
    );
    // The places not taken end aborted; only when all of them do was the wait itself given up.
    void Promise.allSettled(waits).then(() => {
      if (!taken) reject(signal.reason);
    });
  });
}
