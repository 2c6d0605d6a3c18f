/**
 * How much memory a model takes: weights, the cache of a context, and room to compute. Sizes of caches as llama.cpp
 * b10573 allocates them (llama-kv-cache*.cpp, llama-hparams.cpp); Ollama runs the same code. Where the metadata leaves
 * something out (Ollama empties longer lists), there is a range and a doubt instead of a guess that looks exact.
 */

export const fitCacheTypes = [
  'f32',
  'f16',
  'bf16',
  'q8_0',
  'q5_1',
  'q5_0',
  'q4_1',
  'q4_0',
  'iq4_nl',
] as const;
export type FitCacheType = (typeof fitCacheTypes)[number];

/** Bytes of one element; quantised types come in blocks of 32. */
const elementBytes: Readonly<Record<FitCacheType, number>> = {
  f32: 4,
  f16: 2,
  bf16: 2,
  q8_0: 34 / 32,
  q5_1: 24 / 32,
  q5_0: 22 / 32,
  q4_1: 20 / 32,
  q4_0: 18 / 32,
  iq4_nl: 18 / 32,
};

export type FitQuestion = {
  /** GGUF metadata by key. */
  readonly info?: Readonly<Record<string, unknown>> | undefined;
  /** Of all its files together. */
  readonly weightsBytes?: number | undefined;
  /** In tokens; of all slots together. */
  readonly contextLength: number;
  readonly slots?: number;
  readonly cacheK?: FitCacheType;
  readonly cacheV?: FitCacheType;
  /** Tokens that are read at once. */
  readonly ubatch?: number;
  /** By itself wherever the graphics card can. */
  readonly hasFlash?: boolean;
};

/** `cache`: its shape is not told at all; `kv-heads` and `window`: only a part of it. */
export type FitDoubt = 'weights' | 'cache' | 'kv-heads' | 'window' | 'shape';

export type FitNeed = {
  readonly weightsBytes: number;
  /** The likelier end of the range. */
  readonly cacheBytes: number;
  readonly computeBytes: number;
  readonly totalBytes: number;
  readonly lowBytes: number;
  readonly highBytes: number;
  readonly doubts: readonly FitDoubt[];
  /** The architecture: models of one are calibrated together. */
  readonly family?: string;
};

export function fitNeed(question: FitQuestion): FitNeed {
  const info = question.info ?? {};
  const shape = readShape(info);
  const weights = question.weightsBytes ?? weightsFrom(info);
  const cache = shape ? cacheRange(shape, question) : roughCache(info, question);
  const computeBytes = computeRoom(info, shape, question);
  const doubts: FitDoubt[] = [
    ...(question.weightsBytes === undefined ? (['weights'] as const) : []),
    ...(shape?.doubts ?? (['cache'] as const)),
  ];
  const family = textOf(info['general.architecture']);
  const weightsBytes = weights ?? 0;
  return {
    weightsBytes,
    cacheBytes: cache.likely,
    computeBytes,
    totalBytes: weightsBytes + cache.likely + computeBytes,
    lowBytes: weightsBytes + cache.low + computeBytes,
    highBytes: weightsBytes + cache.high + computeBytes,
    doubts,
    ...(family === undefined ? {} : { family }),
  };
}

/** What Ollama gives a model that asks for nothing: by the graphics memory, and never more than it was trained for. */
export function usualContext(vramBytes: number | undefined, trained: number | undefined): number {
  const gib = (vramBytes ?? 0) / 1_073_741_824;
  const usual = gib >= 47 ? 262_144 : gib >= 23 ? 32_768 : 4096;
  return trained === undefined ? usual : Math.min(usual, trained);
}

type Range = { readonly low: number; readonly likely: number; readonly high: number };
type Layer = {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
  /** `undefined`: it is not told whether it sees only its window. */
  readonly isWindowed: boolean | undefined;
};

type Shape = {
  /** Elements of K and V per token and layer of attention, as a range. */
  readonly keys: readonly Layer[];
  readonly values: readonly Layer[];
  readonly window: number;
  /** Elements of state per sequence, all layers together; kept in f32. */
  readonly stateElements: number;
  readonly headCount: number;
  readonly doubts: readonly FitDoubt[];
};

function cacheRange(shape: Shape, question: FitQuestion): Range {
  const { contextLength, slots = 1, ubatch = 512 } = question;
  const cells = padded(contextLength);
  const windowed = Math.min(cells, padded(Math.min(cells, shape.window * slots + ubatch)));
  const k = elementBytes[question.cacheK ?? 'f16'];
  const v = elementBytes[question.cacheV ?? question.cacheK ?? 'f16'];
  const state = shape.stateElements * 4 * slots;
  const sum = (end: 'low' | 'likely' | 'high'): number => {
    const unsure = end === 'low' ? windowed : cells;
    const cellsOf = ({ isWindowed }: Layer) =>
      isWindowed === undefined ? unsure : isWindowed ? windowed : cells;
    const keys = shape.keys.reduce((bytes, layer) => bytes + layer[end] * cellsOf(layer) * k, 0);
    const values = shape.values.reduce(
      (bytes, layer) => bytes + layer[end] * cellsOf(layer) * v,
      0,
    );
    return Math.round(keys + values + state);
  };
  return { low: sum('low'), likely: sum('likely'), high: sum('high') };
}

function padded(cells: number): number {
  return Math.ceil(cells / 256) * 256;
}

/** How a family alternates layers that see a window with layers that see all; `first`: the one that sees all leads. */
const patterns: Readonly<Record<string, { period: number; first?: true; window?: number }>> = {
  afmoe: { period: 4 },
  cohere2: { period: 4 },
  cohere2moe: { period: 4, first: true },
  exaone4: { period: 4, window: 4096 },
  'exaone-moe': { period: 4, window: 128 },
  gemma2: { period: 2, window: 4096 },
  gemma3: { period: 6 },
  gemma3n: { period: 5 },
  'gemma-embedding': { period: 6 },
  'gpt-oss': { period: 2 },
  gptoss: { period: 2 },
  laguna: { period: 4, first: true },
  llama4: { period: 4, window: 8192 },
  mellum: { period: 4 },
  'modern-bert': { period: 3, first: true },
  olmo2: { period: 4 },
  plamo3: { period: 8 },
  smallthinker: { period: 4, first: true, window: 4096 },
};
/** These tell it layer by layer only. */
const listed = new Set(['gemma4', 'granite-swa', 'mimo2', 'step35']);
/** All layers are recurrent; falcon-h1 has both in each. */
const recurrent = /^(mamba2?|rwkv\w*|arwkv\w*)$/;

function readShape(info: Readonly<Record<string, unknown>>): Shape | undefined {
  const family = textOf(info['general.architecture']);
  if (family === undefined) return undefined;
  const own = (key: string): unknown => info[`${family}.${key}`];
  const number = (key: string): number | undefined => countOf(own(key));
  const layers = number('block_count');
  const width = number('embedding_length');
  if (layers === undefined || width === undefined || layers > 10_000) return undefined;
  const doubts = new Set<FitDoubt>();
  const heads = number('attention.head_count') ?? largest(own('attention.head_count'));
  const kvHeads = kvHeadsOf(own('attention.head_count_kv'), heads, layers, doubts);
  const keyLength = number('attention.key_length') ?? (heads ? width / heads : undefined);
  const valueLength = number('attention.value_length') ?? keyLength;
  const windows = windowsOf(family, own, layers, doubts);
  const isRecurrent = recurrentLayers(family, own, layers);
  const withOwnCache = layersWithCache(family, number('attention.shared_kv_layers'), layers);
  // Latent attention keeps one vector per token; what stands for V is a part of it.
  const isLatent = number('attention.key_length_mla') !== undefined;
  if (own('attention.indexer.key_length') !== undefined) doubts.add('shape');
  const keys: Layer[] = [];
  const values: Layer[] = [];
  let stateLayers = 0;
  for (let at = 0; at < layers; at += 1) {
    if (isRecurrent(at)) stateLayers += 1;
    if ((isRecurrent(at) && family !== 'falcon-h1') || at >= withOwnCache) continue;
    const kv = kvHeads(at);
    const isWindowed = windows.isWindowed(at);
    const lengthK = windowedLength(own, 'key', isWindowed) ?? keyLength;
    const lengthV = windowedLength(own, 'value', isWindowed) ?? valueLength;
    if (lengthK === undefined || lengthV === undefined) return undefined;
    keys.push({ ...timesOf(kv, lengthK), isWindowed });
    if (!isLatent) values.push({ ...timesOf(kv, lengthV), isWindowed });
  }
  return {
    keys,
    values,
    window: windows.window,
    stateElements: stateLayers * stateOf(own, width, heads ?? 1),
    headCount: heads ?? 1,
    doubts: [...doubts],
  };
}

type Own = (key: string) => unknown;

function timesOf(range: Range, length: number): Range {
  return { low: range.low * length, likely: range.likely * length, high: range.high * length };
}

function windowedLength(
  own: Own,
  what: 'key' | 'value',
  isWindowed: boolean | undefined,
): number | undefined {
  return isWindowed === true ? countOf(own(`attention.${what}_length_swa`)) : undefined;
}

/** A list that was left out: between one head and as many as there are of the other kind; most models have eight. */
function kvHeadsOf(
  told: unknown,
  heads: number | undefined,
  layers: number,
  doubts: Set<FitDoubt>,
): (layer: number) => Range {
  const one = countOf(told);
  if (one !== undefined) return () => exactly(one);
  const list = countsOf(told);
  if (list !== undefined && list.length >= layers) return (layer) => exactly(list[layer] ?? 0);
  if (told === undefined && heads !== undefined) return () => exactly(heads);
  doubts.add('kv-heads');
  const most = heads ?? 32;
  return () => ({ low: 1, likely: Math.min(8, most), high: most });
}

function exactly(count: number): Range {
  return { low: count, likely: count, high: count };
}

function windowsOf(family: string, own: Own, layers: number, doubts: Set<FitDoubt>) {
  const pattern = patterns[family];
  const told = countOf(own('attention.sliding_window'));
  const window = family === 'llama4' && told !== 0 ? 8192 : (told ?? pattern?.window ?? 0);
  const nothing = { window: 0, isWindowed: (): boolean | undefined => false };
  if (window === 0) return nothing;
  // Of this family only the large one has windows.
  if (family === 'exaone4' && layers !== 64) return nothing;
  if (family === 'lfm2') return { window, isWindowed: (): boolean | undefined => true };
  if (!pattern && !listed.has(family)) return nothing;
  const given = own('attention.sliding_window_pattern');
  const list = flagsOf(given);
  if (list !== undefined && list.length >= layers) {
    return { window, isWindowed: (layer: number): boolean | undefined => list[layer] };
  }
  const period = countOf(given) ?? pattern?.period;
  if (period === undefined || (Array.isArray(given) && listed.has(family))) {
    doubts.add('window');
    return { window, isWindowed: (): boolean | undefined => undefined };
  }
  return {
    window,
    isWindowed: (layer: number): boolean | undefined =>
      period === 0 || (pattern?.first ? layer % period !== 0 : layer % period < period - 1),
  };
}

function recurrentLayers(family: string, own: Own, layers: number): (layer: number) => boolean {
  if (recurrent.test(family) || family === 'falcon-h1') return () => true;
  const list = flagsOf(own('attention.recurrent_layers'));
  if (list !== undefined && list.length >= layers) return (layer) => list[layer] ?? false;
  const interval =
    countOf(own('full_attention_interval')) ?? (/^qwen3(next|5)/.test(family) ? 4 : 0);
  if (interval > 0) return (layer) => (layer + 1) % interval !== 0;
  // Elsewhere a layer without heads for K and V is one.
  const heads = countsOf(own('attention.head_count_kv'));
  const hasState = own('ssm.state_size') !== undefined || own('shortconv.l_cache') !== undefined;
  return (layer) => hasState && heads?.[layer] === 0;
}

/** Later layers may read the cache of earlier ones. */
function layersWithCache(family: string, shared: number | undefined, layers: number): number {
  if (family === 'gemma3n') return Math.min(20, layers);
  return shared === undefined ? layers : Math.max(0, layers - shared);
}

function stateOf(own: Own, width: number, heads: number): number {
  const number = (key: string): number => countOf(own(key)) ?? 0;
  const wkv = number('wkv.head_size');
  if (wkv > 0) return width * (number('token_shift_count') || 2) + width * wkv;
  const short = number('shortconv.l_cache');
  if (short > 0) return width * (short - 1);
  const conv = number('ssm.conv_kernel');
  const kda = number('kda.head_dim');
  if (kda > 0) return 3 * Math.max(3, conv - 1) * heads * kda + kda * kda * heads;
  const inner = number('ssm.inner_size');
  const state = number('ssm.state_size');
  return Math.max(0, conv - 1) * (inner + 2 * number('ssm.group_count') * state) + state * inner;
}

/** The outputs of one batch over the whole vocabulary, its inputs, and the mask; without flash attention the scores too. */
function computeRoom(
  info: Readonly<Record<string, unknown>>,
  shape: Shape | undefined,
  { contextLength, ubatch = 512, hasFlash = true }: FitQuestion,
): number {
  const family = textOf(info['general.architecture']);
  const vocabulary =
    countOf(info[`${family}.vocab_size`]) ??
    lengthOf(info['tokenizer.ggml.tokens']) ??
    countOf(info['n_vocab']) ??
    151_936;
  const width = countOf(info[`${family}.embedding_length`]) ?? countOf(info['n_embd']) ?? 4096;
  const cells = padded(contextLength);
  const outputs = ubatch * (vocabulary + width) * 4;
  const mask = ubatch * cells * 2;
  const scores = hasFlash ? 0 : ubatch * cells * (shape?.headCount ?? 32) * 4;
  return outputs + mask + scores;
}

/**
 * From a width and a size alone (llama-server tells no more): as many layers as such a size takes, and between an eighth
 * and all of the width for K and V.
 */
function roughCache(info: Readonly<Record<string, unknown>>, question: FitQuestion): Range {
  const width = countOf(info['n_embd']);
  const parameters = countOf(info['n_params']) ?? parametersFrom(question.weightsBytes);
  if (parameters === undefined) return { low: 0, likely: 0, high: 0 };
  const wide = width ?? Math.max(1024, Math.round(Math.cbrt(parameters / 12 / 0.008)));
  const layers = Math.max(8, Math.min(128, Math.round(parameters / (12 * wide * wide))));
  const bytes = elementBytes[question.cacheK ?? 'f16'] + elementBytes[question.cacheV ?? 'f16'];
  const all = layers * wide * bytes * padded(question.contextLength);
  return { low: Math.round(all / 8), likely: Math.round(all / 4), high: Math.round(all) };
}

/** At four and a half bits each. */
function parametersFrom(weightsBytes: number | undefined): number | undefined {
  return weightsBytes === undefined ? undefined : Math.round((weightsBytes * 8) / 4.5);
}

function weightsFrom(info: Readonly<Record<string, unknown>>): number | undefined {
  const parameters = countOf(info['general.parameter_count']) ?? countOf(info['n_params']);
  return countOf(info['size']) ?? (parameters === undefined ? undefined : (parameters * 4.5) / 8);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function countsOf(value: unknown): readonly number[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const counts = value.map(countOf).filter((each) => each !== undefined);
  return counts.length === value.length ? counts : undefined;
}

function flagsOf(value: unknown): readonly boolean[] | undefined {
  return Array.isArray(value) && value.length > 0
    ? value.map((each) => each === true || each === 1)
    : undefined;
}

function largest(value: unknown): number | undefined {
  const counts = countsOf(value);
  return counts && Math.max(...counts);
}

function lengthOf(value: unknown): number | undefined {
  return Array.isArray(value) && value.length > 0 ? value.length : undefined;
}
