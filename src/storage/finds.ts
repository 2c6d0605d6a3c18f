/** What finding models keeps: answers of the hub, and a catalogue of the person's. Their code is loaded with the first use. */
import { createLazy } from '../lib/lazy.ts';
import type { Checked } from './checked.ts';
import type { HubCache } from './hub-cache.ts';
import type { LibraryRows } from './library-rows.ts';
import type { Rows } from './rows.ts';

export type Finds = {
  readonly hub: () => Promise<HubCache>;
  readonly library: () => Promise<LibraryRows>;
};

export function createFinds(rows: Rows, checked: Checked): Finds {
  return {
    hub: createLazy(async () => {
      const { createHubCache } = await import('./hub-cache.ts');
      return createHubCache(rows, checked);
    }),
    library: createLazy(async () => {
      const { createLibraryRows } = await import('./library-rows.ts');
      return createLibraryRows(rows, checked);
    }),
  };
}
