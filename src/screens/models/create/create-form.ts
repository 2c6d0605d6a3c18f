/**
 * The fields of a new model, as typed, and the recipe they stand for: both ways, so that a Modelfile can be written
 * beside the form. Pure.
 */
import * as z from 'zod/mini';
import type { ModelRecipe } from '../../../domain/job.ts';
import type { ModelDetails } from '../../../domain/model-details.ts';
import { parseModelName } from '../../../domain/model-name.ts';
import { parameterRows, readParameter } from '../../../domain/model-parameters.ts';
import {
  type KnownFiles,
  type ModelfileReading,
  parseModelfile,
} from '../../../domain/modelfile.ts';

const text = z._default(z.string(), '');

/** What is kept of it while the person is elsewhere; a picked file is not. */
export const createForm = z.object({
  connectionId: text,
  name: text,
  from: z._default(z.enum(['base', 'file']), 'base'),
  base: text,
  system: text,
  template: text,
  license: text,
  parameters: z._default(z.array(z.object({ name: z.string(), value: z.string() })), []),
  messages: z._default(
    z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })),
    [],
  ),
  quantize: text,
  /** Only a Modelfile says these. */
  renderer: text,
  parser: text,
  requires: text,
  /** Files that are on the server already, by name. */
  files: z._default(z.record(z.string(), z.string()), {}),
  adapters: z._default(z.record(z.string(), z.string()), {}),
  /** The name of the file that was picked. */
  picked: text,
  /** The job it was sent as, until something in it is changed. */
  sentAs: text,
});
export type CreateForm = z.infer<typeof createForm>;
export type MessageRole = CreateForm['messages'][number]['role'];

export const messageRoles: readonly MessageRole[] = ['system', 'user', 'assistant'];

export function emptyForm(connectionId: string, base = ''): CreateForm {
  return createForm.parse({ connectionId, base });
}

export function readForm(value: unknown): CreateForm | undefined {
  const read = createForm.safeParse(value);
  return read.success ? read.data : undefined;
}

/** Stands for a picked file whose digest nobody knows before it is hashed. */
const pickedDigest = 'sha256:picked';

/** As it would be written; a picked file is named in it. */
export function recipeOf(form: CreateForm): ModelRecipe {
  const picked = form.picked === '' ? {} : { [form.picked]: pickedDigest };
  const files = form.from === 'file' ? { ...form.files, ...picked } : {};
  const adapters = form.from === 'base' ? { ...form.adapters, ...picked } : form.adapters;
  const parameters = form.parameters
    .filter(({ name, value }) => name !== '' && value !== '')
    .map(({ name, value }) => ({ name, value: readParameter(name, value) ?? value }));
  const messages = form.messages.filter(({ content }) => content !== '');
  return {
    ...(form.from === 'base' && form.base.trim() !== '' ? { from: form.base.trim() } : {}),
    ...(Object.keys(files).length > 0 ? { files } : {}),
    ...(Object.keys(adapters).length > 0 ? { adapters } : {}),
    ...(form.system === '' ? {} : { system: form.system }),
    ...(form.template === '' ? {} : { template: form.template }),
    ...(form.license === '' ? {} : { license: [form.license] }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(messages.length > 0 ? { messages: messages.map((each) => ({ ...each })) } : {}),
    ...(form.quantize === '' ? {} : { quantize: form.quantize }),
    ...(form.renderer === '' ? {} : { renderer: form.renderer }),
    ...(form.parser === '' ? {} : { parser: form.parser }),
    ...(form.requires === '' ? {} : { requires: form.requires }),
  };
}

/** As it is sent: what is picked comes with the job, by its own digest. */
export function sentRecipe(form: CreateForm): ModelRecipe {
  const { files, adapters, ...recipe } = recipeOf(form);
  const known = (given: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(Object.entries(given).filter(([, digest]) => digest !== pickedDigest));
  const knownFiles = known(files);
  const knownAdapters = known(adapters);
  return {
    ...recipe,
    ...(Object.keys(knownFiles).length > 0 ? { files: knownFiles } : {}),
    ...(Object.keys(knownAdapters).length > 0 ? { adapters: knownAdapters } : {}),
  };
}

/** A Modelfile's text, read with the files that the form knows. */
export function readModelfile(typed: string, form: CreateForm): ModelfileReading {
  const { files, adapters, quantize } = recipeOf(form);
  const known: KnownFiles = {
    ...(files ? { files } : {}),
    ...(adapters ? { adapters } : {}),
    ...(quantize === undefined ? {} : { quantize }),
  };
  return parseModelfile(typed, known);
}

/** The form after its Modelfile was written in; name, server and level are not said there. */
export function formFromReading(
  { recipe, wantedFiles }: ModelfileReading,
  before: CreateForm,
): CreateForm {
  const without = (given: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(Object.entries(given).filter(([, digest]) => digest !== pickedDigest));
  const names = [...Object.keys(recipe.files ?? {}), ...Object.keys(recipe.adapters ?? {})];
  const isFromFile = recipe.files !== undefined || wantedFiles.some(({ use }) => use === 'model');
  return {
    ...before,
    from: isFromFile ? 'file' : recipe.from === undefined ? before.from : 'base',
    base: recipe.from ?? (isFromFile ? before.base : ''),
    system: recipe.system ?? '',
    template: recipe.template ?? '',
    license: (recipe.license ?? []).join('\n\n'),
    parameters: (recipe.parameters ?? []).map(({ name, value }) => ({
      name,
      value: String(value),
    })),
    messages: (recipe.messages ?? []).map((each) => ({ ...each })),
    renderer: recipe.renderer ?? '',
    parser: recipe.parser ?? '',
    requires: recipe.requires ?? '',
    files: without(recipe.files),
    adapters: without(recipe.adapters),
    picked: names.includes(before.picked) ? before.picked : '',
  };
}

/** What a base says of itself, as a start for something of one's own. */
export function formWithBase(form: CreateForm, details: ModelDetails): CreateForm {
  const messages = (details.messages ?? []).flatMap(({ role, content }) => {
    const known = messageRoles.find((each) => each === role);
    return known ? [{ role: known, content }] : [];
  });
  return {
    ...form,
    system: details.system ?? '',
    template: details.template ?? '',
    license: details.license ?? '',
    parameters: parameterRows(details.parameters ?? '').map(({ name, value }) => ({
      name,
      value: String(value),
    })),
    messages,
  };
}

export type CreateProblem =
  | { readonly at: 'name' | 'base' | 'file' | 'level' }
  | { readonly at: 'parameter'; readonly row: number; readonly is: 'nameless' | 'wrong' };

/** What keeps it from being sent. Whether a name is one is told in words by `name-words.ts`. */
export function formProblems(form: CreateForm): readonly CreateProblem[] {
  const problems: CreateProblem[] = [];
  if (!parseModelName(form.name).ok) problems.push({ at: 'name' });
  if (form.from === 'base' && !parseModelName(form.base).ok) problems.push({ at: 'base' });
  if (form.from === 'file' && form.picked === '' && Object.keys(form.files).length === 0) {
    problems.push({ at: 'file' });
  }
  if (form.quantize !== '' && !isLevel(form.quantize)) problems.push({ at: 'level' });
  for (const [row, { name, value }] of form.parameters.entries()) {
    if (name === '' && value === '') continue;
    if (name === '') problems.push({ at: 'parameter', row, is: 'nameless' });
    else if (value === '' || readParameter(name, value) === undefined) {
      problems.push({ at: 'parameter', row, is: 'wrong' });
    }
  }
  return problems;
}

/** For the next one: made from the same, on the same server. */
export function nextForm({ connectionId, from, base }: CreateForm): CreateForm {
  return { ...emptyForm(connectionId, from === 'base' ? base : ''), from };
}

/** As servers of today take them, and those that only older ones did. */
export const quantizeLevels = ['Q8_0', 'Q4_K_M', 'Q4_K_S', 'F16', 'BF16', 'F32'] as const;
export const olderLevels = ['Q4_0', 'Q4_1', 'Q5_0', 'Q5_1', 'Q5_K_S', 'Q5_K_M', 'Q6_K'] as const;

export function isLevel(text: string): boolean {
  return [...quantizeLevels, ...olderLevels].some((level) => level === text);
}
