/**
 * Passkeys as locks of the vault: the browser's authenticator turns a salt into 32 bytes (the PRF extension) that only it
 * can make. The bytes pass through here on their way to the engine; whoever gets them wipes them.
 */
import type { LockView, VaultProof } from '../domain/vault.ts';
import { base64FromBytes } from '../lib/base64.ts';
import { newUnguessableId } from '../lib/ids.ts';

export type NewPasskey = {
  readonly credentialId: Uint8Array;
  readonly salt: Uint8Array;
  readonly output: Uint8Array;
};

export type Made =
  | { readonly status: 'made'; readonly passkey: NewPasskey }
  /** The authenticator has no PRF: it could not open anything. */
  | { readonly status: 'no-prf' | 'exists' | 'cancelled' | 'failed' };
export type Asked =
  | { readonly status: 'given'; readonly proof: VaultProof & { kind: 'passkey' } }
  | { readonly status: 'cancelled' | 'failed' };

/** Why there can be no passkeys here, if so. They belong to a host by its name; an address of numbers has none. */
export function passkeyObstacle(host = location.hostname): 'browser' | 'address' | undefined {
  if (/^[\d.]+$|^\[/.test(host)) return 'address';
  return 'PublicKeyCredential' in globalThis && 'credentials' in navigator ? undefined : 'browser';
}

/** Asks the browser for a new passkey; `account` is how its own lists name it. Call it on a press. */
export async function makePasskey(account: string, known: readonly LockView[]): Promise<Made> {
  const salt = randomBytes();
  try {
    const created = await navigator.credentials.create({
      publicKey: {
        rp: { id: location.hostname, name: 'Llantern' },
        user: { id: randomBytes(), name: account, displayName: account },
        // Nobody checks signatures here, so the challenge only has to be there.
        challenge: randomBytes(),
        pubKeyCredParams: [
          { type: 'public-key', alg: -7 },
          { type: 'public-key', alg: -257 },
        ],
        excludeCredentials: passkeysOf(known).map(({ credentialId }) => descriptor(credentialId)),
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        extensions: { prf: { eval: { first: salt } } },
      },
    });
    if (!(created instanceof PublicKeyCredential)) return { status: 'failed' };
    const credentialId = new Uint8Array(created.rawId);
    const { prf } = created.getClientExtensionResults();
    if (!prf?.enabled && !prf?.results) {
      await forgetPasskey(credentialId);
      return { status: 'no-prf' };
    }
    // Many authenticators give the bytes only when the passkey is used, which is a second press for the person.
    const output =
      bytesOf(prf.results?.first) ?? (await useAny([{ credentialId, salt }])).output ?? undefined;
    if (output === undefined) {
      await forgetPasskey(credentialId);
      return { status: 'no-prf' };
    }
    return { status: 'made', passkey: { credentialId, salt, output } };
  } catch (error) {
    return { status: statusOf(error) };
  }
}

/** Has the person use any of the vault's passkeys. Call it on a press. */
export async function askPasskey(locks: readonly LockView[]): Promise<Asked> {
  try {
    const { output, credentialId } = await useAny(passkeysOf(locks));
    const lock = locks.find(
      ({ passkey }) => passkey !== undefined && isSame(passkey.credentialId, credentialId),
    );
    if (output === undefined || lock === undefined) return { status: 'failed' };
    return { status: 'given', proof: { kind: 'passkey', lockId: lock.id, output } };
  } catch (error) {
    const status = statusOf(error);
    return { status: status === 'cancelled' ? 'cancelled' : 'failed' };
  }
}

/** Tells the browser's lists that this passkey opens nothing here any more, where they listen. */
export async function forgetPasskey(credentialId: Uint8Array): Promise<void> {
  const signal =
    'PublicKeyCredential' in globalThis && 'signalUnknownCredential' in PublicKeyCredential
      ? PublicKeyCredential.signalUnknownCredential
      : undefined;
  if (typeof signal !== 'function') return;
  try {
    await signal.call(PublicKeyCredential, {
      rpId: location.hostname,
      credentialId: base64Url(credentialId),
    });
  } catch {
    // It is a courtesy: what does not listen keeps an entry that opens nothing.
    return;
  }
}

type Passkey = NonNullable<LockView['passkey']>;

async function useAny(
  passkeys: readonly Passkey[],
): Promise<{ credentialId: Uint8Array; output: Uint8Array | undefined }> {
  const found = await navigator.credentials.get({
    publicKey: {
      challenge: randomBytes(),
      rpId: location.hostname,
      allowCredentials: passkeys.map(({ credentialId }) => descriptor(credentialId)),
      userVerification: 'required',
      extensions: {
        prf: {
          evalByCredential: Object.fromEntries(
            passkeys.map(({ credentialId, salt }) => [
              base64Url(credentialId),
              { first: new Uint8Array(salt) },
            ]),
          ),
        },
      },
    },
  });
  if (!(found instanceof PublicKeyCredential)) throw new DOMException('none', 'NotAllowedError');
  const { prf } = found.getClientExtensionResults();
  return { credentialId: new Uint8Array(found.rawId), output: bytesOf(prf?.results?.first) };
}

function passkeysOf(locks: readonly LockView[]): readonly Passkey[] {
  return locks.flatMap(({ passkey }) => (passkey === undefined ? [] : [passkey]));
}

function descriptor(credentialId: Uint8Array): PublicKeyCredentialDescriptor {
  return { type: 'public-key', id: new Uint8Array(credentialId) };
}

function statusOf(error: unknown): 'exists' | 'cancelled' | 'failed' {
  const name = error instanceof Error ? error.name : '';
  if (name === 'InvalidStateError') return 'exists';
  return name === 'NotAllowedError' || name === 'AbortError' ? 'cancelled' : 'failed';
}

function bytesOf(source: BufferSource | undefined): Uint8Array | undefined {
  if (source === undefined) return undefined;
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}

/** 32 of them. */
function randomBytes(): Uint8Array<ArrayBuffer> {
  const pairs = `${newUnguessableId()}${newUnguessableId()}`.match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}

function base64Url(bytes: Uint8Array): string {
  return base64FromBytes(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
