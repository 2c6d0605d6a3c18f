/**
 * Ids in the UUIDv7 layout: 48 bits of milliseconds, then randomness, so that they sort by birth.
 * Works without `crypto.randomUUID`, which plain-http origins lack.
 */

let lastMs = 0;
let counter = 0;

/** A new time-ordered id. Two ids made in one millisecond still sort in the order they were made. */
export function newId(nowMs: number = Date.now()): string {
  counter = nowMs === lastMs ? (counter + 1) & 0xfff : 0;
  lastMs = nowMs;
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  const random = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const time = nowMs.toString(16).padStart(12, '0');
  const variant = ((Number.parseInt(random[0] ?? '0', 16) & 0x3) | 0x8).toString(16);
  const tail = random.slice(4);
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${counter.toString(16).padStart(3, '0')}`,
    `${variant}${random.slice(1, 4)}`,
    tail.padEnd(12, '0').slice(0, 12),
  ].join('-');
}

/** 128 unguessable bits in hex: for names that must not be guessed (resumable streams). */
export function newUnguessableId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** From 0 to 1, for waits that must not all end at once. */
export function chance(): number {
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
  return drawn / 2 ** 32;
}
