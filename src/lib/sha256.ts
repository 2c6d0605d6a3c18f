/**
 * SHA-256 as lower-case hex: by the platform where it has a digest, else by our own code, because plain-http origins
 * lack `crypto.subtle`. Both give the same answer; only for naming content, never for secrets.
 */

export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  if (subtle === undefined) return hexFrom(sha256(bytes));
  return hexFrom(new Uint8Array(await subtle.digest('SHA-256', bytes)));
}

/** FIPS 180-4, section 6.2. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const { roundKeys, start } = constants();
  const state = start.slice();
  addBlocks(state, pad(bytes, bytes.length), roundKeys);
  return bytesFrom(state);
}

export type Sha256 = {
  readonly update: (bytes: Uint8Array) => void;
  /** Once, at the end. Lower-case hex. */
  readonly digest: () => string;
};

/** By our own code, piece by piece: for files, where there is no WASM. */
export function createSha256(): Sha256 {
  const { roundKeys, start } = constants();
  const state = start.slice();
  let rest = new Uint8Array(0);
  let length = 0;
  return {
    update: (bytes) => {
      length += bytes.length;
      const all = new Uint8Array(rest.length + bytes.length);
      all.set(rest);
      all.set(bytes, rest.length);
      const whole = all.length - (all.length % 64);
      addBlocks(state, all.subarray(0, whole), roundKeys);
      rest = all.slice(whole);
    },
    digest: () => {
      addBlocks(state, pad(rest, length), roundKeys);
      return hexFrom(bytesFrom(state));
    },
  };
}

/** Whole blocks of 64 bytes. */
function addBlocks(state: Uint32Array, blocks: Uint8Array, roundKeys: Uint32Array): void {
  const view = new DataView(blocks.buffer, blocks.byteOffset, blocks.byteLength);
  const words = new Uint32Array(64);
  for (let offset = 0; offset < blocks.length; offset += 64) {
    for (let at = 0; at < 16; at += 1) words[at] = view.getUint32(offset + at * 4);
    extend(words);
    compress(state, words, roundKeys);
  }
}

function bytesFrom(state: Uint32Array): Uint8Array {
  const out = new DataView(new ArrayBuffer(32));
  state.forEach((word, at) => {
    out.setUint32(at * 4, word);
  });
  return new Uint8Array(out.buffer);
}

function extend(words: Uint32Array): void {
  for (let at = 16; at < 64; at += 1) {
    const a = words[at - 15] ?? 0;
    const b = words[at - 2] ?? 0;
    const small0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
    const small1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
    words[at] = (words[at - 16] ?? 0) + small0 + (words[at - 7] ?? 0) + small1;
  }
}

function compress(state: Uint32Array, words: Uint32Array, roundKeys: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let at = 0; at < 64; at += 1) {
    const big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + big1 + choice + (roundKeys[at] ?? 0) + (words[at] ?? 0)) | 0;
    const big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + big0 + majority) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, at) => {
    state[at] = (state[at] ?? 0) + word;
  });
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** One bit, zeros, and the whole message's length in bits, up to whole blocks of 64 bytes. */
function pad(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(length / 0x20000000));
  view.setUint32(padded.length - 4, (length * 8) % 0x100000000);
  return padded;
}

let made: { roundKeys: Uint32Array; start: Uint32Array } | undefined;

/** The first 32 bits of the fractions of the cube and square roots of the first primes: computed, so that no digit can be mistyped. */
function constants(): { roundKeys: Uint32Array; start: Uint32Array } {
  if (made) return made;
  const primes: number[] = [];
  for (let n = 2; primes.length < 64; n += 1)
    if (primes.every((prime) => n % prime)) primes.push(n);
  const fraction = (root: number): number => Math.floor((root - Math.floor(root)) * 2 ** 32);
  made = {
    roundKeys: Uint32Array.from(primes, (prime) => fraction(Math.cbrt(prime))),
    start: Uint32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime))),
  };
  return made;
}

function hexFrom(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
