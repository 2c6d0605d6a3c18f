/** One file of a model, fetched to its end from where the last attempt left it, and checked against its SHA-256. */
import { FaultError } from '../../domain/fault.ts';
import { refused } from '../../domain/gguf.ts';
import type { PageModelFile } from '../../domain/page-model.ts';
import { refuseByHead } from '../../domain/page-model-parts.ts';
import { createHash, piecesOf } from '../../lib/blob-hash.ts';
import { createBreather } from '../../lib/breather.ts';
import { pieceBytes } from '../../lib/file-pieces.ts';
import type { Sha256 } from '../../lib/sha256.ts';
import { readChunks } from '../../lib/streams.ts';
import { withoutGaps } from '../../lib/without-gaps.ts';
import type { JobStep, PageModelStore } from '../contract.ts';
import { askFile, type FileAnswer } from './file-request.ts';
import { partFrom, refuseNoRoom, stepOf, toldBytes } from './keep.ts';

export type Fetching = {
  readonly fetcher?: typeof fetch;
  readonly store: PageModelStore;
  /** Writes down what is known of the file now. */
  readonly note: (file: PageModelFile) => Promise<void>;
};

/** What has come of a file, and its hash so far. */
type Kept = { bytes: number; hash: Sha256 };

export async function* fetchFile(
  { fetcher, store, note }: Fetching,
  model: string,
  planned: PageModelFile,
  signal: AbortSignal,
): AsyncGenerator<JobStep, void> {
  const { files } = store;
  const drop = async (): Promise<Kept> => {
    await files.removeFile(model, planned.name);
    return { bytes: 0, hash: await createHash() };
  };
  let file = planned;
  let kept: Kept = { bytes: file.doneBytes, hash: await createHash() };
  if (file.sizeBytes > 0 && kept.bytes > file.sizeBytes) kept = await drop();
  if (kept.bytes > 0) yield* hashKept(await files.read(model, file.name), kept.hash, signal);
  const isWhole = () => file.sizeBytes > 0 && kept.bytes === file.sizeBytes;
  let startsOver = false;

  if (!isWhole()) {
    const url = file.url ?? '';
    let answer = await askFile(url, kept.bytes, fetcher, signal);
    if (kept.bytes > 0 && !continues(answer, file, kept.bytes)) {
      // The server gives no parts, or has another file by now.
      startsOver = true;
      kept = await drop();
      if (answer?.from !== 0) {
        answer?.body.cancel().catch(() => undefined); // ended already
        answer = await askFile(url, 0, fetcher, signal);
      }
    }
    if (!answer) throw new FaultError({ kind: 'truncated' });
    file = {
      ...file,
      sizeBytes: answer.totalBytes ?? file.sizeBytes,
      ...withoutGaps({ mark: answer.mark }),
    };
    await note({ ...file, doneBytes: kept.bytes });
    await refuseNoRoom(store, file.sizeBytes - kept.bytes);
    yield* receive({ answer, store, model, file, kept, startsOver }, signal);
    // A length that was told of a packed body is not that of the file.
    if (planned.sha256 === undefined) file = { ...file, sizeBytes: kept.bytes };
  }

  const sha256 = kept.hash.digest();
  if (planned.sha256 !== undefined && planned.sha256 !== sha256) {
    await drop();
    await note({ ...planned, doneBytes: 0 });
    throw new FaultError({ kind: 'digest-mismatch', work: 'kept' });
  }
  await note({ ...file, doneBytes: kept.bytes, sha256 });
}

type Receiving = {
  readonly answer: FileAnswer;
  readonly store: PageModelStore;
  readonly model: string;
  readonly file: PageModelFile;
  readonly kept: Kept;
  readonly startsOver: boolean;
};

async function* receive(
  { answer, store, model, file, kept, startsOver }: Receiving,
  signal: AbortSignal,
): AsyncGenerator<JobStep, void> {
  const rest = createBreather();
  const writer = await store.files.append(model, file.name);
  let toldAt = kept.bytes;
  let mustLook = kept.bytes < pieceBytes;
  try {
    for await (const chunk of chunksOf(answer, startsOver, signal)) {
      if (kept.bytes === 0) refuseStranger(chunk);
      kept.hash.update(chunk);
      await writer.write(chunk);
      kept.bytes += chunk.length;
      if (kept.bytes - toldAt >= toldBytes) {
        toldAt = kept.bytes;
        yield stepOf('pulling', { ...file, doneBytes: kept.bytes });
      }
      if (mustLook && kept.bytes > pieceBytes + toldBytes) {
        mustLook = false;
        await lookAtHead(store, model, file);
      }
      await rest();
    }
  } finally {
    await writer.close();
  }
  yield stepOf('pulling', { ...file, doneBytes: kept.bytes });
  if (kept.bytes < file.sizeBytes) throw cut(startsOver);
}

async function* chunksOf(
  { body }: FileAnswer,
  startsOver: boolean,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  try {
    yield* readChunks(body, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw cut(startsOver, error);
  }
}

/** Where a server gives no parts, what came is of no use: that is told, so that it is not tried for ever. */
function cut(fromStart: boolean, cause?: unknown): FaultError {
  return new FaultError({ kind: 'truncated', ...(fromStart ? { fromStart } : {}) }, { cause });
}

async function* hashKept(
  blob: Blob,
  hash: Sha256,
  signal: AbortSignal,
): AsyncGenerator<JobStep, void> {
  const rest = createBreather();
  for await (const piece of piecesOf(blob)) {
    signal.throwIfAborted();
    hash.update(piece);
    yield { status: 'hashing' };
    await rest();
  }
}

function continues(
  answer: FileAnswer | undefined,
  { sizeBytes, mark }: PageModelFile,
  haveBytes: number,
): boolean {
  if (!answer) return false;
  const { from, totalBytes, mark: told } = answer;
  const isSameSize = sizeBytes === 0 || totalBytes === undefined || totalBytes === sizeBytes;
  const isSameState = mark === undefined || told === undefined || mark === told;
  return from === haveBytes && isSameSize && isSameState;
}

/** A sign-in page or a listing is no model: told before it is kept. */
function refuseStranger(chunk: Uint8Array): void {
  const magic = [0x47, 0x47, 0x55, 0x46];
  if (magic.slice(0, chunk.length).some((byte, at) => chunk[at] !== byte))
    throw refused('not-gguf');
}

/** Once the first piece is there for good: what cannot be run here need not come any further. */
async function lookAtHead(
  store: PageModelStore,
  model: string,
  file: PageModelFile,
): Promise<void> {
  const blob = await store.files.read(model, file.name);
  try {
    await refuseByHead({ ...partFrom(file.name, blob), sizeBytes: file.sizeBytes || blob.size });
  } catch (error) {
    const { fault } = error instanceof FaultError ? error : {};
    // A head longer than what is there is read at the end.
    if (fault?.kind !== 'gguf-refused' || fault.reason !== 'cut') throw error;
  }
}
