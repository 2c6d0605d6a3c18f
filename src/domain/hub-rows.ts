/** What the hub said, as it is kept: checked as it comes up again. */
import * as z from 'zod/mini';
import { hubSorts } from './hub-terms.ts';

const hubModel = z.object({
  id: z.string(),
  license: z.optional(z.string()),
  downloads: z.optional(z.number()),
  likes: z.optional(z.number()),
  updatedAt: z.optional(z.number()),
  gated: z.enum(['no', 'auto', 'manual']),
  parameters: z.optional(z.number()),
  contextLength: z.optional(z.number()),
  architecture: z.optional(z.string()),
  task: z.optional(z.string()),
  baseModel: z.optional(z.string()),
});

/** One page of a search. `next` is the path of the page behind it. */
export const hubPageRow = z.object({
  text: z.string(),
  sort: z.enum(hubSorts),
  models: z.array(hubModel),
  next: z.optional(z.string()),
});
export type HubPageRow = z.infer<typeof hubPageRow>;

export const hubModelRow = z.object({
  model: hubModel,
  files: z.array(
    z.object({ path: z.string(), sizeBytes: z.number(), sha256: z.optional(z.string()) }),
  ),
  isCut: z.boolean(),
});
export type HubModelRow = z.infer<typeof hubModelRow>;

export const hubCardRow = z.object({ text: z.string() });
