/**
 * A model that this browser keeps and runs by itself. Its files lie in the origin's own file system, one folder per
 * model; the guide comes with the app instead and has no row.
 */
import * as z from 'zod/mini';

const shortText = z.string().check(z.minLength(1), z.maxLength(500));
const byteCount = z.number().check(z.gte(0), z.lte(1e16));

export const pageModelSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), fileName: shortText }),
  z.object({ kind: z.literal('url'), url: z.string().check(z.minLength(1), z.maxLength(2000)) }),
  z.object({ kind: z.literal('hub'), repo: shortText, revision: z.optional(shortText) }),
]);
export type PageModelSource = z.infer<typeof pageModelSource>;

export const pageModelFile = z.object({
  /** A plain name; a split model keeps those of its shards. */
  name: shortText,
  url: z.optional(z.string().check(z.maxLength(2000))),
  sizeBytes: byteCount,
  /** How much of it is here. */
  doneBytes: byteCount,
  /** By which its server tells one state of it from another: an `ETag`, or when it was changed. */
  mark: z.optional(z.string().check(z.maxLength(300))),
  sha256: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
});
export type PageModelFile = z.infer<typeof pageModelFile>;

export const pageModel = z.object({
  /** How sessions name it. */
  name: shortText,
  source: pageModelSource,
  files: z.array(pageModelFile).check(z.minLength(1), z.maxLength(1000)),
  state: z.enum(['incomplete', 'ready']),
  architecture: z.optional(shortText),
  /** How many weights it has. */
  parameters: z.optional(z.number().check(z.gte(0))),
  quantization: z.optional(shortText),
  /** What it was trained for, in tokens. */
  contextLength: z.optional(z.number().check(z.gte(0))),
  license: z.optional(shortText),
  isEmbedding: z.optional(z.boolean()),
  addedAt: z.number(),
  usedAt: z.optional(z.number()),
});
export type PageModel = z.infer<typeof pageModel>;

/** Where a model's GGUF lies: an address beside the app, or a folder of the origin's own file system. */
export type Place =
  | { readonly kind: 'url'; readonly url: string }
  | {
      readonly kind: 'opfs';
      /** From the root, its steps joined by `/`. */
      readonly folder: string;
      /** In the order of the shards. */
      readonly files: readonly string[];
    };

/** The folder of a model in the origin's own file system. */
export function folderOf(name: string): string {
  return `models/${encodeURIComponent(name)}`;
}
