/*
 * A fetch that keeps to a browser's rules of cross-origin requests, as a page of one origin would meet them: preflight,
 * allowed headers, unreadable answers, redirects. Every refusal is the same bare error. For tests outside a browser.
 */
import { type IncomingMessage, request } from 'node:http';
import { Readable } from 'node:stream';

/** Headers that need no preflight; `content-type` does for anything but a form or plain text. */
const simpleHeaders = new Set(['accept', 'accept-language', 'content-language']);

export function browserFetch(pageOrigin: string): typeof fetch {
  return async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input);
    const { method = 'GET', mode = 'cors', redirect = 'follow', signal, body } = init;
    const headers = new Headers(init.headers);
    const ask = { url, signal: signal ?? undefined, origin: pageOrigin };
    try {
      if (mode === 'no-cors') {
        const answer = await send({ ...ask, method, headers });
        answer.destroy();
        return Response.error();
      }
      const wanted = [...headers].filter((each) => needsPreflight(each)).map(([name]) => name);
      if (wanted.length > 0) await preflight(ask, method, wanted);
      const answer = await send({ ...ask, method, headers, body: String(body ?? '') });
      const isRedirect = [301, 302, 303, 307, 308].includes(answer.statusCode ?? 0);
      if (!isOpen(answer, pageOrigin) || (isRedirect && redirect === 'error')) {
        answer.destroy();
        throw failed();
      }
      return await toResponse(answer);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw error instanceof TypeError ? error : failed();
    }
  };
}

type Ask = { url: string; signal: AbortSignal | undefined; origin: string };

async function preflight(ask: Ask, method: string, wanted: readonly string[]): Promise<void> {
  const headers = new Headers({
    'access-control-request-method': method,
    'access-control-request-headers': wanted.join(','),
  });
  const answer = await send({ ...ask, method: 'OPTIONS', headers });
  answer.destroy();
  const status = answer.statusCode ?? 0;
  const allowed = String(answer.headers['access-control-allow-headers'] ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  const passes = (name: string) =>
    allowed.includes(name) || (allowed.includes('*') && name !== 'authorization');
  if (status < 200 || status > 299 || !isOpen(answer, ask.origin) || !wanted.every(passes)) {
    throw failed();
  }
}

function send(
  ask: Ask & { method: string; headers: Headers; body?: string },
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { ...Object.fromEntries(ask.headers), origin: ask.origin };
    const { method, signal } = ask;
    const sent = request(ask.url, { method, headers, ...(signal ? { signal } : {}) }, resolve);
    sent.on('error', reject);
    sent.end(ask.body === '' ? undefined : ask.body);
  });
}

function needsPreflight([name, value]: [string, string]): boolean {
  if (name === 'content-type') return !/^(text\/plain|multipart|application\/x-www)/.test(value);
  return !simpleHeaders.has(name);
}

function isOpen({ headers }: IncomingMessage, origin: string): boolean {
  const allowed = headers['access-control-allow-origin'];
  return allowed === '*' || allowed === origin;
}

function toResponse(answer: IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) headers.set(name, String(value));
  const status = answer.statusCode ?? 500;
  if ([204, 304].includes(status)) return new Response(null, { status, headers });
  const body = Readable.toWeb(answer) as ReadableStream<Uint8Array>;
  return new Response(body, { status, headers });
}

function failed(): TypeError {
  return new TypeError('Failed to fetch');
}
