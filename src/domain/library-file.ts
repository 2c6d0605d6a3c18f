/** The form of a catalogue that a person or a deployer puts in place of ours. Apart from the table, which needs no schema. */
import * as z from 'zod/mini';
import type { Library } from './library.ts';
import { abilities } from './model.ts';
import { parseModelName } from './model-name.ts';

const shortText = z.string().check(z.minLength(1), z.maxLength(200));
const name = shortText.check(
  z.refine((text) => !text.includes(':') && parseModelName(text).ok, 'no name of a model'),
);
const tagName = z.string().check(z.regex(/^\w[\w.-]{0,79}$/, 'no tag of a model'));
const most = Number.MAX_SAFE_INTEGER;

const libraryTag = z.object({
  tag: tagName,
  sizeBytes: z.optional(z.number().check(z.gte(0), z.lte(most))),
  contextLength: z.optional(z.int().check(z.gte(1), z.lte(1_000_000_000))),
});

const libraryModel = z.object({
  name,
  maker: z.optional(shortText),
  description: z._default(z.string().check(z.maxLength(500)), ''),
  abilities: z._default(z.array(z.enum(abilities)), []),
  license: z.optional(shortText),
  tags: z._default(z.array(libraryTag).check(z.maxLength(200)), []),
  latest: z.optional(tagName),
});

export const libraryFile = z.object({
  asOf: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/, 'a day as 2026-07-15 is wanted')),
  rows: z.array(libraryModel).check(
    z.minLength(1),
    z.maxLength(1000),
    z.refine(
      (rows) => new Set(rows.map((row) => row.name.toLowerCase())).size === rows.length,
      'a name is there twice',
    ),
  ),
});

export type LibraryResult =
  | { readonly ok: true; readonly library: Library }
  /** Where, and what was expected there: for a sentence. */
  | { readonly ok: false; readonly place: string; readonly reason: string };

/** A whole file as text. */
export function readLibraryFile(text: string): LibraryResult {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return { ok: false, place: '', reason: 'it is no JSON' };
  }
  return readLibrary(read);
}

export function readLibrary(value: unknown): LibraryResult {
  const read = libraryFile.safeParse(value);
  if (read.success) return { ok: true, library: read.data };
  const [issue] = read.error.issues;
  return {
    ok: false,
    place: (issue?.path ?? []).map(String).join('.').slice(0, 100),
    reason: (issue?.message || issue?.code || 'not as expected').slice(0, 200),
  };
}
