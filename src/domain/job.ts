/**
 * A job: long work on the models of one server. Rows in the database; who runs one holds its lock, as with turns. What a
 * job is about is a closed union; its progress is written at most four times a second.
 */
import * as z from 'zod/mini';
import type { Fault } from './fault.ts';

const name = z.string().check(z.minLength(1), z.maxLength(300));

/** What `create` makes, as a form and a Modelfile have it. */
export const modelRecipe = z.object({
  /** A model on that server, or absent where `files` brings one. */
  from: z.optional(name),
  /** File name to `sha256:…` of a blob that is (or will be) on the server. */
  files: z.optional(z.record(z.string(), z.string())),
  adapters: z.optional(z.record(z.string(), z.string())),
  system: z.optional(z.string()),
  template: z.optional(z.string()),
  license: z.optional(z.array(z.string())),
  parameters: z.optional(
    z.array(z.object({ name: z.string(), value: z.union([z.string(), z.number(), z.boolean()]) })),
  ),
  messages: z.optional(
    z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })),
  ),
  quantize: z.optional(z.string()),
  /** The least version of Ollama it needs, and the names of built-in ways to write prompts and read replies. */
  requires: z.optional(z.string()),
  renderer: z.optional(z.string()),
  parser: z.optional(z.string()),
});
export type ModelRecipe = z.infer<typeof modelRecipe>;

export const jobTask = z.discriminatedUnion('kind', [
  /** For models in this browser an address will do for a name. */
  z.object({ kind: z.literal('pull'), model: z.string().check(z.minLength(1), z.maxLength(2000)) }),
  z.object({ kind: z.literal('push'), model: name }),
  z.object({ kind: z.literal('copy'), model: name, to: name }),
  z.object({ kind: z.literal('delete'), model: name }),
  z.object({ kind: z.literal('create'), model: name, recipe: modelRecipe }),
  /** A picked GGUF file: hashed, uploaded unless it is there, then created. The file itself is not stored: see `fileKey`. */
  z.object({
    kind: z.literal('import'),
    model: name,
    recipe: modelRecipe,
    fileName: z.string(),
    sizeBytes: z.number(),
    /** Several files are lent as one, one behind the other; where they begin and end. */
    parts: z.optional(z.array(z.object({ fileName: z.string(), sizeBytes: z.number() }))),
    /** Under which an open page lends the file; after a reload it is asked for again. */
    fileKey: z.string(),
    /** Known once it has been hashed. */
    digest: z.optional(z.string()),
  }),
  z.object({
    kind: z.literal('load'),
    model: name,
    keepAlive: z.optional(z.string()),
    contextLength: z.optional(z.number()),
  }),
  z.object({ kind: z.literal('unload'), model: name }),
]);
export type JobTask = z.infer<typeof jobTask>;

export const jobStates = ['waiting', 'running', 'paused', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof jobStates)[number];

export const jobProgress = z.object({
  /** What the server says it does, as one of ours where we know it: see `job-steps.ts`. */
  step: z.string(),
  /** When this step began, epoch ms. */
  stepAt: z.optional(z.number()),
  doneBytes: z.optional(z.number()),
  totalBytes: z.optional(z.number()),
  layersDone: z.optional(z.number()),
  layersTotal: z.optional(z.number()),
  /** Bytes per second over the last seconds. */
  bytesPerSecond: z.optional(z.number()),
  /** Nothing has moved since then, epoch ms. */
  stalledSince: z.optional(z.number()),
});
export type JobProgress = z.infer<typeof jobProgress>;

export const job = z.object({
  id: z.string(),
  connectionId: z.string(),
  connectionName: z.string(),
  task: jobTask,
  state: z.enum(jobStates),
  /** Place among the waiting ones of its server, ascending. */
  order: z.number(),
  createdAt: z.number(),
  startedAt: z.optional(z.number()),
  endedAt: z.optional(z.number()),
  attempts: z._default(z.number(), 0),
  /** It waits before it is tried again, until then. */
  retryAt: z.optional(z.number()),
  progress: z.optional(jobProgress),
  fault: z.optional(
    z.custom<Fault>((value) => typeof value === 'object' && value !== null && 'kind' in value),
  ),
  /** What changed: a pull compares digests, a delete says what it freed. */
  outcome: z.optional(
    z.object({
      digestBefore: z.optional(z.string()),
      digestAfter: z.optional(z.string()),
      freedBytes: z.optional(z.number()),
      /** Models that keep layers of the one that was deleted. */
      sharedWith: z.optional(z.array(z.string())),
      /** The server had the file already: nothing was uploaded. */
      wasThere: z.optional(z.boolean()),
      /** Of an upload, on average; while it goes nobody can tell. */
      bytesPerSecond: z.optional(z.number()),
      words: z.optional(z.string()),
    }),
  ),
  /** Jobs asked for together (update all). */
  batchId: z.optional(z.string()),
});
export type Job = z.infer<typeof job>;
