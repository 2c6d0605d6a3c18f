/**
 * What may be copied of a fault, by an allow-list per kind: hosts, numbers and names of things, never what a server
 * wrote, what a person typed, a path, a query or a key. A new kind without its list does not compile.
 */
import { type Fault, type FaultKind, faultCode } from './fault.ts';

type Fact = string | number | boolean;
type AllowList = {
  readonly [Kind in FaultKind]: readonly Exclude<keyof Extract<Fault, { kind: Kind }>, 'kind'>[];
};

const allowed: AllowList = {
  offline: [],
  unreachable: ['url'],
  'not-listening': ['url', 'alternative'],
  'cors-refused': ['url', 'pageOrigin'],
  'mixed-content': ['url'],
  'local-network-denied': ['url'],
  'insecure-origin': ['url'],
  'key-wanted': ['url', 'wasSent'],
  'key-or-network': ['url'],
  'header-refused': ['url', 'header'],
  redirected: ['url'],
  'payment-wanted': [],
  'content-blocked': [],
  'vault-locked': [],
  'vault-refused': ['waitUntil'],
  'vault-damaged': ['what'],
  'vault-weak': [],
  'vault-absent': [],
  'vault-no-wasm': [],
  'vault-last-lock': [],
  'key-unusable': ['reason'],
  'new-key-refused': [],
  'limit-reached': ['limit', 'freesAt'],
  'outside-fence': ['fence', 'zone'],
  'no-server-for-model': ['model', 'fence'],
  'browser-lacks': ['what', 'reason'],
  'memory-short': ['needBytes', 'roomBytes', 'contextLength'],
  'page-model-crashed': ['reason'],
  'config-invalid': [],
  'not-a-model-server': ['url'],
  'invalid-address': ['reason'],
  'model-missing': ['model', 'where'],
  'server-disk-full': [],
  'quantize-refused': ['reason'],
  'registry-refused': ['reason'],
  'registry-unreachable': [],
  'digest-mismatch': ['work'],
  'gguf-refused': ['reason'],
  'file-wanted': ['sizeBytes'],
  'too-large': [],
  'rate-limited': ['retryAfterMs'],
  loading: [],
  busy: [],
  'context-exceeded': ['promptTokens', 'contextLength'],
  unsupported: ['ability'],
  refused: ['status'],
  'server-error': ['status'],
  'stream-error': [],
  unreadable: [],
  'answer-too-large': ['url', 'limitBytes'],
  truncated: [],
  idle: ['idleMs'],
  'no-answer': ['waitedMs'],
  'connection-missing': [],
  'connection-off': [],
  'no-model': [],
  'queue-full': ['size', 'of'],
  'storage-full': [],
  'no-model-store': ['reason'],
  'no-room': ['neededBytes', 'freeBytes'],
  'source-refused': ['url', 'reason'],
  'storage-failed': [],
  'storage-newer': ['found', 'known'],
  'storage-absent': [],
  'file-too-large': ['sizeBytes', 'limitBytes'],
  'file-invalid': [],
  'engine-gone': [],
  'engine-old': [],
  'not-found': ['what'],
  unexpected: [],
};

const addresses = new Set(['url', 'alternative', 'pageOrigin']);

export function faultDetails(fault: Fault): Readonly<Record<string, Fact>> {
  const facts = fault as unknown as Readonly<Record<string, unknown>>; // read by the names of its own list
  const details: Record<string, Fact> = {};
  for (const name of allowed[fault.kind] as readonly string[]) {
    const fact = facts[name];
    if (addresses.has(name)) details[name] = originOf(fact);
    else if (isFact(fact)) details[name] = fact;
  }
  return details;
}

/** The fault with only what may be copied, for words that hold nothing else. Its texts are left blank. */
export function bareFault(fault: Fault): Fault {
  const kept = faultDetails(fault);
  const bare: Record<string, unknown> = { kind: fault.kind };
  for (const [name, fact] of Object.entries(fault)) {
    if (name in kept) bare[name] = kept[name];
    else if (name !== 'kind' && typeof fact === 'string')
      bare[name] = name === 'message' ? '' : '…';
    else if (name !== 'kind' && typeof fact === 'number') bare[name] = 0;
  }
  return bare as Fault; // the same fields as before, with blanks
}

/** What *Copy details* puts on the clipboard. `message` is to be worded from `bareFault`. */
export function faultReport(fault: Fault, message: string): string {
  return JSON.stringify(
    { error_code: faultCode(fault), message, details: faultDetails(fault) },
    null,
    2,
  );
}

function isFact(value: unknown): value is Fact {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Scheme, host and port. Nothing of what cannot be read as an address. */
function originOf(address: unknown): string {
  if (typeof address !== 'string' || !URL.canParse(address)) return '';
  const { protocol, host } = new URL(address);
  return host === '' ? '' : `${protocol}//${host}`;
}
