/** Models as catalogues list them. Fields a server does not tell are absent, never guessed. */
import * as z from 'zod/mini';
import type { Fault } from './fault.ts';

export const modelRef = z.object({
  connectionId: z.string(),
  name: z.string(),
});
export type ModelRef = z.infer<typeof modelRef>;

export const abilities = [
  'completion',
  'vision',
  'audio',
  'tools',
  'thinking',
  'embedding',
  'insert',
  'image',
] as const;
export type Ability = (typeof abilities)[number];

export const model = z.object({
  name: z.string(),
  sizeBytes: z.optional(z.number()),
  /** As the server words it: "4.0B". */
  parameterSize: z.optional(z.string()),
  quantization: z.optional(z.string()),
  family: z.optional(z.string()),
  /** What one conversation can hold, in tokens, as the server runs it; else what the model was trained for. */
  contextLength: z.optional(z.number()),
  /** Absent: the server does not say. */
  abilities: z.optional(z.array(z.enum(abilities))),
  loaded: z.optional(z.boolean()),
  modifiedAt: z.optional(z.number()),
  digest: z.optional(z.string()),
});
export type Model = z.infer<typeof model>;

/** The models of one connection as last fetched; a stored row. */
export const catalogue = z.object({
  connectionId: z.string(),
  fetchedAt: z.number(),
  models: z.array(model),
});
export type Catalogue = z.infer<typeof catalogue>;

/** What the page sees: the stored row with what goes on around it. */
/** `id` is the connection's, so that rows keep their identity. */
export type CatalogueView = Catalogue & {
  id: string;
  refreshing: boolean;
  stale: boolean;
  fault?: Fault;
};
