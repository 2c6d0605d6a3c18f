import { createHash } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { sha256, sha256Hex } from '../../../src/lib/sha256.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

it.each([0, 1, 55, 56, 63, 64, 65, 119, 1000, 100_003])(
  'our own digest of %i bytes is the one of the platform',
  (size) => {
    const bytes = Uint8Array.from({ length: size }, (_, at) => (at * 31) & 255);
    expect(hex(sha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'));
  },
);

it('an origin without crypto.subtle gets the same answer', async () => {
  const bytes = new TextEncoder().encode('abc');
  const withIt = await sha256Hex(bytes);
  vi.stubGlobal('crypto', {});
  expect(await sha256Hex(bytes)).toBe(withIt);
  expect(withIt).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
