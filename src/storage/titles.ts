/**
 * The rows of the session list in memory, so that a filter over ten thousand titles costs no read. Filled at the first
 * filter; what changes afterwards, in any engine, is read again by its id and nothing else.
 */
import { type SessionRow, session } from '../domain/session.ts';
import { foldText } from '../lib/fold-text.ts';
import type { Checked } from './checked.ts';
import type { Backend, Rows } from './rows.ts';

type Entry = { readonly row: SessionRow; readonly folded: string };

export type Titles = {
  /** Living sessions whose title holds `filter`, newest first, without regard to case and accents. */
  readonly find: (rows: Rows, filter: string) => Promise<SessionRow[]>;
};

export function createTitles(backend: Backend, checked: Checked): Titles {
  let entries: Map<string, Entry> | undefined;
  let newestFirst: Entry[] | undefined;
  const changedIds = new Set<string>();

  backend.onChange((change) => {
    if (!change.touches('sessions')) return;
    const keys = change.keysOf('sessions');
    if (keys === undefined) entries = undefined;
    else for (const key of keys) changedIds.add(String(key));
  });

  function keep(into: Map<string, Entry>, stored: readonly unknown[]): void {
    for (const each of checked.many('sessions', session, stored)) {
      if (each.deletedAt === 0)
        into.set(each.id, { row: sessionRowFrom(each), folded: foldText(each.title) });
    }
    newestFirst = undefined;
  }

  async function refresh(rows: Rows): Promise<Map<string, Entry>> {
    let known = entries;
    if (known === undefined) {
      // Placed before the read: what changes while it runs is noted, or throws the whole away.
      known = new Map();
      entries = known;
      changedIds.clear();
      try {
        keep(known, await rows.list('sessions'));
      } catch (error) {
        entries = undefined;
        throw error;
      }
    }
    const ids = [...changedIds];
    changedIds.clear();
    for (const id of ids) known.delete(id);
    // Asked also when nothing changed: a live query has to see that this table was read.
    const stored = await rows.getMany('sessions', ids);
    if (ids.length > 0) keep(known, stored);
    return known;
  }

  let line: Promise<unknown> = Promise.resolve();

  return {
    find: async (rows, filter) => {
      // One after the other, so that no two of them share the notes of what changed.
      const refreshed = line.then(() => refresh(rows));
      line = refreshed.catch(() => undefined);
      const known = await refreshed;
      newestFirst ??= [...known.values()].sort(
        (a, b) => b.row.updatedAt - a.row.updatedAt || (a.row.id < b.row.id ? 1 : -1),
      );
      const wanted = foldText(filter.trim());
      return newestFirst.filter((entry) => entry.folded.includes(wanted)).map((entry) => entry.row);
    },
  };
}

export function sessionRowFrom(of: SessionRow): SessionRow {
  const { id, title, updatedAt, pinned, messageCount, model } = of;
  return { id, title, updatedAt, pinned, messageCount, ...(model === undefined ? {} : { model }) };
}
