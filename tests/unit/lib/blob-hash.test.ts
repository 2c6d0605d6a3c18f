import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { hashBlob, usualPieceBytes } from '../../../src/lib/blob-hash.ts';
import { createSha256 } from '../../../src/lib/sha256.ts';

vi.setConfig({ testTimeout: 300_000 });

const never = new AbortController().signal;
const noisy = (length: number) =>
  Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 7)) & 255);
const nodes = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A file of zeros of which only the pieces that are read exist, all in the same memory. */
function aSparseBlob(size: number) {
  const zeros = new ArrayBuffer(usualPieceBytes);
  const seen = { most: 0, bytes: 0 };
  const slice = (from: number, to: number) => {
    seen.most = Math.max(seen.most, to - from);
    seen.bytes += to - from;
    const length = to - from;
    return {
      arrayBuffer: async () => (length === zeros.byteLength ? zeros : zeros.slice(0, length)),
    };
  };
  return { blob: { size, slice } as unknown as Blob, seen }; // the part of a file that hashing needs
}

/** One that fills the memory it is handed. `memories`: how many there were; `left`: streams that were not read out. */
function aStreamedBlob(size: number, fails?: { readonly atByte: number }) {
  const known = new WeakSet<ArrayBuffer>();
  const seen = { longestStream: 0, bytes: 0, memories: 0, left: 0 };
  const read = async (view: Uint8Array<ArrayBuffer>, length: number) => {
    if (fails && seen.bytes >= fails.atByte) throw new Error('it was changed');
    if (!known.has(view.buffer)) seen.memories += 1;
    known.add(view.buffer);
    seen.bytes += length;
    return { done: length === 0, value: view.fill(0).subarray(0, length) };
  };
  const slice = (from: number, to: number) => {
    seen.longestStream = Math.max(seen.longestStream, to - from);
    let rest = to - from;
    const reader = {
      read: async (view: Uint8Array<ArrayBuffer>) => {
        const length = Math.min(rest, view.length);
        rest -= length;
        return await read(view, length);
      },
      cancel: async () => {
        if (rest > 0) seen.left += 1;
      },
    };
    return { stream: () => ({ getReader: () => reader }) };
  };
  return { blob: { size, slice } as unknown as Blob, seen }; // as above
}

describe('the hash of a file', () => {
  it.each([0, 1, 63, 64, 65, 5000])('of %i bytes is the one of its bytes', async (length) => {
    const bytes = noisy(length);
    expect(await hashBlob(new Blob([bytes]), { pieceBytes: 7 }, never)).toBe(nodes(bytes));
  });

  it('is the same without WASM', () => {
    for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000]) {
      const bytes = noisy(length);
      for (const piece of [1, 13, 64, 1000]) {
        const hash = createSha256();
        for (let at = 0; at < length; at += piece) hash.update(bytes.subarray(at, at + piece));
        expect(hash.digest(), `${length} by ${piece}`).toBe(nodes(bytes));
      }
    }
  });

  it('tells how far it is, and stops between two pieces', async () => {
    const abort = new AbortController();
    const told: number[] = [];
    const hashing = hashBlob(
      new Blob([noisy(100)]),
      {
        pieceBytes: 30,
        onProgress: (doneBytes) => {
          told.push(doneBytes);
          if (doneBytes === 60) abort.abort(new Error('enough'));
        },
      },
      abort.signal,
    );
    await expect(hashing).rejects.toThrow('enough');
    expect(told).toEqual([30, 60]);
  });

  it('of 4 GB needs no more memory than a few pieces', async () => {
    const { blob, seen } = aSparseBlob(4 * 1024 ** 3 + 5);
    const before = process.memoryUsage().rss;
    let most = 0;
    let pieces = 0;
    const onProgress = () => {
      pieces += 1;
      if (pieces % 64 === 0) most = Math.max(most, process.memoryUsage().rss - before);
    };
    expect(await hashBlob(blob, { onProgress }, never)).toBe(
      '709fc0b74f7c916cedccb212d681c035f36ffbb31ebfe806eb40c31592744eb5',
    );
    expect(seen).toEqual({ most: usualPieceBytes, bytes: blob.size });
    expect(most).toBeLessThan(150 * 1024 ** 2);
  });

  it('is read into one and the same memory, by streams of a part of it, where the browser can', async () => {
    const size = 100 * 1024 ** 2 + 5;
    const { blob, seen } = aStreamedBlob(size);
    expect(await hashBlob(blob, {}, never)).toBe(nodes(new Uint8Array(size)));
    expect(seen).toEqual({ longestStream: 32 * 1024 ** 2, bytes: blob.size, memories: 1, left: 0 });
  });

  it('is the same where the browser fills no memory of ours', async () => {
    const bytes = noisy(5000);
    const blob = new Blob([bytes]);
    const stream = vi.fn(() => new ReadableStream());
    const slice = (from: number, to: number) => Object.assign(blob.slice(from, to), { stream });
    const plain = Object.assign(new Blob([bytes]), { slice });
    expect(await hashBlob(plain, { pieceBytes: 999 }, never)).toBe(nodes(bytes));
    expect(stream).toHaveBeenCalledTimes(1);
  });

  it('stops reading when it is stopped', async () => {
    const { blob, seen } = aStreamedBlob(1000);
    const abort = new AbortController();
    const onProgress = () => abort.abort(new Error('enough'));
    await expect(hashBlob(blob, { pieceBytes: 10, onProgress }, abort.signal)).rejects.toThrow(
      'enough',
    );
    expect(seen).toMatchObject({ bytes: 10, left: 1 });
  });

  it('is none where the file cannot be read to its end', async () => {
    const { blob } = aStreamedBlob(1000, { atByte: 500 });
    await expect(hashBlob(blob, { pieceBytes: 10 }, never)).rejects.toThrow('it was changed');
    const cut = new Blob([noisy(10)]);
    Object.defineProperty(cut, 'size', { value: 20 });
    await expect(hashBlob(cut, {}, never)).rejects.toThrow('only 10 of 20 bytes were read');
  });
});
