/**
 * The vault's row: one random data key, wrapped once per lock, each bound to its lock's id, kind and parameters. What
 * can be told of a row that was changed or cut is told before any attempt, so that it is not taken for a wrong passphrase.
 */
import * as z from 'zod/mini';
import { FaultError } from '../domain/fault.ts';
import type { LockKind, LockView, VaultProof } from '../domain/vault.ts';
import { base64FromBytes, bytesFromBase64 } from '../lib/base64.ts';
import { newId } from '../lib/ids.ts';
import { nowAt } from '../lib/timing.ts';
import { boxFrom, freshNonce, gcm, nonceBytes, partsOf, tagBytes } from './envelope.ts';
import {
  expandNew,
  judgeStrength,
  kdf,
  type Strength,
  stretchNew,
  type Wrapping,
  wordsOf,
  wrappingKey,
} from './kdf.ts';
import { readRecoveryCode } from './recovery-code.ts';

const lock = z.object({
  id: z.string(),
  kind: z.enum(['passphrase', 'passkey', 'recovery']),
  label: z.string(),
  createdAt: z.number(),
  kdf,
  /** Base64, both. */
  passkey: z.optional(z.object({ credentialId: z.string(), salt: z.string() })),
  box: z.string(),
});
export type Lock = z.infer<typeof lock>;

export const mostLocks = 20;

const vaultRow = z.object({
  version: z.literal(1),
  /** Names the data key, so that an engine knows when its own is no longer the vault's. */
  keyId: z.string(),
  locks: z.array(lock).check(z.minLength(1), z.maxLength(mostLocks)),
  /** SHA-256 over the above: no seal, but it tells a damaged row from a wrong passphrase. */
  check: z.string(),
  misses: z.catch(z.int().check(z.gte(0)), 0),
  waitUntil: z.catch(z.optional(z.number()), undefined),
});
export type VaultRow = z.infer<typeof vaultRow>;

const dataKeyBytes = 32;
const dataKeyIs = { name: 'AES-GCM', length: 256 };
const dataKeyUses: KeyUsage[] = ['encrypt', 'decrypt'];

/** Throws `vault-damaged` where it is no row of ours. */
export function readVaultRow(raw: unknown): VaultRow {
  const result = z.safeParse(vaultRow, raw);
  if (!result.success) throw damaged();
  return result.data;
}

/** A row with these locks and no wrong attempts. */
export async function rowWith(
  subtle: SubtleCrypto,
  keyId: string,
  locks: readonly Lock[],
): Promise<VaultRow> {
  const check = await checkOf(subtle, keyId, locks);
  return { version: 1, keyId, locks: [...locks], check, misses: 0, waitUntil: undefined };
}

/** As the page may know it. */
export function viewOf({ id, kind, label, createdAt, kdf: of, passkey }: Lock): LockView {
  return {
    id,
    kind,
    label,
    createdAt,
    strength: wordsOf(of),
    ...(passkey === undefined
      ? {}
      : {
          passkey: {
            credentialId: bytesOrNone(passkey.credentialId),
            salt: bytesOrNone(passkey.salt),
          },
        }),
  };
}

/** A random data key, extractable until its first lock has wrapped it. */
export function newDataKey(subtle: SubtleCrypto): Promise<CryptoKey> {
  return subtle.generateKey(dataKeyIs, true, dataKeyUses);
}

export async function passphraseLock(
  subtle: SubtleCrypto,
  dataKey: CryptoKey,
  by: { passphrase: string; strength: Strength },
): Promise<{ lock: Lock; wrapping: CryptoKey }> {
  const input = passphraseBytes(by.passphrase);
  try {
    const wrapping = await stretchNew(subtle, input, by.strength);
    const made = await wrap(subtle, dataKey, wrapping, { kind: 'passphrase', label: '' });
    return { lock: made, wrapping: wrapping.key };
  } finally {
    input.fill(0);
  }
}

/** For what is random already. Wipes `input`. */
export async function randomLock(
  subtle: SubtleCrypto,
  dataKey: CryptoKey,
  by: {
    input: Uint8Array<ArrayBuffer>;
    kind: 'passkey' | 'recovery';
    label: string;
    passkey?: { credentialId: Uint8Array; salt: Uint8Array };
  },
): Promise<Lock> {
  try {
    const wrapping = await expandNew(subtle, by.input);
    const made = await wrap(subtle, dataKey, wrapping, { kind: by.kind, label: by.label });
    if (!by.passkey) return made;
    const { credentialId, salt } = by.passkey;
    return {
      ...made,
      passkey: { credentialId: base64FromBytes(credentialId), salt: base64FromBytes(salt) },
    };
  } finally {
    by.input.fill(0);
  }
}

export type Attempt = {
  readonly locks: readonly Lock[];
  readonly input: Uint8Array<ArrayBuffer>;
};

/**
 * What to try on which locks; `undefined` where it cannot be right and is not worth an attempt. The input is the
 * caller's to wipe. Throws `vault-weak`, `vault-damaged`.
 */
export async function attemptFrom(
  subtle: SubtleCrypto,
  row: VaultRow,
  proof: VaultProof,
): Promise<Attempt | undefined> {
  const locks = row.locks.filter(
    (each) => each.kind === proof.kind && (proof.kind !== 'passkey' || each.id === proof.lockId),
  );
  for (const each of locks) {
    const isRandom = each.kdf.name === 'hkdf-sha256';
    // A passphrase without stretching could be guessed at once: we never wrote that.
    if (isRandom && each.kind === 'passphrase') throw new FaultError({ kind: 'vault-weak' });
    judgeStrength(each.kdf);
  }
  if ((await checkOf(subtle, row.keyId, row.locks)) !== row.check) throw damaged();
  for (const each of locks) wrappedIn(each);
  const input = await inputFrom(subtle, proof);
  return input === undefined || locks.length === 0 ? undefined : { locks, input };
}

/** The data key by one of these locks; `undefined` where none opens. Throws `vault-no-wasm`. */
export async function unwrap(
  subtle: SubtleCrypto,
  { locks, input }: Attempt,
  extractable: boolean,
): Promise<CryptoKey | undefined> {
  for (const each of locks) {
    const key = await wrappingKey(subtle, each.kdf, input);
    try {
      return await unwrapBy(subtle, key, each, extractable);
    } catch {
      // It says no more than that it does not fit; the next one may.
    }
  }
  return undefined;
}

export function unwrapBy(
  subtle: SubtleCrypto,
  wrapping: CryptoKey,
  of: Lock,
  extractable: boolean,
): Promise<CryptoKey> {
  const { nonce, sealed } = wrappedIn(of);
  const by = gcm(nonce, contextOf(of));
  return subtle.unwrapKey('raw', sealed, wrapping, by, dataKeyIs, extractable, dataKeyUses);
}

async function wrap(
  subtle: SubtleCrypto,
  dataKey: CryptoKey,
  wrapping: Wrapping,
  named: { kind: LockKind; label: string },
): Promise<Lock> {
  const open = { id: newId(), ...named, createdAt: nowAt(), kdf: wrapping.kdf };
  const nonce = freshNonce();
  const by = gcm(nonce, contextOf(open));
  const sealed = await subtle.wrapKey('raw', dataKey, wrapping.key, by);
  return { ...open, box: boxFrom(nonce, new Uint8Array(sealed)) };
}

function contextOf(of: Pick<Lock, 'id' | 'kind' | 'kdf'>): string[] {
  const parameters = Object.entries(of.kdf).sort(([a], [b]) => (a < b ? -1 : 1));
  return ['lock', of.id, of.kind, JSON.stringify(parameters)];
}

function wrappedIn(of: Lock): ReturnType<typeof partsOf> {
  try {
    const parts = partsOf(of.box);
    if (parts.sealed.length === dataKeyBytes + tagBytes && parts.nonce.length === nonceBytes)
      return parts;
  } catch (error) {
    throw damaged(error);
  }
  throw damaged();
}

async function inputFrom(
  subtle: SubtleCrypto,
  proof: VaultProof,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  switch (proof.kind) {
    case 'passphrase':
      return passphraseBytes(proof.text);
    case 'recovery':
      return await readRecoveryCode(subtle, proof.text);
    case 'passkey':
      return proof.output.length === 32 ? new Uint8Array(proof.output) : undefined;
  }
}

/** The same letters from any keyboard. */
function passphraseBytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text.normalize('NFKC'));
}

async function checkOf(
  subtle: SubtleCrypto,
  keyId: string,
  locks: readonly Lock[],
): Promise<string> {
  const plain = locks.map((each) => [
    contextOf(each),
    each.label,
    each.createdAt,
    each.passkey?.credentialId ?? '',
    each.passkey?.salt ?? '',
    each.box,
  ]);
  const bytes = new TextEncoder().encode(JSON.stringify([1, keyId, plain]));
  return base64FromBytes(new Uint8Array(await subtle.digest('SHA-256', bytes)));
}

function bytesOrNone(base64: string): Uint8Array {
  try {
    return bytesFromBase64(base64);
  } catch {
    return new Uint8Array(); // damaged: told when it is opened
  }
}

function damaged(cause?: unknown): FaultError {
  return new FaultError({ kind: 'vault-damaged', what: 'vault' }, { cause });
}
