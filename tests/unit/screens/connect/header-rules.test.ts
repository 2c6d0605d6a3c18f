import { describe, expect, test } from 'vitest';
import { headerTrouble } from '../../../../src/screens/connect/header-rules.ts';

const kindOf = (
  name: string,
  value = 'x',
  others: readonly string[] = [],
  allowed?: readonly string[],
) => headerTrouble({ name, value }, others, allowed)?.kind;

describe('an extra header', () => {
  test('of an ordinary name may be sent', () => {
    expect(kindOf('X-Team', 'blue')).toBeUndefined();
  });

  test.each(['', 'X Team', 'X:Team', 'Zoë'])('%j is no name', (name) => {
    expect(kindOf(name)).toBe('name');
  });

  test('has no line break in its value', () => {
    expect(kindOf('X-Team', 'a\r\nb')).toBe('value');
  });

  test.each(['Cookie', 'Host', 'sec-fetch-mode', 'Proxy-Authorization', 'User-Agent'])(
    '%s is the browser’s own',
    (name) => {
      expect(kindOf(name)).toBe('forbidden');
    },
  );

  test.each(['Authorization', 'x-api-key', 'Content-Type'])('%s is ours', (name) => {
    expect(kindOf(name)).toBe('own');
  });

  test('is there once, whatever the case', () => {
    expect(kindOf('X-Team', 'x', ['x-team '])).toBe('twice');
  });

  test('passes a vendor with a fixed list only where it is on it', () => {
    expect(kindOf('X-Title', 'x', [], ['x-title'])).toBeUndefined();
    expect(kindOf('X-Team', 'x', [], ['x-title'])).toBe('not-allowed');
  });
});
