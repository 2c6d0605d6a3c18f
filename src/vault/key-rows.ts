/**
 * What is known of the keys without opening one: those in memory, which go with the engine, and the rows of sealed
 * ones, read at the start and after each change, here or by another engine.
 */
import { FaultError } from '../domain/fault.ts';
import type { SecretRow } from '../domain/secret-row.ts';
import type { KeyView, SecretRole } from '../domain/vault.ts';
import { newId } from '../lib/ids.ts';
import { nowAt } from '../lib/timing.ts';
import { withoutGaps } from '../lib/without-gaps.ts';
import type { RowsInside, VaultRows } from './rows.ts';
import type { Secret } from './secret.ts';

export type Known = Omit<SecretRow, 'box' | 'previous'> & { readonly previousUntil?: number };
type InMemory = Omit<Known, 'previousUntil'> & { readonly secret: Secret };
/** A field given as `undefined` is taken away. */
type Changeable = Partial<Pick<SecretRow, 'label' | 'expiresAt' | 'lastUsedAt' | 'lastRefusedAt'>>;
export type Change = (before: Pick<SecretRow, 'label' | 'expiresAt'>) => Changeable;

export type MemoryKeys = {
  readonly all: () => readonly InMemory[];
  readonly views: () => readonly KeyView[];
  readonly put: (known: Omit<InMemory, 'id' | 'secret'>, secret: Secret) => void;
  readonly forget: (connectionId: string, role?: SecretRole) => void;
  /** False where it is none of these. */
  readonly change: (id: string, change: Change) => boolean;
  readonly remove: (id: string) => boolean;
  readonly clear: () => void;
};

export function createMemoryKeys(): MemoryKeys {
  const keys = new Map<string, InMemory>();
  return {
    all: () => [...keys.values()],
    views: () => [...keys.values()].map(({ secret: _secret, ...known }) => viewOf(known, 'memory')),
    put: (known, secret) => {
      const id = newId();
      keys.set(id, { ...known, id, secret });
    },
    forget: (connectionId, role) => {
      for (const key of [...keys.values()]) if (isOf(key, connectionId, role)) keys.delete(key.id);
    },
    change: (id, change) => {
      const key = keys.get(id);
      if (key) keys.set(id, { ...key, ...change(key) });
      return key !== undefined;
    },
    remove: (id) => keys.delete(id),
    clear: () => keys.clear(),
  };
}

export type StoredKeys = {
  readonly all: () => readonly Known[];
  readonly views: () => readonly KeyView[];
  /** Once they were read; rejects where they could not be, and tries again when next asked. */
  readonly ready: () => Promise<void>;
  readonly refresh: () => Promise<void>;
  readonly forget: (connectionId: string, role?: SecretRole) => Promise<void>;
  /** Throws `not-found`. */
  readonly change: (id: string, change: Change) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  /** Throws `not-found` where the one before is gone. */
  readonly restore: (id: string) => Promise<void>;
  readonly dropOldPrevious: () => Promise<void>;
  readonly removeAll: () => Promise<void>;
  readonly stop: () => void;
};

/** `onRead` gets the vault's row; `isLatest` turns false once a later read has overtaken it. */
export function createStoredKeys(
  rows: VaultRows,
  onRead: (vault: unknown, isLatest: () => boolean) => Promise<void>,
): StoredKeys {
  let known: readonly Known[] = [];
  let firstRead: Promise<void> | undefined;
  let begun = 0;
  let shown = 0;

  async function refresh(): Promise<void> {
    begun += 1;
    const mine = begun;
    const { secrets, vault } = await rows.read();
    if (mine < shown) return;
    shown = mine;
    known = secrets.map(knownOf);
    await onRead(vault, () => mine === shown);
  }

  async function write(work: (inside: RowsInside) => Promise<void>): Promise<void> {
    await rows.change(work);
    await refresh();
  }

  async function mustGet(inside: RowsInside, id: string): Promise<SecretRow> {
    const row = await inside.get(id);
    if (!row) throw new FaultError({ kind: 'not-found', what: 'key' });
    return row;
  }

  async function dropOldPrevious(): Promise<void> {
    if (!known.some((each) => isOver(each.previousUntil))) return;
    await write(async (inside) => {
      for (const row of await inside.list()) {
        if (isOver(row.previous?.until)) await inside.put({ ...row, previous: undefined });
      }
    });
  }

  const stop = rows.onChange(() => {
    void refresh().catch(() => undefined); // a database that fails fails the next command with words
  });

  return {
    all: () => known,
    views: () => known.map((each) => viewOf(each, 'sealed')),
    ready: async () => {
      firstRead ??= refresh().then(dropOldPrevious);
      try {
        await firstRead;
      } catch (error) {
        firstRead = undefined;
        throw error;
      }
    },
    refresh,
    forget: async (connectionId, role) => {
      if (!known.some((each) => isOf(each, connectionId, role))) return;
      await write(async (inside) => {
        for (const row of await inside.list()) {
          if (isOf(row, connectionId, role)) await inside.remove(row.id);
        }
      });
    },
    change: (id, change) =>
      write(async (inside) => {
        const row = await mustGet(inside, id);
        await inside.put({ ...row, ...change(row) });
      }),
    remove: (id) => write((inside) => inside.remove(id)),
    restore: (id) =>
      write(async (inside) => {
        const {
          previous,
          lastUsedAt: _used,
          lastRefusedAt: _refused,
          ...row
        } = await mustGet(inside, id);
        if (!previous || isOver(previous.until))
          throw new FaultError({ kind: 'not-found', what: 'key' });
        const { box, addedAt, expiresAt } = previous;
        await inside.put({ ...row, box, addedAt, expiresAt, previous: undefined });
      }),
    dropOldPrevious,
    removeAll: () => write((inside) => inside.removeAll()),
    stop,
  };
}

/** What of these is for this connection, at this very origin. */
export function placedAt<Of extends Known>(
  all: readonly Of[],
  connectionId: string,
  baseUrl: string,
): readonly Of[] {
  const origin = originOf(baseUrl);
  return all.filter((each) => each.connectionId === connectionId && each.origin === origin);
}

/** `undefined` for what no request goes to: all such addresses have one and the same origin. */
export function originOf(baseUrl: string): string | undefined {
  const { protocol, origin } = new URL(baseUrl);
  return /^https?:$/.test(protocol) ? origin : undefined;
}

export function isOf(
  each: Pick<Known, 'connectionId' | 'role'>,
  connectionId: string,
  role?: SecretRole,
): boolean {
  return each.connectionId === connectionId && (role === undefined || each.role === role);
}

function knownOf({ box: _box, previous, ...known }: SecretRow): Known {
  return previous === undefined ? known : { ...known, previousUntil: previous.until };
}

function viewOf(known: Known, kept: KeyView['kept']): KeyView {
  const { id, connectionId, origin, role, label, addedAt, previousUntil, ...rest } = known;
  const isThere = previousUntil !== undefined && !isOver(previousUntil);
  return {
    ...{ id, connectionId, origin, role, label, addedAt, kept },
    ...withoutGaps(rest),
    ...(isThere ? { previousUntil } : {}),
  };
}

function isOver(until: number | undefined): boolean {
  return until !== undefined && until <= nowAt();
}
