/* Uploads to the scripted Ollama. A body is hashed as it comes and never kept: many gigabytes are no matter. */
import { createHash } from 'node:crypto';
import { fail } from './ollama-json.ts';
import type { OllamaStore } from './ollama-store.ts';
import { type Exchange, sendBody } from './wire.ts';

const headBytes = 64;

export function isBlobPath(path: string): boolean {
  return path.startsWith('/api/blobs/');
}

export async function answerBlob(exchange: Exchange, store: OllamaStore): Promise<void> {
  const { method, url } = exchange;
  const digest = decodeURIComponent(url.pathname.slice('/api/blobs/'.length));
  const isDigest = /^sha256[:-][0-9a-f]{64}$/i.test(digest);
  if (method === 'HEAD') {
    if (!isDigest) return fail(exchange, 400, 'invalid digest format');
    if (!store.blob(digest)) return fail(exchange, 404, `blob ${JSON.stringify(digest)} not found`);
    return sendBody(exchange, 200, {}, '');
  }
  if (method !== 'POST') {
    return sendBody(exchange, 405, { 'Content-Type': 'text/plain' }, '405 method not allowed');
  }
  if (!isDigest) return fail(exchange, 400, 'invalid digest format');
  if (store.blob(digest)) return sendBody(exchange, 200, {}, '');
  const received = await receive(exchange);
  if (received === undefined) return;
  if (received === 'disk-full') {
    const path = '/root/.ollama/models/blobs/sha256-2145722392';
    return fail(exchange, 500, `write ${path}: no space left on device`);
  }
  // It is kept under the digest that it has, whatever it was announced as.
  store.addBlob(received.digest, received.blob);
  if (received.digest !== digest) {
    const [wanted, got] = [digest, received.digest].map((each) => JSON.stringify(each));
    return fail(exchange, 400, `digest mismatch, expected ${wanted}, got ${got}`);
  }
  return sendBody(exchange, 201, {}, '');
}

/** Undefined: the client hung up before the end, and nothing is kept. */
async function receive({ request, record, faults, signal }: Exchange) {
  if (!request) return undefined;
  const hash = createHash('sha256');
  let head = Buffer.alloc(0);
  let sizeBytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      record.bytesReceived = sizeBytes;
      if (head.length < headBytes) head = Buffer.concat([head, chunk]).subarray(0, headBytes);
      const { diskFull } = faults.transfer ?? {};
      if (diskFull && sizeBytes >= diskFull.atByte) return 'disk-full' as const;
    }
  } catch {
    return undefined;
  }
  if (signal.aborted || !request.complete) return undefined;
  // A copy: the head must not hold the whole chunk it came in.
  return { digest: `sha256:${hash.digest('hex')}`, blob: { sizeBytes, head: Buffer.from(head) } };
}
