/** Connections and what their servers last listed. Their keys are sealed elsewhere, and go with them. */
import { type Connection, connection } from '../domain/connection.ts';
import { FaultError } from '../domain/fault.ts';
import { type Catalogue, catalogue } from '../domain/model.ts';
import { withoutGaps } from '../lib/without-gaps.ts';
import type { Checked } from './checked.ts';
import type { Rows } from './rows.ts';
import { removeSecretsOf } from './secrets.ts';

/** A field given as `undefined` goes back to what it is by itself. */
export type ConnectionPatch = { [Name in keyof Connection]?: Connection[Name] | undefined };

export type Connections = {
  /** In the person's order. */
  readonly list: () => Promise<Connection[]>;
  readonly get: (id: string) => Promise<Connection | undefined>;
  readonly put: (connection: Connection) => Promise<void>;
  /** Reads and writes in one step, so that one removed meanwhile does not come back. Throws `connection-missing`. */
  readonly update: (
    id: string,
    change: (before: Connection) => ConnectionPatch,
  ) => Promise<Connection>;
  /** With its catalogue and its sealed keys. */
  readonly remove: (id: string) => Promise<void>;
};

export type Catalogues = {
  readonly list: () => Promise<Catalogue[]>;
  readonly get: (connectionId: string) => Promise<Catalogue | undefined>;
  readonly put: (catalogue: Catalogue) => Promise<void>;
};

export function createConnections(rows: Rows, checked: Checked): Connections {
  return {
    list: async () => {
      const found = checked.many('connections', connection, await rows.list('connections'));
      return found.sort((a, b) => a.order - b.order || a.createdAt - b.createdAt);
    },
    get: async (id) => checked.one('connections', connection, await rows.get('connections', id)),
    put: (row) => rows.put('connections', row),
    update: (id, change) =>
      rows.transaction(['connections'], async (inside) => {
        const before = checked.one('connections', connection, await inside.get('connections', id));
        if (before === undefined) throw new FaultError({ kind: 'connection-missing' });
        const after = connection.parse(withoutGaps({ ...before, ...change(before) }));
        await inside.put('connections', after);
        return after;
      }),
    remove: (id) =>
      rows.transaction(['connections', 'models', 'secrets'], async (inside) => {
        await inside.remove('connections', id);
        await inside.remove('models', id);
        await removeSecretsOf(inside, id);
      }),
  };
}

export function createCatalogues(rows: Rows, checked: Checked): Catalogues {
  return {
    list: async () => checked.many('models', catalogue, await rows.list('models')),
    get: async (id) => checked.one('models', catalogue, await rows.get('models', id)),
    put: (row) => rows.put('models', row),
  };
}
