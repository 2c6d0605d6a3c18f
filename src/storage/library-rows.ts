/** The catalogue that the person picked as a file, in the place of the shipped one. */
import * as z from 'zod/mini';
import type { Library } from '../domain/library.ts';
import { libraryFile } from '../domain/library-file.ts';
import type { Checked } from './checked.ts';
import type { Rows } from './rows.ts';

export type PickedLibrary = { readonly fileName: string; readonly library: Library };

export type LibraryRows = {
  readonly get: () => Promise<PickedLibrary | undefined>;
  readonly put: (picked: PickedLibrary) => Promise<void>;
  readonly remove: () => Promise<void>;
};

const key = 'library';
const row = z.object({ key: z.string(), fileName: z.string(), library: libraryFile });

export function createLibraryRows(rows: Rows, checked: Checked): LibraryRows {
  return {
    get: async () => checked.one('meta', row, await rows.get('meta', key)),
    put: (picked) => rows.put('meta', { key, ...picked }),
    remove: () => rows.remove('meta', key),
  };
}
