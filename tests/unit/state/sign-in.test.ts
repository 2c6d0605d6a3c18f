import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { beginSignIn, canSignIn, challengeOf, takeTicket } from '../../../src/state/sign-in.ts';

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

describe('leaving for a sign-in', () => {
  test('the challenge is the one of RFC 7636, appendix B', () => {
    expect(challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });

  test('the address carries the challenge and the way back, never the verifier', () => {
    const url = new URL(beginSignIn('openrouter', 'https://chat.example/app/'));
    const ticket = takeTicket();
    expect(url.origin).toBe('https://openrouter.ai');
    expect(url.searchParams.get('callback_url')).toBe('https://chat.example/app/');
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    expect(url.searchParams.get('code_challenge')).toBe(challengeOf(ticket?.verifier ?? ''));
    expect(url.href).not.toContain(ticket?.verifier);
  });

  test('each verifier is new, and long enough', () => {
    beginSignIn('openrouter', 'https://chat.example/');
    const first = takeTicket()?.verifier ?? '';
    beginSignIn('openrouter', 'https://chat.example/');
    expect(takeTicket()?.verifier).not.toBe(first);
    expect(first).toMatch(/^[0-9a-f]{43,128}$/);
  });
});

describe('the ticket', () => {
  test('is good for one return', () => {
    beginSignIn('openrouter', 'https://chat.example/');
    expect(takeTicket()?.preset).toBe('openrouter');
    expect(takeTicket()).toBeUndefined();
  });

  test.each(['', '{', 'null', '{"preset":"x"}', '{"preset":1,"verifier":"v"}'])(
    'somebody else’s %j is none',
    (text) => {
      sessionStorage.setItem('llantern.sign-in', text);
      expect(takeTicket()).toBeUndefined();
    },
  );
});

test('vendors return to https and to this device only', () => {
  expect(canSignIn(new URL('https://chat.example/'))).toBe(true);
  expect(canSignIn(new URL('http://localhost:4747/'))).toBe(true);
  expect(canSignIn(new URL('http://192.168.1.40/'))).toBe(false);
  expect(canSignIn(new URL('file:///index.html'))).toBe(false);
});
