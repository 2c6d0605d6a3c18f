import { describe, expect, test } from 'vitest';
import { fleetRows, medianSpeed } from '../../../src/engine/fleet-queries.ts';

describe('the usual speed of a server', () => {
  const of = (...speeds: (number | undefined)[]) =>
    medianSpeed(
      speeds.map((tokensPerSecond) => (tokensPerSecond === undefined ? {} : { tokensPerSecond })),
    );

  test('is the one in the middle, so that one slow reply does not matter', () => {
    expect(of(40, 2, 41)).toBe(40);
    expect(of(40, 42)).toBe(41);
  });

  test('counts only replies that had one', () => {
    expect(of(undefined, 7, undefined)).toBe(7);
    expect(of(undefined)).toBeUndefined();
    expect(of()).toBeUndefined();
  });
});

test('every server has its row, with its own replies and jobs', () => {
  const speeds = new Map([
    ['hall', 41],
    ['attic', undefined],
  ]);
  const jobs = [
    { connectionId: 'hall', state: 'running' },
    { connectionId: 'hall', state: 'waiting' },
    { connectionId: 'attic', state: 'waiting' },
  ] as const;
  const turns = [
    { model: { connectionId: 'attic', name: 'fern' }, phase: 'writing' },
    { model: { connectionId: 'attic', name: 'fern' }, phase: 'waiting' },
    { phase: 'connecting' },
  ] as const;
  expect(fleetRows(speeds, jobs, turns)).toEqual([
    { id: 'hall', runningReplies: 0, medianSpeed: 41, jobsRunning: 1, jobsWaiting: 1 },
    { id: 'attic', runningReplies: 1, jobsRunning: 0, jobsWaiting: 1 },
  ]);
});
