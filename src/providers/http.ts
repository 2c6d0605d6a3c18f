/**
 * The one fetch. Every request to a model server goes out here: without cookies, referrer or cache, never along a
 * redirect (a key would be forwarded), with no header but the content type and the key unless a dialect names one.
 */
import { zoneOf } from '../domain/address.ts';
import { type Fault, FaultError } from '../domain/fault.ts';
import { readChunks, readEvents, readLines, readText } from '../lib/streams.ts';
import { createAlarm } from '../lib/timing.ts';
import { faultFromRefusal, sentence } from './http-fault.ts';
import { readBounded } from './read-bounded.ts';
import { createRedact, type Redact, redactPayload } from './redact.ts';

/** The part of an endpoint that a request needs; detection and diagnosis make one without a key. */
export type HttpTarget = {
  readonly connection: { readonly baseUrl: string };
  readonly authorize?: (headers: Headers) => void;
  /** Until the headers of a chat, where the person set it; 0 no limit. */
  readonly headersMs?: number;
  readonly idleMs?: number;
  readonly fetcher?: typeof fetch;
};

export type RequestOptions = {
  /** Default: POST with a body, else GET. */
  method?: string;
  json?: unknown;
  /** Sent as it is, from where it lies: a picked file never passes the memory. */
  blob?: Blob;
  headers?: Readonly<Record<string, string>>;
  /** Until the headers; `readJson`: until the body is read. Absent: no limit. */
  headersTimeoutMs?: number;
  /** `readJson`: more than this is not read. */
  limitBytes?: number;
  /** The model asked for: a 404 then means that it is missing. */
  model?: string;
  /** No stream is asked for: the headers come when the whole reply is there. */
  isWhole?: boolean;
  /** Only without a key: files of models lie behind redirects, at addresses made for one request. */
  follows?: boolean;
  /** Hears the head of an answer, also of a refusal, before anything of it is read. */
  onAnswer?: (answer: Pick<Response, 'status' | 'headers'>) => void;
};

/** The fetch of where we run. Never handed on as it is: as somebody's method it is an illegal invocation. */
export const ownFetch: typeof fetch = (input, init) => fetch(input, init);

export const catalogueTimeoutMs = 5_000;
export const requestTimeoutMs = 10_000;
const cloudTimeoutMs = 120_000;
const wholeReplyTimeoutMs = 600_000;
const errorLimitBytes = 65_536;

/** The response with its headers. Throws `FaultError` for a refusal or a failure, the signal's reason when stopped. */
export async function request(
  at: HttpTarget,
  path: string,
  options: RequestOptions,
  signal: AbortSignal,
): Promise<Response> {
  return await send(at, path, options, signal, async (response) => response);
}

/** The JSON body of an answer. Throws `not-a-model-server` for anything else with status 200. */
export async function readJson(
  at: HttpTarget,
  path: string,
  options: RequestOptions,
  signal: AbortSignal,
): Promise<unknown> {
  let text = '';
  let redact: Redact = (plain) => plain;
  try {
    text = await send(at, path, options, signal, async (response, cut) => {
      redact = cut;
      const { limitBytes } = options;
      return await readBounded(response, { url: at.connection.baseUrl, limitBytes }, signal);
    });
    // An error under a good status; a list, which may be large and is no error, passes as it is.
    return JSON.parse(
      /^\s*\{\s*"(error|errors|detail|message|msg)"/.test(text) ? redact(text) : text,
    );
  } catch (error) {
    const { fault } = error instanceof FaultError ? error : {};
    const lacksPath = fault?.kind === 'refused' && fault.status === 404;
    if (lacksPath || error instanceof SyntaxError) throw strangerAt(at, redact(text), error);
    throw error;
  }
}

/** Whether a request that failed with this before its first byte may go out once more. */
export function isRetryable(fault: Fault): boolean {
  switch (fault.kind) {
    case 'unreachable':
    case 'busy':
      return true;
    case 'server-error':
      return fault.status === 502 || fault.status === 504;
    default:
      return false;
  }
}

export type Stream = {
  /** The JSON texts of the body, one by one: lines, the data of events, or one whole body. Read once. */
  readonly payloads: AsyncIterable<string>;
};

/**
 * A chat's answer. A local server has no time-out before its headers (it loads a model), a cloud has. After them
 * silence of `idleMs` ends the stream with `idle`; a connection that breaks is `truncated`.
 */
export async function openStream(
  at: HttpTarget,
  path: string,
  options: RequestOptions,
  signal: AbortSignal,
): Promise<Stream> {
  const cloudMs = options.isWhole ? wholeReplyTimeoutMs : cloudTimeoutMs;
  const usualMs = zoneOf(at.connection.baseUrl) === 'outside' ? cloudMs : 0;
  const headersTimeoutMs = at.headersMs ?? usualMs;
  return await send(
    at,
    path,
    { headersTimeoutMs, ...options },
    signal,
    async (response, redact) => ({
      payloads: readRedacted(readPayloads(response, { at, redact }, signal), redact),
    }),
  );
}

/** Whether anything answers there at all, even if the page may not read it. May raise the permission prompt. */
export async function probeOpaque(
  baseUrl: string,
  fetcher: typeof fetch,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    // A redirect is an answer as well, and no-cors allows no other mode.
    await fetcher(`${baseUrl}/`, { ...plainInit, ...spaceInit(baseUrl), mode: 'no-cors', signal });
    return true;
  } catch {
    if (signal.aborted) throw signal.reason;
    return false;
  }
}

/**
 * Chromium lets an https page call an http server of the local network if told that it is one. Addresses and `.local`
 * names tell it by themselves; a wrong word makes the request fail, so nothing else is annotated.
 */
export function addressSpaceOf(baseUrl: string, pageProtocol: string): 'local' | undefined {
  const { protocol, hostname } = new URL(baseUrl);
  if (pageProtocol !== 'https:' || protocol !== 'http:') return undefined;
  const literal = /^[\d.]+$|^\[/.test(hostname) || hostname.endsWith('.local');
  return !literal && zoneOf(baseUrl) === 'network' ? 'local' : undefined;
}

const plainInit: RequestInit = {
  credentials: 'omit',
  cache: 'no-store',
  referrerPolicy: 'no-referrer',
};

async function send<Result>(
  at: HttpTarget,
  path: string,
  options: RequestOptions,
  signal: AbortSignal,
  read: (response: Response, redact: Redact) => Promise<Result>,
): Promise<Result> {
  const { baseUrl } = at.connection;
  const { json, blob, headersTimeoutMs } = options;
  const headers = new Headers(options.headers);
  if (json !== undefined) headers.set('content-type', 'application/json');
  if (blob) headers.set('content-type', 'application/octet-stream');
  const before = new Headers(headers);
  authorize(at, headers);
  const redact = createRedact(headers, before);
  const late = new AbortController();
  const alarm = headersTimeoutMs ? createAlarm(headersTimeoutMs, () => late.abort()) : undefined;
  const { fetcher = ownFetch } = at;
  try {
    const response = await fetcher(`${baseUrl}${path}`, {
      ...plainInit,
      ...spaceInit(baseUrl),
      method: options.method ?? (json === undefined && !blob ? 'GET' : 'POST'),
      headers,
      redirect: options.follows && !at.authorize ? 'follow' : 'error',
      signal: AbortSignal.any([signal, late.signal]),
      ...(blob ? { body: blob } : {}),
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    options.onAnswer?.(response);
    if (!response.ok) {
      const { model } = options;
      throw await refusalOf(response, { at, model, redact }, signal);
    }
    return await read(response, redact);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof FaultError) throw error;
    if (late.signal.aborted)
      throw new FaultError({ kind: 'no-answer', waitedMs: headersTimeoutMs ?? 0 });
    throw new FaultError({ kind: 'unreachable', url: baseUrl }, { cause: error });
  } finally {
    alarm?.clear();
  }
}

/** For what the doctor asks by itself, beside `request`: as every request goes out, without a key. */
export function unsignedInit(baseUrl: string): RequestInit {
  return { ...plainInit, ...spaceInit(baseUrl) };
}

function spaceInit(baseUrl: string): RequestInit {
  const space = addressSpaceOf(baseUrl, globalThis.location?.protocol ?? '');
  return space ? { targetAddressSpace: space } : {};
}

/** A value that no header can carry is named by the browser in its own error, whole: that one must not go on. */
function authorize(at: HttpTarget, headers: Headers): void {
  try {
    at.authorize?.(headers);
  } catch (error) {
    if (error instanceof FaultError) throw error;
    throw new FaultError({ kind: 'unexpected', message: 'a key or secret header cannot be sent' });
  }
}

async function refusalOf(
  response: Response,
  asked: { at: HttpTarget; model: string | undefined; redact: Redact },
  signal: AbortSignal,
): Promise<FaultError> {
  const { at, model, redact } = asked;
  let body = '';
  // A chat has no limit of its own, and a server that refused has said enough.
  const late = new AbortController();
  const alarm = createAlarm(requestTimeoutMs, () => late.abort());
  try {
    if (response.body) {
      const patience = AbortSignal.any([signal, late.signal]);
      for await (const text of readText(readChunks(response.body, patience))) {
        body += text;
        if (body.length > errorLimitBytes) break;
      }
    }
  } catch (error) {
    if (signal.aborted) throw error;
    body = '';
  } finally {
    alarm.clear();
  }
  return new FaultError(
    faultFromRefusal({
      status: response.status,
      // Some servers repeat the key they refuse.
      body: redact(body),
      url: at.connection.baseUrl,
      retryAfter: response.headers.get('retry-after'),
      ...(model === undefined ? {} : { model }),
    }),
  );
}

async function* readWatched(
  body: ReadableStream<Uint8Array>,
  idleMs: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  const idle = new AbortController();
  const alarm =
    idleMs > 0
      ? createAlarm(idleMs, () => idle.abort(new FaultError({ kind: 'idle', idleMs })))
      : undefined;
  try {
    yield* readChunks(body, AbortSignal.any([signal, idle.signal]), alarm?.reset);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (idle.signal.aborted) throw idle.signal.reason;
    throw new FaultError({ kind: 'truncated' }, { cause: error });
  } finally {
    alarm?.clear();
  }
}

/** What a body is, is told by its first letter and its type together: either alone is wrong too often. */
async function* readPayloads(
  response: Response,
  { at, redact }: { at: HttpTarget; redact: Redact },
  signal: AbortSignal,
): AsyncGenerator<string, void> {
  if (!response.body) return;
  const texts = readText(readWatched(response.body, at.idleMs ?? 0, signal));
  try {
    let head = '';
    while (head.trim() === '') {
      const next = await texts.next();
      if (next.done) return;
      head += next.value;
    }
    const first = head.trimStart()[0];
    const type = response.headers.get('content-type') ?? '';
    if (first === '<') {
      for await (const text of texts) {
        if (head.length > 4096) break;
        head += text;
      }
      throw strangerAt(at, redact(head));
    }
    const looksJson = first === '{' || first === '[';
    while (looksJson && !head.includes('\n')) {
      const next = await texts.next();
      if (next.done) break;
      head += next.value;
    }
    const all = joined(head, texts);
    // One error over many lines comes under any type: its first line is no JSON by itself.
    const isWhole = type.includes('application/json') || /^\s*[[{\s]+\n/.test(head);
    if (looksJson && isWhole) yield* readWhole(all);
    else if (looksJson || /ndjson|jsonl/.test(type)) yield* readLines(all);
    else yield* readEventPayloads(all);
  } finally {
    await texts.return();
  }
}

function strangerAt(at: HttpTarget, text: string, cause?: unknown): FaultError {
  const found = sentence(text).slice(0, 80);
  const { baseUrl: url } = at.connection;
  return new FaultError(
    { kind: 'not-a-model-server', url, ...(found === '' ? {} : { found }) },
    { cause },
  );
}

async function* readRedacted(
  payloads: AsyncIterable<string>,
  redact: Redact,
): AsyncGenerator<string, void> {
  for await (const payload of payloads) yield redactPayload(payload, redact);
}

async function* joined(head: string, rest: AsyncIterable<string>): AsyncGenerator<string, void> {
  yield head;
  yield* rest;
}

async function* readEventPayloads(texts: AsyncIterable<string>): AsyncGenerator<string, void> {
  for await (const { name, data } of readEvents(texts)) {
    // Some servers name the event `error` and send the bare error object.
    if (name === 'error' && !data.includes('"error"')) yield `{"error":${asJson(data)}}`;
    else if (data !== '') yield data;
  }
}

function asJson(text: string): string {
  return text.startsWith('{') ? text : JSON.stringify(text);
}

/** One JSON body, though perhaps lines under a wrong content type. */
async function* readWhole(texts: AsyncIterable<string>): AsyncGenerator<string, void> {
  let whole = '';
  for await (const text of texts) whole += text;
  try {
    JSON.parse(whole);
    yield whole;
  } catch {
    for (const line of whole.split('\n')) if (line.trim() !== '') yield line;
  }
}
