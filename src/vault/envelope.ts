/**
 * Sealed boxes: a version, a fresh nonce, and AES-256-GCM over the text, bound to its context. A box that was changed,
 * cut, or put in another's place does not open. Every version has its own reader, for ever.
 */
import { base64FromBytes, bytesFromBase64 } from '../lib/base64.ts';

const version = 1;
export const nonceBytes = 12;
export const tagBytes = 16;

export type BoxKey = { readonly subtle: SubtleCrypto; readonly key: CryptoKey };

export async function seal(by: BoxKey, text: string, context: readonly string[]): Promise<string> {
  const plain = new TextEncoder().encode(text);
  const nonce = freshNonce();
  try {
    const sealed = await by.subtle.encrypt(gcm(nonce, context), by.key, plain);
    return boxFrom(nonce, new Uint8Array(sealed));
  } finally {
    plain.fill(0);
  }
}

/** Throws where the box, its context or the key is not the one it was sealed with. */
export async function unseal(by: BoxKey, box: string, context: readonly string[]): Promise<string> {
  const { nonce, sealed } = partsOf(box);
  const plain = new Uint8Array(await by.subtle.decrypt(gcm(nonce, context), by.key, sealed));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(plain);
  } finally {
    plain.fill(0);
  }
}

/** What binds a box: the parts are told apart, so that no two lists of them read the same. */
export function gcm(nonce: Uint8Array<ArrayBuffer>, context: readonly string[]): AesGcmParams {
  const bound = JSON.stringify(['llantern', version, ...context]);
  return { name: 'AES-GCM', iv: nonce, additionalData: new TextEncoder().encode(bound) };
}

export function freshNonce(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(nonceBytes));
}

export function boxFrom(nonce: Uint8Array, sealed: Uint8Array): string {
  const box = new Uint8Array(1 + nonceBytes + sealed.length);
  box[0] = version;
  box.set(nonce, 1);
  box.set(sealed, 1 + nonceBytes);
  return base64FromBytes(box);
}

/** Throws where it is no box of a version known here. */
export function partsOf(box: string): {
  nonce: Uint8Array<ArrayBuffer>;
  sealed: Uint8Array<ArrayBuffer>;
} {
  const bytes = bytesFromBase64(box);
  if (bytes[0] !== version || bytes.length < 1 + nonceBytes + tagBytes) {
    throw new Error('not a box');
  }
  return { nonce: bytes.slice(1, 1 + nonceBytes), sealed: bytes.slice(1 + nonceBytes) };
}
