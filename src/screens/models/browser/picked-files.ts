/** Files picked for this browser: their heads are read here, so that what cannot run is told before it is copied. */
import { type Accessor, createSignal } from 'solid-js';
import { type Fault, FaultError, faultFrom } from '../../../domain/fault.ts';
import { type PartsFacts, readParts } from '../../../domain/page-model-parts.ts';

export type PickedLook =
  | { readonly is: 'none' }
  | { readonly is: 'reading'; readonly files: readonly File[] }
  | {
      readonly is: 'read';
      /** In the order of the parts. */
      readonly files: readonly File[];
      readonly facts: PartsFacts;
      readonly sizeBytes: number;
    }
  | { readonly is: 'refused'; readonly files: readonly File[]; readonly fault: Fault };

export type PickedFiles = {
  readonly look: Accessor<PickedLook>;
  readonly pick: (files: readonly File[]) => Promise<void>;
  readonly clear: () => void;
};

export function createPickedFiles(): PickedFiles {
  const [look, setLook] = createSignal<PickedLook>({ is: 'none' });
  let last: readonly File[] | undefined;
  return {
    look,
    pick: async (files) => {
      if (files.length === 0) return;
      last = files;
      setLook({ is: 'reading', files });
      const found = await lookInto(files);
      // Others were picked meanwhile.
      if (last === files) setLook(found);
    },
    clear: () => {
      last = undefined;
      setLook({ is: 'none' });
    },
  };
}

async function lookInto(files: readonly File[]): Promise<PickedLook> {
  try {
    const facts = await readParts(
      files.map((file) => ({
        name: file.name,
        sizeBytes: file.size,
        read: (from, to) => readPart(file, from, to),
      })),
    );
    const ordered = facts.order.flatMap((name) => files.find((file) => file.name === name) ?? []);
    const sizeBytes = files.reduce((sum, { size }) => sum + size, 0);
    return { is: 'read', files: ordered, facts, sizeBytes };
  } catch (error) {
    return { is: 'refused', files, fault: faultFrom(error) };
  }
}

async function readPart(file: File, from: number, to: number): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(from, to).arrayBuffer());
  } catch (error) {
    // It was moved or changed since it was picked, or lies where the browser may not read.
    const said = error instanceof Error ? error.message : String(error);
    throw new FaultError({ kind: 'file-invalid', reason: said.slice(0, 200) }, { cause: error });
  }
}
