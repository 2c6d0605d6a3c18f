import { beforeAll, describe, expect, test } from 'vitest';
import type { Fault, FaultKind } from '../../../src/domain/fault.ts';
import { faultText, loadFaultWords } from '../../../src/i18n/fault-text.ts';

beforeAll(loadFaultWords);

const url = 'http://box.local:11434/api/chat?key=hidden';

/** One of each: the compiler keeps the table whole. */
const faults: { [Kind in FaultKind]: Extract<Fault, { kind: Kind }> } = {
  offline: { kind: 'offline' },
  unreachable: { kind: 'unreachable', url },
  'not-listening': { kind: 'not-listening', url },
  'cors-refused': { kind: 'cors-refused', url, pageOrigin: 'https://llantern.example' },
  'mixed-content': { kind: 'mixed-content', url },
  'local-network-denied': { kind: 'local-network-denied', url },
  'insecure-origin': { kind: 'insecure-origin', url },
  'key-wanted': { kind: 'key-wanted', url },
  'key-or-network': { kind: 'key-or-network', url },
  'header-refused': { kind: 'header-refused', url, header: 'x-team' },
  redirected: { kind: 'redirected', url },
  'answer-too-large': { kind: 'answer-too-large', url, limitBytes: 8_000_000 },
  'payment-wanted': { kind: 'payment-wanted' },
  'content-blocked': { kind: 'content-blocked' },
  'vault-locked': { kind: 'vault-locked' },
  'vault-refused': { kind: 'vault-refused' },
  'vault-damaged': { kind: 'vault-damaged', what: 'key' },
  'vault-weak': { kind: 'vault-weak' },
  'vault-absent': { kind: 'vault-absent' },
  'vault-no-wasm': { kind: 'vault-no-wasm' },
  'vault-last-lock': { kind: 'vault-last-lock' },
  'key-unusable': { kind: 'key-unusable', reason: 'control' },
  'new-key-refused': { kind: 'new-key-refused' },
  'limit-reached': { kind: 'limit-reached', limit: 'costPerDay', name: 'Cloud', freesAt: 1e12 },
  'outside-fence': { kind: 'outside-fence', fence: 'network', zone: 'outside', name: 'Cloud' },
  'no-server-for-model': { kind: 'no-server-for-model', model: 'qwen3' },
  'memory-short': {
    kind: 'memory-short',
    needBytes: 5e9,
    roomBytes: 4e9,
    contextLength: 8192,
  },
  'page-model-crashed': { kind: 'page-model-crashed', reason: 'memory', message: 'OOM' },
  'browser-lacks': { kind: 'browser-lacks', what: 'built-in-model' },
  'config-invalid': { kind: 'config-invalid', place: 'connections[0]', reason: 'It has no name' },
  'not-a-model-server': { kind: 'not-a-model-server', url, found: 'Router login' },
  'invalid-address': { kind: 'invalid-address', text: 'ftp://x', reason: 'scheme' },
  'model-missing': { kind: 'model-missing', model: 'qwen3' },
  'server-disk-full': { kind: 'server-disk-full' },
  'quantize-refused': { kind: 'quantize-refused', reason: 'level', message: 'no Q5' },
  'registry-refused': { kind: 'registry-refused', reason: 'signed-out' },
  'registry-unreachable': { kind: 'registry-unreachable', message: 'no such host' },
  'digest-mismatch': { kind: 'digest-mismatch', work: 'download' },
  'gguf-refused': { kind: 'gguf-refused', reason: 'cut', message: 'unexpected EOF' },
  'file-wanted': { kind: 'file-wanted', fileName: 'fern.gguf', sizeBytes: 9 },
  'too-large': { kind: 'too-large' },
  'rate-limited': { kind: 'rate-limited', retryAfterMs: 2000 },
  loading: { kind: 'loading' },
  busy: { kind: 'busy' },
  'context-exceeded': { kind: 'context-exceeded', promptTokens: 9000, contextLength: 8192 },
  unsupported: { kind: 'unsupported', ability: 'images' },
  refused: { kind: 'refused', status: 400, message: 'bad field' },
  'server-error': { kind: 'server-error', status: 500, message: '' },
  'stream-error': { kind: 'stream-error', message: 'out of memory' },
  unreadable: { kind: 'unreadable', line: '<html>' },
  truncated: { kind: 'truncated' },
  idle: { kind: 'idle', idleMs: 120_000 },
  'no-answer': { kind: 'no-answer', waitedMs: 10_000 },
  'connection-missing': { kind: 'connection-missing' },
  'connection-off': { kind: 'connection-off', name: 'Box' },
  'no-model': { kind: 'no-model' },
  'queue-full': { kind: 'queue-full', size: 100 },
  'storage-full': { kind: 'storage-full' },
  'no-model-store': { kind: 'no-model-store', reason: 'absent' },
  'no-room': { kind: 'no-room', neededBytes: 2e9, freeBytes: 1e9 },
  'source-refused': {
    kind: 'source-refused',
    url: 'https://files.test/fern.gguf',
    reason: 'cors',
  },
  'storage-failed': { kind: 'storage-failed', message: 'x' },
  'storage-newer': { kind: 'storage-newer', found: 4, known: 3 },
  'storage-absent': { kind: 'storage-absent', message: 'x' },
  'file-too-large': { kind: 'file-too-large', sizeBytes: 2e8, limitBytes: 1e8 },
  'file-invalid': { kind: 'file-invalid', reason: 'It has no sessions.' },
  'engine-gone': { kind: 'engine-gone' },
  'engine-old': { kind: 'engine-old' },
  'not-found': { kind: 'not-found', what: 'session' },
  unexpected: { kind: 'unexpected', message: '' },
};

describe('the words of faults', () => {
  test.each(Object.values(faults))('$kind says what happened and what to do next', (fault) => {
    const { title, next } = faultText(fault);
    expect(title.length).toBeGreaterThan(8);
    expect(next?.length).toBeGreaterThan(8);
    expect(`${title} ${next}`).not.toMatch(/undefined|NaN|\[object/);
  });

  test('an answer format is told by what the server lacks, or as one to be corrected', () => {
    const of = (ability: string, message?: string) =>
      faultText({ kind: 'unsupported', ability, ...(message ? { message } : {}) });
    expect(of('grammar').title).toBe('This server takes no grammar');
    expect(of('json-schema').next).toContain('Choose another answer format');
    expect(of('answer-format', 'failed to parse grammar').next).toMatch(
      /“failed to parse grammar”. Correct it in the session settings/,
    );
    expect(of('toString').title).toContain('cannot do this: toString');
  });

  test('an address is shown without its path and query', () => {
    expect(faultText(faults.unreachable).title).toBe('No answer can be had from box.local:11434');
  });

  test('a refused key is told apart from a missing one', () => {
    expect(faultText({ ...faults['key-wanted'], wasSent: true }).title).toContain('not accept');
    expect(faultText(faults['key-wanted']).title).toContain('wants an API key');
  });

  test('a wait is told as a time of day, with its day where that is not today', () => {
    const today = new Date();
    today.setHours(14, 5, 0, 0);
    const soon = faultText({ ...faults['limit-reached'], freesAt: today.getTime() });
    expect(soon.next).toMatch(/fits at \d\d:05/);
    expect(faultText(faults['limit-reached']).next).toMatch(/Sep|9/);
  });

  test('the server speaks first, and at a bounded length', () => {
    const { next } = faultText({ ...faults.refused, message: 'x'.repeat(5000) });
    expect(next).toMatch(/^It says: “x{300}”/);
  });
});
