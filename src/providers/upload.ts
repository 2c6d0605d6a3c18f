/**
 * A file sent with its progress, which `fetch` does not tell. The older way to ask follows redirects and knows no address
 * spaces, so only what carries no key goes by it, to another origin, by our own hands; all else goes without progress.
 */
import { FaultError } from '../domain/fault.ts';
import { addressSpaceOf, type HttpTarget, request } from './http.ts';
import { faultFromRefusal } from './http-fault.ts';

/** An answer to an upload is a line or two. */
const answerLimitBytes = 65_536;

/** Throws as `request` does. No limit: a server may hash for long after the last byte. */
export async function sendBlob(
  at: HttpTarget,
  path: string,
  blob: Blob,
  signal: AbortSignal,
  onSent?: (sentBytes: number) => void,
): Promise<void> {
  if (onSent && mayBeWatched(at)) await sendWatched(at, path, { blob, onSent }, signal);
  else await request(at, path, { blob }, signal);
}

function mayBeWatched({ connection: { baseUrl }, authorize, fetcher }: HttpTarget): boolean {
  if (fetcher || typeof XMLHttpRequest === 'undefined') return false;
  const { location } = globalThis;
  if (new URL(baseUrl).origin === location?.origin) return false;
  if (addressSpaceOf(baseUrl, location?.protocol ?? '') !== undefined) return false;
  const headers = new Headers();
  authorize?.(headers);
  return [...headers].length === 0;
}

function sendWatched(
  { connection: { baseUrl } }: HttpTarget,
  path: string,
  { blob, onSent }: { blob: Blob; onSent: (sentBytes: number) => void },
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const exchange = new XMLHttpRequest();
    const stop = (): void => exchange.abort();
    signal.addEventListener('abort', stop, { once: true });
    exchange.onprogress = ({ loaded }) => {
      if (loaded > answerLimitBytes) exchange.abort();
    };
    exchange.upload.onprogress = ({ loaded }) => onSent(loaded);
    exchange.onloadend = () => {
      signal.removeEventListener('abort', stop);
      const { status, responseText: body } = exchange;
      if (signal.aborted) reject(signal.reason);
      else if (status === 0) reject(new FaultError({ kind: 'unreachable', url: baseUrl }));
      // Sent along a redirect it has arrived nowhere that was asked for.
      else if (exchange.responseURL !== '' && exchange.responseURL !== `${baseUrl}${path}`)
        reject(new FaultError({ kind: 'redirected', url: baseUrl }));
      else if (status < 400) resolve();
      else {
        const retryAfter = exchange.getResponseHeader('retry-after');
        reject(new FaultError(faultFromRefusal({ status, body, url: baseUrl, retryAfter })));
      }
    };
    exchange.open('POST', `${baseUrl}${path}`);
    exchange.setRequestHeader('content-type', 'application/octet-stream');
    exchange.send(blob);
  });
}
