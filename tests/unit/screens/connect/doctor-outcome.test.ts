import { describe, expect, test } from 'vitest';
import type { ConnectionView, Health } from '../../../../src/domain/connection.ts';
import { doctorOutcome } from '../../../../src/screens/connect/doctor-outcome.ts';

const auto = { streaming: 'auto', timings: 'auto', progress: 'auto', resume: 'auto' } as const;

function aConnection(status: Health['status']): ConnectionView {
  return {
    id: 'c1',
    kind: 'openai',
    name: 'Server',
    baseUrl: 'http://localhost:8000',
    enabled: true,
    order: 0,
    createdAt: 0,
    needsKey: true,
    hasKey: true,
    features: auto,
    health: { status, checkedAt: 1 },
  };
}

const wantsKey = {
  state: 'failed',
  tookMs: 3,
  fault: { kind: 'key-wanted', url: 'http://localhost:8000' },
} as const;

describe('the doctor', () => {
  test('a page that was asked for a key leaves the verdict to the engine, which has it', () => {
    expect(doctorOutcome(aConnection('up'), [{ name: 'm' }], wantsKey)).toMatchObject({
      state: 'found',
      server: { models: [{ name: 'm' }] },
    });
    expect(doctorOutcome(aConnection('key-wanted'), [], wantsKey)).toMatchObject({
      state: 'failed',
      fault: { kind: 'key-wanted' },
    });
  });

  test('what the page could not reach is told as the page saw it', () => {
    const seen = {
      state: 'failed',
      tookMs: 1,
      fault: { kind: 'local-network-denied', url: 'http://localhost:8000' },
    } as const;
    expect(doctorOutcome(aConnection('down'), [], seen)).toBe(seen);
  });

  test('before any check the last known health is shown', () => {
    expect(doctorOutcome(aConnection('down'), [], undefined)).toMatchObject({
      state: 'failed',
      fault: { kind: 'unreachable' },
    });
    expect(doctorOutcome(aConnection('checking'), [], undefined)).toEqual({ state: 'asking' });
  });
});
