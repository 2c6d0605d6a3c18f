/**
 * The origin's own file system in memory, with what matters of it: what is written is there only after `close`, writing
 * behind what is there needs the room twice while it goes on, and the room has an end.
 */
import type { StorageLike } from '../../../src/storage/model-files.ts';

export type FakeDirectory = {
  readonly storage: StorageLike;
  /** Paths of all files, with their sizes. */
  readonly files: () => Record<string, number>;
  /** The most that was ever taken. */
  readonly peakBytes: () => number;
  setQuota(bytes: number): void;
};

type Folder = { readonly is: 'folder'; readonly children: Map<string, Folder | Leaf> };
type Leaf = { readonly is: 'file'; bytes: Uint8Array<ArrayBuffer> };

function failed(name: string): DOMException {
  return new DOMException(`fake: ${name}`, name);
}

export function aDirectory(
  options: { quotaBytes?: number; canWrite?: boolean } = {},
): FakeDirectory {
  const { canWrite = true } = options;
  let quota = options.quotaBytes ?? 1e12;
  let swapped = 0;
  let peak = 0;
  const root: Folder = { is: 'folder', children: new Map() };

  const sizeIn = (node: Folder | Leaf): number =>
    node.is === 'file'
      ? node.bytes.length
      : [...node.children.values()].reduce((sum, child) => sum + sizeIn(child), 0);
  const take = (bytes: number): void => {
    const next = sizeIn(root) + swapped + bytes;
    if (next > quota) throw failed('QuotaExceededError');
    swapped += bytes;
    peak = Math.max(peak, next);
  };

  function fileHandle(leaf: Leaf, name: string): unknown {
    return {
      kind: 'file',
      name,
      getFile: async () => new File([leaf.bytes], name),
      ...(canWrite
        ? {
            createWritable: async ({ keepExistingData = false } = {}) => {
              let swap = keepExistingData ? leaf.bytes.slice() : new Uint8Array(0);
              let at = 0;
              take(swap.length);
              return {
                seek: async (to: number) => {
                  at = to;
                },
                write: async (bytes: Uint8Array) => {
                  const end = Math.max(swap.length, at + bytes.length);
                  take(end - swap.length);
                  const next = new Uint8Array(end);
                  next.set(swap);
                  next.set(bytes, at);
                  swap = next;
                  at += bytes.length;
                },
                close: async () => {
                  swapped -= swap.length;
                  leaf.bytes = swap;
                },
                abort: async () => {
                  swapped -= swap.length;
                },
              };
            },
          }
        : {}),
    };
  }

  function folderHandle(folder: Folder, name: string): unknown {
    const child = (of: string, is: 'file' | 'folder', create: boolean): Folder | Leaf => {
      const found = folder.children.get(of);
      if (found && found.is !== is) throw failed('TypeMismatchError');
      if (found) return found;
      if (!create) throw failed('NotFoundError');
      const made: Folder | Leaf =
        is === 'file'
          ? { is: 'file', bytes: new Uint8Array(0) }
          : { is: 'folder', children: new Map() };
      folder.children.set(of, made);
      return made;
    };
    return {
      kind: 'directory',
      name,
      getDirectoryHandle: async (of: string, { create = false } = {}) =>
        folderHandle(child(of, 'folder', create) as Folder, of),
      getFileHandle: async (of: string, { create = false } = {}) =>
        fileHandle(child(of, 'file', create) as Leaf, of),
      removeEntry: async (of: string) => {
        if (!folder.children.delete(of)) throw failed('NotFoundError');
      },
      keys: async function* () {
        yield* [...folder.children.keys()];
      },
    };
  }

  function pathsIn(folder: Folder, before: string): [string, number][] {
    return [...folder.children].flatMap(([name, node]): [string, number][] =>
      node.is === 'file'
        ? [[before + name, node.bytes.length]]
        : pathsIn(node, `${before}${name}/`),
    );
  }

  return {
    storage: {
      getDirectory: async () => folderHandle(root, '') as FileSystemDirectoryHandle,
      estimate: async () => ({ usage: sizeIn(root), quota }),
    },
    files: () => Object.fromEntries(pathsIn(root, '').filter(([path]) => path !== '.probe')),
    peakBytes: () => peak,
    setQuota: (bytes) => {
      quota = bytes;
    },
  };
}
