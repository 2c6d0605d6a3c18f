import { describe, expect, it } from 'vitest';
import { cleanKey, cleanSecret } from '../../../src/domain/clean-key.ts';
import { faultFrom } from '../../../src/domain/fault.ts';

const reasonOf = (clean: () => string) => {
  try {
    return clean();
  } catch (error) {
    const fault = faultFrom(error);
    return fault.kind === 'key-unusable' ? fault.reason : fault.kind;
  }
};

describe('a pasted key', () => {
  it.each([
    ['sk-abc'],
    ['  sk-abc \n'],
    ['\r\n\tsk-abc\r\n'],
    ['"sk-abc"'],
    ["'sk-abc',"],
    ['“sk-abc”'],
    ['`sk-abc`'],
    ['sk-\n  abc'],
    ['sk- abc'],
    ['sk\u00a0-abc\u200b'],
    ['\ufeffsk-abc'],
    ['Bearer sk-abc'],
    ['Authorization: Bearer sk-abc'],
    ['OPENAI_API_KEY=sk-abc'],
    ['export HF_TOKEN="sk-abc"'],
  ])('comes out clean from %j', (pasted) => {
    expect(cleanKey(pasted)).toBe('sk-abc');
  });

  it.each(['abc+/d==', 'KEY=', 'a"b', 'key:word', 'ÄÖ'])('keeps what belongs to it: %s', (key) => {
    expect(cleanKey(key)).toBe(key);
  });

  it.each([
    ['', 'empty'],
    [' \n ', 'empty'],
    ['""', 'empty'],
    ['sk-\u0000abc', 'control'],
    ['sk-\u001b[0mabc', 'control'],
    ['sk-\u0085abc', 'control'],
    ['sk-аbc', 'letters'],
    ['sk-…abc', 'letters'],
    ['🔑', 'letters'],
  ])('that no header can carry is refused: %j is %s', (pasted, reason) => {
    expect(reasonOf(() => cleanKey(pasted))).toBe(reason);
  });
});

describe('another secret', () => {
  it('keeps its blanks, and loses only line ends around it', () => {
    expect(cleanSecret('header:X-Gate', ' a b \n')).toBe('a b');
    expect(cleanSecret('basic', 'me: two words \n')).toBe('me: two words ');
    expect(cleanSecret('basic', 'mé:пароль')).toBe('mé:пароль');
  });

  it.each([
    ['header:X-Gate', 'a\nb', 'control'],
    ['header:X-Gate', 'пароль', 'letters'],
    ['header:X-Gate', '  ', 'empty'],
    ['basic', 'nobody', 'no-colon'],
    ['basic', 'a:b\nc', 'control'],
  ] as const)('of %s is refused where it is %j: %s', (role, typed, reason) => {
    expect(reasonOf(() => cleanSecret(role, typed))).toBe(reason);
  });
});
