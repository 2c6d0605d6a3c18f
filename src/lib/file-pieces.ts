/**
 * A large file kept as several small ones: `x.gguf`, `x.gguf.1`, `x.gguf.2`, … To write behind what is there, browsers
 * copy the whole file first and need the room twice; of pieces only the last one is copied. Put together they are one
 * file again, and nothing of it is read for that.
 */

/** All but the last piece have this size. */
export const pieceBytes = 67_108_864;

export function pieceName(fileName: string, at: number): string {
  return at === 0 ? fileName : `${fileName}.${at}`;
}

/** The pieces that are there, in their order; none where the file is missing. */
export async function readPieces(
  folder: FileSystemDirectoryHandle,
  fileName: string,
): Promise<File[]> {
  const pieces: File[] = [];
  for (;;) {
    try {
      const handle = await folder.getFileHandle(pieceName(fileName, pieces.length));
      pieces.push(await handle.getFile());
    } catch (error) {
      if (isMissing(error)) return pieces;
      throw error;
    }
  }
}

/** The whole of it, under its own name. */
export function joinPieces(pieces: readonly File[], fileName: string): File {
  const [only] = pieces;
  return only && pieces.length === 1 ? only : new File([...pieces], fileName);
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && error.name === 'NotFoundError';
}
