/** The hub's answers: only the fields we use, each of them forgiving. What a list leaves out is absent, never guessed. */
import * as z from 'zod/mini';
import { type HubFile, type HubModel, tagValue } from '../../domain/hub.ts';
import { isRepo } from '../../domain/hub-terms.ts';
import { withoutGaps } from '../../lib/without-gaps.ts';
import { count, lenient } from '../openai-wire.ts';

export const wireModel = z.object({
  id: z.string(),
  downloads: count,
  likes: count,
  gated: lenient(z.union([z.literal(false), z.enum(['auto', 'manual'])])),
  lastModified: lenient(z.string()),
  pipeline_tag: lenient(z.string()),
  tags: lenient(z.array(z.string())),
  gguf: lenient(
    z.object({ total: count, architecture: lenient(z.string()), context_length: count }),
  ),
});

/** One entry that cannot be read does not take the others with it. */
export const wireModels = z.array(lenient(wireModel));

const wireEntry = z.object({
  type: lenient(z.string()),
  path: z.string(),
  size: count,
  lfs: lenient(z.object({ size: count, oid: lenient(z.string()) })),
});
export const wireTree = z.array(lenient(wireEntry));

/** `undefined` for a name that no address of the hub can have. */
export function modelFromWire(told: z.infer<typeof wireModel>): HubModel | undefined {
  if (!isRepo(told.id)) return undefined;
  const { tags = [], gguf } = told;
  const updatedAt = Date.parse(told.lastModified ?? '');
  return {
    id: told.id,
    gated: told.gated === 'auto' || told.gated === 'manual' ? told.gated : 'no',
    ...withoutGaps({
      license: shortText(tagValue(tags, 'license')),
      downloads: told.downloads,
      likes: told.likes,
      updatedAt: Number.isNaN(updatedAt) ? undefined : updatedAt,
      parameters: gguf?.total,
      contextLength: gguf?.context_length,
      architecture: shortText(gguf?.architecture),
      task: shortText(told.pipeline_tag),
      baseModel: baseModelIn(tags),
    }),
  };
}

export function filesFromTree(told: z.infer<typeof wireTree>): HubFile[] {
  return told.flatMap((entry) =>
    entry?.type === 'file' && /\.gguf$/i.test(entry.path) && entry.path.length <= 500
      ? [
          {
            path: entry.path,
            sizeBytes: entry.lfs?.size ?? entry.size ?? 0,
            ...withoutGaps({ sha256: hexIn(entry.lfs?.oid) }),
          },
        ]
      : [],
  );
}

/** The name of a large file in git is its SHA-256. */
function hexIn(oid: string | undefined): string | undefined {
  return oid !== undefined && /^[0-9a-f]{64}$/.test(oid) ? oid : undefined;
}

/** Some tags say besides how it was made of it: `base_model:quantized:owner/name`. */
function baseModelIn(tags: readonly string[]): string | undefined {
  return tags
    .filter((tag) => tag.startsWith('base_model:'))
    .map((tag) => tag.slice('base_model:'.length))
    .find(isRepo);
}

function shortText(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text.slice(0, 100);
}
