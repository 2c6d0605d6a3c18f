/**
 * Modelfiles, both ways: the text that Ollama's own program reads <-> a recipe. Read by its rules (quotes that span
 * lines, comments only between instructions, any case), but to the end: each thing that is wrong is told by its line.
 */
import type { ModelRecipe } from './job.ts';
import { parseModelName } from './model-name.ts';
import { isRetiredParameter, parameterKind, readParameter } from './model-parameters.ts';
import { quoted, readInstructions } from './modelfile-text.ts';

export type ModelfileProblem = {
  /** Counted from 1; 0 for the whole file. */
  readonly line: number;
  readonly reason:
    | 'unknown-instruction'
    | 'value-missing'
    | 'quote-open'
    | 'from-missing'
    | 'from-again'
    | 'bad-name'
    | 'bad-role'
    | 'bad-number'
    | 'unknown-parameter'
    | 'retired-parameter'
    | 'replaced'
    | 'file-missing'
    | 'bad-version'
    | 'draft';
  /** The word it is about. */
  readonly word?: string;
  /** Nothing should be created before it is put right. The others are only worth knowing. */
  readonly blocks: boolean;
};

export type ModelfileReading = {
  readonly recipe: ModelRecipe;
  readonly problems: readonly ModelfileProblem[];
  /** Files that FROM and ADAPTER name and that are not known: a page cannot open a path, they must be picked. */
  readonly wantedFiles: readonly { readonly name: string; readonly use: 'model' | 'adapter' }[];
};

/** What a Modelfile cannot say, kept from the recipe it was written from: digests of files, and the level. */
export type KnownFiles = Pick<ModelRecipe, 'files' | 'adapters' | 'quantize'>;

export function parseModelfile(text: string, known: KnownFiles = {}): ModelfileReading {
  const { instructions, openAt } = readInstructions(text);
  const draft = aDraft(known);
  for (const { line, word, value } of instructions) {
    const tell = (reason: ModelfileProblem['reason'], about?: string, blocks = true): void => {
      draft.problems.push({
        line,
        reason,
        ...(about === undefined ? {} : { word: about }),
        blocks,
      });
    };
    const name = word.toLowerCase();
    const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (!read) tell('unknown-instruction', word);
    else if (value === '' && !mayBeEmpty.has(name)) tell('value-missing', word.toUpperCase());
    else read(draft, value, tell);
  }
  if (openAt !== undefined)
    draft.problems.push({ line: openAt, reason: 'quote-open', blocks: true });
  const { recipe, problems, wantedFiles } = draft;
  const hasFile = wantedFiles.some(({ use }) => use === 'model');
  if (recipe.from === undefined && !recipe.files && !hasFile) {
    problems.push({ line: 0, reason: 'from-missing', blocks: true });
  }
  if (known.quantize !== undefined) recipe.quantize = known.quantize;
  return { recipe, problems, wantedFiles };
}

/**
 * `altered`: instructions whose text no quotes can hold as it is (a line inside that ends in three quotation marks):
 * there a space was put between the marks. Only the written form is touched, not the recipe.
 */
export function formatModelfile(recipe: ModelRecipe): { text: string; altered: readonly string[] } {
  const lines: string[] = [];
  const altered: string[] = [];
  const write = (word: string, value: string): void => {
    const { text, isAltered } = quoted(value);
    if (isAltered) altered.push(word.split(' ')[0] ?? word);
    lines.push(`${word} ${text}`);
  };
  if (recipe.from !== undefined) write('FROM', recipe.from);
  for (const name of Object.keys(recipe.files ?? {})) write('FROM', pathOf(name));
  for (const name of Object.keys(recipe.adapters ?? {})) write('ADAPTER', pathOf(name));
  for (const { name, value } of recipe.parameters ?? []) write(`PARAMETER ${name}`, String(value));
  if (recipe.template !== undefined) write('TEMPLATE', recipe.template);
  if (recipe.system !== undefined) write('SYSTEM', recipe.system);
  for (const { role, content } of recipe.messages ?? []) write(`MESSAGE ${role}`, content);
  if (recipe.renderer !== undefined) write('RENDERER', recipe.renderer);
  if (recipe.parser !== undefined) write('PARSER', recipe.parser);
  if (recipe.requires !== undefined) write('REQUIRES', recipe.requires);
  for (const license of recipe.license ?? []) write('LICENSE', license);
  return { text: lines.map((line) => `${line}\n`).join(''), altered };
}

type Draft = {
  readonly recipe: ModelRecipe;
  readonly problems: ModelfileProblem[];
  readonly wantedFiles: { name: string; use: 'model' | 'adapter' }[];
  readonly known: KnownFiles;
};

type Tell = (reason: ModelfileProblem['reason'], about?: string, blocks?: boolean) => void;
type Reader = (draft: Draft, value: string, tell: Tell) => void;

function aDraft(known: KnownFiles): Draft {
  return { recipe: {}, problems: [], wantedFiles: [], known };
}

const mayBeEmpty = new Set(['system', 'template', 'license']);

const readers: Readonly<Record<string, Reader>> = {
  from: (draft, value, tell) => {
    if (isFile(value, draft.known.files)) {
      readFile(draft, 'model', value, tell);
      return;
    }
    if (!parseModelName(value).ok) tell('bad-name', value);
    if (draft.recipe.from !== undefined) tell('from-again', value, false);
    draft.recipe.from = value;
  },
  adapter: (draft, value, tell) => readFile(draft, 'adapter', value, tell),
  draft: (_draft, value, tell) => tell('draft', value),
  parameter: ({ recipe }, value, tell) => {
    const [, name = '', text = ''] = /^(\S+)(?:[ \t]([\s\S]*))?$/.exec(value) ?? [];
    if (isRetiredParameter(name)) {
      tell('retired-parameter', name, false);
      return;
    }
    if (parameterKind(name) === undefined) tell('unknown-parameter', name, false);
    const read = text === '' ? undefined : readParameter(name, text);
    if (read === undefined) {
      tell(text === '' ? 'value-missing' : 'bad-number', name);
      return;
    }
    recipe.parameters = [...(recipe.parameters ?? []), { name, value: read }];
  },
  message: ({ recipe }, value, tell) => {
    const [, role = '', content = ''] = /^(\S+)(?:[ \t]([\s\S]*))?$/.exec(value) ?? [];
    if (role !== 'system' && role !== 'user' && role !== 'assistant') tell('bad-role', role);
    else recipe.messages = [...(recipe.messages ?? []), { role, content }];
  },
  license: ({ recipe }, value) => {
    recipe.license = [...(recipe.license ?? []), value];
  },
  requires: (draft, value, tell) => {
    const version = value.replace(/^v/, '');
    if (/^\d+(\.\d+){0,2}(-[\w.-]+)?$/.test(version)) setOnce('requires')(draft, version, tell);
    else tell('bad-version', value);
  },
  template: setOnce('template'),
  system: setOnce('system'),
  renderer: setOnce('renderer'),
  parser: setOnce('parser'),
};

/** Of several the last one holds, as on the server. */
function setOnce(field: 'template' | 'system' | 'renderer' | 'parser' | 'requires'): Reader {
  return ({ recipe }, value, tell) => {
    if (recipe[field] !== undefined) tell('replaced', field.toUpperCase(), false);
    recipe[field] = value;
  };
}

/** A file of the server's own store is named by its digest; every other one must be known or picked. */
function readFile(draft: Draft, use: 'model' | 'adapter', value: string, tell: Tell): void {
  const field = use === 'model' ? 'files' : 'adapters';
  const name = fileName(value);
  const known = draft.known[field];
  const digest =
    known && Object.hasOwn(known, name)
      ? known[name]
      : value.replace(/^.*[/\\]sha256-([0-9a-f]{64})$/i, 'sha256:$1');
  if (digest?.startsWith('sha256:')) {
    draft.recipe[field] = { ...draft.recipe[field], [name]: digest };
    return;
  }
  draft.wantedFiles.push({ name, use });
  tell('file-missing', name);
}

function isFile(value: string, known: KnownFiles['files']): boolean {
  if (known && Object.hasOwn(known, fileName(value))) return true;
  return /^[./~\\]|^[a-z]:[/\\]|\.(gguf|safetensors|bin)$/i.test(value);
}

/** Relative, as the server wants the names of files; folders inside stay. */
function fileName(path: string): string {
  const inside = path.replace(/^\.\//, '');
  const leadsOut = /^[./~\\]|^[a-z]:|(^|[/\\])\.\.?([/\\]|$)/i.test(inside);
  return leadsOut ? (inside.split(/[/\\]/).at(-1) ?? inside) : inside;
}

function pathOf(name: string): string {
  return `./${name}`;
}
