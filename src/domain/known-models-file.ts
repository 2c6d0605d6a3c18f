/** The form of a table of known models that a deployer puts in place of ours. Apart from the table, which needs no schema. */
import * as z from 'zod/mini';
import { modelFacts } from './model.ts';

const isoDate = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const shortText = z.string().check(z.minLength(1), z.maxLength(200));

const knownModel = z.object({
  /** Model names, or beginnings of names that end in `*`. Case does not count. */
  names: z.array(shortText).check(z.minLength(1), z.maxLength(50)),
  /** Presets where it holds, or kinds of provider for connections without one; absent: anywhere. */
  at: z.optional(z.array(shortText).check(z.maxLength(50))),
  ...modelFacts.shape,
});
export type KnownModel = z.infer<typeof knownModel>;

export const knownModelsFile = z.object({
  /** The day on which this was known. */
  asOf: isoDate,
  rows: z.array(knownModel).check(z.maxLength(2000)),
});
export type KnownModels = z.infer<typeof knownModelsFile>;
