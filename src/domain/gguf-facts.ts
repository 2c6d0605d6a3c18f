/**
 * What a model's GGUF metadata tells, from a file's header or as a server's details have it. Values nobody could mean
 * are left out, like those of the wrong type. Pure.
 */
import { fileTypeName } from './gguf-types.ts';

export type GgufFacts = {
  readonly architecture?: string;
  readonly name?: string;
  /** `model`, `adapter`, `mmproj`, … where it is told. */
  readonly type?: string;
  /** As it is commonly written: `Q4_K_M`. */
  readonly quantization?: string;
  readonly parameterCount?: number;
  readonly contextLength?: number;
  readonly blockCount?: number;
  readonly embeddingLength?: number;
  readonly headCount?: number;
  /** Per layer where they differ; a layer without attention has 0. */
  readonly headCountKv?: number | readonly number[];
  /** Of one head. */
  readonly keyLength?: number;
  readonly valueLength?: number;
  readonly expertCount?: number;
  readonly expertUsedCount?: number;
  readonly slidingWindow?: number;
  readonly vocabularySize?: number;
  readonly hasVision?: boolean;
  /** One of several files that make one model; `no` from 0. */
  readonly split?: { readonly no: number; readonly count: number };
};

export function ggufFacts(metadata: Readonly<Record<string, unknown>>): GgufFacts {
  const architecture = textAt(metadata, 'general.architecture');
  const number = (key: string) => countIn(metadata[key]);
  const own = (key: string) => number(`${architecture}.${key}`);
  const fileType = number('general.file_type');
  const splitCount = number('split.count');
  const facts: { [Name in keyof GgufFacts]: GgufFacts[Name] | undefined } = {
    architecture,
    name: textAt(metadata, 'general.name'),
    type: textAt(metadata, 'general.type'),
    quantization: fileType === undefined ? undefined : fileTypeName(fileType),
    parameterCount: number('general.parameter_count'),
    contextLength: own('context_length'),
    blockCount: own('block_count'),
    embeddingLength: own('embedding_length'),
    headCount:
      own('attention.head_count') ?? largest(metadata[`${architecture}.attention.head_count`]),
    headCountKv:
      own('attention.head_count_kv') ??
      countsIn(metadata[`${architecture}.attention.head_count_kv`]),
    keyLength: own('attention.key_length'),
    valueLength: own('attention.value_length'),
    expertCount: own('expert_count'),
    expertUsedCount: own('expert_used_count'),
    slidingWindow: own('attention.sliding_window'),
    vocabularySize: own('vocab_size'),
    hasVision: metadata['clip.has_vision_encoder'] === true ? true : undefined,
    split:
      splitCount !== undefined && splitCount > 1
        ? { no: number('split.no') ?? 0, count: splitCount }
        : undefined,
  };
  const told = Object.entries(facts).filter(([, fact]) => fact !== undefined);
  return Object.fromEntries(told) as GgufFacts; // the same names, without the gaps
}

/** `fern-00002-of-00003.gguf`: by its name one of three. `no` from 0, as in the metadata. */
export function splitFromName(fileName: string): { no: number; count: number } | undefined {
  const found = /-(\d{5})-of-(\d{5})\.gguf$/i.exec(fileName);
  const count = Number(found?.[2]);
  return found && count > 1 ? { no: Number(found[1]) - 1, count } : undefined;
}

function textAt(metadata: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = metadata[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function countIn(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function countsIn(value: unknown): readonly number[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const counts = value.map(countIn).filter((each) => each !== undefined);
  return counts.length === value.length ? counts : undefined;
}

function largest(value: unknown): number | undefined {
  const counts = countsIn(value);
  return counts && Math.max(...counts);
}
