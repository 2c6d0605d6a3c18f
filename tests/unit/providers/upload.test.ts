// A file on its way out, told by how much of it is.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Fault, faultFrom } from '../../../src/domain/fault.ts';
import type { HttpTarget } from '../../../src/providers/http.ts';
import { sendBlob } from '../../../src/providers/upload.ts';
import { never } from './maker.ts';

type Sent = { url: string; headers: Record<string, string>; body: unknown };

/** What a browser has for this, answering when told to. */
class ScriptedExchange {
  static all: ScriptedExchange[] = [];
  readonly upload: { onprogress?: (event: { loaded: number }) => void } = {};
  readonly sent: Sent = { url: '', headers: {}, body: undefined };
  onloadend?: () => void;
  status = 0;
  responseText = '';
  responseURL = '';
  constructor() {
    ScriptedExchange.all.push(this);
  }
  open(_method: string, url: string): void {
    this.sent.url = url;
    this.responseURL = url;
  }
  setRequestHeader(name: string, value: string): void {
    this.sent.headers[name] = value;
  }
  getResponseHeader(): null {
    return null;
  }
  send(body: unknown): void {
    this.sent.body = body;
  }
  abort(): void {
    this.end(0, '');
  }
  end(status: number, text: string): void {
    this.status = status;
    this.responseText = text;
    this.onloadend?.();
  }
}

afterEach(() => {
  ScriptedExchange.all = [];
  vi.unstubAllGlobals();
});

const blob = new Blob(['GGUF']);
const at: HttpTarget = { connection: { baseUrl: 'http://box:11434' } };

function begin(
  target: HttpTarget = at,
  signal = never,
): { done: Promise<Fault | undefined>; exchange: ScriptedExchange | undefined; seen: number[] } {
  vi.stubGlobal('XMLHttpRequest', ScriptedExchange);
  const seen: number[] = [];
  const done = sendBlob(target, '/x', blob, signal, (bytes) => seen.push(bytes)).then(
    () => undefined,
    faultFrom,
  );
  return { done, exchange: ScriptedExchange.all[0], seen };
}

describe('an upload', () => {
  test('that was sent on to another address has not arrived', async () => {
    const { done, exchange } = begin();
    if (exchange) exchange.responseURL = 'http://elsewhere:1/x';
    exchange?.end(201, '');
    expect(await done).toEqual({ kind: 'redirected', url: 'http://box:11434' });
  });

  test('tells how much is out, and is done when the server says so', async () => {
    const { done, exchange, seen } = begin();
    exchange?.upload.onprogress?.({ loaded: 2 });
    exchange?.upload.onprogress?.({ loaded: 4 });
    exchange?.end(201, '');
    expect(await done).toBeUndefined();
    expect(seen).toEqual([2, 4]);
    expect(exchange?.sent).toEqual({
      url: 'http://box:11434/x',
      headers: { 'content-type': 'application/octet-stream' },
      body: blob,
    });
  });

  test.each<[number, string, Fault]>([
    [0, '', { kind: 'unreachable', url: 'http://box:11434' }],
    [
      400,
      '{"error":"digest mismatch"}',
      { kind: 'refused', status: 400, message: 'digest mismatch' },
    ],
    [500, '{"error":"disk"}', { kind: 'server-error', status: 500, message: 'disk' }],
  ])('that ends with status %d has failed', async (status, text, fault) => {
    const { done, exchange } = begin();
    exchange?.end(status, text);
    expect(await done).toEqual(fault);
  });

  test('is stopped by its signal, before and while it goes out', async () => {
    const stop = new AbortController();
    const { done, exchange } = begin(at, stop.signal);
    stop.abort(new Error('cancelled'));
    expect(await done).toMatchObject({ kind: 'unexpected', message: 'Error cancelled' });
    expect(exchange?.status).toBe(0);
    const late = begin(at, stop.signal);
    expect(await late.done).toMatchObject({ message: 'Error cancelled' });
    expect(ScriptedExchange.all).toHaveLength(1);
  });

  test.each<[string, Partial<HttpTarget>]>([
    ['a key', { authorize: (headers) => headers.set('authorization', 'Bearer x') }],
    ['the fetch of a page', {}],
  ])('with %s goes the usual way, without progress', async (_name, change) => {
    const fetcher = vi.fn<typeof fetch>(async () => new Response(null, { status: 201 }));
    const lent = 'authorize' in change ? {} : { fetcher };
    vi.stubGlobal('fetch', fetcher);
    const { done, exchange, seen } = begin({ ...at, ...change, ...lent });
    expect(await done).toBeUndefined();
    expect(exchange).toBeUndefined();
    expect(seen).toEqual([]);
    expect(fetcher).toHaveBeenCalledOnce();
    expect(fetcher.mock.calls[0]?.[1]).toMatchObject({ body: blob, redirect: 'error' });
  });
});
