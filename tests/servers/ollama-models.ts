/* The models of the scripted Ollama, and the shapes of its lists: /api/tags, /api/show, /api/ps (0.33). */
import { createHash } from 'node:crypto';
import type { ModelSpec } from './types.ts';

/** A file of a model: shared by all models that name its digest. */
export type Layer = { readonly digest: string; readonly sizeBytes: number };

/** What a person made of a base, as a Modelfile has it. */
export type Made = {
  readonly from?: string;
  readonly system?: string;
  readonly template?: string;
  readonly license?: readonly string[];
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly messages?: readonly { readonly role: string; readonly content: string }[];
};

export type OllamaModel = ModelSpec & {
  /** Bare hex. Absent: made from the layers, or from the name where none are named. */
  readonly digest?: string;
  /** The weights first. Absent: one of the model's size. */
  readonly layers?: readonly Layer[];
  readonly made?: Made;
  readonly modifiedAt?: number;
  /** Which part of it a graphics card takes; default all. */
  readonly vramShare?: number;
};

export const ollamaModels: readonly OllamaModel[] = [
  {
    name: 'fern:4b',
    capabilities: ['completion', 'tools', 'thinking'],
    sizeBytes: 2_497_293_824,
    parameterSize: '4.0B',
    contextLength: 40_960,
    family: 'fern',
  },
  {
    name: 'moss:1b',
    capabilities: ['completion'],
    sizeBytes: 815_319_791,
    parameterSize: '1.0B',
    contextLength: 32_768,
    family: 'moss',
  },
  {
    name: 'iris:7b',
    capabilities: ['completion', 'vision'],
    sizeBytes: 5_969_245_856,
    parameterSize: '7.6B',
    contextLength: 131_072,
    family: 'iris',
  },
  {
    name: 'nettle:latest',
    capabilities: ['embedding'],
    sizeBytes: 274_302_450,
    parameterSize: '137M',
    contextLength: 2048,
    family: 'nettle',
  },
];

/** What can be pulled besides what is installed. */
export const registryModels: readonly OllamaModel[] = [
  {
    name: 'sage:3b',
    capabilities: ['completion', 'tools'],
    sizeBytes: 1_928_402_116,
    parameterSize: '3.2B',
    contextLength: 131_072,
    family: 'sage',
    layers: [
      { digest: digestFrom('sage:3b weights'), sizeBytes: 1_928_400_000 },
      { digest: digestFrom('sage template'), sizeBytes: 1429 },
      { digest: digestFrom('sage licence'), sizeBytes: 130 },
      { digest: digestFrom('sage:3b config'), sizeBytes: 557 },
    ],
  },
  {
    name: 'fern:4b-f16',
    capabilities: ['completion'],
    sizeBytes: 8_053_000_000,
    quantization: 'F16',
  },
  { name: 'hf.co/tern/Heron-2B-GGUF:Q4_K_M', sizeBytes: 1_640_000_000, family: 'heron' },
];

/** A model in memory. `expiresAt` in epoch milliseconds; undefined: for ever. */
export type Loaded = {
  readonly spec: OllamaModel;
  readonly numCtx: number;
  readonly expiresAt: number | undefined;
};

export function capabilitiesOf(spec: ModelSpec): readonly string[] {
  return spec.capabilities ?? ['completion'];
}

/** Names match whatever their case; the registry's own host and `library` may be left out, and `:latest`. */
export function findModel<Model extends ModelSpec>(
  models: readonly Model[],
  name: string,
): Model | undefined {
  return models.find((spec) => fullName(spec.name) === fullName(name));
}

export function fullName(text: string): string {
  const bare = text.toLowerCase().replace(/^(registry\.ollama\.ai\/)?library\//, '');
  return bare.lastIndexOf(':') > bare.lastIndexOf('/') ? bare : `${bare}:latest`;
}

/** As lists show it: with its tag. */
export function shownName(text: string): string {
  return text.lastIndexOf(':') > text.lastIndexOf('/') ? text : `${text}:latest`;
}

const namePattern =
  /^(?:\w[\w.:-]{0,349}\/)?(?:\w[\w-]{0,79}\/)?\w[\w.-]{0,79}(?::\w[\w.-]{0,79})?$/;

export function isModelName(text: string): boolean {
  return namePattern.test(text);
}

/** Go's form of an instant: nine fractional digits. */
export function goTime(at: number, zone = 'Z'): string {
  return new Date(at).toISOString().replace(/Z$/, `${String(at % 1000).padStart(6, '0')}${zone}`);
}

export function tagOf(spec: OllamaModel) {
  return {
    name: spec.name,
    model: spec.name,
    modified_at: goTime(spec.modifiedAt ?? modifiedAt, '+02:00'),
    size: spec.sizeBytes ?? 1_000_000_000,
    digest: digestOf(spec),
    details: detailsOf(spec),
    capabilities: capabilitiesOf(spec),
  };
}

export function runningOf({ spec, numCtx, expiresAt }: Loaded) {
  const size = spec.sizeBytes ?? 1_000_000_000;
  return {
    name: spec.name,
    model: spec.name,
    size: size + numCtx * 1024,
    digest: digestOf(spec),
    details: detailsOf(spec),
    expires_at: goTime(expiresAt ?? farAway),
    size_vram: Math.round(size * (spec.vramShare ?? 1)),
    context_length: numCtx,
  };
}

export function showOf(spec: OllamaModel) {
  const family = spec.family ?? 'fern';
  const { made = {} } = spec;
  const parameters = made.parameters ?? { temperature: 0.7, stop: ['<|im_end|>'] };
  const license = made.license ?? ['A licence text of the scripted server.'];
  const template = made.template ?? '{{ .Prompt }}';
  return {
    license: license.join('\n'),
    modelfile: modelfileOf(spec, { ...made, parameters, license, template }),
    parameters: parameterLines(parameters),
    template,
    ...(made.system === undefined ? {} : { system: made.system }),
    details: detailsOf(spec),
    ...(made.messages === undefined ? {} : { messages: made.messages }),
    model_info: {
      'general.architecture': family,
      'general.parameter_count': 4_022_468_096,
      [`${family}.context_length`]: spec.contextLength ?? 8192,
      [`${family}.embedding_length`]: 2560,
      [`${family}.block_count`]: 36,
      'tokenizer.ggml.tokens': null,
    },
    capabilities: capabilitiesOf(spec),
    modified_at: goTime(spec.modifiedAt ?? modifiedAt, '+02:00'),
  };
}

/** The base by its path on the server, and texts quoted only where they span lines. */
function modelfileOf(spec: OllamaModel, made: Made): string {
  const [weights] = layersOf(spec);
  const quote = (text: string) =>
    /\n|^ | $/.test(text) ? (text.includes('"') ? `"""${text}"""` : `"${text}"`) : text;
  const rows = Object.entries(made.parameters ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((each) => `PARAMETER ${name} ${quote(`${each}`)}`),
  );
  return [
    '# Modelfile generated by "ollama show"',
    '# To build a new Modelfile based on this, replace FROM with:',
    `# FROM ${shownName(spec.name)}`,
    '',
    `FROM /root/.ollama/models/blobs/${weights?.digest.replace(':', '-')}`,
    `TEMPLATE ${quote(made.template ?? '')}`,
    ...(made.system === undefined ? [] : [`SYSTEM ${quote(made.system)}`]),
    ...rows,
    ...(made.license ?? []).map((text) => `LICENSE ${quote(text)}`),
    ...(made.messages ?? []).map(({ role, content }) => `MESSAGE ${role} ${quote(content)}`),
    '',
  ].join('\n');
}

function parameterLines(parameters: Readonly<Record<string, unknown>>): string {
  return Object.entries(parameters)
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((each) => [name, each]),
    )
    .map(([name, value]) => `${String(name).padEnd(30)} ${JSON.stringify(value)}`)
    .join('\n');
}

const modifiedAt = Date.UTC(2026, 9, 3, 17, 20, 11, 123);
/** What `keep_alive: -1` shows: centuries ahead. */
const farAway = Date.UTC(2318, 1, 12);

function detailsOf(spec: OllamaModel) {
  const family = spec.family ?? 'fern';
  return {
    parent_model: spec.made?.from ?? '',
    format: 'gguf',
    family,
    families: [family],
    parameter_size: spec.parameterSize ?? '4.0B',
    quantization_level: spec.quantization ?? 'Q4_K_M',
    context_length: spec.contextLength ?? 8192,
    embedding_length: 2560,
  };
}

export function layersOf(spec: OllamaModel): readonly Layer[] {
  const sizeBytes = spec.sizeBytes ?? 1_000_000_000;
  return spec.layers ?? [{ digest: digestFrom(`${spec.name} weights`), sizeBytes }];
}

export function digestOf(spec: OllamaModel): string {
  const bare = spec.layers ? spec.layers.map(({ digest }) => digest).join() : spec.name;
  return spec.digest ?? digestFrom(bare).slice('sha256:'.length);
}

export function digestFrom(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
