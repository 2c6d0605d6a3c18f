// What is looked at before a model is loaded into a page: whether its files are whole, and what memory it would take.
import { describe, expect, test } from 'vitest';
import {
  planContext,
  poolingOf,
  readFiles,
  refuseEmbedding,
} from '../../../src/helpers/page-load.ts';
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

describe('the vectors of a text’s tokens', () => {
  const pooling = (type?: number) =>
    poolingOf({
      metadata: {
        'general.architecture': 'qwen3',
        ...(type === undefined ? {} : { 'qwen3.pooling_type': type }),
      },
      sizeBytes: 1,
      parameterCount: 1,
    });

  test('are joined as the file says, and averaged where it says nothing', () => {
    expect([pooling(1), pooling(2), pooling(3)]).toEqual(['own', 'own', 'own']);
    expect([pooling(), pooling(0)]).toEqual(['mean', 'mean']);
  });

  test('of a model that ranks are none', () => {
    expect(() => pooling(4)).toThrow(
      expect.objectContaining({ fault: { kind: 'unsupported', ability: 'embedding' } }),
    );
  });
});

describe('the context of a model in a page', () => {
  const chat = { purpose: 'chat' } as const;
  const embedding = { purpose: 'embedding' } as const;
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
    expect(planContext(seen, chat, 4e9).contextLength).toBe(8192);
    const short = { ...seen, metadata: { ...shape, 'llama.context_length': 2048 } };
    expect(planContext(short, chat, 4e9).contextLength).toBe(2048);
  });

  test('is as large as fits where the memory is little', () => {
    const room = (contextLength: number) =>
      planContext(seen, { ...chat, contextLength }, Number.POSITIVE_INFINITY).needBytes;
    expect(planContext(seen, chat, room(4096)).contextLength).toBe(4096);
    expect(planContext(seen, chat, room(1024)).contextLength).toBe(1024);
  });

  test('is the person’s where that is asked for, or refused with what it would take', () => {
    expect(planContext(seen, { ...chat, contextLength: 16_384 }, 8e9).contextLength).toBe(16_384);
    expect(() => planContext(seen, { ...chat, contextLength: 16_384 }, 2e9)).toThrow(
      expect.objectContaining({
        fault: expect.objectContaining({ kind: 'memory-short', contextLength: 16_384 }),
      }),
    );
  });

  test('for vectors is that of one text, read at once, and shorter where the memory is little', () => {
    expect(planContext(seen, embedding, 8e9).contextLength).toBe(2048);
    const short = { ...seen, metadata: { ...shape, 'llama.context_length': 512 } };
    expect(planContext(short, embedding, 8e9).contextLength).toBe(512);
    const { needBytes } = planContext(
      seen,
      { ...embedding, contextLength: 512 },
      Number.POSITIVE_INFINITY,
    );
    expect(planContext(seen, embedding, needBytes)).toEqual({ contextLength: 512, needBytes });
    expect(() => planContext(seen, embedding, needBytes - 1)).toThrow(
      expect.objectContaining({
        fault: expect.objectContaining({ kind: 'memory-short', contextLength: 512 }),
      }),
    );
  });

  test('of a text counts that all of it is read in one step', () => {
    const room = Number.POSITIVE_INFINITY;
    const asked = { contextLength: 2048 };
    const forText = planContext(seen, { ...embedding, ...asked }, room);
    const forChat = planContext(seen, { ...chat, ...asked }, room);
    expect(forText.needBytes).toBeGreaterThan(forChat.needBytes);
  });
});
