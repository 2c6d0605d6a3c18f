/**
 * The vault of one engine: makes and opens the data key, and seals and opens keys with it. The data key is held here
 * alone, never to be extracted; for as long as a lock is added it is unwrapped a second time. Fetched when it is needed.
 */
import { FaultError } from '../domain/fault.ts';
import type { SecretRow } from '../domain/secret-row.ts';
import type { LockView, VaultProof } from '../domain/vault.ts';
import { newId } from '../lib/ids.ts';
import { nowAt } from '../lib/timing.ts';
import { charge, settle } from './attempts.ts';
import { type AutoLock, createAutoLock, type Presence } from './auto-lock.ts';
import { seal, unseal } from './envelope.ts';
import { type Strength, usualStrength } from './kdf.ts';
import {
  attemptFrom,
  type Lock,
  mostLocks,
  newDataKey,
  passphraseLock,
  randomLock,
  readVaultRow,
  rowWith,
  unwrap,
  unwrapBy,
  type VaultRow,
  viewOf,
} from './locks.ts';
import { newRecoveryCode, readRecoveryCode } from './recovery-code.ts';
import type { RowsInside, VaultRows } from './rows.ts';

export type VaultDeps = {
  readonly rows: VaultRows;
  readonly subtle: SubtleCrypto;
  /** Weaker in tests only. */
  readonly strength?: Strength;
  readonly minutes: () => number;
  readonly presence: Presence;
  /** Locked, unlocked, or its locks have changed. */
  readonly onChange: () => void;
};

export type NewBox = Pick<SecretRow, 'connectionId' | 'origin' | 'role' | 'label'> & {
  readonly value: string;
  readonly addedAt: number;
  readonly expiresAt?: number | undefined;
};

export type Description = {
  readonly locks: readonly LockView[];
  readonly isFallback: boolean;
  readonly waitUntil?: number;
};

export type Vault = {
  readonly isUnlocked: () => boolean;
  readonly isTrying: () => boolean;
  readonly locksAt: () => number | undefined;
  readonly describe: (raw: unknown) => Description;
  /** The stored row as it is now: one with another data key, or none, locks this. */
  readonly noticeRow: (raw: unknown) => void;
  readonly create: (passphrase: string) => Promise<void>;
  readonly unlock: (proof: VaultProof) => Promise<void>;
  readonly lock: () => void;
  /** Its timer may be late, after a sleep above all: asked before anything that would set a clock anew. */
  readonly lockIfDue: () => void;
  readonly touch: () => void;
  readonly setPassphrase: (proof: VaultProof, passphrase: string) => Promise<void>;
  readonly addRecovery: (proof: VaultProof) => Promise<{ code: string }>;
  readonly addPasskey: (
    proof: VaultProof,
    passkey: { label: string; credentialId: Uint8Array; salt: Uint8Array; output: Uint8Array },
  ) => Promise<void>;
  readonly removeLock: (proof: VaultProof, lockId: string) => Promise<void>;
  /** Throws `vault-locked`. */
  readonly put: (box: NewBox) => Promise<void>;
  /** Throws `vault-locked`, `vault-damaged`. */
  readonly open: (row: SecretRow) => Promise<string>;
};

type Open = { readonly keyId: string; readonly key: CryptoKey; readonly clock: AutoLock };

const previousMs = 24 * 60 * 60_000;

export function createVault(deps: VaultDeps): Vault {
  const { rows, subtle, strength = usualStrength } = deps;
  let open: Open | undefined;
  let trying = 0;
  let line: Promise<unknown> = Promise.resolve();

  function lock(): void {
    if (!open) return;
    open.clock.stop();
    open = undefined;
    deps.onChange();
  }

  function unlockWith(keyId: string, key: CryptoKey): void {
    open?.clock.stop();
    open = { keyId, key, clock: createAutoLock(deps.minutes, deps.presence, lock) };
    deps.onChange();
  }

  function lockIfDue(): void {
    if (open?.clock.isDue()) lock();
  }

  function mustBeOpen(): Open {
    lockIfDue();
    if (!open) throw new FaultError({ kind: 'vault-locked' });
    return open;
  }

  /** One attempt at a time, so that many at once do not slip past the wait. */
  function inLine<T>(work: () => Promise<T>): Promise<T> {
    const run = async (): Promise<T> => {
      trying += 1;
      try {
        return await work();
      } finally {
        trying -= 1;
        deps.onChange();
      }
    };
    const result = line.then(run, run);
    line = result.catch(() => undefined); // its caller is told
    return result;
  }

  /** The attempt is counted before it is made: a reload in its middle gives none back. */
  async function prove(
    proof: VaultProof,
    extractable: boolean,
  ): Promise<{ row: VaultRow; key: CryptoKey }> {
    const raw = await rows.read();
    if (raw.vault === undefined) throw new FaultError({ kind: 'not-found', what: 'vault' });
    const row = readVaultRow(raw.vault);
    const attempt = await attemptFrom(subtle, row, proof);
    if (!attempt) throw new FaultError({ kind: 'vault-refused' });
    try {
      const { before, waitUntil } = await rows.change((inside) => charge(inside, nowAt()));
      let key: CryptoKey | undefined;
      try {
        key = await unwrap(subtle, attempt, extractable);
      } catch (error) {
        await rows.change((inside) => settle(inside, before));
        throw error;
      }
      if (!key) {
        const wait = waitUntil === undefined ? {} : { waitUntil };
        throw new FaultError({ kind: 'vault-refused', ...wait });
      }
      await rows.change((inside) => settle(inside, 0));
      return { row, key };
    } finally {
      attempt.input.fill(0);
    }
  }

  /** Other locks on the same data key; boxes stay as they are. */
  async function relock(row: VaultRow, locks: readonly Lock[]): Promise<void> {
    if (locks.length > mostLocks)
      throw new FaultError({ kind: 'unexpected', message: 'the vault has too many locks' });
    const after = await rowWith(subtle, row.keyId, locks);
    await rows.change(async (inside) => {
      const now = readVaultRow(await inside.vault());
      if (now.check !== row.check) throw new FaultError({ kind: 'unexpected', message: changed });
      await inside.putVault(after);
    });
  }

  return {
    isUnlocked: () => open !== undefined,
    isTrying: () => trying > 0,
    locksAt: () => open?.clock.locksAt(),
    describe: (raw) => {
      try {
        const { locks, waitUntil } = readVaultRow(raw);
        return {
          locks: locks.map(viewOf),
          isFallback: locks.some((each) => each.kdf.name === 'pbkdf2-sha256'),
          ...(waitUntil === undefined ? {} : { waitUntil }),
        };
      } catch {
        return { locks: [], isFallback: false }; // damaged: told when somebody tries to open it
      }
    },
    noticeRow: (raw) => {
      if (open && keyIdOf(raw) !== open.keyId) lock();
    },
    create: (passphrase) =>
      inLine(async () => {
        const dataKey = await newDataKey(subtle);
        const made = await passphraseLock(subtle, dataKey, { passphrase, strength });
        const keyId = newId();
        const row = await rowWith(subtle, keyId, [made.lock]);
        const key = await unwrapBy(subtle, made.wrapping, made.lock, false);
        await rows.change(async (inside) => {
          if ((await inside.vault()) !== undefined)
            throw new FaultError({ kind: 'unexpected', message: 'there is a vault already' });
          await inside.putVault(row);
        });
        unlockWith(keyId, key);
      }),
    unlock: (proof) =>
      inLine(async () => {
        const { row, key } = await prove(proof, false);
        unlockWith(row.keyId, key);
      }),
    lock,
    lockIfDue,
    touch: () => {
      lockIfDue();
      open?.clock.touch();
    },
    setPassphrase: (proof, passphrase) =>
      inLine(async () => {
        const { row, key } = await prove(proof, true);
        const made = await passphraseLock(subtle, key, { passphrase, strength });
        const others = row.locks.filter((each) => each.kind !== 'passphrase');
        await relock(row, [made.lock, ...others]);
      }),
    addRecovery: (proof) =>
      inLine(async () => {
        const { row, key } = await prove(proof, true);
        const code = await newRecoveryCode(subtle);
        const input = await readRecoveryCode(subtle, code);
        if (!input) throw new FaultError({ kind: 'unexpected', message: 'unreadable code' });
        const made = await randomLock(subtle, key, { input, kind: 'recovery', label: '' });
        await relock(row, [...row.locks, made]);
        return { code };
      }),
    addPasskey: (proof, { label, credentialId, salt, output }) =>
      inLine(async () => {
        // Less than that is not what the PRF extension gives, and could be guessed.
        if (output.length !== 32) throw new FaultError({ kind: 'vault-weak' });
        const { row, key } = await prove(proof, true);
        const made = await randomLock(subtle, key, {
          input: new Uint8Array(output),
          kind: 'passkey',
          label,
          passkey: { credentialId, salt },
        });
        await relock(row, [...row.locks, made]);
      }),
    removeLock: (proof, lockId) =>
      inLine(async () => {
        const { row } = await prove(proof, false);
        const others = row.locks.filter((each) => each.id !== lockId);
        if (others.length === row.locks.length)
          throw new FaultError({ kind: 'not-found', what: 'lock' });
        if (others.length === 0) throw new FaultError({ kind: 'vault-last-lock' });
        await relock(row, others);
      }),
    put: async (fresh) => {
      const { key, keyId } = mustBeOpen();
      const { secrets } = await rows.read();
      let id = secrets.find((each) => isSamePlace(each, fresh))?.id ?? newId();
      for (let tries = 0; tries < 3; tries += 1) {
        const box = await seal({ subtle, key }, fresh.value, contextOf({ ...fresh, id }));
        const takenBy = await rows.change((inside) => place(inside, { keyId, id, box, fresh }));
        if (takenBy === undefined) return;
        id = takenBy; // another engine was first, and the box is bound to its row
      }
      throw new FaultError({ kind: 'unexpected', message: changed });
    },
    open: async (row) => {
      const { key } = mustBeOpen();
      try {
        return await unseal({ subtle, key }, row.box, contextOf(row));
      } catch (error) {
        throw new FaultError({ kind: 'vault-damaged', what: 'key' }, { cause: error });
      }
    },
  };
}

const changed = 'the vault was changed meanwhile; try again';

/** The id of the row that is there already, where it is another; else the box is in its place. */
async function place(
  inside: RowsInside,
  { keyId, id, box, fresh }: { keyId: string; id: string; box: string; fresh: NewBox },
): Promise<string | undefined> {
  if (keyIdOf(await inside.vault()) !== keyId) throw new FaultError({ kind: 'vault-locked' });
  const [before] = (await inside.list()).filter((each) => isSamePlace(each, fresh));
  if (before && before.id !== id) return before.id;
  const { connectionId, origin, role, label, addedAt, expiresAt } = fresh;
  const expires = expiresAt === undefined ? {} : { expiresAt };
  const isKept = before && before.origin === origin && before.box !== '';
  await inside.put({
    id,
    connectionId,
    origin,
    role,
    label: label === '' ? (before?.label ?? '') : label,
    addedAt,
    ...expires,
    box,
    previous: isKept ? previousFrom(before) : undefined,
  });
  return undefined;
}

function previousFrom({ box, addedAt, expiresAt }: SecretRow): SecretRow['previous'] {
  const expires = expiresAt === undefined ? {} : { expiresAt };
  return { box, addedAt, until: nowAt() + previousMs, ...expires };
}

function isSamePlace(
  a: Pick<SecretRow, 'connectionId' | 'role'>,
  b: Pick<SecretRow, 'connectionId' | 'role'>,
): boolean {
  return a.connectionId === b.connectionId && a.role === b.role;
}

/** A box opens only in its own row, for its own connection, at its own address. */
function contextOf(of: Pick<SecretRow, 'id' | 'connectionId' | 'origin' | 'role'>): string[] {
  return ['key', of.id, of.connectionId, of.origin, of.role];
}

function keyIdOf(raw: unknown): string | undefined {
  try {
    return readVaultRow(raw).keyId;
  } catch {
    return undefined;
  }
}
