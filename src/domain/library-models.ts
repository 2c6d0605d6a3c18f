/**
 * Well-known models of Ollama's library that ship with the app: a choice of its most pulled ones and of its newest
 * families, in that order of use, with the tags of its pages. Sizes are what a pull brings, rounded as those pages round
 * them. Descriptions are our own; a licence stands only where it is beyond doubt.
 */
import type { Library } from './library.ts';
import { moreLibraryModels } from './library-more.ts';
import { libraryRow as row } from './library-row.ts';
import type { Ability } from './model.ts';

const talks: Ability[] = ['completion'];
const calls: Ability[] = [...talks, 'tools'];
const thinks: Ability[] = [...calls, 'thinking'];
const sees: Ability[] = [...talks, 'vision'];
const seesAll: Ability[] = [...thinks, 'vision'];
const embeds: Ability[] = ['embedding'];

const apache = 'Apache-2.0';
const gemma = 'Gemma terms of use';

export const shippedLibrary: Library = {
  asOf: '2026-07-15',
  rows: [
    row(
      ['llama3.1', 'Meta', 'Llama 3.1 Community'],
      calls,
      '8b= 4.9G 128k, 70b 43G 128k, 405b 243G 128k',
      'A dependable all-rounder that many tools are tested with.',
    ),
    row(
      ['deepseek-r1', 'DeepSeek', 'MIT'],
      thinks,
      '1.5b 1.1G 128k, 7b 4.7G 128k, 8b= 5.2G 128k, 14b 9.0G 128k, 32b 20G 128k, 70b 43G 128k, 671b 404G 160k',
      'Reasons at length before it answers. All but the largest are smaller models taught by it.',
    ),
    row(
      ['nomic-embed-text', 'Nomic', apache],
      embeds,
      'v1.5= 274M 2k',
      'Turns English text into vectors for search; small and quick.',
    ),
    row(
      ['llama3.2', 'Meta', 'Llama 3.2 Community'],
      calls,
      '1b 1.3G 128k, 3b= 2.0G 128k',
      'Small and fast, for short tasks on modest machines.',
    ),
    row(
      ['gemma3', 'Google', gemma],
      sees,
      '270m 292M 32k, 1b 815M 32k, 4b= 3.3G 128k, 12b 8.1G 128k, 27b 17G 128k',
      'Writes well in many languages. From 4b up it also looks at pictures.',
    ),
    row(
      ['qwen2.5', 'Alibaba', 'Apache-2.0 (3b and 72b: Qwen)'],
      calls,
      '0.5b 398M 32k, 1.5b 986M 32k, 3b 1.9G 32k, 7b= 4.7G 32k, 14b 9.0G 32k, 32b 20G 32k, 72b 47G 32k',
      'The older general family of Qwen, in every size, without thinking aloud.',
    ),
    row(
      ['qwen3', 'Alibaba', apache],
      thinks,
      '0.6b 523M 40k, 1.7b 1.4G 40k, 4b 2.5G 256k, 8b= 5.2G 40k, 14b 9.3G 40k, 30b 19G 256k, 32b 20G 40k, 235b 142G 256k',
      'A wide family that can think first or answer straight away. 30b and 235b use a part of themselves at a time, so they are faster than their size.',
    ),
    row(
      ['mistral', 'Mistral AI', apache],
      calls,
      '7b= 4.4G 32k',
      'The small classic of Mistral: quick, plain and free to use.',
    ),
    row(
      ['gemma2', 'Google', gemma],
      talks,
      '2b 1.6G 8k, 9b= 5.4G 8k, 27b 16G 8k',
      'Google’s generation before Gemma 3, for text alone.',
    ),
    row(
      ['llama3', 'Meta', 'Llama 3 Community'],
      talks,
      '8b= 4.7G 8k, 70b 40G 8k',
      'The predecessor of Llama 3.1, with a short context.',
    ),
    row(
      ['qwen2.5-coder', 'Alibaba', 'Apache-2.0 (3b: Qwen Research)'],
      calls,
      '0.5b 398M 32k, 1.5b 986M 32k, 3b 1.9G 32k, 7b= 4.7G 32k, 14b 9.0G 32k, 32b 20G 32k',
      'Writes, completes and mends code, in sizes for any machine.',
    ),
    row(
      ['gemma4', 'Google', apache],
      [...seesAll, 'audio'],
      'e2b 7.2G 128k, 12b 7.6G 256k, e4b= 9.6G 128k, 26b 18G 256k, 31b 20G 256k',
      'Sees pictures, uses tools and thinks. The e sizes are made for small devices and also hear.',
    ),
    row(
      ['phi3', 'Microsoft', 'MIT'],
      talks,
      '3.8b= 2.2G 128k, 14b 7.9G 128k',
      'Compact and good at plain reasoning for its size.',
    ),
    row(
      ['qwen3.5', 'Alibaba', apache],
      seesAll,
      '0.8b 1.0G 256k, 2b 2.7G 256k, 4b 3.4G 256k, 9b= 6.6G 256k, 27b 17G 256k, 35b 24G 256k, 122b 81G 256k',
      'Reads text and pictures alike, thinks, and holds very long contexts cheaply.',
    ),
    row(
      ['llava', 'LLaVA team'],
      sees,
      '7b= 4.7G 32k, 13b 8.0G 4k, 34b 20G 4k',
      'An early model that talks about pictures.',
    ),
    row(
      ['mxbai-embed-large', 'Mixedbread', apache],
      embeds,
      '335m= 670M',
      'Larger vectors for English search.',
    ),
    row(
      ['gpt-oss', 'OpenAI', apache],
      thinks,
      '20b= 14G 128k, 120b 65G 128k',
      'OpenAI’s open models: strong at reasoning and tools, with an adjustable effort.',
    ),
    row(
      ['phi4', 'Microsoft', 'MIT'],
      talks,
      '14b= 9.1G 16k',
      'Taught on chosen and made texts; strong at maths and explanations.',
    ),
    row(
      ['qwen3-coder', 'Alibaba', apache],
      calls,
      '30b= 19G 256k, 480b 290G 256k',
      'For coding agents that work through whole repositories.',
    ),
    row(
      ['glm-ocr', 'Z.ai'],
      [...calls, 'vision'],
      'latest= 2.2G 128k',
      'Reads text, tables and formulas out of scanned pages.',
    ),
    row(
      ['codellama', 'Meta', 'Llama 2 Community'],
      talks,
      '7b= 3.8G 16k, 13b 7.4G 16k, 34b 19G 16k, 70b 39G 2k',
      'The older coding family of Meta.',
    ),
    row(
      ['mistral-nemo', 'Mistral AI and NVIDIA', apache],
      calls,
      '12b= 7.1G 1000k',
      'A middle size with a long context, good in European languages.',
    ),
    row(
      ['minicpm-v', 'OpenBMB'],
      sees,
      '8b= 5.5G 32k',
      'Looks closely at pictures and at text in them.',
    ),
    row(
      ['tinyllama', 'TinyLlama team', apache],
      talks,
      '1.1b= 638M 2k',
      'Very small; for trying things out.',
    ),
    row(
      ['bge-m3', 'BAAI', 'MIT'],
      embeds,
      '567m= 1.2G 8k',
      'Vectors for search across more than a hundred languages, and for longer texts.',
    ),
    row(
      ['llama3.2-vision', 'Meta', 'Llama 3.2 Community'],
      sees,
      '11b= 7.8G 128k, 90b 55G 128k',
      'Llama that also looks at pictures.',
    ),
    row(
      ['qwen3-vl', 'Alibaba', apache],
      seesAll,
      '2b 1.9G 256k, 4b 3.3G 256k, 8b= 6.1G 256k, 30b 20G 256k, 32b 21G 256k, 235b 143G 256k',
      'Reads pictures, documents and screens in detail.',
    ),
    row(
      ['deepseek-coder', 'DeepSeek', 'DeepSeek'],
      talks,
      '1.3b= 776M 16k, 6.7b 3.8G 16k, 33b 19G 16k',
      'An early coding family, from very small to large.',
    ),
    row(
      ['llama3.3', 'Meta', 'Llama 3.3 Community'],
      calls,
      '70b= 43G 128k',
      'The last large Llama 3 for text, about as able as the much larger 405b.',
    ),
    row(
      ['qwen3.6', 'Alibaba', apache],
      seesAll,
      '27b 17G 256k, 35b= 24G 256k',
      'Follows Qwen 3.5 with better work as a coding agent; keeps its thoughts over a conversation.',
    ),
    row(
      ['dolphin3', 'Cognitive Computations', 'Llama 3.1 Community'],
      talks,
      '8b= 4.9G 128k',
      'Llama 3.1, tuned to follow the system prompt and little else.',
    ),
    row(
      ['olmo2', 'Ai2', apache],
      talks,
      '7b= 4.5G 4k, 13b 8.4G 4k',
      'Open down to its training texts and code.',
    ),
    row(
      ['smollm2', 'Hugging Face', apache],
      calls,
      '135m 271M 8k, 360m 726M 8k, 1.7b= 1.8G 8k',
      'Tiny models that run on anything.',
    ),
    row(
      ['all-minilm', 'Sentence Transformers', apache],
      embeds,
      '22m= 46M, 33m 67M',
      'The smallest vectors for English sentences.',
    ),
    row(
      ['qwen2.5vl', 'Alibaba', 'Apache-2.0 (3b and 72b: Qwen)'],
      sees,
      '3b 3.2G 125k, 7b= 6.0G 125k, 32b 21G 125k, 72b 49G 125k',
      'Reads documents and charts, and says where in a picture things are.',
    ),
    row(
      ['mistral-small', 'Mistral AI', 'Apache-2.0 (22b: Mistral Research)'],
      calls,
      '22b 13G 128k, 24b= 14G 32k',
      'A strong middle size for one graphics card.',
    ),
    ...moreLibraryModels,
  ],
};
