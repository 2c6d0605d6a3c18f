import { describe, expect, test } from 'vitest';
import { type FitQuestion, fitNeed, usualContext } from '../../../src/domain/fit-need.ts';

const MiB = 1_048_576;
const GiB = 1024 * MiB;

/** Metadata as the files of these models have it. */
const llama31 = {
  'general.architecture': 'llama',
  'llama.block_count': 32,
  'llama.embedding_length': 4096,
  'llama.attention.head_count': 32,
  'llama.attention.head_count_kv': 8,
  'llama.vocab_size': 128_256,
};
const qwen3 = {
  'general.architecture': 'qwen3',
  'qwen3.block_count': 40,
  'qwen3.embedding_length': 5120,
  'qwen3.attention.head_count': 40,
  'qwen3.attention.head_count_kv': 8,
  'qwen3.attention.key_length': 128,
  'qwen3.attention.value_length': 128,
};
const gemma3 = {
  'general.architecture': 'gemma3',
  'gemma3.block_count': 48,
  'gemma3.embedding_length': 3840,
  'gemma3.attention.head_count': 16,
  'gemma3.attention.head_count_kv': 8,
  'gemma3.attention.key_length': 256,
  'gemma3.attention.value_length': 256,
  'gemma3.attention.sliding_window': 1024,
};
const gptOss = {
  'general.architecture': 'gpt-oss',
  'gpt-oss.block_count': 24,
  'gpt-oss.embedding_length': 2880,
  'gpt-oss.attention.head_count': 64,
  'gpt-oss.attention.head_count_kv': 8,
  'gpt-oss.attention.key_length': 64,
  'gpt-oss.attention.value_length': 64,
  'gpt-oss.attention.sliding_window': 128,
};
const deepseek2 = {
  'general.architecture': 'deepseek2',
  'deepseek2.block_count': 27,
  'deepseek2.embedding_length': 2048,
  'deepseek2.attention.head_count': 16,
  'deepseek2.attention.head_count_kv': 1,
  'deepseek2.attention.kv_lora_rank': 512,
  'deepseek2.attention.key_length': 576,
  'deepseek2.attention.value_length': 512,
  'deepseek2.attention.key_length_mla': 192,
  'deepseek2.attention.value_length_mla': 128,
};
const qwen3next = {
  'general.architecture': 'qwen3next',
  'qwen3next.block_count': 48,
  'qwen3next.embedding_length': 2048,
  'qwen3next.attention.head_count': 16,
  'qwen3next.attention.head_count_kv': 2,
  'qwen3next.attention.key_length': 256,
  'qwen3next.attention.value_length': 256,
  'qwen3next.ssm.conv_kernel': 4,
  'qwen3next.ssm.inner_size': 4096,
  'qwen3next.ssm.state_size': 128,
  'qwen3next.ssm.group_count': 16,
};

const ask = (info: FitQuestion['info'], contextLength: number, part: Partial<FitQuestion> = {}) =>
  fitNeed({ info, weightsBytes: 1000, contextLength, ...part });

describe('the cache of a context', () => {
  test('is what a real llama-server says of our small models', () => {
    const tiny = (width: number) => ({
      'general.architecture': 'llama',
      'llama.block_count': 2,
      'llama.embedding_length': width,
      'llama.attention.head_count': 4,
      'llama.attention.head_count_kv': 4,
      'llama.vocab_size': 1163,
    });
    expect(ask(tiny(128), 4096).cacheBytes).toBe(4 * MiB);
    expect(ask(tiny(64), 512).cacheBytes).toBe(0.25 * MiB);
  });

  test('of a plain model is 128 KiB a token', () => {
    expect(ask(llama31, 8192).cacheBytes).toBe(1 * GiB);
  });

  test('uses the length of the heads where it is not the width by their number', () => {
    expect(ask(qwen3, 32_768).cacheBytes).toBe(5 * GiB);
  });

  test('is about half as large when it is quantised to eight bits', () => {
    expect(ask(llama31, 8192, { cacheK: 'q8_0', cacheV: 'q8_0' }).cacheBytes).toBe(544 * MiB);
    // A cache type for K alone holds for both, as Ollama has it.
    expect(ask(llama31, 8192, { cacheK: 'q8_0' }).cacheBytes).toBe(544 * MiB);
  });

  test('grows with the context only in layers that see all of it', () => {
    // Eight layers of 32,768 cells, forty of 1,536.
    expect(ask(gemma3, 32_768).cacheBytes).toBe(2048 * MiB + 480 * MiB);
    expect(ask(gptOss, 8192).cacheBytes).toBe(192 * MiB + 18 * MiB);
  });

  test('is not larger in windows than a short context is', () => {
    const short = ask(gemma3, 512).cacheBytes;
    expect(short).toBe(48 * 512 * 8192);
  });

  test('of latent attention is one vector per token and layer', () => {
    expect(ask(deepseek2, 4096).cacheBytes).toBe(27 * 576 * 2 * 4096);
  });

  test('of a hybrid model is in every fourth layer, with a state that does not grow', () => {
    const state = 36 * (24_576 + 524_288) * 4;
    expect(ask(qwen3next, 4096).cacheBytes).toBe(12 * 2 * 512 * 2 * 4096 + state);
    expect(ask(qwen3next, 8192).cacheBytes - ask(qwen3next, 4096).cacheBytes).toBe(
      12 * 2 * 512 * 2 * 4096,
    );
  });

  test('of a recurrent model does not grow at all', () => {
    const mamba = {
      'general.architecture': 'mamba',
      'mamba.block_count': 64,
      'mamba.embedding_length': 2560,
      'mamba.attention.head_count': 0,
      'mamba.ssm.conv_kernel': 4,
      'mamba.ssm.inner_size': 5120,
      'mamba.ssm.state_size': 16,
    };
    expect(ask(mamba, 131_072).cacheBytes).toBe(ask(mamba, 512).cacheBytes);
    expect(ask(mamba, 512).cacheBytes).toBe(64 * (3 * 5120 + 16 * 5120) * 4);
  });

  test('reads heads and windows layer by layer where they are listed', () => {
    const info = {
      ...llama31,
      'general.architecture': 'gemma4',
      'gemma4.block_count': 2,
      'gemma4.embedding_length': 1024,
      'gemma4.attention.head_count': 8,
      'gemma4.attention.head_count_kv': [2, 1],
      'gemma4.attention.key_length': 512,
      'gemma4.attention.value_length': 512,
      'gemma4.attention.key_length_swa': 256,
      'gemma4.attention.value_length_swa': 256,
      'gemma4.attention.sliding_window': 512,
      'gemma4.attention.sliding_window_pattern': [true, false],
    };
    expect(ask(info, 8192).cacheBytes).toBe(1024 * 2 * 256 * 2 * 2 + 8192 * 1 * 512 * 2 * 2);
    expect(ask(info, 8192).doubts).toEqual([]);
  });
});

describe('honest doubt', () => {
  test('a list that the server emptied gives a range, not a figure', () => {
    const need = ask({ ...llama31, 'llama.attention.head_count_kv': [] }, 8192);
    expect(need.doubts).toEqual(['kv-heads']);
    expect(need.highBytes - need.lowBytes).toBe(4 * GiB - 128 * MiB);
    expect(need.totalBytes).toBe(ask(llama31, 8192).totalBytes);
  });

  test('a pattern of windows that was left out is between all and none', () => {
    const info = {
      'general.architecture': 'mimo2',
      'mimo2.block_count': 10,
      'mimo2.embedding_length': 1024,
      'mimo2.attention.head_count': 8,
      'mimo2.attention.head_count_kv': 8,
      'mimo2.attention.sliding_window': 128,
      'mimo2.attention.sliding_window_pattern': [],
    };
    const need = ask(info, 8192);
    expect(need.doubts).toEqual(['window']);
    expect(need.lowBytes).toBeLessThan(need.highBytes);
  });

  test('nothing but a size and a width is still something', () => {
    const need = ask({ n_embd: 4096, n_params: 8_030_261_248, n_vocab: 128_256 }, 8192);
    expect(need.doubts).toEqual(['cache']);
    expect(need.lowBytes - 1000 - need.computeBytes).toBeLessThan(1 * GiB);
    expect(need.highBytes - 1000 - need.computeBytes).toBeGreaterThan(1 * GiB);
  });

  test('weights that nobody told are guessed from the number of parameters', () => {
    const info = { ...llama31, 'general.parameter_count': 8_000_000_000 };
    const need = fitNeed({ info, contextLength: 4096 });
    expect(need.weightsBytes).toBe(4_500_000_000);
    expect(need.doubts).toEqual(['weights']);
  });

  test.each([
    {},
    { 'general.architecture': 'llama' },
    { 'general.architecture': 7, 'llama.block_count': 'many' },
    { ...llama31, 'llama.block_count': -1 },
    { ...llama31, 'llama.embedding_length': Number.NaN },
  ])('metadata that makes no sense gives finite numbers: %j', (info) => {
    const need = fitNeed({ info, contextLength: 4096 });
    for (const bytes of [need.totalBytes, need.lowBytes, need.highBytes]) {
      expect(Number.isFinite(bytes)).toBe(true);
      expect(bytes).toBeGreaterThanOrEqual(0);
    }
    expect(need.doubts.length).toBeGreaterThan(0);
  });
});

test('room to compute is what the outputs of one batch take', () => {
  // llama-server itself says 258.5 MiB, without the mask.
  const mask = 512 * 8192 * 2;
  expect(ask(llama31, 8192).computeBytes - mask).toBe(258.5 * MiB);
  expect(ask(llama31, 8192, { hasFlash: false }).computeBytes).toBeGreaterThan(500 * MiB);
});

test('the context of a model that asks for none follows the graphics memory', () => {
  expect(usualContext(undefined, 131_072)).toBe(4096);
  expect(usualContext(24 * GiB, 131_072)).toBe(32_768);
  expect(usualContext(80 * GiB, 131_072)).toBe(131_072);
});
