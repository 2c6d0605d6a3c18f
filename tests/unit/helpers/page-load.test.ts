// What is looked at before a model is loaded into a page: whether its files are whole, and what memory it would take.
import { describe, expect, test } from 'vitest';
import { planContext, readFiles, refuseEmbedding } from '../../../src/helpers/page-load.ts';
import { smallModel } from '../../servers/small-model.ts';
import { fileOf } from './browser-maker.ts';

const bytes = smallModel({ says: [' a', ' b'], contextLength: 32_768 });

describe('the files of a model', () => {
  test('are read by their heads', async () => {
    const seen = await readFiles([fileOf(bytes)]);
    expect(seen).toMatchObject({
      sizeBytes: bytes.length,
      metadata: { 'general.architecture': 'llama', 'llama.context_length': 32_768 },
    });
    expect(seen.parameterCount).toBeGreaterThan(100_000);
  });

  test.each([
    ['are cut', () => fileOf(bytes.subarray(0, bytes.length - 4000)), 'cut'],
    ['are no GGUF', () => fileOf(new Uint8Array(4000)), 'not-gguf'],
    ['lack their other parts', () => fileOf(bytes, 'small-00001-of-00003.gguf'), 'split'],
  ])('are refused where they %s', async (_, file, reason) => {
    await expect(readFiles([file()])).rejects.toMatchObject({
      fault: { kind: 'gguf-refused', reason },
    });
  });
});

describe('a model that only embeds', () => {
  test.each([
    { 'general.architecture': 'bert' },
    { 'general.architecture': 'nomic-bert' },
    { 'general.architecture': 'gemma-embedding' },
    { 'general.architecture': 'qwen3', 'qwen3.pooling_type': 3 },
  ])('is not chatted with: %o', (metadata) => {
    expect(() => refuseEmbedding({ metadata, sizeBytes: 1, parameterCount: 1 })).toThrow();
  });

  test.each([{ 'general.architecture': 'llama' }, { 'general.architecture': 'qwen3' }])(
    'is none of these: %o',
    (metadata) => {
      expect(() => refuseEmbedding({ metadata, sizeBytes: 1, parameterCount: 1 })).not.toThrow();
    },
  );
});

describe('the context of a model in a page', () => {
  const shape = {
    'general.architecture': 'llama',
    'llama.block_count': 32,
    'llama.embedding_length': 4096,
    'llama.attention.head_count': 32,
    'llama.attention.head_count_kv': 8,
    'llama.context_length': 131_072,
  };
  const seen = { metadata: shape, sizeBytes: 1e9, parameterCount: 1e9 };

  test('is a usual one, or what the model was trained for', () => {
    expect(planContext(seen, undefined, 4e9).contextLength).toBe(8192);
    const short = { ...seen, metadata: { ...shape, 'llama.context_length': 2048 } };
    expect(planContext(short, undefined, 4e9).contextLength).toBe(2048);
  });

  test('is as large as fits where the memory is little', () => {
    const room = (contextLength: number) =>
      planContext(seen, contextLength, Number.POSITIVE_INFINITY).needBytes;
    expect(planContext(seen, undefined, room(4096)).contextLength).toBe(4096);
    expect(planContext(seen, undefined, room(1024)).contextLength).toBe(1024);
  });

  test('is the person’s where that is asked for, or refused with what it would take', () => {
    expect(planContext(seen, 16_384, 8e9).contextLength).toBe(16_384);
    expect(() => planContext(seen, 16_384, 2e9)).toThrow(
      expect.objectContaining({
        fault: expect.objectContaining({ kind: 'memory-short', contextLength: 16_384 }),
      }),
    );
  });
});
