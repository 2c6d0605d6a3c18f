import { expect, test } from 'vitest';
import { quantLabelOf } from '../../../src/domain/quant-label.ts';

test.each([
  ['Kelp-4B-Instruct-Q4_K_M.gguf', 'Q4_K_M'],
  ['kelp-4b.q8_0.gguf', 'Q8_0'],
  ['Kelp-UD-Q2_K_XL.gguf', 'UD-Q2_K_XL'],
  ['Kelp-4B-i1-IQ3_XXS.gguf', 'IQ3_XXS'],
  ['Kelp-4B-IQ4_NL.gguf', 'IQ4_NL'],
  ['kelp-bf16.gguf', 'BF16'],
  ['Kelp-MXFP4_MOE.gguf', 'MXFP4_MOE'],
  ['Kelp-mxfp4-00001-of-00003.gguf', 'MXFP4'],
  ['Kelp-TQ1_0.gguf', 'TQ1_0'],
  ['Kelp-NVFP4.gguf', 'NVFP4'],
  ['Kelp-4B-Q4_0_4_4.gguf', 'Q4_0_4_4'],
  ['Kelp-Q4_K_M_imat.gguf', 'Q4_K_M'],
  // The last one holds: what stands before is what it was made of.
  ['Kelp-BF16-Q5_K_S.gguf', 'Q5_K_S'],
])('%s holds %s', (name, label) => {
  expect(quantLabelOf(name)).toBe(label);
});

test.each(['Qwen3-4B.gguf', 'Q4-Model.gguf', 'SQ4_K_M2.gguf', 'kelp.gguf', 'AF16.gguf'])(
  'the name of a model is no label: %s',
  (name) => {
    expect(quantLabelOf(name)).toBeUndefined();
  },
);
