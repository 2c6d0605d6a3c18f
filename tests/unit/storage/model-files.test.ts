import { expect, test } from 'vitest';
import { faultFrom } from '../../../src/domain/fault.ts';
import { openModelFiles, removeModelFiles } from '../../../src/storage/model-files.ts';
import { aDirectory } from './fake-directory.ts';

const bytes = (...values: number[]) => new Uint8Array(values);
const textOf = async (blob: Blob) => [...new Uint8Array(await blob.arrayBuffer())].join(' ');

test('a file written in pieces reads as one, in its order', async () => {
  const { storage, files } = aDirectory();
  const kept = await openModelFiles({ storage, pieceBytes: 4 });
  const writer = await kept.append('Fern', 'fern.gguf');
  await writer.write(bytes(1, 2, 3));
  await writer.write(bytes(4, 5, 6, 7, 8, 9));
  await writer.close();

  expect(await textOf(await kept.read('Fern', 'fern.gguf'))).toBe('1 2 3 4 5 6 7 8 9');
  expect(files()).toEqual({
    'models/Fern/fern.gguf': 4,
    'models/Fern/fern.gguf.1': 4,
    'models/Fern/fern.gguf.2': 1,
  });
});

test('writing goes on behind what is there, wherever the last piece ended', async () => {
  const { storage } = aDirectory();
  const kept = await openModelFiles({ storage, pieceBytes: 4 });
  for (const part of [bytes(1), bytes(2, 3, 4), bytes(5, 6, 7, 8, 9, 10)]) {
    const writer = await kept.append('Fern', 'fern.gguf');
    await writer.write(part);
    await writer.close();
  }
  expect(await kept.sizeOf('Fern', 'fern.gguf')).toBe(10);
  expect(await textOf(await kept.read('Fern', 'fern.gguf'))).toBe('1 2 3 4 5 6 7 8 9 10');
});

test('an engine that ends in the middle loses the open piece and keeps those before', async () => {
  const { storage } = aDirectory();
  const kept = await openModelFiles({ storage, pieceBytes: 1_048_576 });
  const writer = await kept.append('Fern', 'fern.gguf');
  await writer.write(new Uint8Array(1_500_000));
  // Never closed.
  const after = await openModelFiles({ storage, pieceBytes: 1_048_576 });
  expect(await after.sizeOf('Fern', 'fern.gguf')).toBe(1_048_576);
});

test('going on with a large file never needs the room of more than one piece twice', async () => {
  const { storage, peakBytes } = aDirectory();
  const kept = await openModelFiles({ storage, pieceBytes: 100 });
  for (let at = 0; at < 10; at += 1) {
    const writer = await kept.append('Fern', 'fern.gguf');
    await writer.write(new Uint8Array(90));
    await writer.close();
  }
  expect(await kept.sizeOf('Fern', 'fern.gguf')).toBe(900);
  expect(peakBytes()).toBeLessThanOrEqual(1000);
});

test('a disk that is full is told with what is free, and the pieces before stay', async () => {
  const { storage } = aDirectory({ quotaBytes: 1_200_000 });
  const kept = await openModelFiles({ storage, pieceBytes: 1_000_000 });
  const writer = await kept.append('Fern', 'fern.gguf');
  const fault = await writer.write(new Uint8Array(3_000_000)).catch(faultFrom);
  expect(fault).toMatchObject({ kind: 'no-room', freeBytes: 200_000 });
  await writer.close();
  expect(await kept.sizeOf('Fern', 'fern.gguf')).toBe(1_000_000);
});

test('names that no file system would take are folders all the same', async () => {
  const { storage } = aDirectory();
  const kept = await openModelFiles({ storage });
  const name = 'hf.co/bay/Fern:Q4_K_M';
  const writer = await kept.append(name, 'fern.gguf');
  await writer.write(bytes(1));
  await writer.close();
  expect(await kept.models()).toEqual([name]);
  await kept.remove(name);
  expect(await kept.models()).toEqual([]);
  await kept.remove(name);
});

test('a missing file is empty, and removing one takes all of its pieces', async () => {
  const { storage, files } = aDirectory();
  const kept = await openModelFiles({ storage, pieceBytes: 2 });
  expect(await kept.sizeOf('Fern', 'fern.gguf')).toBe(0);
  const writer = await kept.append('Fern', 'fern.gguf');
  await writer.write(bytes(1, 2, 3, 4, 5));
  await writer.close();
  await kept.removeFile('Fern', 'fern.gguf');
  expect(files()).toEqual({});
});

test('a reset takes everything, also where there was nothing', async () => {
  const { storage, files } = aDirectory();
  await removeModelFiles(storage);
  await removeModelFiles(undefined);
  const kept = await openModelFiles({ storage });
  const writer = await kept.append('Fern', 'fern.gguf');
  await writer.write(bytes(1));
  await writer.close();
  await removeModelFiles(storage);
  expect(files()).toEqual({});
});

const refuse = (name: string) => ({
  getDirectory: () => Promise.reject(new DOMException('no', name)),
});
test.each([
  ['plain http', undefined, 'absent'],
  ['an old browser', {}, 'absent'],
  ['a private window', refuse('SecurityError'), 'refused'],
  [
    'a browser that cannot write from a worker',
    aDirectory({ canWrite: false }).storage,
    'read-only',
  ],
])('%s is told as such', async (_name, storage, reason) => {
  const fault = await openModelFiles({ storage }).catch(faultFrom);
  expect(fault).toEqual({ kind: 'no-model-store', reason });
});
