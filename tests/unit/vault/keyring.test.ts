import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createKeyring } from '../../../src/vault/keyring.ts';
import { createSecret } from '../../../src/vault/secret.ts';

const key = 'sk-very-secret';
const lent = (keyring: ReturnType<typeof createKeyring>, baseUrl: string, id = 'c1') =>
  keyring.find(id, baseUrl)?.lend((value) => value);

describe('a key', () => {
  it('is lent to its connection at its origin, whatever the path', () => {
    const keyring = createKeyring();
    keyring.put('c1', 'http://box:8080/v1', key);
    expect(lent(keyring, 'http://box:8080')).toBe(key);
    expect(lent(keyring, 'http://box:8080/other')).toBe(key);
  });

  it.each(['http://box:8081/v1', 'https://box:8080/v1', 'http://fox:8080/v1'])(
    'is not lent after its address became %s',
    (baseUrl) => {
      const keyring = createKeyring();
      keyring.put('c1', 'http://box:8080/v1', key);
      expect(keyring.find('c1', baseUrl)).toBeUndefined();
    },
  );

  it('is not lent to another connection, not even at the same origin', () => {
    const keyring = createKeyring();
    keyring.put('c1', 'http://box:8080', key);
    expect(lent(keyring, 'http://box:8080', 'c2')).toBeUndefined();
  });

  it('is replaced by a newer one and gone once it is forgotten', () => {
    const keyring = createKeyring();
    keyring.put('c1', 'http://box:8080', 'old');
    keyring.put('c1', 'http://box:8080', key);
    expect(lent(keyring, 'http://box:8080')).toBe(key);
    keyring.forget('c1');
    expect(lent(keyring, 'http://box:8080')).toBeUndefined();
  });
});

describe('a secret', () => {
  it('prints as dots and is in no JSON, however it is wrapped', () => {
    const secret = createSecret(key);
    const wrapped = { list: [secret], deep: { secret }, error: new Error(`${secret}`) };
    const keyring = createKeyring();
    keyring.put('c1', 'http://box:8080', key);
    const printed = [
      String(secret),
      `${secret}`,
      JSON.stringify(secret),
      JSON.stringify(wrapped),
      inspect(secret, { depth: 9, showHidden: true }),
      inspect(wrapped, { depth: 9, showHidden: true }),
      inspect(keyring, { depth: 9, showHidden: true }),
      JSON.stringify(keyring),
    ];
    for (const text of printed) expect(text).not.toContain(key);
    expect(`${secret}`).toBe('••••');
    expect(JSON.stringify({ secret })).toBe('{"secret":"••••"}');
  });

  it('cannot be sent across a port', () => {
    expect(() => structuredClone(createSecret(key))).toThrow();
  });

  it('is lent to one call, and gives back what that call made of it', () => {
    expect(createSecret(key).lend((value) => value.length)).toBe(key.length);
  });
});
