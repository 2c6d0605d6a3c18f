/** Picked files become a model in this browser: copied piece by piece, hashed on the way, never whole in memory. */
import { FaultError } from '../../domain/fault.ts';
import type { PageModel, PageModelFile } from '../../domain/page-model.ts';
import { readParts } from '../../domain/page-model-parts.ts';
import { createHash, piecesOf } from '../../lib/blob-hash.ts';
import { createBreather } from '../../lib/breather.ts';
import { nowAt } from '../../lib/timing.ts';
import type { GivenFile, JobStep, PageModelStore } from '../contract.ts';
import { finish, partFrom, refuseNoRoom, stepOf } from './keep.ts';

/** Begins anew where an attempt was broken off: a disk is fast, and the file may be another one by now. */
export async function* takeIn(
  store: PageModelStore,
  name: string,
  given: readonly GivenFile[],
  signal: AbortSignal,
): AsyncGenerator<JobStep, void> {
  const { order } = await readParts(given.map((each) => partFrom(each.name, each.blob)));
  const files = order.flatMap((wanted) => given.find((each) => each.name === wanted) ?? []);
  await store.remove(name);
  await refuseNoRoom(
    store,
    files.reduce((sum, { blob }) => sum + blob.size, 0),
  );
  let model: PageModel = {
    name,
    source: { kind: 'file', fileName: files[0]?.name ?? name },
    files: files.map((each) => ({ name: each.name, sizeBytes: each.blob.size, doneBytes: 0 })),
    state: 'incomplete',
    addedAt: nowAt(),
  };
  await store.put(model);
  try {
    for (const file of model.files) yield copyStep(file);
    for (const { name: fileName, blob } of files) {
      const sha256 = yield* copy(store, { model: name, fileName, blob }, signal);
      model = withFile(model, {
        name: fileName,
        sizeBytes: blob.size,
        doneBytes: blob.size,
        sha256,
      });
    }
    await finish(store, model);
  } catch (error) {
    // Paused or failed: nothing of it could be used again.
    await store.remove(name);
    throw error;
  }
  yield { status: 'success' };
}

type Copying = { readonly model: string; readonly fileName: string; readonly blob: Blob };

/** Gives the SHA-256. */
async function* copy(
  store: PageModelStore,
  { model, fileName, blob }: Copying,
  signal: AbortSignal,
): AsyncGenerator<JobStep, string> {
  const hash = await createHash();
  const rest = createBreather();
  const writer = await store.files.append(model, fileName);
  let doneBytes = 0;
  try {
    for await (const bytes of readPieces(blob)) {
      signal.throwIfAborted();
      hash.update(bytes);
      await writer.write(bytes);
      doneBytes += bytes.length;
      yield copyStep({ name: fileName, sizeBytes: blob.size, doneBytes });
      await rest();
    }
  } finally {
    await writer.close();
  }
  signal.throwIfAborted();
  return hash.digest();
}

async function* readPieces(blob: Blob): AsyncGenerator<Uint8Array, void> {
  const pieces = piecesOf(blob)[Symbol.asyncIterator]();
  try {
    for (let next = await read(pieces); !next.done; next = await read(pieces)) yield next.value;
  } finally {
    await pieces.return?.();
  }
}

async function read(pieces: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> {
  try {
    return await pieces.next();
  } catch (error) {
    // It was moved or changed since it was picked.
    const said = error instanceof Error ? error.message : String(error);
    throw new FaultError({ kind: 'file-invalid', reason: said.slice(0, 200) }, { cause: error });
  }
}

function copyStep(file: PageModelFile): JobStep {
  return { ...stepOf('copying', file), status: 'copying' };
}

function withFile(model: PageModel, file: PageModelFile): PageModel {
  const files = model.files.map((each) => (each.name === file.name ? file : each));
  return { ...model, files };
}
