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
  'pdf',
] as const;
export type Ability = (typeof abilities)[number];

/** What people filter by. A model may be of several. */
export const categories = ['chat', 'reasoning', 'vision', 'code', 'embedding', 'image'] as const;
export type Category = (typeof categories)[number];

/** US dollars per million tokens. */
export const price = z.object({
  input: z.number().check(z.gte(0)),
  output: z.number().check(z.gte(0)),
  cachedInput: z.optional(z.number().check(z.gte(0))),
});
export type Price = z.infer<typeof price>;

/** How far a server of several models has come with one of them. */
export const modelStates = ['loaded', 'loading', 'sleeping', 'unloaded', 'failed'] as const;
export type ModelState = (typeof modelStates)[number];

/** What a catalogue leaves out and the table of known models or the person can tell. */
export const modelFacts = z.object({
  contextLength: z.optional(z.int().check(z.gte(1), z.lte(1_000_000_000))),
  /** Largest reply in tokens. */
  maxOutput: z.optional(z.int().check(z.gte(1), z.lte(1_000_000_000))),
  categories: z.optional(z.array(z.enum(categories))),
  abilities: z.optional(z.array(z.enum(abilities))),
  price: z.optional(price),
});
export type ModelFacts = z.infer<typeof modelFacts>;

export const model = z.object({
  name: z.string(),
  /** As people call it, where the server tells. */
  title: z.optional(z.string()),
  sizeBytes: z.optional(z.number()),
  /** As the server words it: "4.0B". */
  parameterSize: z.optional(z.string()),
  quantization: z.optional(z.string()),
  family: z.optional(z.string()),
  /** What one conversation can hold, in tokens, as the server runs it; else what the model was trained for. */
  contextLength: z.optional(z.number()),
  maxOutput: z.optional(z.number()),
  categories: z.optional(z.array(z.enum(categories))),
  /** Absent: the server does not say. */
  abilities: z.optional(z.array(z.enum(abilities))),
  price: z.optional(price),
  loaded: z.optional(z.boolean()),
  /** Only from servers that run several models and tell. */
  state: z.optional(z.enum(modelStates)),
  modifiedAt: z.optional(z.number()),
  digest: z.optional(z.string()),
  /** The model it was made from on its server, where that tells. */
  parent: z.optional(z.string()),
});
export type Model = z.infer<typeof model>;

/** The models of one connection as last fetched; a stored row. */
export const catalogue = z.object({
  connectionId: z.string(),
  fetchedAt: z.number(),
  models: z.array(model),
  /** Digests by model name, the newest first, with when each was first seen. */
  seen: z.optional(z.record(z.string(), z.array(z.object({ digest: z.string(), at: z.number() })))),
});
export type Catalogue = z.infer<typeof catalogue>;

/** A model as the page shows it: filled in from the table and by the person, and marked. */
export type ModelView = Model & { isHidden: boolean; isFavourite: boolean };

/** What the page sees: the stored row with what goes on around it. */
/** `id` is the connection's, so that rows keep their identity. */
export type CatalogueView = Omit<Catalogue, 'models' | 'seen'> & {
  id: string;
  models: readonly ModelView[];
  refreshing: boolean;
  stale: boolean;
  fault?: Fault;
};
