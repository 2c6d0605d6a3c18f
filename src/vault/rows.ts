/** What the vault asks of the store: its rows, by an interface, since no crypto knows a database. Types only. */
import type { SecretRow } from '../domain/secret-row.ts';

export type RowsInside = {
  readonly list: () => Promise<SecretRow[]>;
  readonly get: (id: string) => Promise<SecretRow | undefined>;
  readonly put: (row: SecretRow) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  /** Unchecked: a row that cannot be read is damaged, and not absent. */
  readonly vault: () => Promise<unknown>;
  readonly putVault: (row: Readonly<Record<string, unknown>>) => Promise<void>;
  readonly removeAll: () => Promise<void>;
};

export type VaultRows = {
  readonly read: () => Promise<{ readonly secrets: readonly SecretRow[]; readonly vault: unknown }>;
  /** All or nothing. Inside, nothing is awaited but the rows handed in. */
  readonly change: <T>(work: (inside: RowsInside) => Promise<T>) => Promise<T>;
  /** Calls after each change, here or by another engine. */
  readonly onChange: (listener: () => void) => () => void;
};
