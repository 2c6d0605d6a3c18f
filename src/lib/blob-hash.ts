/**
 * The SHA-256 of a file of any size, read piece by piece: never more than one piece is in memory. By WASM where it runs,
 * else by our own code.
 */
import { createSHA256 } from 'hash-wasm';
import { createSha256, type Sha256 } from './sha256.ts';

export type BlobHashOptions = {
  /** The longest piece; a browser may give shorter ones. */
  readonly pieceBytes?: number;
  readonly onProgress?: (doneBytes: number) => void;
  /** Awaited between two pieces: where a thread must also do other things. */
  readonly rest?: () => Promise<void>;
};

export const usualPieceBytes = 4_194_304;
/** No stream is opened on more: how far a browser reads ahead of what was asked for is its own affair. */
const streamBytes = 33_554_432;

/** 64 hex digits. Rejects with the signal's reason, or with what the browser says where the file cannot be read. */
export async function hashBlob(
  blob: Blob,
  options: BlobHashOptions,
  signal: AbortSignal,
): Promise<string> {
  const { pieceBytes = usualPieceBytes, onProgress, rest } = options;
  const hash = await createHash();
  signal.throwIfAborted();
  let doneBytes = 0;
  for await (const piece of piecesOf(blob, pieceBytes)) {
    hash.update(piece);
    doneBytes += piece.length;
    onProgress?.(doneBytes);
    await rest?.();
    signal.throwIfAborted();
  }
  if (doneBytes !== blob.size) throw new Error(`only ${doneBytes} of ${blob.size} bytes were read`);
  return hash.digest();
}

/** A piece is good until the next one is asked for. Throws what the browser says where the file cannot be read. */
export function piecesOf(
  blob: Blob,
  pieceBytes: number = usualPieceBytes,
): AsyncIterable<Uint8Array> {
  return fillsMemory(blob) ? piecesInPlace(blob, pieceBytes) : slicesOf(blob, pieceBytes);
}

/** Tried on none of its bytes: a stream that cannot do it may read the whole file meanwhile. */
function fillsMemory(blob: Blob): boolean {
  try {
    void blob.slice(0, 0).stream().getReader({ mode: 'byob' }).cancel();
    return true;
  } catch {
    return false;
  }
}

/** All in the same memory. Fresh pieces wait for the garbage collector, in Chromium until they are some 250 MB. */
async function* piecesInPlace(blob: Blob, pieceBytes: number): AsyncGenerator<Uint8Array> {
  const length = Math.min(pieceBytes, blob.size);
  let memory = new ArrayBuffer(length);
  for (let at = 0; at < blob.size; at += streamBytes) {
    const to = Math.min(blob.size, at + streamBytes);
    const reader = blob.slice(at, to).stream().getReader({ mode: 'byob' });
    try {
      for (;;) {
        const { done, value } = await reader.read(new Uint8Array(memory));
        // It was lent, and comes back as the piece's own.
        memory = value?.buffer ?? new ArrayBuffer(length);
        if (done) break;
        yield value;
      }
    } finally {
      // Left before its end, it would read on. Where it has failed, that has been told.
      await reader.cancel().catch(() => undefined);
    }
  }
}

async function* slicesOf(blob: Blob, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < blob.size; at += pieceBytes) {
    const slice = blob.slice(at, Math.min(blob.size, at + pieceBytes));
    yield new Uint8Array(await slice.arrayBuffer());
  }
}

/** For bytes that come by and by. */
export async function createHash(): Promise<Sha256> {
  try {
    const hash = await createSHA256();
    hash.init();
    return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('hex') };
  } catch {
    return createSha256(); // a policy or a locked-down device forbids WASM
  }
}
