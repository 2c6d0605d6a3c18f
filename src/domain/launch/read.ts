/** A sheet's typed texts, checked: what can be used, and what is wrong with the rest. Nothing wrong reaches a file. */
import { choicesOf, fieldsOf, type LaunchField, type LaunchFieldId, usualValue } from './fields.ts';
import type { LaunchProgram, LaunchSheet } from './sheet.ts';

export type LaunchProblem = {
  /** `extra`, `env` and `models` where it is not a field. */
  readonly at: LaunchFieldId | 'extra' | 'env' | 'models';
  /** The model's row, from 0; of `env` the name. */
  readonly row?: number;
  readonly word?: string;
  readonly reason:
    | 'control'
    | 'number'
    | 'choice'
    | 'host'
    | 'one-origin'
    | 'origin'
    | 'unit'
    | 'account'
    | 'duration'
    | 'env-name'
    | 'secret'
    | 'key-file-missing'
    | 'model-missing'
    | 'models-missing'
    | 'name-missing'
    | 'name-twice'
    | 'ini'
    | 'source-missing';
};

export type LaunchModel = {
  readonly name: string;
  readonly source: string;
  readonly mmproj?: string;
  readonly context?: string;
  readonly gpuLayers?: string;
  readonly loadAtStart: boolean;
};

export type LaunchSettings = {
  readonly program: LaunchProgram;
  readonly mode: 'one' | 'several';
  /** Checked; what was left empty is absent. */
  readonly values: Readonly<Partial<Record<LaunchFieldId, string>>>;
  readonly extra: readonly string[];
  readonly env: readonly (readonly [name: string, value: string])[];
  readonly models: readonly LaunchModel[];
};

export type ReadSheet = {
  readonly settings: LaunchSettings;
  readonly problems: readonly LaunchProblem[];
};

export function readSheet(sheet: LaunchSheet): ReadSheet {
  const problems: LaunchProblem[] = [];
  const mode = modeOf(sheet);
  const values: Partial<Record<LaunchFieldId, string>> = {};
  for (const field of fieldsOf(sheet.program, mode)) {
    const text = sheet.values[field.id]?.trim() ?? '';
    if (text === '') continue;
    const reason = wrongWith(field, text, sheet.program);
    if (reason) problems.push({ at: field.id, reason });
    else values[field.id] = text;
  }
  if (values.keyFrom === 'file' && values.keyFile === undefined) {
    problems.push({ at: 'keyFile', reason: 'key-file-missing' });
  }
  const models = mode === 'several' ? readModels(sheet, problems) : [];
  if (sheet.program === 'llama-server' && mode === 'one') {
    if (isEmpty(sheet.values['model'])) problems.push({ at: 'model', reason: 'model-missing' });
  }
  if (mode === 'several' && sheet.models.length === 0) {
    if (isEmpty(sheet.values['modelsDir']) && isEmpty(sheet.values['modelsIni'])) {
      problems.push({ at: 'models', reason: 'models-missing' });
    }
  }
  const settings: LaunchSettings = {
    program: sheet.program,
    mode,
    values,
    extra: readExtra(sheet.extra, problems),
    env: readEnv(sheet.env, problems),
    models,
  };
  return { settings, problems };
}

/** Ollama always has several models, and needs no rows for them. */
function modeOf(sheet: LaunchSheet): 'one' | 'several' {
  return sheet.program === 'llama-server' && sheet.values['mode'] === 'several' ? 'several' : 'one';
}

/** What holds: the checked value, else what the program or this page takes by itself. */
export function settingOf(settings: LaunchSettings, id: LaunchFieldId): string {
  return settings.values[id] ?? usualValue(settings.program, id);
}

/** A file on the server, not the name of a repository on a hub. */
export function isModelFile(source: string): boolean {
  return (
    /\.gguf$/i.test(source) || /^[~./\\]|^[A-Za-z]:[\\/]/.test(source) || !source.includes('/')
  );
}

/** A path that llama-server listens at instead of a port: it takes one for a socket by its end. */
export function isSocket(host: string): boolean {
  return /^(?:~?\.{0,2}\/)?[^\s:\\]*[^\s:\\/]\.sock$/.test(host);
}

/** Names of variables and flags whose value is a secret. */
export function namesSecret(name: string): boolean {
  return /(api[-_]?key|token|secret|password|passwd)$/i.test(name);
}

function isEmpty(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}

/** What no file of any target could hold. A line break is refused in fields, where nobody means one. */
function hasControl(text: string, mayBreak = false): boolean {
  const rest = mayBreak ? text.replaceAll(/[\n\t]/g, '') : text;
  return /[\p{Cc}\p{Surrogate}\uFFFE\uFFFF]/u.test(rest);
}

function wrongWith(
  field: LaunchField,
  text: string,
  program: LaunchProgram,
): LaunchProblem['reason'] | undefined {
  if (hasControl(text)) return 'control';
  switch (field.kind) {
    case 'int':
      return isWhole(text, field.min ?? 0, field.max ?? 0) ? undefined : 'number';
    case 'layers':
      return isLayers(text) ? undefined : 'number';
    case 'choice':
      return choicesOf(program, field).includes(text) ? undefined : 'choice';
    case 'switch':
      return text === 'yes' || text === 'no' ? undefined : 'choice';
    case 'host':
      return /^[A-Za-z0-9][A-Za-z0-9.-]*$|^\[?[0-9A-Fa-f:.]+\]?$/.test(text) ||
        (program === 'llama-server' && isSocket(text))
        ? undefined
        : 'host';
    case 'origins':
      return wrongOrigins(text, program);
    case 'unit':
      return /^[A-Za-z0-9][A-Za-z0-9_.-]{0,60}$/.test(text) ? undefined : 'unit';
    case 'account':
      return /^[A-Za-z_][A-Za-z0-9_.-]{0,60}$/.test(text) ? undefined : 'account';
    case 'duration':
      return /^-?\d+$|^-?(\d+(\.\d+)?(ns|us|ms|s|m|h))+$/.test(text) ? undefined : 'duration';
    default:
      return undefined;
  }
}

/** llama-server sends the setting back as it stands, so of several no browser accepts any. */
function wrongOrigins(text: string, program: LaunchProgram): LaunchProblem['reason'] | undefined {
  if (program === 'llama-server') {
    if (text.includes(',')) return 'one-origin';
    return text === '*' || text === 'localhost' || isOrigin(text) ? undefined : 'origin';
  }
  const all = text.split(',').map((each) => each.trim());
  return all.every((each) => each === '*' || isOrigin(each)) ? undefined : 'origin';
}

/** Ollama also takes schemes of apps and a `*` for a part. */
function isOrigin(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#,@]+$/i.test(text);
}

function isWhole(text: string, min: number, max: number): boolean {
  return /^-?\d{1,10}$/.test(text) && Number(text) >= min && Number(text) <= max;
}

function isLayers(text: string): boolean {
  return text === 'auto' || text === 'all' || isWhole(text, 0, 10_000);
}

function readExtra(extra: readonly string[], problems: LaunchProblem[]): readonly string[] {
  const kept: string[] = [];
  for (let at = 0; at < extra.length; at += 1) {
    const word = extra[at] ?? '';
    if (word.startsWith('-') && namesSecret(word.replace(/=.*$/s, ''))) {
      problems.push({ at: 'extra', reason: 'secret', word: word.replace(/=.*$/s, '') });
      if (!word.includes('=')) at += 1;
    } else if (hasControl(word, true)) {
      problems.push({ at: 'extra', reason: 'control' });
    } else kept.push(word);
  }
  return kept;
}

function readEnv(
  env: Readonly<Record<string, string>>,
  problems: LaunchProblem[],
): readonly (readonly [string, string])[] {
  return Object.entries(env).filter(([name, value]) => {
    const reason = wrongEnv(name, value);
    if (reason) problems.push({ at: 'env', word: name, reason });
    return reason === undefined;
  });
}

function wrongEnv(name: string, value: string): LaunchProblem['reason'] | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return 'env-name';
  if (namesSecret(name)) return 'secret';
  return hasControl(value, true) ? 'control' : undefined;
}

function readModels(sheet: LaunchSheet, problems: LaunchProblem[]): readonly LaunchModel[] {
  const models: LaunchModel[] = [];
  for (const [row, each] of sheet.models.entries()) {
    const tell = (reason: LaunchProblem['reason']) => problems.push({ at: 'models', row, reason });
    const name = each['name']?.trim() ?? '';
    const source = each['source']?.trim() ?? '';
    const context = each['context']?.trim() ?? '';
    const gpuLayers = each['gpuLayers']?.trim() ?? '';
    if (name === '') tell('name-missing');
    else if (models.some((other) => other.name === name)) tell('name-twice');
    else if (!canStandInIni(source) || /[[\]]/.test(name) || hasControl(name)) tell('ini');
    else if (source === '') tell('source-missing');
    else if (context !== '' && !isWhole(context, 0, 2_147_483_647)) tell('number');
    else if (gpuLayers !== '' && !isLayers(gpuLayers)) tell('number');
    else {
      models.push({
        name,
        source,
        ...(context === '' ? {} : { context }),
        ...(gpuLayers === '' ? {} : { gpuLayers }),
        loadAtStart: each['loadAtStart'] === 'yes',
      });
    }
  }
  return models;
}

/** Its reader knows no quotes: a `;` or `#` ends a value wherever it stands. */
export function canStandInIni(text: string): boolean {
  return !/[;#]/.test(text) && !hasControl(text) && text === text.trim();
}
