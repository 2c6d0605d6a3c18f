/**
 * Every secret this engine may send, each bound to its connection and that connection's origin: an edited address does
 * not get the key. Sealed ones are opened only while the vault is unlocked; the others live in memory and go with the engine.
 */
import type { KeyState } from '../domain/connection.ts';
import { FaultError } from '../domain/fault.ts';
import type { Settings } from '../domain/settings.ts';
import type { KeyView, SecretRole, VaultProof, VaultState, VaultView } from '../domain/vault.ts';
import { monotonicMs, nowAt } from '../lib/timing.ts';
import type { Presence } from './auto-lock.ts';
import type { Strength } from './kdf.ts';
import {
  type Change,
  createMemoryKeys,
  createStoredKeys,
  isOf,
  type Known,
  originOf,
  placedAt,
} from './key-rows.ts';
import type { VaultRows } from './rows.ts';
import { createSecret, type Secret } from './secret.ts';
import type { Description, Vault } from './vault.ts';

/** What one connection may send to its address. `basic` is `name:password`. */
export type OpenedSecrets = {
  readonly key?: Secret;
  readonly basic?: Secret;
  readonly headers: readonly { readonly name: string; readonly secret: Secret }[];
};

export type NewSecret = {
  readonly connectionId: string;
  readonly baseUrl: string;
  readonly role: SecretRole;
  readonly value: string;
  readonly label?: string;
  readonly expiresAt?: number;
};

export type Keyring = {
  /** Throws `vault-locked` where a sealed one is needed and the vault is locked, `vault-damaged` where its box is. */
  readonly open: (connectionId: string, baseUrl: string) => Promise<OpenedSecrets>;
  /** Without opening anything. */
  readonly stateOf: (connectionId: string, baseUrl: string) => KeyState;
  /** Replaces the one of the same role, which can be brought back for a day where both are sealed. Throws `vault-locked`. */
  readonly put: (secret: NewSecret) => Promise<'sealed' | 'memory'>;
  /** All of a connection, or those of one role. */
  readonly forget: (connectionId: string, role?: SecretRole) => Promise<void>;
  readonly list: () => readonly KeyView[];
  readonly change: (
    id: string,
    change: { label?: string; expiresAt?: number | null },
  ) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  readonly restore: (id: string) => Promise<void>;
  /** The server took the key, or refused it. Written at most once a minute. */
  readonly noteUse: (connectionId: string, wasRefused: boolean) => void;
  /** Rejects with the signal's reason. */
  readonly whenUnlocked: (signal: AbortSignal) => Promise<void>;
  /** A person did something: the idle clock starts anew. */
  readonly touch: () => void;
  /** How many pages are there, and how many of them can be seen. */
  readonly pagesChanged: (pages: number) => void;
  /** A turn that may need a key again: the vault waits for its release before it locks because all pages left. */
  readonly hold: () => () => void;
  readonly vault: {
    readonly view: () => VaultView;
    readonly create: (passphrase: string) => Promise<void>;
    readonly unlock: (proof: VaultProof) => Promise<void>;
    /** By command: the other engines are told. */
    readonly lock: () => void;
    /** Because another engine was told to. */
    readonly lockHere: () => void;
    readonly setPassphrase: (proof: VaultProof, passphrase: string) => Promise<void>;
    readonly addRecovery: (proof: VaultProof) => Promise<{ code: string }>;
    readonly addPasskey: (
      proof: VaultProof,
      passkey: { label: string; credentialId: Uint8Array; salt: Uint8Array; output: Uint8Array },
    ) => Promise<void>;
    readonly removeLock: (proof: VaultProof, lockId: string) => Promise<void>;
    readonly erase: () => Promise<void>;
  };
  /** Everything opened is let go of; keys in memory are gone. */
  readonly stop: () => void;
};

export type KeyringDeps = {
  readonly rows: VaultRows;
  readonly settings: () => Pick<Settings, 'vaultMinutes' | 'keysInMemory'>;
  /** What `view`, `list` or `stateOf` say has changed. */
  readonly onChange: () => void;
  /** Locked by command, or erased: to be told to the engines of other tabs. */
  readonly onLocked?: () => void;
  /** False for an engine in the page and a store that keeps nothing: keys are then in memory only. */
  readonly mayKeep?: boolean;
  /** Weaker in tests only. */
  readonly strength?: Strength;
};

const noteEveryMs = 60_000;
const tellTouchEveryMs = 15_000;
const undescribed: Description = { locks: [], isFallback: false };

export function createKeyring(deps: KeyringDeps): Keyring {
  const { rows, settings } = deps;
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  const canSeal = subtle !== undefined && deps.mayKeep !== false;
  const inMemory = createMemoryKeys();
  const stored = createStoredKeys(rows, onRead);
  const waiting = new Set<() => void>();
  const presence: Presence = { holds: 0 };
  const mayNote = createNoteGate();
  let hasVault = false;
  let described = undescribed;
  let loading: Promise<Vault> | undefined;
  let vault: Vault | undefined;
  let toldTouchMs = Number.NEGATIVE_INFINITY;
  let stopped = false;

  function changed(): void {
    if (stopped) return;
    if (state() !== 'locked') for (const resume of [...waiting]) resume();
    deps.onChange();
  }

  function state(): VaultState {
    if (!canSeal) return 'absent';
    if (!hasVault) return 'none';
    return vault?.isUnlocked() ? 'unlocked' : 'locked';
  }

  async function load(): Promise<Vault> {
    if (!subtle || !canSeal) throw new FaultError({ kind: 'vault-absent' });
    const { strength } = deps;
    loading ??= import('./vault.ts').then(({ createVault }) =>
      createVault({
        rows,
        subtle,
        ...(strength === undefined ? {} : { strength }),
        minutes: () => settings().vaultMinutes,
        presence,
        onChange: changed,
      }),
    );
    try {
      vault = await loading;
      return vault;
    } catch (error) {
      loading = undefined; // the file may be there next time
      throw error;
    }
  }

  async function onRead(raw: unknown, isLatest: () => boolean): Promise<void> {
    hasVault = raw !== undefined;
    let found = undescribed;
    if (hasVault && canSeal) {
      // Its locks can be shown later, too: a file that cannot be fetched keeps no key in memory from working.
      const opener = await load().catch(() => undefined);
      found = opener?.describe(raw) ?? undescribed;
    }
    if (!isLatest() || stopped) return;
    described = found;
    vault?.noticeRow(raw);
    changed();
  }

  async function openSealed(known: readonly Known[]): Promise<[SecretRole, Secret][]> {
    if (known.length === 0 || !canSeal) return [];
    if (!hasVault) throw new FaultError({ kind: 'vault-damaged', what: 'vault' });
    const opener = await load();
    const ids = new Set(known.map((each) => each.id));
    const opened: [SecretRole, Secret][] = [];
    for (const row of (await rows.read()).secrets) {
      if (ids.has(row.id)) opened.push([row.role, createSecret(await opener.open(row))]);
    }
    return opened;
  }

  /** Afterwards the rows are read again, so that what is shown is what is stored. */
  async function onVault<T>(work: (opener: Vault) => Promise<T>): Promise<T> {
    await stored.ready();
    const opener = await load();
    try {
      return await work(opener);
    } finally {
      await stored.refresh();
    }
  }

  async function sealInMemory(opener: Vault): Promise<void> {
    if (settings().keysInMemory) return;
    for (const { id, secret, ...known } of inMemory.all()) {
      await opener.put({ ...known, value: secret.lend((value) => value) });
      inMemory.remove(id);
    }
  }

  void stored.ready().catch(() => undefined); // asked again by whoever needs it

  return {
    open: async (connectionId, baseUrl) => {
      await stored.ready();
      const found = await openSealed(placedAt(stored.all(), connectionId, baseUrl));
      for (const { role, secret } of placedAt(inMemory.all(), connectionId, baseUrl)) {
        found.push([role, secret]);
      }
      return openedFrom(found);
    },
    stateOf: (connectionId, baseUrl) => {
      if (canSeal && placedAt(stored.all(), connectionId, baseUrl).length > 0)
        return state() === 'unlocked' ? 'sealed' : 'locked';
      return placedAt(inMemory.all(), connectionId, baseUrl).length > 0 ? 'memory' : 'none';
    },
    put: async ({ connectionId, baseUrl, role, value, label = '', expiresAt }) => {
      const { cleanSecret } = await import('../domain/clean-key.ts');
      const clean = cleanSecret(role, value);
      const origin = originOf(baseUrl);
      if (origin === undefined)
        throw new FaultError({ kind: 'invalid-address', text: baseUrl, reason: 'unreadable' });
      await stored.ready();
      await stored.dropOldPrevious();
      const expires = expiresAt === undefined ? {} : { expiresAt };
      const known = { connectionId, origin, role, label, addedAt: nowAt(), ...expires };
      const isSealed = canSeal && hasVault && !settings().keysInMemory;
      if (isSealed) await onVault((opener) => opener.put({ ...known, value: clean }));
      else await stored.forget(connectionId, role);
      inMemory.forget(connectionId, role);
      if (!isSealed) inMemory.put(known, createSecret(clean));
      changed();
      return isSealed ? 'sealed' : 'memory';
    },
    forget: async (connectionId, role) => {
      inMemory.forget(connectionId, role);
      changed();
      await stored.ready();
      await stored.forget(connectionId, role);
    },
    list: () => [...stored.views(), ...inMemory.views()],
    change: async (id, { label, expiresAt }) => {
      const change: Change = (before) => ({
        label: label ?? before.label,
        expiresAt: expiresAt === undefined ? before.expiresAt : (expiresAt ?? undefined),
      });
      if (inMemory.change(id, change)) changed();
      else await stored.change(id, change);
    },
    remove: async (id) => {
      if (inMemory.remove(id)) changed();
      else await stored.remove(id);
    },
    restore: stored.restore,
    noteUse: (connectionId, wasRefused) => {
      const note = wasRefused ? { lastRefusedAt: nowAt() } : { lastUsedAt: nowAt() };
      const noted = [...stored.all(), ...inMemory.all()].filter((each) => isOf(each, connectionId));
      if (noted.length === 0 || !mayNote(`${connectionId} ${wasRefused}`)) return;
      for (const { id } of noted) {
        if (inMemory.change(id, () => note)) changed();
        else void stored.change(id, () => note).catch(() => undefined); // gone meanwhile
      }
    },
    whenUnlocked: async (signal) => {
      await stored.ready();
      signal.throwIfAborted();
      if (state() !== 'locked') return;
      const { promise, resolve, reject } = withResolvers();
      const onAbort = () => reject(signal.reason);
      waiting.add(resolve);
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        await promise;
      } finally {
        waiting.delete(resolve);
        signal.removeEventListener('abort', onAbort);
      }
    },
    touch: () => {
      vault?.touch();
      if (state() !== 'unlocked' || monotonicMs() - toldTouchMs < tellTouchEveryMs) return;
      toldTouchMs = monotonicMs();
      changed();
    },
    pagesChanged: (pages) => {
      vault?.lockIfDue();
      if (pages > 0) delete presence.leftAt;
      else presence.leftAt ??= instant();
    },
    hold: () => {
      let isHeld = true;
      presence.holds += 1;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        presence.holds -= 1;
        if (presence.leftAt) presence.leftAt = instant();
      };
    },
    vault: {
      view: () => {
        const { waitUntil, ...rest } = described;
        const locksAt = vault?.locksAt();
        // While an attempt runs it is counted as wrong already.
        const waits = waitUntil !== undefined && waitUntil > nowAt() && !vault?.isTrying();
        return {
          state: state(),
          ...rest,
          ...(locksAt === undefined ? {} : { locksAt }),
          ...(waits ? { waitUntil } : {}),
        };
      },
      create: (passphrase) =>
        onVault(async (opener) => {
          await opener.create(passphrase);
          await sealInMemory(opener);
        }),
      unlock: (proof) => onVault((opener) => opener.unlock(proof)),
      lock: () => {
        vault?.lock();
        deps.onLocked?.();
      },
      lockHere: () => vault?.lock(),
      setPassphrase: (proof, passphrase) =>
        onVault((opener) => opener.setPassphrase(proof, passphrase)),
      addRecovery: (proof) => onVault((opener) => opener.addRecovery(proof)),
      addPasskey: (proof, passkey) => onVault((opener) => opener.addPasskey(proof, passkey)),
      removeLock: (proof, lockId) => onVault((opener) => opener.removeLock(proof, lockId)),
      erase: async () => {
        inMemory.clear();
        vault?.lock();
        await stored.removeAll();
        deps.onLocked?.();
      },
    },
    stop: () => {
      stopped = true;
      stored.stop();
      vault?.lock();
      inMemory.clear();
    },
  };
}

function openedFrom(found: readonly (readonly [SecretRole, Secret])[]): OpenedSecrets {
  const byRole = new Map(found);
  const key = byRole.get('key');
  const basic = byRole.get('basic');
  return {
    ...(key === undefined ? {} : { key }),
    ...(basic === undefined ? {} : { basic }),
    headers: [...byRole].flatMap(([role, secret]) =>
      role.startsWith('header:') ? [{ name: role.slice('header:'.length), secret }] : [],
    ),
  };
}

/** True at most once a minute for each name. */
function createNoteGate(): (name: string) => boolean {
  const notedMs = new Map<string, number>();
  return (name) => {
    if (monotonicMs() - (notedMs.get(name) ?? Number.NEGATIVE_INFINITY) < noteEveryMs) return false;
    notedMs.set(name, monotonicMs());
    return true;
  };
}

function instant(): NonNullable<Presence['leftAt']> {
  return { at: nowAt(), ms: monotonicMs() };
}

function withResolvers(): {
  promise: Promise<void>;
  resolve: () => void;
  reject: (reason: unknown) => void;
} {
  let resolve: () => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<void>((onDone, onFail) => {
    resolve = onDone;
    reject = onFail;
  });
  return { promise, resolve, reject };
}
