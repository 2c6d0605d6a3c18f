/** Secrets that are easily found again, servers that say them back in every way, and what may hold none of them. */
import { expect } from 'vitest';
import type { NewSecret } from '../../../src/vault/keyring.ts';

export const key = 'sk-canary_K3y/with+odd=chars~0123456789';
export const pair = 'proxy-user:canary pass "word" 42 zebra';
export const header = 'gate canary 9f8e7d6c5b4a/+&=';

const base64 = Buffer.from(pair).toString('base64');
const password = pair.slice(pair.indexOf(':') + 1);
/** A run of so many letters of a secret gives it away. */
const runLetters = 9;

export const secrets: readonly Omit<NewSecret, 'connectionId' | 'baseUrl'>[] = [
  { role: 'key', value: key },
  { role: 'basic', value: pair },
  { role: 'header:X-Gate', value: header },
];

/** Every way in which a server was seen to repeat what it was sent. */
export const echoes: readonly [string, (value: string) => string][] = [
  ['as it came', (value) => value],
  ['without its scheme', (value) => value.replace(/^(Bearer|Basic) /, '')],
  ['encoded for an address', (value) => `?key=${encodeURIComponent(value)}`],
  ['decoded', (value) => (value.startsWith('Basic ') ? atob(value.slice(6)) : value)],
  ['by the password alone', (value) => (value.startsWith('Basic ') ? password : value)],
  ['by its beginning', (value) => `${value.replace(/^(Bearer|Basic) /, '').slice(0, 12)}*****`],
  ['without its beginning', (value) => `…${value.slice(14)}`],
  ['quoted', (value) => JSON.stringify(value)],
];

/** All headers of a request in one sentence. */
export function said(sent: Headers, echo: (value: string) => string): string {
  const values = [...sent].filter(([name]) => !/^(content-type|accept)/.test(name));
  return `You sent ${values.map(([, value]) => echo(value)).join(' and ')} here.`;
}

const runs = new Set<string>();
for (const secret of [key, pair, header, base64, password]) {
  const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
  for (const form of forms) {
    for (let at = 0; at + runLetters <= form.length; at += 1)
      runs.add(form.slice(at, at + runLetters));
  }
}

/** The longest stretch of a planted secret in any text of this, at any depth. */
export function leakIn(value: unknown): string {
  for (const text of textsOf(value)) {
    for (let at = 0; at + runLetters <= text.length; at += 1) {
      const found = text.slice(at, at + runLetters);
      if (runs.has(found)) return `${found} in ${text.slice(0, 200)}`;
    }
  }
  return '';
}

export function expectClean(value: unknown): void {
  expect(leakIn(value)).toBe('');
}

function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (value instanceof Uint8Array) yield Buffer.from(value).toString('latin1');
  else if (value instanceof Error) {
    yield `${value.message} ${value.stack ?? ''}`;
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(value)) {
      yield name;
      yield* textsOf(each);
    }
  }
}
