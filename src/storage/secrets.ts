/**
 * Sealed keys and the vault's one row. Boxes go in and out as they are; the vault's row is handed on unchecked, since
 * one that cannot be read must be told as damaged, never taken for a vault that was not made yet.
 */
import { type SecretRow, secretRow } from '../domain/secret-row.ts';
import type { Checked } from './checked.ts';
import type { Rows } from './rows.ts';

const tables = ['secrets', 'vault'] as const;
const vaultKey = 'vault';

type Inside = {
  readonly list: () => Promise<SecretRow[]>;
  readonly get: (id: string) => Promise<SecretRow | undefined>;
  readonly put: (row: SecretRow) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  readonly vault: () => Promise<unknown>;
  readonly putVault: (row: Readonly<Record<string, unknown>>) => Promise<void>;
  /** The vault's row and every sealed key, readable or not. */
  readonly removeAll: () => Promise<void>;
};

export type Secrets = {
  readonly list: () => Promise<SecretRow[]>;
  readonly vault: () => Promise<unknown>;
  /** One transaction over both tables. Inside, await nothing but the rows handed in. */
  readonly change: <T>(work: (inside: Inside) => Promise<T>) => Promise<T>;
};

export function createSecrets(rows: Rows, checked: Checked): Secrets {
  const list = async (from: Rows) => checked.many('secrets', secretRow, await from.list('secrets'));
  return {
    list: () => list(rows),
    vault: () => rows.get('vault', vaultKey),
    change: (work) =>
      rows.transaction(tables, (inside) =>
        work({
          list: () => list(inside),
          // Without an await of its own: Dexie follows a transaction through a few of them only, and callers add theirs.
          get: (id) =>
            inside.get('secrets', id).then((row) => checked.one('secrets', secretRow, row)),
          put: (row) => inside.put('secrets', row),
          remove: (id) => inside.remove('secrets', id),
          vault: () => inside.get('vault', vaultKey),
          putVault: (row) => inside.put('vault', { ...row, id: vaultKey }),
          removeAll: async () => {
            await inside.removeMany('secrets', await inside.ids('secrets'));
            await inside.removeMany('vault', await inside.ids('vault'));
          },
        }),
      ),
  };
}

/** Inside the transaction that removes their connection. */
export async function removeSecretsOf(inside: Rows, connectionId: string): Promise<void> {
  await inside.removeSpan('secrets', {
    index: 'connectionId',
    from: connectionId,
    to: connectionId,
  });
}
