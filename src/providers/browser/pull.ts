/**
 * A model fetched into this browser, from any address that lets pages read it or from the hub. What has come is kept: an
 * attempt goes on where the last one ended, if the server still has the same file. Every file is hashed as it comes.
 */
import { FaultError } from '../../domain/fault.ts';
import { guideName } from '../../domain/page-kinds.ts';
import type { PageModel, PageModelFile, PageModelSource } from '../../domain/page-model.ts';
import { refuseTooLarge } from '../../domain/page-model-parts.ts';
import {
  freeName,
  nameOfFile,
  parseWantedModel,
  shardNames,
  type WantedModel,
} from '../../domain/page-model-source.ts';
import { nowAt } from '../../lib/timing.ts';
import { withoutGaps } from '../../lib/without-gaps.ts';
import type { Endpoint, JobStep, PageModelStore } from '../contract.ts';
import { findHubModel } from '../hub-model.ts';
import { type Fetching, fetchFile } from './fetch-file.ts';
import { askSize } from './file-request.ts';
import { finish, refuseNoRoom, stepOf } from './keep.ts';

type PlannedFile = Omit<PageModelFile, 'doneBytes' | 'mark'>;
type Plan = {
  readonly name: string;
  readonly source: PageModelSource;
  readonly files: readonly PlannedFile[];
  readonly license?: string | undefined;
};

/** After these nothing of it is of use: it would be refused again. */
const hopeless = new Set(['gguf-refused', 'file-too-large', 'source-refused']);

export async function* pull(
  at: Endpoint,
  store: PageModelStore,
  wantedName: string,
  signal: AbortSignal,
): AsyncGenerator<JobStep, void> {
  yield { status: 'pulling manifest' };
  const wanted = parseWantedModel(wantedName);
  if (!wanted) {
    throw new FaultError({ kind: 'invalid-address', text: wantedName, reason: 'unreadable' });
  }
  const plan =
    wanted.kind === 'hub'
      ? await planOfHub(at, store, wanted, wantedName, signal)
      : await planOfAddress(at, store, wanted, signal);
  let model = await begin(store, plan);
  try {
    refuseTooLarge(model.files);
    const missing = model.files.reduce(
      (sum, { sizeBytes, doneBytes }) => sum + Math.max(0, sizeBytes - doneBytes),
      0,
    );
    await refuseNoRoom(store, missing);
    for (const file of model.files) yield stepOf('pulling', file);
    for (const { name } of model.files) {
      const fetching: Fetching = {
        ...(at.fetcher ? { fetcher: at.fetcher } : {}),
        store,
        note: async (file) => {
          model = withFile(model, file);
          refuseTooLarge(model.files);
          await store.put(model);
        },
      };
      const file = model.files.find((each) => each.name === name);
      if (file) yield* fetchFile(fetching, model.name, file, signal);
    }
    yield { status: 'verifying' };
    await finish(store, model);
  } catch (error) {
    const isHopeless = error instanceof FaultError && hopeless.has(error.fault.kind);
    if (isHopeless) await store.remove(model.name);
    throw error;
  }
  yield { status: 'success' };
}

async function planOfHub(
  at: Endpoint,
  store: PageModelStore,
  wanted: Extract<WantedModel, { kind: 'hub' }>,
  name: string,
  signal: AbortSignal,
): Promise<Plan> {
  const baseUrl = (await store.hubUrl()).replace(/\/+$/, '');
  const target = { baseUrl, ...(at.fetcher ? { fetcher: at.fetcher } : {}) };
  const found = await findHubModel(target, wanted, signal);
  return {
    name,
    source: { kind: 'hub', repo: wanted.repo },
    license: found.license,
    files: found.files.map(({ path, url, sizeBytes, sha256 }) => ({
      name: path.slice(path.lastIndexOf('/') + 1),
      url,
      sizeBytes,
      ...withoutGaps({ sha256 }),
    })),
  };
}

async function planOfAddress(
  at: Endpoint,
  store: PageModelStore,
  { url, fileName }: Extract<WantedModel, { kind: 'url' }>,
  signal: AbortSignal,
): Promise<Plan> {
  const files: PlannedFile[] = [];
  for (const name of shardNames(fileName)) {
    const address = new URL(url);
    const folder = address.pathname.slice(0, address.pathname.lastIndexOf('/') + 1);
    // As it was written, unless it is another part.
    if (name !== fileName) address.pathname = folder + encodeURIComponent(name);
    const sizeBytes = (await askSize(address.href, at.fetcher, signal)) ?? 0;
    files.push({ name, url: address.href, sizeBytes });
  }
  const known = await store.list();
  const before = known.find(({ source }) => source.kind === 'url' && source.url === url);
  const name =
    before?.name ??
    freeName(
      nameOfFile(fileName),
      (free) => free === guideName || known.some((each) => each.name === free),
    );
  return { name, source: { kind: 'url', url }, files };
}

/** The row as it is while files come: with what is there already, where it is of the same files. */
async function begin(store: PageModelStore, plan: Plan): Promise<PageModel> {
  const before = await store.get(plan.name);
  const { license } = plan;
  const files: PageModelFile[] = [];
  for (const file of plan.files) {
    const known = before?.files.find(({ name }) => name === file.name);
    if (known && !isSame(known, file)) await store.files.removeFile(plan.name, file.name);
    const doneBytes = await store.files.sizeOf(plan.name, file.name);
    const { mark } = known ?? {};
    files.push({ ...file, doneBytes, ...withoutGaps({ mark }) });
  }
  for (const { name } of before?.files ?? []) {
    const isGone = !files.some((file) => file.name === name);
    if (isGone) await store.files.removeFile(plan.name, name);
  }
  const model: PageModel = {
    name: plan.name,
    source: plan.source,
    files,
    state: 'incomplete',
    addedAt: before?.addedAt ?? nowAt(),
    ...withoutGaps({ license }),
  };
  await store.put(model);
  return model;
}

function isSame(known: PageModelFile, file: PlannedFile): boolean {
  if (file.sha256 !== undefined && known.sha256 !== undefined) return file.sha256 === known.sha256;
  return known.url === file.url && (file.sizeBytes === 0 || known.sizeBytes === file.sizeBytes);
}

function withFile(model: PageModel, file: PageModelFile): PageModel {
  const files = model.files.map((each) => (each.name === file.name ? file : each));
  return { ...model, files };
}
