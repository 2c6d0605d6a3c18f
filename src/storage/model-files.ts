/**
 * The bytes of models in this browser: the origin's own file system, a folder per model. Written piece by piece (see
 * `lib/file-pieces.ts`): a piece is there to stay once it is closed, so a crash loses one piece at most. The engine may
 * be a shared worker, which has `createWritable` and no synchronous handles.
 */
import { type Fault, FaultError } from '../domain/fault.ts';
import type { FileWriter, ModelFiles, Room } from '../domain/model-files.ts';
import { isMissing, joinPieces, pieceBytes, pieceName, readPieces } from '../lib/file-pieces.ts';

export type ModelFilesOptions = {
  /** Of the browser; another one for tests. */
  readonly storage?: StorageLike | undefined;
  readonly pieceBytes?: number;
};

/** What we use of `navigator.storage`: absent on plain http, and in parts in older browsers. */
export type StorageLike = {
  readonly getDirectory?: () => Promise<FileSystemDirectoryHandle>;
  readonly estimate?: () => Promise<StorageEstimate>;
};

const rootFolder = 'models';
/** Small writes are costly: each one goes to another process. */
const writeBytes = 1_048_576;

/** Throws `no-model-store` where this browser keeps no files for us. */
export async function openModelFiles(options: ModelFilesOptions = {}): Promise<ModelFiles> {
  const storage =
    'storage' in options ? options.storage : (globalThis.navigator?.storage as StorageLike); // absent on plain http
  const limit = options.pieceBytes ?? pieceBytes;
  const root = await openRoot(storage);

  const folderOf = async (model: string): Promise<FileSystemDirectoryHandle | undefined> => {
    try {
      return await root.getDirectoryHandle(encodeURIComponent(model));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };
  const room = async (): Promise<Room | undefined> => {
    const { usage, quota } = (await storage?.estimate?.()) ?? {};
    return usage === undefined || quota === undefined
      ? undefined
      : { usedBytes: usage, quotaBytes: quota };
  };
  const piecesOf = async (model: string, file: string): Promise<File[]> => {
    const folder = await folderOf(model);
    return folder ? await readPieces(folder, file) : [];
  };

  return {
    sizeOf: async (model, file) => sizeOf(await piecesOf(model, file)),
    read: async (model, file) => joinPieces(await piecesOf(model, file), file),
    append: async (model, file) => {
      const folder = await root.getDirectoryHandle(encodeURIComponent(model), { create: true });
      return await openWriter({ folder, file, limit, room });
    },
    removeFile: async (model, file) => {
      const folder = await folderOf(model);
      if (!folder) return;
      const { length } = await readPieces(folder, file);
      // From the end: what is broken off leaves no hole.
      for (let at = length - 1; at >= 0; at -= 1) await folder.removeEntry(pieceName(file, at));
    },
    remove: async (model) => {
      try {
        await root.removeEntry(encodeURIComponent(model), { recursive: true });
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    },
    models: async () => {
      const names: string[] = [];
      for await (const name of root.keys()) names.push(decoded(name));
      return names;
    },
    room,
  };
}

/** Everything that is kept so, for a reset. Quiet where there is nothing to keep it in. */
export async function removeModelFiles(storage: StorageLike | undefined): Promise<void> {
  try {
    const origin = await storage?.getDirectory?.();
    await origin?.removeEntry(rootFolder, { recursive: true });
  } catch (error) {
    if (!isMissing(error) && !isRefusal(error)) throw error;
  }
}

async function openRoot(storage: StorageLike | undefined): Promise<FileSystemDirectoryHandle> {
  if (typeof storage?.getDirectory !== 'function') throw new FaultError(absent('absent'));
  try {
    const origin = await storage.getDirectory();
    const root = await origin.getDirectoryHandle(rootFolder, { create: true });
    if (!(await canWrite(origin))) throw new FaultError(absent('read-only'));
    return root;
  } catch (error) {
    if (error instanceof FaultError) throw error;
    // Private windows of some browsers have the method and refuse its use.
    if (isRefusal(error)) throw new FaultError(absent('refused'), { cause: error });
    throw error;
  }
}

/** Safari before 26 writes in dedicated workers only, in a way of its own. */
async function canWrite(origin: FileSystemDirectoryHandle): Promise<boolean> {
  const { FileSystemFileHandle: Handle } = globalThis;
  if (Handle) return 'createWritable' in Handle.prototype;
  const probe = await origin.getFileHandle('.probe', { create: true });
  return typeof probe.createWritable === 'function';
}

function absent(reason: 'absent' | 'refused' | 'read-only'): Fault {
  return { kind: 'no-model-store', reason };
}

function isRefusal(error: unknown): boolean {
  const names = ['SecurityError', 'NotAllowedError', 'InvalidStateError', 'UnknownError'];
  return error instanceof Error && names.includes(error.name);
}

type Writing = {
  readonly folder: FileSystemDirectoryHandle;
  readonly file: string;
  readonly limit: number;
  readonly room: () => Promise<Room | undefined>;
};

async function openWriter({ folder, file, limit, room }: Writing): Promise<FileWriter> {
  const pieces = await readPieces(folder, file);
  let at = pieces.length;
  let inPiece = 0;
  let open: FileSystemWritableFileStream | undefined;
  let held: Uint8Array<ArrayBuffer> | undefined;
  let heldBytes = 0;
  const last = pieces.at(-1);
  if (last && last.size < limit) {
    at -= 1;
    inPiece = last.size;
  }

  async function stream(): Promise<FileSystemWritableFileStream> {
    if (open) return open;
    const handle = await folder.getFileHandle(pieceName(file, at), { create: true });
    open = await handle.createWritable({ keepExistingData: inPiece > 0 });
    if (inPiece > 0) await open.seek(inPiece);
    return open;
  }

  async function closePiece(): Promise<void> {
    const closing = open;
    open = undefined;
    await closing?.close();
  }

  /** What failed once takes no more, and could not be closed either: the pieces before it stand. */
  async function put(part: Uint8Array<ArrayBuffer>): Promise<void> {
    const to = await stream();
    try {
      await to.write(part);
    } catch (error) {
      open = undefined;
      await to.abort().catch(() => undefined); // broken already
      throw error;
    }
  }

  async function flush(): Promise<void> {
    const bytes = held?.subarray(0, heldBytes);
    heldBytes = 0;
    if (bytes) await spread(bytes);
  }

  /** Over as many pieces as it takes. */
  async function spread(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    let from = 0;
    while (from < bytes.length) {
      const part = bytes.subarray(from, from + limit - inPiece);
      await put(part);
      from += part.length;
      inPiece += part.length;
      if (inPiece < limit) continue;
      await closePiece();
      at += 1;
      inPiece = 0;
    }
  }

  const told = async (work: Promise<void>, neededBytes: number): Promise<void> => {
    try {
      await work;
    } catch (error) {
      throw await roomFault(error, neededBytes, room);
    }
  };

  return {
    // Always through the same memory: fresh pieces of gigabytes would wait for the garbage collector.
    write: async (bytes) => {
      held ??= new Uint8Array(writeBytes);
      for (let from = 0; from < bytes.length; ) {
        const part = bytes.subarray(from, from + writeBytes - heldBytes);
        held.set(part, heldBytes);
        heldBytes += part.length;
        from += part.length;
        if (heldBytes === writeBytes) await told(flush(), bytes.length);
      }
    },
    close: async () => {
      await told(
        flush().finally(() => closePiece()),
        heldBytes,
      );
    },
  };
}

async function roomFault(
  error: unknown,
  neededBytes: number,
  room: () => Promise<Room | undefined>,
): Promise<unknown> {
  if (!(error instanceof Error) || error.name !== 'QuotaExceededError') return error;
  const told = await room().catch(() => undefined);
  const freeBytes = told ? Math.max(0, told.quotaBytes - told.usedBytes) : 0;
  return new FaultError({ kind: 'no-room', neededBytes, freeBytes }, { cause: error });
}

function sizeOf(pieces: readonly File[]): number {
  return pieces.reduce((sum, { size }) => sum + size, 0);
}

/** What is no name of ours stands as it is, to be swept. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
