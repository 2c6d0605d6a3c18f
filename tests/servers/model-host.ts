/*
 * A host of model files that pages may read: with ranges or without, and able to break off in the middle of an answer.
 */
import type { Buffer } from 'node:buffer';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export type Sent = {
  readonly bytes: Buffer;
  /** The connection is cut after so many bytes of this answer. */
  readonly cutAfter?: number | undefined;
  readonly noRanges?: boolean;
};

export type ModelHost = {
  readonly url: string;
  /** The ranges that were asked for, in their order; empty where there was none. */
  readonly ranges: readonly string[];
  /** Cuts the next answer. */
  cut(afterBytes: number): void;
  close(): Promise<void>;
};

/** Serves one file at any path that ends in `.gguf`. */
export async function startModelHost(
  bytes: Buffer,
  options: { noRanges?: boolean } = {},
): Promise<ModelHost> {
  const ranges: string[] = [];
  let cutAfter: number | undefined;
  const http = createServer((request, response) => {
    if (!/\.gguf(?:\?|$)/.test(request.url ?? '')) {
      response.writeHead(404).end();
      return;
    }
    if (request.method === 'GET') ranges.push(request.headers.range ?? '');
    const cut = request.method === 'GET' ? cutAfter : undefined;
    if (cut !== undefined) cutAfter = undefined;
    sendFile(request, response, { bytes, cutAfter: cut, ...options });
  });
  const port = await new Promise<number>((resolve) => {
    http.listen(0, '127.0.0.1', () => {
      const address = http.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    ranges,
    cut: (afterBytes) => {
      cutAfter = afterBytes;
    },
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
}

export function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  { bytes, cutAfter, noRanges = false }: Sent,
): void {
  const wanted = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
  const from = wanted === undefined || noRanges ? 0 : Number(wanted);
  const part = bytes.subarray(from);
  response.writeHead(from > 0 ? 206 : 200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': part.length,
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'Content-Range, ETag',
    ETag: '"one"',
    ...(from > 0 ? { 'Content-Range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {}),
  });
  if (request.method === 'HEAD') response.end();
  else if (cutAfter === undefined) response.end(part);
  else {
    response.write(part.subarray(0, cutAfter));
    // A browser drops what it has not handed out yet when the connection breaks.
    setTimeout(() => response.destroy(), 1500);
  }
}
