/**
 * A key as a person pasted it -> what can travel in a header. Whitespace goes wherever it stands, line breaks of a
 * wrapped terminal above all: no vendor's key has any. So do invisible marks, quotes around, and the words that were
 * copied with it (`Bearer`, `NAME_KEY=`). Control characters and letters no header can carry are refused: what they
 * stood for cannot be guessed.
 */
import { FaultError } from './fault.ts';
import type { SecretRole } from './vault.ts';

const invisible = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/g;
const quotesAround = /^["'`\u2018\u2019\u201c\u201d]+|["'`\u2018\u2019\u201c\u201d,;]+$/g;
const wordsBefore =
  /^(?:[Aa]uthorization:\s*)?[Bb]earer[\s:]+|^(?:export\s+)?[A-Z0-9_]*(?:KEY|TOKEN)=(?=.)/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is its purpose
const control = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: it names what is left out
const beyondLatin = /[^\u0000-\u00ff]/;

/** Throws `key-unusable`. */
export function cleanKey(pasted: string): string {
  const shown = pasted.replace(invisible, '').trim().replace(quotesAround, '').trim();
  const key = shown.replace(wordsBefore, '').replace(/\s+/g, '').replace(quotesAround, '');
  return refuseUnusable(key, beyondLatin);
}

/** The same for what else is secret: a header's value may hold blanks, name and password any letter. Throws `key-unusable`. */
export function cleanSecret(role: SecretRole, typed: string): string {
  if (role === 'key') return cleanKey(typed);
  const value = typed.replace(/^[\r\n]+|[\r\n]+$/g, '');
  if (role !== 'basic') return refuseUnusable(value.trim(), beyondLatin);
  if (!value.includes(':')) throw new FaultError({ kind: 'key-unusable', reason: 'no-colon' });
  return refuseUnusable(value, undefined);
}

function refuseUnusable(value: string, letters: RegExp | undefined): string {
  if (value === '') throw new FaultError({ kind: 'key-unusable', reason: 'empty' });
  if (control.test(value)) throw new FaultError({ kind: 'key-unusable', reason: 'control' });
  if (letters?.test(value)) throw new FaultError({ kind: 'key-unusable', reason: 'letters' });
  return value;
}
