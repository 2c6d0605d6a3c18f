/** How a plain server is spoken to, as fields of a form, and what they come to. Pure; the schema is the judge. */
import * as z from 'zod/mini';
import { type PlainDescription, plainDescription } from '../../domain/plain-description.ts';

export type PlainDraft = {
  readonly path: string;
  readonly body: string;
  readonly text: string;
  readonly reasoning: string;
  readonly isCumulative: boolean;
  readonly endAt: string;
  readonly endIs: string;
  readonly error: string;
  readonly modelsPath: string;
  readonly modelsAt: string;
};
export type PlainField = Exclude<keyof PlainDraft, 'isCumulative'>;

export const emptyPlain: PlainDraft = {
  path: '',
  body: '',
  text: '',
  reasoning: '',
  isCumulative: false,
  endAt: '',
  endIs: '',
  error: '',
  modelsPath: '',
  modelsAt: '',
};

/** A small server that takes a prompt and answers with lines of JSON. */
export const plainExample: PlainDraft = {
  ...emptyPlain,
  path: '/generate',
  body: `{
  "model": "{{model}}",
  "prompt": "{{prompt}}",
  "temperature": "{{temperature}}",
  "stream": true
}`,
  text: '/response',
  endAt: '/done',
  error: '/error',
  modelsPath: '/models',
  modelsAt: '/models',
};

export function plainDraftFrom(of: PlainDescription | undefined): PlainDraft {
  if (of === undefined) return emptyPlain;
  return {
    path: of.path,
    body: of.body,
    text: of.text,
    reasoning: of.reasoning ?? '',
    isCumulative: of.isCumulative,
    endAt: of.end?.at ?? '',
    endIs: of.end?.is ?? '',
    error: of.error ?? '',
    modelsPath: of.models?.path ?? '',
    modelsAt: of.models?.at ?? '',
  };
}

export type ReadPlain =
  | { readonly ok: true; readonly value: PlainDescription }
  | { readonly ok: false; readonly fields: readonly PlainField[] };

export function readPlain(draft: PlainDraft): ReadPlain {
  const { path, body, text, reasoning, isCumulative, endAt, endIs, error } = draft;
  const { modelsPath, modelsAt } = draft;
  const read = z.safeParse(plainDescription, {
    path,
    body,
    text,
    isCumulative,
    ...(reasoning === '' ? {} : { reasoning }),
    ...(endAt === '' ? {} : { end: { at: endAt, ...(endIs === '' ? {} : { is: endIs }) } }),
    ...(error === '' ? {} : { error }),
    ...(modelsPath === '' ? {} : { models: { path: modelsPath, at: modelsAt } }),
  });
  const fields = new Set<PlainField>();
  if (!isJson(body)) fields.add('body');
  if (endAt === '' && endIs !== '') fields.add('endAt');
  if (modelsPath !== '' && !modelsPath.startsWith('/')) fields.add('modelsPath');
  if (!read.success) for (const { path: at } of read.error.issues) fields.add(fieldAt(at));
  if (read.success && fields.size === 0) return { ok: true, value: read.data };
  return { ok: false, fields: [...fields] };
}

const fieldByPath: Readonly<Record<string, PlainField>> = {
  path: 'path',
  body: 'body',
  text: 'text',
  reasoning: 'reasoning',
  'end.at': 'endAt',
  'end.is': 'endIs',
  error: 'error',
  'models.path': 'modelsPath',
  'models.at': 'modelsAt',
};

function fieldAt(path: readonly PropertyKey[]): PlainField {
  return fieldByPath[path.map(String).join('.')] ?? 'body';
}

/** The gaps stand inside texts, so that a template is JSON as it is. */
function isJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
