/**
 * The wish to be cut off from other windows, which browsers ask for before they give a page several processor cores. Kept
 * where the service worker can read it, since that adds the headers: in a cache of its own, named after our folder.
 */

/** The same name as in `sw.ts`. */
function openChoices(): Promise<Cache> {
  const folder = new URL(document.baseURI).pathname.replace(/[^/]*$/, '');
  return caches.open(`llantern-choices-${folder}`);
}

/** The name under which the wish is kept; no such address exists. */
const wish = 'isolated';

/** Only a page that a service worker may serve can have it. */
export function canIsolate(): boolean {
  return globalThis.isSecureContext && 'serviceWorker' in navigator && typeof caches === 'object';
}

export async function readIsolation(): Promise<boolean> {
  return canIsolate() && (await (await openChoices()).match(wish)) !== undefined;
}

let byHost: Promise<boolean> | undefined;

/**
 * Whether this page is cut off without a wish of ours. Asked once in the life of a page: a wish that is taken back after it
 * was loaded says nothing about how it was loaded.
 */
export function isIsolatedByHost(): Promise<boolean> {
  byHost ??= readIsolation().then((isWanted) => globalThis.crossOriginIsolated && !isWanted);
  return byHost;
}

/** Takes effect when the page is loaded anew. */
export async function chooseIsolation(isWanted: boolean): Promise<void> {
  if (!canIsolate()) return;
  const choices = await openChoices();
  if (isWanted) await choices.put(wish, new Response('yes'));
  else await choices.delete(wish);
}
