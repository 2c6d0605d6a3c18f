/**
 * What a person knows or holds -> the key that wraps the data key. Passphrases are stretched by Argon2id, or by PBKDF2
 * where WASM is refused; what is random already (a passkey's output, a recovery code) needs HKDF alone. What is asked
 * of us when opening is checked against a floor and a ceiling first: less was written by somebody else.
 */
import * as z from 'zod/mini';
import { FaultError } from '../domain/fault.ts';
import { base64FromBytes, bytesFromBase64 } from '../lib/base64.ts';

const whole = z.int();

export const kdf = z.discriminatedUnion('name', [
  z.object({
    name: z.literal('argon2id'),
    memoryKib: whole,
    passes: whole,
    lanes: whole,
    salt: z.string(),
  }),
  z.object({ name: z.literal('pbkdf2-sha256'), rounds: whole, salt: z.string() }),
  z.object({ name: z.literal('hkdf-sha256'), salt: z.string() }),
]);
export type Kdf = z.infer<typeof kdf>;

export type Strength = {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
  /** Of PBKDF2. */
  readonly rounds: number;
};

export const usualStrength: Strength = {
  memoryKib: 65_536,
  passes: 3,
  lanes: 1,
  rounds: 1_000_000,
};
export const leastStrength: Strength = {
  memoryKib: 19_456,
  passes: 2,
  lanes: 1,
  rounds: 600_000,
};
/** More would only hang the browser. */
export const mostStrength: Strength = {
  memoryKib: 1_048_576,
  passes: 10,
  lanes: 4,
  rounds: 20_000_000,
};
const saltBytes = 16;

/** Throws `vault-weak` below the floor, `vault-damaged` above the ceiling. */
export function judgeStrength(of: Kdf): void {
  for (const [name, value] of Object.entries(of)) {
    if (typeof value !== 'number') continue;
    const least = leastStrength[name as keyof Strength]; // the numbers of a kdf are named as a strength's
    if (value < least) throw new FaultError({ kind: 'vault-weak' });
    if (value > mostStrength[name as keyof Strength]) throw damaged();
  }
  if (bytesOf(of.salt).length < saltBytes) throw new FaultError({ kind: 'vault-weak' });
}

export type Wrapping = { readonly kdf: Kdf; readonly key: CryptoKey };

/** The best that runs here, with a salt of its own. `input` stays the caller's to wipe. */
export async function stretchNew(
  subtle: SubtleCrypto,
  input: Uint8Array<ArrayBuffer>,
  strength: Strength,
): Promise<Wrapping> {
  const salt = freshSalt();
  const { memoryKib, passes, lanes, rounds } = strength;
  const best: Kdf = { name: 'argon2id', memoryKib, passes, lanes, salt };
  try {
    return { kdf: best, key: await wrappingKey(subtle, best, input) };
  } catch (error) {
    if (!(error instanceof FaultError) || error.fault.kind !== 'vault-no-wasm') throw error;
  }
  const fallback: Kdf = { name: 'pbkdf2-sha256', rounds, salt };
  return { kdf: fallback, key: await wrappingKey(subtle, fallback, input) };
}

/** For input that is random already. */
export async function expandNew(
  subtle: SubtleCrypto,
  input: Uint8Array<ArrayBuffer>,
): Promise<Wrapping> {
  const random: Kdf = { name: 'hkdf-sha256', salt: freshSalt() };
  return { kdf: random, key: await wrappingKey(subtle, random, input) };
}

/** A key that can wrap and unwrap, and nothing else. Throws `vault-no-wasm` where Argon2id cannot run. */
export async function wrappingKey(
  subtle: SubtleCrypto,
  of: Kdf,
  input: Uint8Array<ArrayBuffer>,
): Promise<CryptoKey> {
  const salt = bytesOf(of.salt);
  const uses: KeyUsage[] = ['wrapKey', 'unwrapKey'];
  const aes = { name: 'AES-GCM', length: 256 };
  const hash = 'SHA-256';
  switch (of.name) {
    case 'argon2id': {
      const stretched = await byArgon2(input, salt, of);
      try {
        return await subtle.importKey('raw', stretched, aes, false, uses);
      } finally {
        stretched.fill(0);
      }
    }
    case 'pbkdf2-sha256': {
      const base = await subtle.importKey('raw', input, 'PBKDF2', false, ['deriveKey']);
      const work = { name: 'PBKDF2', hash, salt, iterations: of.rounds };
      return await subtle.deriveKey(work, base, aes, false, uses);
    }
    case 'hkdf-sha256': {
      const base = await subtle.importKey('raw', input, 'HKDF', false, ['deriveKey']);
      const work = { name: 'HKDF', hash, salt, info: new TextEncoder().encode('llantern vault') };
      return await subtle.deriveKey(work, base, aes, false, uses);
    }
  }
}

/** In words for people. */
export function wordsOf(of: Kdf): string {
  switch (of.name) {
    case 'argon2id':
      return `Argon2id, ${Math.round(of.memoryKib / 1024)} MiB, ${of.passes} passes`;
    case 'pbkdf2-sha256':
      return `PBKDF2-SHA-256, ${of.rounds.toLocaleString('en')} rounds`;
    case 'hkdf-sha256':
      return 'HKDF-SHA-256 over a random secret';
  }
}

async function byArgon2(
  input: Uint8Array,
  salt: Uint8Array,
  work: Extract<Kdf, { name: 'argon2id' }>,
): Promise<Uint8Array<ArrayBuffer>> {
  // A file that cannot be fetched is not a browser that refuses WASM: it must not lead to the weaker way.
  const { stretchByArgon2 } = await import('./argon2.ts');
  try {
    return await stretchByArgon2(input, salt, work);
  } catch (error) {
    throw new FaultError({ kind: 'vault-no-wasm' }, { cause: error });
  }
}

function freshSalt(): string {
  return base64FromBytes(crypto.getRandomValues(new Uint8Array(saltBytes)));
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return bytesFromBase64(base64);
  } catch (error) {
    throw new FaultError({ kind: 'vault-damaged', what: 'vault' }, { cause: error });
  }
}

function damaged(): FaultError {
  return new FaultError({ kind: 'vault-damaged', what: 'vault' });
}
