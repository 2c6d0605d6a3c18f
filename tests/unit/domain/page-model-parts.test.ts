import { expect, test } from 'vitest';
import { faultFrom } from '../../../src/domain/fault.ts';
import {
  mostFileBytes,
  type Part,
  readParts,
  refuseTooLarge,
} from '../../../src/domain/page-model-parts.ts';
import { aGguf } from './gguf-makers.ts';

function aPart(name: string, change: Parameters<typeof aGguf>[0] = {}, cutBytes = 0): Part {
  const whole = aGguf({ 'general.architecture': 'llama', ...change });
  const bytes = whole.subarray(0, whole.length - cutBytes);
  return {
    name,
    sizeBytes: bytes.length,
    read: async (from, to) => bytes.slice(from, to),
  };
}
const shard = (no: number, count = 2) =>
  aPart(`fern-0000${no + 1}-of-0000${count}.gguf`, { 'split.no': no, 'split.count': count });
const refusalOf = async (...parts: Part[]) => await readParts(parts).catch(faultFrom);

test('one whole file tells what it is', async () => {
  const facts = await readParts([
    aPart('fern.gguf', { 'llama.context_length': 4096, 'general.license': 'mit' }),
  ]);
  expect(facts).toEqual({
    order: ['fern.gguf'],
    architecture: 'llama',
    parameters: 320,
    quantization: 'Q4_K_M',
    contextLength: 4096,
    license: 'mit',
    isEmbedding: false,
  });
});

test('parts are put into their order, and a projector goes last', async () => {
  const projector = aPart('mmproj.gguf', { 'general.architecture': 'clip' });
  const { order } = await readParts([projector, shard(1), shard(0)]);
  expect(order).toEqual(['fern-00001-of-00002.gguf', 'fern-00002-of-00002.gguf', 'mmproj.gguf']);
});

test('what pools its tokens is made to embed', async () => {
  expect((await readParts([aPart('e.gguf', { 'llama.pooling_type': 3 })])).isEmbedding).toBe(true);
  const bert = aPart('e.gguf', { 'general.architecture': 'nomic-bert' });
  expect((await readParts([bert])).isEmbedding).toBe(true);
});

test.each([
  ['a missing part', () => [shard(0, 3), shard(2, 3)], 'split'],
  ['a part without the others', () => [shard(1)], 'split'],
  ['two models', () => [aPart('a.gguf'), aPart('b.gguf')], 'mixed'],
  ['the same part twice', () => [shard(0), shard(0)], 'mixed'],
  ['a truncated file', () => [aPart('a.gguf', {}, 40)], 'cut'],
  ['a header that ends in the middle', () => [aPart('a.gguf', {}, 700)], 'cut'],
  [
    'an unknown architecture',
    () => [aPart('a.gguf', { 'general.architecture': 'fern' })],
    'architecture',
  ],
  ['a projector alone', () => [aPart('a.gguf', { 'general.architecture': 'clip' })], 'no-model'],
  ['an adapter', () => [aPart('a.gguf', { 'general.type': 'adapter' })], 'no-model'],
])('%s is refused', async (_name, parts, reason) => {
  expect(await refusalOf(...parts())).toMatchObject({ kind: 'gguf-refused', reason });
});

test('what is no GGUF is refused by its first bytes', async () => {
  const page = new TextEncoder().encode('<!doctype html>');
  const part = { name: 'a.gguf', sizeBytes: page.length, read: async () => page };
  expect(await refusalOf(part)).toMatchObject({ kind: 'gguf-refused', reason: 'not-gguf' });
});

test('no file is larger than one buffer, and no model than the memory of WebAssembly', () => {
  const refusal = (...sizes: number[]) => {
    try {
      refuseTooLarge(sizes.map((sizeBytes) => ({ sizeBytes })));
      return undefined;
    } catch (error) {
      return faultFrom(error).kind;
    }
  };
  expect(refusal(mostFileBytes)).toBeUndefined();
  expect(refusal(mostFileBytes + 1)).toBe('file-too-large');
  expect(refusal(1.5e9, 1.5e9)).toBeUndefined();
  expect(refusal(1.5e9, 1.5e9, 1.5e9)).toBe('file-too-large');
});
