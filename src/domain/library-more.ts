/** The second half of the shipped catalogue, see `library-models.ts`. */
import type { LibraryModel } from './library.ts';
import { libraryRow as row } from './library-row.ts';
import type { Ability } from './model.ts';

const talks: Ability[] = ['completion'];
const calls: Ability[] = [...talks, 'tools'];
const thinks: Ability[] = [...calls, 'thinking'];
const sees: Ability[] = [...talks, 'vision'];
const embeds: Ability[] = ['embedding'];

const apache = 'Apache-2.0';
const gemma = 'Gemma terms of use';

export const moreLibraryModels: readonly LibraryModel[] = [
  row(
    ['codegemma', 'Google', gemma],
    talks,
    '2b 1.6G 8k, 7b= 5.0G 8k',
    'Light coding models; the small one completes lines.',
  ),
  row(
    ['starcoder2', 'BigCode', 'BigCode OpenRAIL-M'],
    talks,
    '3b= 1.7G 16k, 7b 4.0G 16k, 15b 9.1G 16k',
    'Completes code in many programming languages, from openly documented data.',
  ),
  row(
    ['deepseek-coder-v2', 'DeepSeek', 'DeepSeek'],
    talks,
    '16b= 8.9G 160k, 236b 133G 4k',
    'A coding model that uses a part of itself at a time, so 16b is quick.',
  ),
  row(
    ['nemotron-3-super', 'NVIDIA'],
    thinks,
    '120b= 87G 256k',
    'Large, for agents with long contexts; a tenth of it works at a time.',
  ),
  row(
    ['mixtral', 'Mistral AI', apache],
    calls,
    '8x7b= 26G 32k, 8x22b 80G 64k',
    'Eight experts, two of them at work for each word.',
  ),
  row(
    ['falcon3', 'TII', 'TII Falcon'],
    talks,
    '1b 1.8G 8k, 3b 2.0G 32k, 7b= 4.6G 32k, 10b 6.3G 32k',
    'Small models, good at science and maths for their size.',
  ),
  row(
    ['qwen3-embedding', 'Alibaba', apache],
    embeds,
    '0.6b 639M 32k, 4b 2.5G 40k, 8b= 4.7G 40k',
    'Vectors for search in many languages and for code, in three sizes.',
  ),
  row(
    ['mistral-small3.2', 'Mistral AI', apache],
    [...calls, 'vision'],
    '24b= 15G 128k',
    'Mistral Small that also sees; follows instructions closely.',
  ),
  row(
    ['qwq', 'Alibaba', apache],
    calls,
    '32b= 20G 40k',
    'An early reasoning model of Qwen; it thinks long.',
  ),
  row(
    ['cogito', 'Deep Cogito'],
    calls,
    '3b 2.2G 128k, 8b= 4.9G 128k, 14b 9.0G 128k, 32b 20G 128k, 70b 43G 128k',
    'Answers directly, or reasons first when the system prompt asks for it.',
  ),
  row(
    ['gemma3n', 'Google', gemma],
    talks,
    'e2b 5.6G 32k, e4b= 7.5G 32k',
    'Made for phones and laptops: large on disk, light in memory.',
  ),
  row(
    ['qwen3-coder-next', 'Alibaba', apache],
    calls,
    'latest= 52G 256k',
    'A large coding agent of which only a small part works at a time.',
  ),
  row(
    ['llama4', 'Meta', 'Llama 4 Community'],
    [...calls, 'vision'],
    '16x17b= 67G, 128x17b 245G',
    'Meta’s large models with many experts; they also see.',
  ),
  row(
    ['translategemma', 'Google', gemma],
    sees,
    '4b= 3.3G 128k, 12b 8.1G 128k, 27b 17G 128k',
    'Translates between some fifty languages, also out of pictures.',
  ),
  row(
    ['phi4-reasoning', 'Microsoft', 'MIT'],
    talks,
    '14b= 11G 32k',
    'Phi 4, taught to work problems out step by step.',
  ),
  row(
    ['hermes3', 'Nous Research', 'Llama 3 Community'],
    calls,
    '3b 2.0G 128k, 8b= 4.7G 128k, 70b 40G 128k, 405b 229G 128k',
    'Llama tuned for role play, long talks and tools, with few refusals.',
  ),
  row(
    ['command-r', 'Cohere', 'CC-BY-NC-4.0'],
    calls,
    '35b= 19G 128k',
    'For answers from given documents, with tools. Not for commercial use.',
  ),
  row(
    ['magistral', 'Mistral AI', apache],
    thinks,
    '24b= 14G 39k',
    'Mistral’s reasoning model; it thinks in the language it is asked in.',
  ),
  row(
    ['moondream', 'Moondream', apache],
    sees,
    '1.8b= 1.7G 2k',
    'A tiny model that says what is in a picture.',
  ),
  row(
    ['embeddinggemma', 'Google', gemma],
    embeds,
    '300m= 622M 2k',
    'Vectors for search in more than a hundred languages, light enough for a phone.',
  ),
  row(
    ['glm-4.7-flash', 'Z.ai', 'MIT'],
    thinks,
    'latest= 19G 198k',
    'A fast coding and agent model that uses a small part of itself at a time.',
  ),
  row(
    ['granite4', 'IBM', apache],
    calls,
    '350m 708M 32k, 3b 2.1G 128k, 1b 3.3G 128k',
    'Small, sober models for business tasks and tools.',
  ),
  row(
    ['ministral-3', 'Mistral AI', apache],
    [...calls, 'vision'],
    '3b 3.0G 256k, 8b= 6.0G 256k, 14b 9.1G 256k',
    'Small Mistrals that see and use tools, for a laptop or one card.',
  ),
  row(
    ['codestral', 'Mistral AI', 'Mistral Non-Production'],
    talks,
    '22b= 13G 32k',
    'Mistral’s first coding model. Not for production.',
  ),
  row(
    ['phi4-mini', 'Microsoft', 'MIT'],
    calls,
    '3.8b= 2.5G 128k',
    'The small Phi 4, with tools and a long context.',
  ),
  row(
    ['lfm2.5-thinking', 'Liquid AI', 'LFM Open 1.0'],
    calls,
    '1.2b= 731M 125k',
    'Thinks and uses tools in under a gigabyte.',
  ),
  row(
    ['lfm2', 'Liquid AI', 'LFM Open 1.0'],
    calls,
    '24b= 14G 32k',
    'Made to run fast on ordinary hardware; two billion parameters work at a time.',
  ),
  row(
    ['granite3.3', 'IBM', apache],
    calls,
    '2b 1.5G 128k, 8b= 4.9G 128k',
    'Long contexts and careful answers for business texts.',
  ),
  row(
    ['aya-expanse', 'Cohere', 'CC-BY-NC-4.0'],
    calls,
    '8b= 5.1G 8k, 32b 20G 8k',
    'Writes in 23 languages. Not for commercial use.',
  ),
  row(
    ['llama-guard3', 'Meta', 'Llama 3.1 and 3.2 Community'],
    talks,
    '1b 1.6G 128k, 8b= 4.9G 128k',
    'Judges whether a message is safe; it is not for talking to.',
  ),
  row(
    ['devstral', 'Mistral AI', apache],
    calls,
    '24b= 14G 128k',
    'For coding agents that look through a code base and edit it.',
  ),
  row(
    ['granite3.2-vision', 'IBM', apache],
    [...calls, 'vision'],
    '2b= 2.4G 16k',
    'Reads tables, charts and forms.',
  ),
  row(
    ['devstral-small-2', 'Mistral AI', apache],
    [...calls, 'vision'],
    '24b= 15G 384k',
    'The coding agent of Mistral that fits one card; it also sees.',
  ),
  row(
    ['nemotron-3-nano', 'NVIDIA'],
    thinks,
    '4b 2.8G 256k, 30b= 24G',
    'For agents on one card: thinks, uses tools, and stays quick in long contexts.',
  ),
  row(
    ['qwen3-next', 'Alibaba', apache],
    thinks,
    '80b= 50G 256k',
    'Large but sparing: a small part of it works at a time.',
  ),
  row(
    ['deepseek-ocr', 'DeepSeek', 'MIT'],
    sees,
    '3b= 6.7G 8k',
    'Turns pictures of pages into text.',
  ),
  row(
    ['olmo-3', 'Ai2', apache],
    talks,
    '7b= 4.5G 64k, 32b 19G 64k',
    'The third OLMo, open down to its data and every step of its training.',
  ),
  row(
    ['snowflake-arctic-embed2', 'Snowflake', apache],
    embeds,
    '568m= 1.2G 8k',
    'Vectors for search in several languages.',
  ),
  row(
    ['granite4.1', 'IBM', apache],
    calls,
    '3b 2.1G 128k, 8b 5.3G 128k, 30b 17G 128k',
    'IBM’s newest general models, for tools and long texts.',
  ),
  row(
    ['functiongemma', 'Google', gemma],
    calls,
    '270m= 301M 32k',
    'Tiny, for one thing: turning a wish into a call of a tool.',
  ),
  row(
    ['medgemma', 'Google', 'Health AI Developer Foundations'],
    sees,
    '4b= 3.3G 128k, 27b 17G 128k',
    'A base for work with medical texts and pictures. No substitute for a physician.',
  ),
];
