/**
 * The SHA-256 of a file of any size, read piece by piece: never more than one piece is in memory. By WASM where it runs,
 * else by our own code.
 */
import { createSHA256 } from 'hash-wasm';
import { createSha256, type Sha256 } from './sha256.ts';

export type BlobHashOptions = {
  readonly pieceBytes?: number;
  readonly onProgress?: (doneBytes: number) => void;
  /** Awaited between two pieces: where a thread must also do other things. */
  readonly rest?: () => Promise<void>;
};

export const usualPieceBytes = 4_194_304;

/** 64 hex digits. Rejects with the signal's reason, or with what the browser says where the file cannot be read. */
export async function hashBlob(
  blob: Blob,
  options: BlobHashOptions,
  signal: AbortSignal,
): Promise<string> {
  const { pieceBytes = usualPieceBytes, onProgress, rest } = options;
  const hash = await createHash();
  for (let at = 0; at < blob.size; at += pieceBytes) {
    signal.throwIfAborted();
    const to = Math.min(blob.size, at + pieceBytes);
    hash.update(new Uint8Array(await blob.slice(at, to).arrayBuffer()));
    onProgress?.(to);
    await rest?.();
  }
  signal.throwIfAborted();
  return hash.digest();
}

async function createHash(): Promise<Sha256> {
  try {
    const hash = await createSHA256();
    hash.init();
    return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('hex') };
  } catch {
    return createSha256(); // a policy or a locked-down device forbids WASM
  }
}
