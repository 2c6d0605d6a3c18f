/** Sessions as rows. Deleting marks; what is marked is purged later, so that undo can bring it back. */
import { FaultError } from '../domain/fault.ts';
import { type Session, type SessionRow, session } from '../domain/session.ts';
import type { Checked } from './checked.ts';
import { listIndex } from './migrations.ts';
import { type Rows, spanOf } from './rows.ts';
import { sessionRowFrom, type Titles } from './titles.ts';

/** A stretch of the session list: rows `from` to `from + count`, of those whose title holds `filter`. */
export type ListWindow = { from: number; count: number; filter?: string };

export type SessionPatch = Partial<Omit<Session, 'id' | 'messageCount'>>;

export type Sessions = {
  /** Leaves one that is there as it is: a draft and a first message may make the same session at once. */
  readonly create: (session: Session) => Promise<void>;
  /** Also of a deleted one; see `deletedAt`. */
  readonly get: (id: string) => Promise<Session | undefined>;
  readonly getMany: (ids: readonly string[]) => Promise<Session[]>;
  /** Newest message first. `total` counts what the filter lets through. */
  readonly list: (window: ListWindow) => Promise<{ rows: SessionRow[]; total: number }>;
  /** Ids of living sessions, newest first. */
  readonly ids: () => Promise<string[]>;
  /** Throws `not-found`. */
  readonly update: (id: string, patch: SessionPatch) => Promise<Session>;
  readonly remove: (id: string, deletedAt: number) => Promise<void>;
  readonly restore: (id: string) => Promise<void>;
};

const living = spanOf(listIndex, 0);

export function createSessions(rows: Rows, checked: Checked, titles: Titles): Sessions {
  const get: Sessions['get'] = async (id) =>
    checked.one('sessions', session, await rows.get('sessions', id));
  const update: Sessions['update'] = (id, patch) =>
    rows.transaction(['sessions'], async (inside) => {
      const before = checked.one('sessions', session, await inside.get('sessions', id));
      if (before === undefined) throw new FaultError({ kind: 'not-found', what: 'session' });
      const after = { ...before, ...patch };
      await inside.put('sessions', after);
      return after;
    });
  return {
    create: (row) =>
      rows.transaction(['sessions'], async (inside) => {
        if ((await inside.get('sessions', row.id)) === undefined) await inside.put('sessions', row);
      }),
    get,
    getMany: async (ids) => checked.many('sessions', session, await rows.getMany('sessions', ids)),
    list: async ({ from, count, filter }) => {
      if (filter !== undefined && filter.trim() !== '') {
        const found = await titles.find(rows, filter);
        return { rows: found.slice(from, from + count), total: found.length };
      }
      const [total, stored] = await Promise.all([
        rows.count('sessions', living),
        rows.list('sessions', { ...living, reverse: true, offset: from, limit: count }),
      ]);
      return { rows: checked.many('sessions', session, stored).map(sessionRowFrom), total };
    },
    ids: async () => (await rows.ids('sessions', { ...living, reverse: true })).map(String),
    update,
    remove: async (id, deletedAt) => {
      await update(id, { deletedAt });
    },
    restore: async (id) => {
      await update(id, { deletedAt: 0 });
    },
  };
}
