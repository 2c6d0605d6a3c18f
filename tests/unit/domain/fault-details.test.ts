import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../src/domain/fault.ts';
import { bareFault, faultDetails, faultReport } from '../../../src/domain/fault-details.ts';

const canary = 'sk-canary-4711';
const url = `https://user:${canary}@box.example:8443/v1/${canary}?key=${canary}#${canary}`;

/** A canary in every place where a server, a person or an address could have put a key. */
const planted: readonly Fault[] = [
  { kind: 'unreachable', url },
  { kind: 'not-listening', url, alternative: url },
  { kind: 'cors-refused', url, pageOrigin: url },
  { kind: 'key-wanted', url, message: `Incorrect API key provided: ${canary}`, wasSent: true },
  { kind: 'key-or-network', url },
  { kind: 'header-refused', url, header: 'x-team' },
  { kind: 'redirected', url },
  { kind: 'payment-wanted', message: canary },
  { kind: 'content-blocked', message: canary },
  { kind: 'new-key-refused', message: canary },
  { kind: 'limit-reached', limit: 'costPerDay', name: canary, freesAt: 1 },
  { kind: 'outside-fence', fence: 'device', zone: 'outside', name: canary },
  { kind: 'config-invalid', place: canary, reason: canary },
  { kind: 'not-a-model-server', url, found: canary },
  { kind: 'invalid-address', text: canary, reason: 'query' },
  { kind: 'model-missing', model: 'qwen3', message: canary },
  { kind: 'server-disk-full', message: canary },
  { kind: 'quantize-refused', reason: 'level', message: canary },
  { kind: 'registry-refused', reason: 'signed-out', message: canary, signInUrl: url },
  { kind: 'registry-unreachable', host: canary, message: canary },
  { kind: 'digest-mismatch', work: 'upload', message: canary },
  { kind: 'gguf-refused', reason: 'invalid', message: canary },
  { kind: 'file-wanted', fileName: canary, sizeBytes: 1 },
  { kind: 'rate-limited', message: canary, retryAfterMs: 2000 },
  { kind: 'context-exceeded', promptTokens: 9, contextLength: 8, message: canary },
  { kind: 'unsupported', ability: 'images', message: canary },
  { kind: 'refused', status: 400, message: canary },
  { kind: 'server-error', status: 500, message: canary },
  { kind: 'stream-error', message: canary },
  { kind: 'unreadable', line: canary, message: canary },
  { kind: 'connection-off', name: canary },
  { kind: 'storage-failed', message: canary },
  { kind: 'file-invalid', reason: canary },
  { kind: 'unexpected', message: canary },
];

describe('what may be copied of a fault', () => {
  test.each(planted)('$kind lets no canary out', (fault) => {
    expect(faultReport(fault, '')).not.toContain('canary');
    expect(JSON.stringify(bareFault(fault))).not.toContain('canary');
  });

  test('an address is copied as its origin', () => {
    expect(faultDetails({ kind: 'unreachable', url })).toEqual({ url: 'https://box.example:8443' });
  });

  test('a field that no list names stays behind, whatever put it there', () => {
    const grown = { kind: 'truncated', authorization: canary } as unknown as Fault;
    expect(faultDetails(grown)).toEqual({});
  });

  test('the report is a code, a message and details', () => {
    const text = faultReport({ kind: 'rate-limited', retryAfterMs: 2000 }, 'A pause');
    expect(JSON.parse(text)).toEqual({
      error_code: 'RATE_LIMITED',
      message: 'A pause',
      details: { retryAfterMs: 2000 },
    });
  });

  test('a bare fault keeps its kind and what its words need', () => {
    expect(bareFault({ kind: 'model-missing', model: 'qwen3', message: canary })).toEqual({
      kind: 'model-missing',
      model: 'qwen3',
      message: '',
    });
  });
});
