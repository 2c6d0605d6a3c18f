/**
 * The fields of a launch sheet: what each may hold and how the program is told. Flags and variables as llama.cpp b10573
 * (`common/arg.cpp`) and Ollama 0.33 (`envconfig/config.go`) read them.
 */
import type { LaunchProgram } from './sheet.ts';

export const launchGroups = ['program', 'memory', 'reach', 'service'] as const;
export type LaunchGroup = (typeof launchGroups)[number];

/** `layers` is a count, `auto` or `all`; `origins` are web addresses; `unit` names a service; `duration` is Go's. */
export type LaunchFieldKind =
  | 'path'
  | 'text'
  | 'int'
  | 'choice'
  | 'switch'
  | 'layers'
  | 'host'
  | 'origins'
  | 'unit'
  | 'account'
  | 'duration';

/** How a program is told. `own`: by code of its own, since it is more than one flag. */
export type LaunchTold =
  | { readonly flags: readonly string[]; readonly off?: readonly string[] }
  | { readonly env: string }
  | 'own';

export type LaunchField = {
  readonly id: string;
  readonly group: LaunchGroup;
  readonly kind: LaunchFieldKind;
  readonly llama?: LaunchTold;
  readonly ollama?: LaunchTold;
  readonly choices?: readonly string[];
  readonly ollamaChoices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** Belongs to one model: with several it goes to `models.ini`. */
  readonly ofModel?: true;
  /** Only for a server with one model, or only for one with several. */
  readonly only?: 'one' | 'several';
};

const cacheTypes = [
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
const most = 2_147_483_647;

export const launchFields = [
  { id: 'binary', group: 'program', kind: 'path', llama: 'own', ollama: 'own' },
  { id: 'mode', group: 'program', kind: 'choice', llama: 'own', choices: ['one', 'several'] },
  { id: 'model', group: 'program', kind: 'path', llama: 'own', only: 'one' },
  {
    id: 'mmproj',
    group: 'program',
    kind: 'path',
    llama: { flags: ['--mmproj', '-mm'] },
    only: 'one',
  },
  { id: 'alias', group: 'program', kind: 'text', llama: { flags: ['--alias', '-a'] }, only: 'one' },
  {
    id: 'modelsDir',
    group: 'program',
    kind: 'path',
    llama: { flags: ['--models-dir'] },
    ollama: { env: 'OLLAMA_MODELS' },
    only: 'several',
  },
  {
    id: 'modelsIni',
    group: 'program',
    kind: 'path',
    llama: { flags: ['--models-preset'] },
    only: 'several',
  },
  {
    id: 'modelsMax',
    group: 'program',
    kind: 'int',
    llama: { flags: ['--models-max'] },
    ollama: { env: 'OLLAMA_MAX_LOADED_MODELS' },
    min: 0,
    max: 1000,
    only: 'several',
  },
  {
    id: 'context',
    group: 'memory',
    kind: 'int',
    llama: { flags: ['--ctx-size', '-c'] },
    ollama: { env: 'OLLAMA_CONTEXT_LENGTH' },
    min: 0,
    max: most,
    ofModel: true,
  },
  {
    id: 'gpuLayers',
    group: 'memory',
    kind: 'layers',
    llama: { flags: ['--n-gpu-layers', '-ngl', '--gpu-layers'] },
    ofModel: true,
  },
  {
    id: 'slots',
    group: 'memory',
    kind: 'int',
    llama: { flags: ['--parallel', '-np'] },
    ollama: { env: 'OLLAMA_NUM_PARALLEL' },
    min: 1,
    max: 1024,
    ofModel: true,
  },
  {
    id: 'flash',
    group: 'memory',
    kind: 'choice',
    llama: { flags: ['--flash-attn', '-fa'] },
    ollama: 'own',
    choices: ['auto', 'on', 'off'],
    ollamaChoices: ['on', 'off'],
    ofModel: true,
  },
  {
    id: 'cacheK',
    group: 'memory',
    kind: 'choice',
    llama: { flags: ['--cache-type-k', '-ctk'] },
    ollama: { env: 'OLLAMA_KV_CACHE_TYPE' },
    choices: cacheTypes,
    ollamaChoices: ['f16', 'q8_0', 'q4_0'],
    ofModel: true,
  },
  {
    id: 'cacheV',
    group: 'memory',
    kind: 'choice',
    llama: { flags: ['--cache-type-v', '-ctv'] },
    choices: cacheTypes,
    ofModel: true,
  },
  {
    id: 'threads',
    group: 'memory',
    kind: 'int',
    llama: { flags: ['--threads', '-t'] },
    min: -1,
    max: 1024,
    ofModel: true,
  },
  {
    id: 'threadsBatch',
    group: 'memory',
    kind: 'int',
    llama: { flags: ['--threads-batch', '-tb'] },
    min: -1,
    max: 1024,
    ofModel: true,
  },
  {
    id: 'batch',
    group: 'memory',
    kind: 'int',
    llama: { flags: ['--batch-size', '-b'] },
    min: 1,
    max: 1_000_000,
    ofModel: true,
  },
  {
    id: 'ubatch',
    group: 'memory',
    kind: 'int',
    llama: { flags: ['--ubatch-size', '-ub'] },
    min: 1,
    max: 1_000_000,
    ofModel: true,
  },
  { id: 'keepAlive', group: 'memory', kind: 'duration', ollama: { env: 'OLLAMA_KEEP_ALIVE' } },
  { id: 'host', group: 'reach', kind: 'host', llama: { flags: ['--host'] }, ollama: 'own' },
  {
    id: 'port',
    group: 'reach',
    kind: 'int',
    llama: { flags: ['--port'] },
    ollama: 'own',
    min: 1,
    max: 65_535,
  },
  { id: 'keyFrom', group: 'reach', kind: 'choice', llama: 'own', choices: ['none', 'env', 'file'] },
  { id: 'keyFile', group: 'reach', kind: 'path', llama: 'own' },
  {
    id: 'cors',
    group: 'reach',
    kind: 'origins',
    llama: { flags: ['--cors-origins'] },
    ollama: { env: 'OLLAMA_ORIGINS' },
  },
  { id: 'appPath', group: 'reach', kind: 'path', llama: { flags: ['--path'] } },
  { id: 'metrics', group: 'reach', kind: 'switch', llama: { flags: ['--metrics'] } },
  { id: 'slotPath', group: 'reach', kind: 'path', llama: { flags: ['--slot-save-path'] } },
  { id: 'unit', group: 'service', kind: 'unit', llama: 'own', ollama: 'own' },
  {
    id: 'startAt',
    group: 'service',
    kind: 'choice',
    llama: 'own',
    ollama: 'own',
    choices: ['no', 'login', 'boot'],
  },
  { id: 'account', group: 'service', kind: 'account', llama: 'own', ollama: 'own' },
  {
    id: 'restart',
    group: 'service',
    kind: 'choice',
    llama: 'own',
    ollama: 'own',
    choices: ['on-failure', 'always', 'no'],
  },
  {
    id: 'restartFirst',
    group: 'service',
    kind: 'int',
    llama: 'own',
    ollama: 'own',
    min: 1,
    max: 600,
  },
  {
    id: 'restartMost',
    group: 'service',
    kind: 'int',
    llama: 'own',
    ollama: 'own',
    min: 1,
    max: 3600,
  },
  {
    id: 'gpu',
    group: 'service',
    kind: 'choice',
    llama: 'own',
    ollama: 'own',
    choices: ['none', 'nvidia', 'amd', 'intel', 'vulkan'],
    ollamaChoices: ['none', 'nvidia', 'amd'],
  },
] as const satisfies readonly LaunchField[];

export type LaunchFieldId = (typeof launchFields)[number]['id'];

/** What each program does where a field is left empty; shown as the placeholder. Not all have one. */
const usual: Readonly<Record<LaunchProgram, Partial<Record<LaunchFieldId, string>>>> = {
  'llama-server': {
    binary: 'llama-server',
    mode: 'one',
    modelsMax: '4',
    gpuLayers: 'auto',
    flash: 'auto',
    cacheK: 'f16',
    cacheV: 'f16',
    batch: '2048',
    ubatch: '512',
    host: '127.0.0.1',
    port: '8080',
    keyFrom: 'none',
    cors: '*',
    unit: 'llama-server',
    startAt: 'no',
    restart: 'on-failure',
    restartFirst: '2',
    restartMost: '60',
    gpu: 'none',
  },
  ollama: {
    binary: 'ollama',
    slots: '1',
    cacheK: 'f16',
    keepAlive: '5m',
    host: '127.0.0.1',
    port: '11434',
    unit: 'ollama',
    startAt: 'no',
    restart: 'on-failure',
    restartFirst: '2',
    restartMost: '60',
    gpu: 'none',
  },
};

/** Of these the plan needs a value; of the others the program knows its own. */
export function usualValue(program: LaunchProgram, id: LaunchFieldId): string {
  return usual[program][id] ?? '';
}

export function toldTo(program: LaunchProgram, field: LaunchField): LaunchTold | undefined {
  return program === 'ollama' ? field.ollama : field.llama;
}

export function choicesOf(program: LaunchProgram, field: LaunchField): readonly string[] {
  return (program === 'ollama' ? field.ollamaChoices : undefined) ?? field.choices ?? [];
}

/** The fields of one program, for one model or several. */
export function fieldsOf(
  program: LaunchProgram,
  mode: 'one' | 'several',
): readonly (LaunchField & { readonly id: LaunchFieldId })[] {
  const all: readonly (LaunchField & { readonly id: LaunchFieldId })[] = launchFields;
  return all.filter((field) => {
    if (toldTo(program, field) === undefined) return false;
    // Ollama is always one with several models.
    return program === 'ollama' || field.only === undefined || field.only === mode;
  });
}
