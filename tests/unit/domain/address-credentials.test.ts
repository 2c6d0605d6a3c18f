import { describe, expect, test } from 'vitest';
import { splitCredentials } from '../../../src/domain/address-credentials.ts';

describe('name and password in an address', () => {
  test('are taken out of a whole URL', () => {
    expect(splitCredentials('https://amy:open@box.lan:8080/v1')).toEqual({
      text: 'https://box.lan:8080/v1',
      credentials: { name: 'amy', password: 'open' },
    });
  });

  test('are taken out where no scheme was typed', () => {
    expect(splitCredentials('amy:open@192.168.1.40:8080')).toEqual({
      text: '192.168.1.40:8080',
      credentials: { name: 'amy', password: 'open' },
    });
  });

  test('are read as URLs write them', () => {
    expect(splitCredentials('http://a%40b:p%3Aq@box').credentials).toEqual({
      name: 'a@b',
      password: 'p:q',
    });
  });

  test('a password may hold an @ and a colon of its own', () => {
    expect(splitCredentials('http://amy:p@ss:word@box').credentials).toEqual({
      name: 'amy',
      password: 'p@ss:word',
    });
  });

  test('a sign that is no code stands for itself', () => {
    expect(splitCredentials('http://amy:50%@box').credentials?.password).toBe('50%');
  });

  test('a name without a password is enough', () => {
    expect(splitCredentials('http://amy@box').credentials).toEqual({ name: 'amy', password: '' });
  });

  test.each([
    'http://box:8080/a@b',
    'http://box/?q=a@b',
    'localhost:11434',
    'http://amy:half@',
    '',
  ])('%j holds none', (text) => {
    expect(splitCredentials(text)).toEqual({ text });
  });
});
