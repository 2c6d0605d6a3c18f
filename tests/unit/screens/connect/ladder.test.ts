import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../../src/domain/fault.ts';
import {
  type LadderFacts,
  type Outcome,
  permissionMark,
  readLadder,
} from '../../../../src/screens/connect/ladder.ts';

const secure = { origin: 'https://llantern.example', isSecure: true };
const plainHttp = { origin: 'http://192.168.1.2:8000', isSecure: false };
const url = 'http://192.168.1.40:11434';

function facts(change: Partial<LadderFacts>): LadderFacts {
  const outcome: Outcome = { state: 'asking' };
  return { page: secure, baseUrl: url, permission: 'granted', outcome, ...change };
}

function statesAfter(fault: Fault, change: Partial<LadderFacts> = {}): string {
  const outcome: Outcome = { state: 'failed', fault, tookMs: 14 };
  return readLadder(facts({ outcome, ...change }))
    .map(({ state }) => state)
    .join(' ');
}

describe('the ladder of an attempt', () => {
  test('everything holds when a server was found', () => {
    const outcome: Outcome = {
      state: 'found',
      tookMs: 5,
      server: { kind: 'ollama', baseUrl: url, models: [], needsKey: false },
    };
    expect(readLadder(facts({ outcome })).every(({ state }) => state === 'good')).toBe(true);
  });

  test('a refused origin means that something did answer', () => {
    expect(statesAfter({ kind: 'cors-refused', url, pageOrigin: secure.origin })).toBe(
      'good good good good bad waiting',
    );
  });

  test('a refused permission stops before anything was asked', () => {
    expect(statesAfter({ kind: 'local-network-denied', url })).toBe(
      'good good bad waiting waiting waiting',
    );
  });

  test('mixed content is the browser, not the server', () => {
    expect(statesAfter({ kind: 'mixed-content', url })).toBe(
      'good good bad waiting waiting waiting',
    );
  });

  test('an insecure page stops at the first step', () => {
    expect(statesAfter({ kind: 'insecure-origin', url }, { page: plainHttp })).toBe(
      'bad waiting waiting waiting waiting waiting',
    );
  });

  test('nothing that listens stops at the answer', () => {
    expect(statesAfter({ kind: 'not-listening', url })).toBe('good good good bad waiting waiting');
  });

  test('a permission that nobody told us about is not claimed when nothing came back', () => {
    expect(statesAfter({ kind: 'unreachable', url }, { permission: 'unknown' })).toBe(
      'good good note bad waiting waiting',
    );
  });

  test('a missing key and a strange server stop at the last step', () => {
    const last = 'good good good good good bad';
    expect(statesAfter({ kind: 'key-wanted', url })).toBe(last);
    expect(statesAfter({ kind: 'not-a-model-server', url })).toBe(last);
    expect(statesAfter({ kind: 'server-error', status: 500, message: '' })).toBe(last);
  });

  test('a plain http page that works is passed with a remark', () => {
    expect(statesAfter({ kind: 'key-wanted', url }, { page: plainHttp })).toMatch(/^note good/);
  });

  test('while it is asked, the permission is the busy step only when the browser will ask', () => {
    const busyAt = (permission: 'prompt' | 'granted') =>
      readLadder(facts({ permission })).find(({ state }) => state === 'busy')?.id;
    expect(busyAt('prompt')).toBe('permission');
    expect(busyAt('granted')).toBe('answer');
  });

  test('a page on the same network needs no permission', () => {
    expect(permissionMark(facts({ page: plainHttp }))).toBe('not-needed');
    expect(permissionMark(facts({ page: plainHttp, baseUrl: 'http://localhost:1' }))).toBe(
      'granted',
    );
  });
});
