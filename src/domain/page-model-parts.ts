/**
 * Whether files are one whole model that this browser can run: told from their heads alone, before anything is copied
 * and again once all is here. One file, or all parts of one that was split; a projector may come along.
 */
import { FaultError } from './fault.ts';
import { type GgufHeader, type ReadBytes, readGguf, refused } from './gguf.ts';
import { isEmbeddingArchitecture, isKnownArchitecture } from './gguf-architectures.ts';
import { type GgufFacts, ggufFacts, splitFromName } from './gguf-facts.ts';
import type { PageModel } from './page-model.ts';

/** One ArrayBuffer, and what WebAssembly can address beside the weights. Bytes. */
export const mostFileBytes = 2_147_483_648;
export const mostModelBytes = 3_758_096_384;

export type Part = {
  readonly name: string;
  readonly sizeBytes: number;
  readonly read: ReadBytes;
};

export type PartsFacts = Pick<
  PageModel,
  'architecture' | 'parameters' | 'quantization' | 'contextLength' | 'license' | 'isEmbedding'
> & {
  /** As the shards follow each other, a projector last. */
  readonly order: readonly string[];
};

type Read = { readonly part: Part; readonly header: GgufHeader; readonly facts: GgufFacts };

/** Throws `gguf-refused` or `file-too-large`, and what reading throws. */
export async function readParts(parts: readonly Part[]): Promise<PartsFacts> {
  refuseTooLarge(parts);
  const all: Read[] = [];
  for (const part of parts) {
    const header = await readGguf(part.read, part.sizeBytes);
    if (header.wholeBytes > part.sizeBytes) throw refused('cut', part.name);
    all.push({ part, header, facts: ggufFacts(header.metadata) });
  }
  const isProjector = ({ facts }: Read) => facts.architecture === 'clip';
  const projectors = all.filter(isProjector);
  const shards = inOrder(all.filter((each) => !isProjector(each)));
  const [first] = shards;
  if (!first) throw refused('no-model');
  if (projectors.length > 1) throw refused('mixed');
  refuseStrange(first.facts);
  const { architecture, quantization, contextLength } = first.facts;
  const license = first.header.metadata['general.license'];
  return {
    order: [...shards, ...projectors].map(({ part }) => part.name),
    parameters: shards.reduce((sum, { header }) => sum + header.parameterCount, 0),
    isEmbedding: isMadeToEmbed(first),
    ...(architecture === undefined ? {} : { architecture }),
    ...(quantization === undefined ? {} : { quantization }),
    ...(contextLength === undefined ? {} : { contextLength }),
    ...(typeof license === 'string' && license !== '' ? { license: license.slice(0, 100) } : {}),
  };
}

/** By the head of the first file alone: what need not be fetched at all. */
export async function refuseByHead(part: Part): Promise<void> {
  const header = await readGguf(part.read, part.sizeBytes);
  const facts = ggufFacts(header.metadata);
  if (facts.architecture === 'clip') throw refused('no-model');
  // Further parts of a split one may name nothing.
  if ((facts.split?.no ?? 0) === 0) refuseStrange(facts);
}

export function refuseTooLarge(files: readonly { readonly sizeBytes: number }[]): void {
  const largest = Math.max(0, ...files.map(({ sizeBytes }) => sizeBytes));
  const sum = files.reduce((all, { sizeBytes }) => all + sizeBytes, 0);
  if (largest > mostFileBytes) {
    throw new FaultError({
      kind: 'file-too-large',
      sizeBytes: largest,
      limitBytes: mostFileBytes,
    });
  }
  if (sum <= mostModelBytes) return;
  throw new FaultError({ kind: 'file-too-large', sizeBytes: sum, limitBytes: mostModelBytes });
}

/** Throws where one is missing, or they are of several models. */
function inOrder(shards: readonly Read[]): Read[] {
  const splits = shards.map(({ part, facts }) => facts.split ?? splitFromName(part.name));
  const count = splits.find((split) => split !== undefined)?.count;
  if (count === undefined) {
    if (shards.length > 1) throw refused('mixed');
    return [...shards];
  }
  const byNo = new Map<number, Read>();
  for (const [at, shard] of shards.entries()) {
    const split = splits[at];
    if (split?.count !== count || byNo.has(split.no)) throw refused('mixed');
    byNo.set(split.no, shard);
  }
  return Array.from({ length: count }, (_, no) => {
    const shard = byNo.get(no);
    if (!shard) throw refused('split', `part ${no + 1} of ${count} is missing`);
    return shard;
  });
}

function refuseStrange({ architecture, type }: GgufFacts): void {
  if (type !== undefined && type !== 'model') throw refused('no-model', type);
  if (architecture === undefined) throw refused('no-model');
  if (!isKnownArchitecture(architecture)) throw refused('architecture', architecture);
}

function isMadeToEmbed({ header, facts }: Read): boolean {
  const { architecture = '' } = facts;
  const pooling = header.metadata[`${architecture}.pooling_type`];
  return isEmbeddingArchitecture(architecture) || (typeof pooling === 'number' && pooling > 0);
}
