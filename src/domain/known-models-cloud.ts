/**
 * Models of the clouds, each at its own vendor: facts as published by the vendors on the table's date. Aliases without
 * a date stand beside the dated names they lead to. Prices in US dollars per million tokens: in, out, cached in.
 */
import type { KnownModel } from './known-models-file.ts';
import type { Ability } from './model.ts';

const calls: Ability[] = ['completion', 'tools'];
const thinks: Ability[] = [...calls, 'thinking'];
const sees: Ability[] = [...calls, 'vision'];
const seesAndThinks: Ability[] = [...sees, 'thinking'];
const reads: Ability[] = [...sees, 'pdf'];
const readsAndThinks: Ability[] = [...reads, 'thinking'];
/** Gemini takes sound as well. */
const hears: Ability[] = [...readsAndThinks, 'audio'];

type Prices = readonly [input: number, output: number, cached?: number];
const k = 1000;
const ki = 1024;
const mi = 1_048_576;

/** A row of one vendor; zero where a number is not known. */
function at(
  places: readonly string[],
  names: readonly string[],
  sizes: readonly [context: number, output: number],
  abilities: Ability[],
  prices?: Prices,
): KnownModel {
  const [contextLength, maxOutput] = sizes;
  return {
    names: [...names],
    at: [...places],
    abilities,
    ...(contextLength ? { contextLength } : {}),
    ...(maxOutput ? { maxOutput } : {}),
    ...(prices ? { price: priceFrom(prices) } : {}),
  };
}

function priceFrom([input, output, cachedInput]: Prices): NonNullable<KnownModel['price']> {
  return { input, output, ...(cachedInput === undefined ? {} : { cachedInput }) };
}

type Row = [
  names: readonly string[],
  sizes: readonly [number, number],
  abilities: Ability[],
  prices?: Prices,
];

const rowsOf = (places: readonly string[], rows: readonly Row[]): KnownModel[] =>
  rows.map((row) => at(places, ...row));

const openai = rowsOf(
  ['openai'],
  [
    [['gpt-5.6', 'gpt-5.6-sol*'], [1050 * k, 128 * k], readsAndThinks, [5, 30, 0.5]],
    [['gpt-5.6-terra*'], [1050 * k, 128 * k], readsAndThinks, [2, 12, 0.2]],
    [['gpt-5.6-luna*'], [1050 * k, 128 * k], readsAndThinks, [0.2, 1.2, 0.02]],
    [['gpt-5.5', 'gpt-5.5-20*'], [1050 * k, 128 * k], readsAndThinks, [5, 30, 0.5]],
    [['gpt-5.5-pro*'], [1050 * k, 128 * k], readsAndThinks, [30, 180]],
    [['gpt-5.4', 'gpt-5.4-20*'], [1050 * k, 128 * k], readsAndThinks, [2.5, 15, 0.25]],
    [['gpt-5.4-pro*'], [1050 * k, 128 * k], readsAndThinks, [30, 180]],
    [['gpt-5.4-mini*'], [400 * k, 128 * k], readsAndThinks, [0.75, 4.5, 0.075]],
    [['gpt-5.4-nano*'], [400 * k, 128 * k], readsAndThinks, [0.2, 1.25, 0.02]],
    [['gpt-5.3-codex*'], [400 * k, 128 * k], readsAndThinks, [1.75, 14, 0.175]],
    [['gpt-5.2', 'gpt-5.2-20*'], [400 * k, 128 * k], readsAndThinks, [1.75, 14, 0.175]],
    [['gpt-5.2-pro*'], [400 * k, 128 * k], readsAndThinks, [21, 168]],
    [['gpt-5.1', 'gpt-5.1-20*'], [400 * k, 128 * k], readsAndThinks, [1.25, 10, 0.125]],
    [['gpt-5', 'gpt-5-20*'], [400 * k, 128 * k], readsAndThinks, [1.25, 10, 0.125]],
    [['gpt-5-mini*'], [400 * k, 128 * k], readsAndThinks, [0.25, 2, 0.025]],
    [['gpt-5-nano*'], [400 * k, 128 * k], readsAndThinks, [0.05, 0.4, 0.005]],
    [['gpt-5-pro*'], [400 * k, 128 * k], readsAndThinks, [15, 120]],
    [['chat-latest'], [400 * k, 128 * k], reads, [5, 30, 0.5]],
    [['o4-mini', 'o4-mini-20*'], [200 * k, 100 * k], readsAndThinks, [1.1, 4.4, 0.275]],
    [['o3', 'o3-20*'], [200 * k, 100 * k], readsAndThinks, [2, 8, 0.5]],
    [['o3-pro*'], [200 * k, 100 * k], readsAndThinks, [20, 80]],
    [['o3-mini*'], [200 * k, 100 * k], thinks, [1.1, 4.4, 0.55]],
    [['o1', 'o1-20*'], [200 * k, 100 * k], readsAndThinks, [15, 60, 7.5]],
    [['gpt-4.1', 'gpt-4.1-20*'], [1_047_576, 32_768], reads, [2, 8, 0.5]],
    [['gpt-4.1-mini*'], [1_047_576, 32_768], reads, [0.4, 1.6, 0.1]],
    [['gpt-4.1-nano*'], [1_047_576, 32_768], reads, [0.1, 0.4, 0.025]],
    [
      ['gpt-4o', 'gpt-4o-2024-08-06', 'gpt-4o-2024-11-20'],
      [128 * k, 16_384],
      reads,
      [2.5, 10, 1.25],
    ],
    [['gpt-4o-mini', 'gpt-4o-mini-20*'], [128 * k, 16_384], reads, [0.15, 0.6, 0.075]],
    [['gpt-4-turbo', 'gpt-4-turbo-20*'], [128 * k, 4096], sees, [10, 30]],
    [['gpt-4', 'gpt-4-0613'], [8192, 8192], calls, [30, 60]],
    [['gpt-3.5-turbo', 'gpt-3.5-turbo-0125'], [16_385, 4096], calls, [0.5, 1.5]],
  ],
);

const anthropic = rowsOf(
  ['anthropic'],
  [
    [['claude-fable-5*', 'claude-mythos-5*'], [1000 * k, 128 * k], readsAndThinks, [10, 50, 1]],
    [['claude-opus-5*'], [1000 * k, 128 * k], readsAndThinks, [5, 25, 0.5]],
    [['claude-sonnet-5*'], [1000 * k, 128 * k], readsAndThinks, [2, 10, 0.2]],
    [
      ['claude-opus-4-6*', 'claude-opus-4-7*', 'claude-opus-4-8*'],
      [1000 * k, 128 * k],
      readsAndThinks,
      [5, 25, 0.5],
    ],
    [['claude-sonnet-4-6*'], [1000 * k, 128 * k], readsAndThinks, [3, 15, 0.3]],
    [['claude-opus-4-5*'], [200 * k, 64 * k], readsAndThinks, [5, 25, 0.5]],
    [['claude-sonnet-4-5*'], [200 * k, 64 * k], readsAndThinks, [3, 15, 0.3]],
    [['claude-haiku-4-5*'], [200 * k, 64 * k], readsAndThinks, [1, 5, 0.1]],
  ],
);

/** Names as the catalogue gives them, and without their `models/`. Context is told by the catalogue itself. */
const gemini = rowsOf(
  ['gemini'],
  (
    [
      [['gemini-3.7-flash', 'gemini-3.6-flash'], [0, 0], hears, [0.75, 3.75, 0.075]],
      [['gemini-3.5-flash'], [0, 0], hears, [1.5, 9, 0.15]],
      [['gemini-3.5-flash-lite'], [0, 0], hears, [0.3, 2.5, 0.03]],
      [['gemini-3.1-pro-preview*'], [0, 0], hears, [2, 12, 0.2]],
      [['gemini-3.1-flash-lite*'], [0, 0], hears, [0.25, 1.5, 0.025]],
      [['gemini-3-flash-preview'], [0, 0], hears, [0.5, 3, 0.05]],
      [['gemini-2.5-pro'], [0, 0], hears, [1.25, 10, 0.125]],
      [['gemini-2.5-flash'], [0, 0], hears, [0.3, 2.5, 0.03]],
      [['gemini-2.5-flash-lite'], [0, 0], hears, [0.1, 0.4, 0.01]],
    ] satisfies Row[]
  ).map(([names, ...rest]): Row => [names.flatMap((name) => [name, `models/${name}`]), ...rest]),
);

const deepseek = rowsOf(
  ['deepseek'],
  [
    // At peak hours; half of it otherwise.
    [['deepseek-v4-pro*'], [mi, 393_216], thinks, [1.32, 3.96, 0.044]],
    [['deepseek-v4-flash*'], [mi, 393_216], thinks, [0.44, 1.32, 0.014]],
  ],
);

const xai = rowsOf(
  ['xai'],
  [
    [['grok-4.6*'], [500 * k, 0], seesAndThinks, [2, 6, 0.5]],
    [['grok-4.5*'], [500 * k, 0], seesAndThinks, [2, 6, 0.3]],
    [['grok-4.3*'], [1000 * k, 0], seesAndThinks],
    [['grok-4.20-0309-reasoning'], [1000 * k, 0], seesAndThinks],
    [['grok-4.20-0309-non-reasoning'], [1000 * k, 0], sees],
    [['grok-build-0.1*', 'grok-code-fast*'], [256 * k, 0], seesAndThinks, [1, 2, 0.2]],
  ],
);

const groq = rowsOf(
  ['groq'],
  [
    [['openai/gpt-oss-120b'], [131_072, 65_536], thinks, [0.15, 0.6, 0.075]],
    [['openai/gpt-oss-20b'], [131_072, 65_536], thinks, [0.075, 0.3, 0.0375]],
    [['qwen/qwen3.6-27b'], [131_072, 16_384], seesAndThinks, [0.6, 3]],
    [['groq/compound', 'groq/compound-mini'], [131_072, 8192], calls],
  ],
);

const cerebras = rowsOf(
  ['cerebras'],
  [
    [['gpt-oss-120b'], [131_072, 40_960], thinks, [0.35, 0.75]],
    [['gemma-4-31b'], [131_072, 40_960], seesAndThinks, [0.99, 1.49]],
  ],
);

/** Context and abilities are in the catalogue; prices are not. */
const mistral = rowsOf(
  ['mistral'],
  [
    [['mistral-large-2512', 'mistral-large-latest'], [0, 0], sees, [0.5, 1.5, 0.05]],
    [
      ['mistral-medium-2604', 'mistral-medium-latest', 'mistral-medium-3-5'],
      [0, 0],
      seesAndThinks,
      [1.5, 7.5, 0.15],
    ],
    [['mistral-small-2603', 'mistral-small-latest'], [0, 0], seesAndThinks, [0.15, 0.6, 0.015]],
    [['codestral-2508', 'codestral-latest'], [0, 0], calls, [0.3, 0.9, 0.03]],
    [['ministral-14b-2512', 'ministral-14b-latest'], [0, 0], sees, [0.2, 0.2, 0.02]],
    [['ministral-8b-2512', 'ministral-8b-latest'], [0, 0], sees, [0.15, 0.15, 0.015]],
    [['ministral-3b-2512', 'ministral-3b-latest'], [0, 0], sees, [0.1, 0.1, 0.01]],
  ],
);

const moonshot = rowsOf(
  ['moonshot'],
  [
    [['kimi-k3'], [mi, 131_072], seesAndThinks, [3, 15, 0.3]],
    [['kimi-k2.7-code'], [256 * ki, 32_768], seesAndThinks, [0.95, 4, 0.19]],
    [['kimi-k2.7-code-highspeed'], [256 * ki, 32_768], seesAndThinks, [1.9, 8, 0.38]],
    [['kimi-k2.6'], [256 * ki, 32_768], seesAndThinks, [0.95, 4, 0.16]],
  ],
);

const zai = rowsOf(
  ['zai'],
  [
    [['glm-5.3'], [mi, 131_072], thinks],
    [['glm-5.2'], [mi, 131_072], thinks, [1.4, 4.4, 0.26]],
    [['glm-5.1'], [200 * ki, 131_072], thinks, [1.4, 4.4, 0.26]],
    [['glm-5'], [200 * ki, 131_072], thinks, [1, 3.2, 0.2]],
    [['glm-5-turbo'], [200 * ki, 131_072], thinks, [1.2, 4, 0.24]],
    [['glm-4.7'], [200 * ki, 131_072], thinks, [0.6, 2.2, 0.11]],
    [['glm-4.7-flashx'], [200 * ki, 131_072], thinks, [0.07, 0.4, 0.01]],
    [['glm-4.7-flash'], [200 * ki, 131_072], thinks, [0, 0]],
    [['glm-5v-turbo'], [200 * ki, 131_072], seesAndThinks, [1.2, 4, 0.24]],
    [['glm-4.6v'], [131_072, 32_768], seesAndThinks, [0.3, 0.9, 0.05]],
    [['glm-4.6'], [200 * ki, 131_072], thinks, [0.6, 2.2, 0.11]],
  ],
);

const alibaba = rowsOf(
  ['alibaba'],
  [
    [['qwen3.8-max'], [1000 * k, 131_072], seesAndThinks, [2, 6, 0.25]],
    [['qwen3.7-max'], [1000 * k, 131_072], thinks, [2.5, 7.5, 0.5]],
    [['qwen3.7-plus'], [1000 * k, 131_072], seesAndThinks, [0.4, 1.6]],
    [['qwen3.7-flash'], [1000 * k, 131_072], seesAndThinks],
    [['qwen3-coder-plus'], [1000 * k, 65_536], calls],
    [['qwen3-vl-plus'], [256 * ki, 32_768], seesAndThinks],
  ],
);

/** The requests cost as well, by how much was searched: no price is told. */
const perplexity = rowsOf(
  ['perplexity'],
  [
    [['sonar'], [128 * k, 0], ['completion', 'vision']],
    [['sonar-pro'], [200 * k, 8000], ['completion', 'vision']],
    [
      ['sonar-reasoning-pro', 'sonar-deep-research'],
      [128 * k, 0],
      ['completion', 'vision', 'thinking'],
    ],
  ],
);

const cohere = rowsOf(
  ['cohere'],
  [
    [['command-a-plus-05-2026'], [436 * k, 64 * k], seesAndThinks],
    [['command-a-reasoning-08-2025'], [288_768, 32_768], thinks],
    [['command-a-03-2025'], [288 * k, 8192], calls],
    [['command-a-vision-07-2025'], [128 * k, 8192], ['completion', 'vision']],
    [['command-r-plus-08-2024'], [128 * k, 4096], calls, [2.5, 10]],
    [['command-r-08-2024'], [128 * k, 4096], calls, [0.15, 0.6]],
    [['command-r7b-12-2024'], [132 * k, 4096], calls, [0.0375, 0.15]],
  ],
);

export const cloudModels: readonly KnownModel[] = [
  ...openai,
  ...anthropic,
  ...gemini,
  ...deepseek,
  ...xai,
  ...groq,
  ...cerebras,
  ...mistral,
  ...moonshot,
  ...zai,
  ...alibaba,
  ...perplexity,
  ...cohere,
];
