/**
 * Open models wherever they run, by the beginnings of the names that Ollama, LM Studio, vLLM and the Hub give them:
 * what they can do. Their context is the server's to set, so it is never told here.
 */
import type { KnownModel } from './known-models-file.ts';
import type { Ability, Category } from './model.ts';

/** Makers as the Hub writes them before a name; local servers leave them out. */
function open(
  names: readonly string[],
  maker: string | undefined,
  abilities: Ability[],
  categories?: Category[],
): KnownModel {
  return {
    names: [...names, ...(maker ? names.map((name) => `${maker}/${name}`) : [])],
    abilities,
    ...(categories ? { categories } : {}),
  };
}

const embeds: Ability[] = ['embedding'];
const talks: Ability[] = ['completion'];
const calls: Ability[] = [...talks, 'tools'];
const thinks: Ability[] = [...calls, 'thinking'];
const sees: Ability[] = [...calls, 'vision'];

export const openModels: readonly KnownModel[] = [
  open(['gpt-oss*'], 'openai', thinks),
  open(
    ['qwen3:*', 'qwen3-0.6b*', 'qwen3-1.7b*', 'qwen3-4b*', 'qwen3-8b*', 'qwen3-14b*', 'qwen3-32b*'],
    'Qwen',
    thinks,
  ),
  open(['qwen3-coder*'], 'Qwen', calls, ['chat', 'code']),
  open(['qwen3-vl*'], 'Qwen', sees),
  open(['qwen3-embedding*'], 'Qwen', embeds),
  open(['qwq*'], 'Qwen', thinks),
  open(
    [
      'qwen2.5:*',
      'qwen2.5-0.5b*',
      'qwen2.5-1.5b*',
      'qwen2.5-3b*',
      'qwen2.5-7b*',
      'qwen2.5-14b*',
      'qwen2.5-32b*',
      'qwen2.5-72b*',
    ],
    'Qwen',
    calls,
  ),
  open(['qwen2.5-coder*'], 'Qwen', [...calls, 'insert'], ['chat', 'code']),
  open(['qwen2.5vl*', 'qwen2.5-vl*'], 'Qwen', [...talks, 'vision']),
  open(['deepseek-r1*'], 'deepseek-ai', [...talks, 'thinking']),
  open(['deepseek-coder*'], 'deepseek-ai', talks, ['chat', 'code']),
  open(
    ['llama3.1*', 'llama-3.1*', 'meta-llama-3.1*', 'llama3.3*', 'llama-3.3*'],
    'meta-llama',
    calls,
  ),
  open(['llama3.2:*', 'llama-3.2-1b*', 'llama-3.2-3b*'], 'meta-llama', calls),
  open(['llama3.2-vision*', 'llama-3.2-11b*', 'llama-3.2-90b*'], 'meta-llama', [
    ...talks,
    'vision',
  ]),
  open(['llama4*', 'llama-4*'], 'meta-llama', sees),
  open(['gemma3:*', 'gemma-3-4b*', 'gemma-3-12b*', 'gemma-3-27b*'], 'google', [...talks, 'vision']),
  open(['gemma3:270m*', 'gemma3:1b*', 'gemma-3-1b*', 'gemma-3-270m*'], 'google', talks),
  open(['embeddinggemma*'], 'google', embeds),
  open(['magistral*'], 'mistralai', thinks),
  open(['devstral*'], 'mistralai', calls, ['chat', 'code']),
  open(['codestral*'], 'mistralai', [...talks, 'insert'], ['chat', 'code']),
  open(['pixtral*'], 'mistralai', [...talks, 'vision']),
  open(['phi4:*', 'phi-4'], 'microsoft', talks),
  open(['phi4-mini:*', 'phi-4-mini-instruct*'], 'microsoft', calls),
  open(
    ['phi4-reasoning*', 'phi-4-reasoning*', 'phi4-mini-reasoning*', 'phi-4-mini-reasoning*'],
    'microsoft',
    [...talks, 'thinking'],
  ),
  open(['llava*', 'moondream*', 'bakllava*'], undefined, [...talks, 'vision']),
  open(['starcoder*', 'codellama*'], undefined, talks, ['chat', 'code']),
  open(
    ['nomic-embed*', 'mxbai-embed*', 'all-minilm*', 'snowflake-arctic-embed*', 'bge-*'],
    undefined,
    embeds,
  ),
];
