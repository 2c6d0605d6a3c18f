/** Looks at a model's files before anything is loaded: whole, of a kind that answers, and small enough. Pure but for reading. */
import { FaultError } from '../domain/fault.ts';
import { fitNeed } from '../domain/fit-need.ts';
import { readGguf, refused } from '../domain/gguf.ts';
import { ggufFacts, splitFromName } from '../domain/gguf-facts.ts';
import type { PageModelLoad } from '../domain/provider-port.ts';

export type FilesSeen = {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly sizeBytes: number;
  readonly parameterCount: number;
};

/** A conversation of this many tokens is usual; more only where it is asked for. */
const usualContext = 8192;
/** Tokens of a prompt that are read at once, see `browser-engine.ts`. */
const ubatch = 256;
/** Of a text that becomes a vector; it is read at once. */
const usualText = 2048;

/** Throws `gguf-refused`, with what is wrong. */
export async function readFiles(files: readonly File[]): Promise<FilesSeen> {
  let metadata: Readonly<Record<string, unknown>> | undefined;
  let sizeBytes = 0;
  let parameterCount = 0;
  let shards = 0;
  for (const file of files) {
    const read = async (from: number, to: number) =>
      new Uint8Array(await file.slice(from, to).arrayBuffer());
    const header = await readGguf(read, file.size);
    if (header.wholeBytes > file.size) throw refused('cut');
    sizeBytes += file.size;
    const { architecture } = ggufFacts(header.metadata);
    if (architecture === 'clip') continue;
    shards += 1;
    parameterCount += header.parameterCount;
    // The first shard has the model's own; the others name their place only.
    if (metadata === undefined || architecture !== undefined) metadata ??= header.metadata;
  }
  if (metadata === undefined) throw refused('invalid', 'no model is in it');
  const count = ggufFacts(metadata).split?.count ?? splitFromName(files[0]?.name ?? '')?.count ?? 1;
  if (shards < count) throw refused('split', `${shards} of its ${count} files are here`);
  return { metadata, sizeBytes, parameterCount };
}

/** Models that only embed have no next word to say. */
const onlyEmbeds =
  /^(?:(?:modern-|nomic-|neo-|jina-|eurobert|new)?bert|jina-bert|.*-embedding|t5encoder)/;

export function refuseEmbedding({ metadata }: FilesSeen): void {
  const { architecture = '' } = ggufFacts(metadata);
  const pooling = metadata[`${architecture}.pooling_type`];
  if (onlyEmbeds.test(architecture) || (typeof pooling === 'number' && pooling > 0))
    throw new FaultError({ kind: 'unsupported', ability: 'completion' });
}

/** How the vectors of a text's tokens become one. A model that ranks has one number for a text, and no vector. */
export function poolingOf({ metadata }: FilesSeen): 'own' | 'mean' {
  const { architecture = '' } = ggufFacts(metadata);
  const pooling = metadata[`${architecture}.pooling_type`];
  if (pooling === rankPooling) throw new FaultError({ kind: 'unsupported', ability: 'embedding' });
  return typeof pooling === 'number' && pooling > 0 ? 'own' : 'mean';
}

const rankPooling = 4;

/**
 * How long a conversation it gets, or a text that becomes a vector, and what that takes. `wanted` is the person's and
 * holds, or is refused. Throws `memory-short`.
 */
export function planContext(
  seen: FilesSeen,
  { purpose, contextLength: wanted }: Pick<PageModelLoad, 'purpose' | 'contextLength'>,
  roomBytes: number,
): { contextLength: number; needBytes: number } {
  const isChat = purpose === 'chat';
  const usual = isChat ? usualContext : usualText;
  const shorter = isChat ? [4096, 2048, 1024] : [1024, 512];
  const trained = ggufFacts(seen.metadata).contextLength ?? usual;
  const needOf = (contextLength: number) =>
    fitNeed({
      info: seen.metadata,
      weightsBytes: seen.sizeBytes,
      contextLength,
      ubatch: isChat ? ubatch : contextLength,
    }).totalBytes;
  const first = wanted ?? Math.min(trained, usual);
  const steps = wanted === undefined ? [first, ...shorter] : [first];
  for (const contextLength of steps.filter((each) => each <= first)) {
    const needBytes = needOf(contextLength);
    if (needBytes <= roomBytes) return { contextLength, needBytes };
  }
  const contextLength = wanted ?? Math.min(first, ...shorter);
  const needBytes = needOf(contextLength);
  throw new FaultError({ kind: 'memory-short', needBytes, roomBytes, contextLength });
}
