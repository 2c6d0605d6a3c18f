import { describe, expect, it } from 'vitest';
import { seal, unseal } from '../../../src/vault/envelope.ts';
import { canary, cut, flipped } from './makers.ts';

const { subtle } = crypto;
const aKey = async () => ({
  subtle,
  key: await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
});

describe('a sealed box', () => {
  it('opens with its key and its context to the same text', async () => {
    const by = await aKey();
    expect(await unseal(by, await seal(by, canary, ['a', 'b']), ['a', 'b'])).toBe(canary);
  });

  it('begins with its version and is another each time, by a fresh nonce', async () => {
    const by = await aKey();
    const boxes = await Promise.all(Array.from({ length: 50 }, () => seal(by, canary, ['a'])));
    const bytes = boxes.map((box) => Buffer.from(box, 'base64'));
    expect(bytes.every((each) => each[0] === 1)).toBe(true);
    expect(new Set(bytes.map((each) => each.subarray(1, 13).toString('hex'))).size).toBe(50);
  });

  it.each([
    ['another context', ['a', 'c']],
    ['a context cut elsewhere', ['ab', '']],
    ['a longer context', ['a', 'b', '']],
    ['a context in another order', ['b', 'a']],
  ])('does not open in %s', async (_what, context) => {
    const by = await aKey();
    await expect(unseal(by, await seal(by, canary, ['a', 'b']), context)).rejects.toThrow();
  });

  it('does not open with another key', async () => {
    const box = await seal(await aKey(), canary, []);
    await expect(unseal(await aKey(), box, [])).rejects.toThrow();
  });

  it('does not open with any bit turned over or any byte missing', async () => {
    const by = await aKey();
    const box = await seal(by, 'k', []);
    const { length } = Buffer.from(box, 'base64');
    expect(length).toBe(1 + 12 + 1 + 16);
    for (let at = 0; at < length; at += 1) {
      await expect(unseal(by, flipped(box, at), [])).rejects.toThrow();
      await expect(unseal(by, cut(box, at), [])).rejects.toThrow();
    }
    await expect(unseal(by, `${box}AAAA`, [])).rejects.toThrow();
    await expect(unseal(by, 'no base64!', [])).rejects.toThrow();
  });
});
