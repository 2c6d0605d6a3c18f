/**
 * Files of this app that are too large to fetch before they are wanted: kept from the first use on, in the cache that the
 * service worker answers from. A page that it does not control yet puts them there by itself.
 */
import { FaultError } from '../domain/fault.ts';

/** The same name as in `sw.ts`. */
function openCache(): Promise<Cache | undefined> {
  const folder = new URL('.', globalThis.location.href).pathname;
  // A private mode or a plain-http origin has none; then nothing is kept.
  if (typeof caches === 'undefined') return Promise.resolve(undefined);
  return caches.open(`llantern-kept-${folder}`).catch(() => undefined);
}

/** Sees to it that it is kept, without reading what is kept already. */
export async function keepFile(url: string): Promise<void> {
  const cache = await openCache();
  if (!(await cache?.match(url))) await keptFile(url);
}

/** Throws `browser-lacks` where it is neither kept nor to be had. */
export async function keptFile(
  url: string,
  onFraction: (fraction: number) => void = () => undefined,
): Promise<Blob> {
  const cache = await openCache();
  const kept = await cache?.match(url);
  if (kept) return await kept.blob();
  const response = await fetch(url).catch(() => undefined);
  if (!response?.ok) {
    throw new FaultError({ kind: 'browser-lacks', what: 'page-models', reason: 'not-kept' });
  }
  const blob = await readBlob(response, onFraction);
  // No room for it: then it is fetched again the next time.
  await cache
    ?.put(url, new Response(blob, { headers: { 'content-type': blob.type } }))
    .catch(() => undefined);
  return blob;
}

async function readBlob(response: Response, onFraction: (fraction: number) => void): Promise<Blob> {
  const total = Number(response.headers.get('content-length'));
  const type = response.headers.get('content-type') ?? '';
  const reader = response.body?.getReader();
  if (!reader) return await response.blob();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  for (;;) {
    const { value, done: isOver } = await reader.read();
    if (isOver) return new Blob(pieces, { type });
    pieces.push(value);
    done += value.length;
    // A compressed answer is longer than its length says.
    if (total > 0 && done <= total) onFraction(done / total);
  }
}
