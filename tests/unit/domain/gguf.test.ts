import { describe, expect, it } from 'vitest';
import { readGguf } from '../../../src/domain/gguf.ts';
import { ggufFacts, splitFromName } from '../../../src/domain/gguf-facts.ts';
import { faultOf } from '../vault/makers.ts';
import { aGguf, ggufBytes } from './gguf-makers.ts';

/** What is read of these bytes, and how much of them was asked for. */
function reading(bytes: Uint8Array, sizeBytes = bytes.length) {
  const asked = { bytes: 0, most: 0 };
  const header = readGguf(async (from, to) => {
    asked.bytes += to - from;
    asked.most = Math.max(asked.most, to - from);
    return bytes.subarray(from, to);
  }, sizeBytes);
  return { header, asked };
}

const reasonOf = async (bytes: Uint8Array, sizeBytes?: number) => {
  const fault = await faultOf(reading(bytes, sizeBytes).header);
  return fault?.kind === 'gguf-refused' ? fault.reason : fault?.kind;
};

describe('a whole file', () => {
  it('tells its metadata, its tensors and its length', async () => {
    const bytes = aGguf();
    const header = await reading(bytes).header;
    expect(header).toMatchObject({
      version: 3,
      tensorCount: 2,
      parameterCount: 64 + 256,
      weightsBytes: 64 * 4 + 144,
      wholeBytes: bytes.length,
    });
    expect(ggufFacts(header.metadata)).toEqual({
      architecture: 'fern',
      name: 'Fern 4B',
      quantization: 'Q4_K_M',
      contextLength: 32_768,
      blockCount: 36,
      embeddingLength: 2560,
      headCount: 32,
      headCountKv: 8,
    });
  });

  it('with a long list of tokens is walked over, not kept', async () => {
    const tokens = Array.from({ length: 5000 }, (_, at) => `token ${at}`);
    const { header } = reading(aGguf({ 'tokenizer.ggml.tokens': tokens }));
    const { metadata, tensorCount } = await header;
    expect(metadata).not.toHaveProperty('tokenizer.ggml.tokens');
    expect(tensorCount).toBe(2);
  });

  it('keeps a short list, such as the heads of each layer', async () => {
    const { header } = reading(aGguf({ 'fern.attention.head_count_kv': [8, 0, 8] }));
    expect(ggufFacts((await header).metadata).headCountKv).toEqual([8, 0, 8]);
  });

  it('is read from wherever its pieces are cut', async () => {
    const bytes = aGguf();
    const header = await readGguf(async (from) => bytes.subarray(from), bytes.length);
    expect(header.wholeBytes).toBe(bytes.length);
  });

  it('of several gigabytes is read by its header only', async () => {
    const { header, asked } = reading(aGguf(), 10_000_000_000);
    await header;
    expect(asked.most).toBeLessThanOrEqual(1_048_576);
    expect(asked.bytes).toBeLessThan(4_000_000);
  });

  it('that is one of three says so, by its metadata or by its name', async () => {
    const { header } = reading(aGguf({ 'split.no': 1, 'split.count': 3 }));
    expect(ggufFacts((await header).metadata).split).toEqual({ no: 1, count: 3 });
    expect(splitFromName('fern-00002-of-00003.gguf')).toEqual({ no: 1, count: 3 });
    expect(splitFromName('fern-00001-of-00001.gguf')).toBeUndefined();
    expect(splitFromName('fern.gguf')).toBeUndefined();
  });
});

describe('what is refused', () => {
  it('any other file', async () => {
    expect(await reasonOf(new TextEncoder().encode('PK a zip file'))).toBe('not-gguf');
    expect(await reasonOf(new Uint8Array(0))).toBe('not-gguf');
    expect(await reasonOf(new TextEncoder().encode('GGU'))).toBe('not-gguf');
  });

  it('a header that ends before its end, at every byte', async () => {
    const bytes = aGguf();
    const { dataAt } = await reading(bytes).header;
    const lastTensor = dataAt - 32;
    for (let at = 8; at < lastTensor; at += 1) {
      expect(await reasonOf(bytes.slice(0, at)), `cut at ${at}`).toBe('cut');
    }
  });

  it.each([
    ['version 1', ggufBytes((to) => to.u32(1).u64(0).u64(0)), 'invalid'],
    ['the other byte order', ggufBytes((to) => to.u32(0x03000000).u64(0).u64(0)), 'invalid'],
    [
      'endless keys',
      ggufBytes((to) =>
        to
          .u32(3)
          .u64(0)
          .u64(2 ** 52),
      ),
      'invalid',
    ],
    [
      'endless tensors',
      ggufBytes((to) =>
        to
          .u32(3)
          .u64(2 ** 52)
          .u64(0),
      ),
      'invalid',
    ],
    [
      'an endless name',
      ggufBytes((to) =>
        to
          .u32(3)
          .u64(0)
          .u64(1)
          .u64(2 ** 40),
      ),
      'invalid',
    ],
    [
      'an endless text',
      ggufBytes((to) =>
        to
          .u32(3)
          .u64(0)
          .u64(1)
          .text('a')
          .u32(8)
          .u64(2 ** 40),
      ),
      'cut',
    ],
    [
      'a text longer than a number can say',
      ggufBytes((to) =>
        to
          .u32(3)
          .u64(0)
          .u64(1)
          .text('a')
          .u32(8)
          .u64(2 ** 63),
      ),
      'invalid',
    ],
    [
      'an endless list',
      ggufBytes((to) =>
        to
          .u32(3)
          .u64(0)
          .u64(1)
          .text('a')
          .u32(9)
          .u32(4)
          .u64(2 ** 45),
      ),
      'cut',
    ],
    [
      'a list in a list',
      ggufBytes((to) => to.u32(3).u64(0).u64(1).text('a').u32(9).u32(9).u64(0)),
      'invalid',
    ],
    ['an unknown type', ggufBytes((to) => to.u32(3).u64(0).u64(1).text('a').u32(99)), 'invalid'],
    [
      'a tensor of very many dimensions',
      ggufBytes((to) => to.u32(3).u64(1).u64(0).text('t').u32(1_000_000)),
      'invalid',
    ],
    [
      'a tensor larger than a number can say',
      ggufBytes((to) =>
        to
          .u32(3)
          .u64(1)
          .u64(0)
          .text('t')
          .u32(2)
          .u64(2 ** 40)
          .u64(2 ** 40)
          .u32(0)
          .u64(0),
      ),
      'invalid',
    ],
  ])('%s', async (_what, bytes, reason) => {
    expect(await reasonOf(bytes)).toBe(reason);
    // Also where the file claims to be long enough for it.
    expect(['invalid', 'cut']).toContain(await reasonOf(bytes, 50_000));
  });

  it('keys named like parts of every object do no harm', async () => {
    const { metadata } = await reading(aGguf({ __proto__x: 'a', constructor: 'b' })).header;
    expect(ggufFacts(metadata)).toMatchObject({ architecture: 'fern' });
  });
});

it('facts of the wrong type are left out', () => {
  expect(
    ggufFacts({
      'general.architecture': 'fern',
      'fern.block_count': '36',
      'fern.context_length': -1,
      'fern.attention.head_count_kv': ['x'],
      'general.file_type': 999,
    }),
  ).toEqual({ architecture: 'fern' });
});
