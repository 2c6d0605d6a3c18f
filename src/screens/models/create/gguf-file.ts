/** The head of a picked file, read before anything is uploaded: what it is, and whether it is whole. */
import { type Accessor, createSignal } from 'solid-js';
import { type Fault, FaultError, faultFrom } from '../../../domain/fault.ts';
import { type GgufHeader, readGguf, refused } from '../../../domain/gguf.ts';
import { type GgufFacts, ggufFacts, splitFromName } from '../../../domain/gguf-facts.ts';

export type GgufLook =
  | { readonly is: 'none' }
  | { readonly is: 'reading'; readonly name: string }
  | {
      readonly is: 'read';
      readonly file: File;
      readonly header: GgufHeader;
      readonly facts: GgufFacts;
    }
  | { readonly is: 'refused'; readonly name: string; readonly fault: Fault };

export type GgufPick = {
  readonly look: Accessor<GgufLook>;
  /** Resolves with the file where it will do. */
  readonly pick: (file: File) => Promise<File | undefined>;
  readonly clear: () => void;
};

export function createGgufPick(): GgufPick {
  const [look, setLook] = createSignal<GgufLook>({ is: 'none' });
  let last: File | undefined;
  return {
    look,
    pick: async (file) => {
      last = file;
      setLook({ is: 'reading', name: file.name });
      const found = await lookInto(file);
      // Another one was picked meanwhile.
      if (last !== file) return undefined;
      setLook(found);
      return found.is === 'read' ? file : undefined;
    },
    clear: () => {
      last = undefined;
      setLook({ is: 'none' });
    },
  };
}

async function lookInto(file: File): Promise<GgufLook> {
  try {
    const header = await readGguf((from, to) => part(file, from, to), file.size);
    const facts = ggufFacts(header.metadata);
    const split = facts.split ?? splitFromName(file.name);
    if (split) throw refused('split', `part ${split.no + 1} of ${split.count}`);
    if (header.wholeBytes > file.size) throw refused('cut');
    return { is: 'read', file, header, facts };
  } catch (error) {
    return { is: 'refused', name: file.name, fault: faultFrom(error) };
  }
}

async function part(file: File, from: number, to: number): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(from, to).arrayBuffer());
  } catch (error) {
    // It was moved or changed since it was picked, or lies where the browser may not read.
    const said = error instanceof Error ? error.message : String(error);
    throw new FaultError({ kind: 'file-invalid', reason: said.slice(0, 200) }, { cause: error });
  }
}
