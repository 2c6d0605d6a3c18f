/** What deleting a model will give back, asked of its server before it is gone: afterwards nobody knows its files. */
import type { Job } from '../domain/job.ts';
import type { Model } from '../domain/model.ts';
import { isSameModelName } from '../domain/model-name.ts';
import { freedBy, type StoredModel } from '../domain/shared-layers.ts';
import { withoutGaps } from '../lib/without-gaps.ts';
import type { OpenServer } from './contract.ts';

export type Freed = Pick<NonNullable<Job['outcome']>, 'freedBytes' | 'sharedWith' | 'digestBefore'>;

/** No more models than this are asked for their files. */
const mostAsked = 20;

export async function askFreed(
  server: OpenServer,
  name: string,
  signal: AbortSignal,
): Promise<Freed> {
  const models = await server.provider.listModels(server.endpoint, signal);
  const gone = models.find((each) => isSameModelName(each.name, name));
  if (!gone) return {};
  const akin = new Set(models.filter((each) => isAkin(each, gone)).slice(0, mostAsked));
  const stored: StoredModel[] = [];
  for (const each of models) {
    const asks = each === gone || akin.has(each);
    stored.push(withFiles(each, asks ? await filesOf(server, each.name, signal) : undefined));
  }
  const { bytes, sharedWith, unknown } = freedBy(stored, new Set([gone.name]));
  return withoutGaps({
    digestBefore: gone.digest,
    freedBytes: unknown.length > 0 ? undefined : bytes,
    sharedWith: sharedWith.length > 0 ? [...sharedWith] : undefined,
  });
}

function withFiles({ name, sizeBytes, digest }: Model, blobs?: readonly string[]): StoredModel {
  return { name, ...withoutGaps({ sizeBytes, digest, blobs }) };
}

async function filesOf(
  { provider, endpoint }: OpenServer,
  model: string,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  return (await provider.details?.(endpoint, model, signal))?.blobs;
}

/** Only such a one can have the same weights; what a server does not tell may be the same. */
function isAkin(one: Model, other: Model): boolean {
  const same = (a: string | undefined, b: string | undefined) =>
    a === undefined || b === undefined || a === b;
  return (
    same(one.family, other.family) &&
    same(one.parameterSize, other.parameterSize) &&
    same(one.quantization, other.quantization)
  );
}
