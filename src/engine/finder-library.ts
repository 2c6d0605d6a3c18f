/** The catalogue in the engine: the person's file before the deployer's, and that before the one that ships. */
import { FaultError } from '../domain/fault.ts';
import type { Library, LibraryView } from '../domain/library.ts';
import { readLibraryFile } from '../domain/library-file.ts';
import type { PickedLibrary } from '../storage/library-rows.ts';
import type { Runners } from './lazy-commands.ts';
import type { FinderDeps, FinderWatchers } from './lazy-finder.ts';

const limitBytes = 4_000_000;

export function libraryCommands(
  store: FinderDeps['store'],
): Runners<'library.put' | 'library.drop'> {
  return {
    'library.put': async ({ file, name }) => {
      if (file.size > limitBytes) {
        throw new FaultError({ kind: 'file-too-large', sizeBytes: file.size, limitBytes });
      }
      const read = readLibraryFile(await file.text());
      if (!read.ok) {
        const { place, reason } = read;
        throw new FaultError({
          kind: 'file-invalid',
          reason: place ? `${place}: ${reason}` : reason,
        });
      }
      await (await store.finds.library()).put({ fileName: name, library: read.library });
      return { rows: read.library.rows.length };
    },
    'library.drop': async () => {
      await (await store.finds.library()).remove();
      return null;
    },
  };
}

export function watchLibrary({
  store,
  library,
  onChange,
}: Pick<FinderDeps, 'store' | 'library' | 'onChange'>): FinderWatchers['library.get'] {
  return (_params, onValue, onFault) => {
    let known: { picked: PickedLibrary | undefined; shipped: Library } | undefined;
    let told: Library | undefined;
    /** The table is large, and most changes are of other things. */
    const push = () => {
      if (!known) return;
      const { picked, shipped } = known;
      const deployed = library();
      const now = picked?.library ?? deployed ?? shipped;
      if (now === told) return;
      told = now;
      if (picked) onValue({ ...viewOf(now, 'file'), fileName: picked.fileName });
      else onValue(viewOf(now, now === deployed ? 'deployer' : 'app'));
    };
    const stopRows = store.watch(
      async ({ finds }) => {
        const { shippedLibrary } = await import('../domain/library-models.ts');
        return { picked: await (await finds.library()).get(), shipped: shippedLibrary };
      },
      (value) => {
        known = value;
        push();
      },
      onFault,
    );
    const stopChanges = onChange(push);
    return () => {
      stopRows();
      stopChanges();
    };
  };
}

function viewOf({ asOf, rows }: Library, from: LibraryView['from']): LibraryView {
  return { asOf, from, rows: rows.map((row) => ({ ...row, id: row.name })) };
}
