/** Whether a picked file is a whole GGUF, told before anything is hashed or sent. Reads its header only. */
import { FaultError } from '../domain/fault.ts';
import { type GgufHeader, readGguf, refused } from '../domain/gguf.ts';
import { ggufFacts, splitFromName } from '../domain/gguf-facts.ts';
import { readParts } from '../domain/page-model-parts.ts';
import { givenFiles, type ImportTask } from './given-files.ts';

/** Throws `gguf-refused`, or `file-invalid` where the browser cannot read it. */
export async function checkFile(file: Blob, fileName: string): Promise<GgufHeader> {
  const header = await readGguf((from, to) => readPart(file, from, to), file.size);
  const split = ggufFacts(header.metadata).split ?? splitFromName(fileName);
  if (split) throw refused('split', `part ${split.no + 1} of ${split.count}`);
  if (header.wholeBytes > file.size) throw refused('cut');
  return header;
}

/** The same of files that are taken in as they are: the parts of one model. Throws as `readParts` besides. */
export async function checkParts(file: Blob, task: ImportTask): Promise<void> {
  await readParts(
    givenFiles(file, task).map(({ name, blob }) => ({
      name,
      sizeBytes: blob.size,
      read: (from, to) => readPart(blob, from, to),
    })),
  );
}

async function readPart(file: Blob, from: number, to: number): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(from, to).arrayBuffer());
  } catch (error) {
    throw unreadable(error);
  }
}

/** It was moved, changed or taken away since it was picked, or lies where the browser may not read. */
function unreadable(error: unknown): FaultError {
  const said = error instanceof Error ? error.message : String(error);
  return new FaultError({ kind: 'file-invalid', reason: said.slice(0, 200) }, { cause: error });
}
