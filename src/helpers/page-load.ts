/** Looks at a model's files before anything is loaded: whole, of a kind that answers, and small enough. Pure but for reading. */
import { FaultError } from '../domain/fault.ts';
import { fitNeed } from '../domain/fit-need.ts';
import { readGguf, refused } from '../domain/gguf.ts';
import { ggufFacts, splitFromName } from '../domain/gguf-facts.ts';

export type FilesSeen = {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly sizeBytes: number;
  readonly parameterCount: number;
};

/** A conversation of this many tokens is usual; more only where it is asked for. */
const usualContext = 8192;
const leastContext = 1024;
/** Tokens of a prompt that are read at once, see `browser-engine.ts`. */
const ubatch = 256;

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

/**
 * How long a conversation it gets, and what that takes. `wanted` is the person's and holds, or is refused. Throws
 * `memory-short`.
 */
export function planContext(
  seen: FilesSeen,
  wanted: number | undefined,
  roomBytes: number,
): { contextLength: number; needBytes: number } {
  const trained = ggufFacts(seen.metadata).contextLength ?? usualContext;
  const needOf = (contextLength: number) => {
    const info = seen.metadata;
    return fitNeed({ info, weightsBytes: seen.sizeBytes, contextLength, ubatch }).totalBytes;
  };
  const first = wanted ?? Math.min(trained, usualContext);
  const steps = wanted === undefined ? [first, 4096, 2048, leastContext] : [first];
  for (const contextLength of steps.filter((each) => each <= first)) {
    const needBytes = needOf(contextLength);
    if (needBytes <= roomBytes) return { contextLength, needBytes };
  }
  const contextLength = wanted ?? Math.min(first, leastContext);
  const needBytes = needOf(contextLength);
  throw new FaultError({ kind: 'memory-short', needBytes, roomBytes, contextLength });
}
