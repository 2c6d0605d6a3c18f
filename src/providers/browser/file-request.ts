/**
 * Requests for a file of a model at any address: without a key, along redirects, and from where an earlier one ended.
 * `If-Range` would cost a preflight that file hosts do not answer, so what came back is compared here instead: its ETag
 * or date, and its size, as far as a page may read them.
 */
import { FaultError } from '../../domain/fault.ts';
import { withoutGaps } from '../../lib/without-gaps.ts';
import { type HttpTarget, ownFetch, probeOpaque, request } from '../http.ts';

export type FileAnswer = {
  readonly body: ReadableStream<Uint8Array>;
  /** Where its bytes begin in the file. */
  readonly from: number;
  /** Of the whole file, where it is told. */
  readonly totalBytes?: number;
  readonly mark?: string;
};

type Fetcher = typeof fetch | undefined;

const headersTimeoutMs = 60_000;

/** Of the whole file; `undefined` where its server does not say so before it is fetched. Throws `source-refused`. */
export async function askSize(
  url: string,
  fetcher: Fetcher,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { at, path } = targetOf(url, fetcher);
  try {
    const options = { method: 'HEAD', follows: true, headersTimeoutMs };
    const { headers } = await request(at, path, options, signal);
    return numberIn(headers.get('content-length'));
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    const { fault } = error;
    if (fault.kind === 'refused' && (fault.status === 404 || fault.status === 410)) {
      throw new FaultError({ kind: 'source-refused', url: bare(url), reason: 'absent' });
    }
    // Some addresses are signed for GET alone; and whether nothing answers, the next request tells.
    return undefined;
  }
}

/** `undefined`: there is nothing behind what is here. Throws `source-refused`, and what `request` throws. */
export async function askFile(
  url: string,
  haveBytes: number,
  fetcher: Fetcher,
  signal: AbortSignal,
): Promise<FileAnswer | undefined> {
  const { at, path } = targetOf(url, fetcher);
  // A single range that is open at its end needs no preflight.
  const headers = haveBytes > 0 ? { range: `bytes=${haveBytes}-` } : {};
  try {
    const options = { headers, follows: true, headersTimeoutMs };
    return answerFrom(await request(at, path, options, signal), haveBytes);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    const { fault } = error;
    if (fault.kind === 'refused' && fault.status === 416) return undefined;
    if (fault.kind === 'refused' && (fault.status === 404 || fault.status === 410)) {
      throw refusal(url, 'absent');
    }
    if (fault.kind === 'key-wanted') throw refusal(url, 'terms');
    // Only the first request tells it apart from a line that is down: later ones were answered before.
    const isUnheard = fault.kind === 'unreachable' && haveBytes === 0;
    if (isUnheard && (await probeOpaque(new URL(url).origin, fetcher ?? ownFetch, signal))) {
      throw refusal(url, 'cors');
    }
    throw error;
  }
}

function answerFrom(response: Response, haveBytes: number): FileAnswer {
  const { status, headers, body } = response;
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
  const from = status === 206 ? Number(range?.[1] ?? haveBytes) : 0;
  const length = numberIn(headers.get('content-length'));
  const whole = range ? numberIn(range[2]) : length === undefined ? undefined : from + length;
  const mark = headers.get('etag') ?? headers.get('last-modified') ?? undefined;
  return {
    body: body ?? new ReadableStream({ start: (controller) => controller.close() }),
    from,
    ...withoutGaps({ totalBytes: whole, mark: mark?.slice(0, 300) }),
  };
}

function targetOf(url: string, fetcher: Fetcher): { at: HttpTarget; path: string } {
  const { origin, pathname, search } = new URL(url);
  const at = { connection: { baseUrl: origin }, ...(fetcher ? { fetcher } : {}) };
  return { at, path: `${pathname}${search}` };
}

function refusal(url: string, reason: 'cors' | 'terms' | 'absent'): FaultError {
  return new FaultError({ kind: 'source-refused', url: bare(url), reason });
}

/** A query may hold a signature. */
function bare(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

function numberIn(text: string | null | undefined): number | undefined {
  const number = text ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}
