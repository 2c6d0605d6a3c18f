import { describe, expect, test } from 'vitest';
import { sessionIdAt } from '../../../src/app/session-id-at.ts';

describe('the session named by an address', () => {
  test('is read with its escapes undone', () => {
    expect(sessionIdAt('/s/a%2Fb')).toBe('a/b');
  });

  test('is none for a new session and on other screens', () => {
    expect(sessionIdAt('/s/new')).toBeUndefined();
    expect(sessionIdAt('/connect')).toBeUndefined();
  });

  test('with a broken escape does not take the page down', () => {
    expect(sessionIdAt('/s/%E0%A4%A')).toBe('%E0%A4%A');
  });
});
