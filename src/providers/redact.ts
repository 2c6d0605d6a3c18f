/**
 * Cuts what was lent to one request out of what its server says of it: some repeat the key they refuse, whole, encoded,
 * or by its beginning. Used on errors only: a reply that happens to hold the same letters is the person's.
 */
import type { Fault } from '../domain/fault.ts';
import type { Endpoint } from './contract.ts';

export type Redact = (text: string) => string;

/** Short secrets whole; of the others every run of letters. */
type Cuts = { readonly words: readonly string[]; readonly runs: ReadonlySet<string> };

/** Shorter ones are words: cutting them would leave no sentence whole. */
const leastLetters = 4;
/** So many letters of a secret in a row give it away. */
const runLetters = 9;

/** For what `authorize` has set in `headers`; `before` are those of the request itself. */
export function createRedact(headers: Headers, before: Headers): Redact {
  let cuts: Cuts | undefined;
  return (text) => {
    cuts ??= cutsFrom([...headers].filter(([name, value]) => before.get(name) !== value));
    let cut = cutRuns(text, cuts.runs);
    for (const word of cuts.words) cut = cut.replaceAll(word, '…');
    return cut;
  };
}

/** A piece of a stream that tells of an error; a piece of a reply passes as it is. */
export function redactPayload(payload: string, redact: Redact): string {
  return payload.includes('"error"') ? redact(payload) : payload;
}

/** A fault of this endpoint, whatever its decoder has quoted, with nothing in it that was lent. */
export function redactFault(fault: Fault, at: Pick<Endpoint, 'authorize'>): Fault {
  const headers = new Headers();
  try {
    at.authorize(headers);
  } catch {
    // One that cannot travel was not sent; those before it are cut all the same.
  }
  const redact = createRedact(headers, new Headers());
  const fields = Object.entries(fault).map(([name, value]) => [
    name,
    typeof value === 'string' && !ours.has(name) ? redact(value) : value,
  ]);
  return Object.fromEntries(fields) as Fault; // the same fields, with some of their texts cut
}

/** Written by us or by the person, and read by what acts on the fault. */
const ours: ReadonlySet<string> = new Set([
  'kind',
  'url',
  'model',
  'pageOrigin',
  'ability',
  'name',
]);

function cutsFrom(lent: readonly [name: string, value: string][]): Cuts {
  const words = new Set<string>();
  const runs = new Set<string>();
  for (const form of lent.flatMap(([, value]) => formsOf(value))) {
    if (form.length >= leastLetters && form.length < runLetters) words.add(form);
    for (let at = 0; at + runLetters <= form.length; at += 1)
      runs.add(form.slice(at, at + runLetters));
  }
  return { words: [...words].sort((one, other) => other.length - one.length), runs };
}

/** The value without its scheme, taken apart, and as it would be written in an address or in JSON. */
function formsOf(value: string): string[] {
  const bare = value.replace(/^(?:bearer|basic|token) +/i, '');
  const plain = [bare];
  if (/^basic /i.test(value)) {
    const pair = decoded(bare);
    plain.push(pair, pair.slice(pair.indexOf(':') + 1));
  }
  return plain.flatMap((each) => [
    each,
    encodeURIComponent(each),
    JSON.stringify(each).slice(1, -1),
  ]);
}

function decoded(base64: string): string {
  try {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    return ''; // not ours: it is cut as it stands
  }
}

function cutRuns(text: string, runs: ReadonlySet<string>): string {
  if (runs.size === 0) return text;
  let kept = '';
  let from = 0;
  for (let at = 0; at + runLetters <= text.length; at += 1) {
    if (!runs.has(text.slice(at, at + runLetters))) continue;
    let end = at + runLetters;
    while (end < text.length && runs.has(text.slice(end + 1 - runLetters, end + 1))) end += 1;
    kept += `${text.slice(from, at)}…`;
    from = end;
    at = end - 1;
  }
  return kept + text.slice(from);
}
