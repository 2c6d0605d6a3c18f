import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../../src/domain/fault.ts';
import type { Attempt } from '../../../../src/screens/connect/attempts.ts';
import { orderChanges } from '../../../../src/screens/connect/order.ts';
import { firstModel, freeName, readResults } from '../../../../src/screens/connect/results.ts';

function failed(baseUrl: string, fault: Fault): Attempt {
  return { baseUrl, permission: 'unknown', outcome: { state: 'failed', fault, tookMs: 1 } };
}

function found(baseUrl: string): Attempt {
  const server = { kind: 'ollama', baseUrl, models: [], needsKey: false } as const;
  return { baseUrl, permission: 'granted', outcome: { state: 'found', server, tookMs: 1 } };
}

const a = 'http://localhost:11434';
const b = 'http://localhost:8080';

describe('what a look came to', () => {
  test('of several addresses, those with nothing behind them stay quiet', () => {
    const results = readResults([
      found(a),
      failed(b, { kind: 'not-listening', url: b }),
      failed('http://localhost:8000', { kind: 'not-a-model-server', url: b }),
    ]);
    expect(results.servers).toHaveLength(1);
    expect(results.problems).toEqual([]);
    expect(results.quiet).toHaveLength(2);
  });

  test('a single address is always explained', () => {
    const results = readResults([failed(b, { kind: 'not-listening', url: b })]);
    expect(results.problems).toHaveLength(1);
  });

  test('a refused permission is told once for all addresses', () => {
    const denied = (url: string) => failed(url, { kind: 'local-network-denied', url });
    const results = readResults([denied(a), denied(b)]);
    expect(results.problems).toHaveLength(1);
    expect(results.quiet).toEqual([]);
  });

  test('each server that refuses this page is shown by itself', () => {
    const refused = (url: string) => failed(url, { kind: 'cors-refused', url, pageOrigin: 'x' });
    expect(readResults([refused(a), refused(b)]).problems).toHaveLength(2);
  });

  test('a server that wants a key before it says anything can be connected with one', () => {
    const results = readResults([failed(b, { kind: 'key-wanted', url: b })]);
    expect(results.problems).toEqual([]);
    expect(results.servers).toEqual([{ kind: 'openai', baseUrl: b, models: [], needsKey: true }]);
  });

  test('one server behind two addresses is one result', () => {
    const twice = { ...found(a), baseUrl: 'http://127.0.0.1:11434' };
    expect(readResults([found(a), twice]).servers).toHaveLength(1);
  });
});

describe('the first model', () => {
  test('a loaded one is taken before the first of the list', () => {
    expect(firstModel([{ name: 'a' }, { name: 'b', loaded: true }])?.name).toBe('b');
  });

  test('one that only embeds is passed over', () => {
    expect(firstModel([{ name: 'nomic-embed-text' }, { name: 'qwen3' }])?.name).toBe('qwen3');
    expect(firstModel([{ name: 'x', abilities: ['embedding'] }, { name: 'y' }])?.name).toBe('y');
  });

  test('an embedding model alone is still something to choose', () => {
    expect(firstModel([{ name: 'nomic-embed-text' }])?.name).toBe('nomic-embed-text');
  });
});

describe('names and places', () => {
  test('a name that is taken gets a number', () => {
    expect(freeName('Ollama', ['Ollama', 'Ollama 2'])).toBe('Ollama 3');
  });

  test('a move numbers all rows that share a place', () => {
    const list = ['x', 'y', 'z'].map((id) => ({ id, order: 0 }));
    expect(orderChanges(list, 'z', -1)).toEqual([
      { id: 'z', order: 1 },
      { id: 'y', order: 2 },
    ]);
  });

  test('the first row cannot go up', () => {
    expect(orderChanges([{ id: 'x', order: 0 }], 'x', -1)).toEqual([]);
  });
});
