/**
 * Small open models that run well in a browser, for somebody who has none yet. By hand, as of the date below; sizes are
 * approximate, the hub tells the exact ones when a model is fetched. To be replaced as a whole when better ones come.
 */

/** The least kind of device on which it is a pleasure. */
export const deviceClasses = ['phone', 'laptop', 'desktop'] as const;
export type DeviceClass = (typeof deviceClasses)[number];

export type SmallModel = {
  readonly title: string;
  readonly repo: string;
  /** The quantisation that is taken. */
  readonly tag: string;
  /** Approximate. */
  readonly sizeBytes: number;
  /** As it is commonly written. */
  readonly parameters: string;
  /** As the hub words it. */
  readonly license: string;
  readonly device: DeviceClass;
};

export const smallModelsAsOf = '2026-11-20';

export const smallModels: readonly SmallModel[] = [
  {
    title: 'SmolLM2 135M Instruct',
    repo: 'bartowski/SmolLM2-135M-Instruct-GGUF',
    tag: 'Q8_0',
    sizeBytes: 145_000_000,
    parameters: '135M',
    license: 'apache-2.0',
    device: 'phone',
  },
  {
    title: 'Gemma 3 270M',
    repo: 'unsloth/gemma-3-270m-it-GGUF',
    tag: 'Q8_0',
    sizeBytes: 292_000_000,
    parameters: '270M',
    license: 'gemma',
    device: 'phone',
  },
  {
    title: 'SmolLM2 360M Instruct',
    repo: 'bartowski/SmolLM2-360M-Instruct-GGUF',
    tag: 'Q8_0',
    sizeBytes: 386_000_000,
    parameters: '360M',
    license: 'apache-2.0',
    device: 'phone',
  },
  {
    title: 'Qwen3 0.6B',
    repo: 'unsloth/Qwen3-0.6B-GGUF',
    tag: 'Q4_K_M',
    sizeBytes: 397_000_000,
    parameters: '0.6B',
    license: 'apache-2.0',
    device: 'phone',
  },
  {
    title: 'Qwen2.5 0.5B Instruct',
    repo: 'Qwen/Qwen2.5-0.5B-Instruct-GGUF',
    tag: 'Q4_K_M',
    sizeBytes: 491_000_000,
    parameters: '0.5B',
    license: 'apache-2.0',
    device: 'phone',
  },
  {
    title: 'Gemma 3 1B',
    repo: 'unsloth/gemma-3-1b-it-GGUF',
    tag: 'Q4_K_M',
    sizeBytes: 806_000_000,
    parameters: '1B',
    license: 'gemma',
    device: 'laptop',
  },
  {
    title: 'Llama 3.2 1B Instruct',
    repo: 'bartowski/Llama-3.2-1B-Instruct-GGUF',
    tag: 'Q4_K_M',
    sizeBytes: 808_000_000,
    parameters: '1.2B',
    license: 'llama3.2',
    device: 'laptop',
  },
  {
    title: 'SmolLM2 1.7B Instruct',
    repo: 'bartowski/SmolLM2-1.7B-Instruct-GGUF',
    tag: 'Q4_K_M',
    sizeBytes: 1_060_000_000,
    parameters: '1.7B',
    license: 'apache-2.0',
    device: 'laptop',
  },
  {
    title: 'Qwen3 1.7B',
    repo: 'unsloth/Qwen3-1.7B-GGUF',
    tag: 'Q4_K_M',
    sizeBytes: 1_110_000_000,
    parameters: '1.7B',
    license: 'apache-2.0',
    device: 'desktop',
  },
  {
    title: 'Qwen2.5 1.5B Instruct',
    repo: 'Qwen/Qwen2.5-1.5B-Instruct-GGUF',
    tag: 'Q4_K_M',
    sizeBytes: 1_120_000_000,
    parameters: '1.5B',
    license: 'apache-2.0',
    device: 'desktop',
  },
];

export function smallModelName({ repo, tag }: SmallModel): string {
  return `hf.co/${repo}:${tag}`;
}
