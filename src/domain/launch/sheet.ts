/**
 * A launch sheet: how a person starts a model server, as the fields of a form. A page starts nothing; it writes the
 * commands and files to take along. A key is never part of a sheet, only the place where the server finds it.
 */
import * as z from 'zod/mini';

export const launchPrograms = ['llama-server', 'ollama'] as const;
export type LaunchProgram = (typeof launchPrograms)[number];

const word = z.string().check(z.maxLength(4000));
const values = z.record(z.string().check(z.maxLength(40)), word);

export const launchSheet = z.object({
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  program: z.enum(launchPrograms),
  /** By field (see `fields.ts`), as typed. What is not named is left to the program. */
  values,
  /** Words of its command line that no field stands for, in their order. */
  extra: z._default(z.array(word).check(z.maxLength(200)), []),
  /** Further environment variables. */
  env: z._default(values, {}),
  /** Of a server with several models: the sections of its `models.ini`. */
  models: z._default(z.array(values).check(z.maxLength(50)), []),
});
export type LaunchSheet = z.infer<typeof launchSheet>;

/** Kept with one connection. */
export const launchSheetLimit = 20;
