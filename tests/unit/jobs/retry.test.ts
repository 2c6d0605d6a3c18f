import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/domain/fault.ts';
import type { Job } from '../../../src/domain/job.ts';
import { lanesOf } from '../../../src/jobs/lanes.ts';
import { nextTry } from '../../../src/jobs/retry.ts';
import { pull, remove } from './makers.ts';

const url = 'http://box';
const tried = (change: Partial<Parameters<typeof nextTry>[1]> = {}) => ({
  task: pull('fern:4b'),
  attempts: 0,
  hasMoved: false,
  ...change,
});

describe('after a failure', () => {
  it('the waits double up to a minute, and spread by a quarter', () => {
    const fault: Fault = { kind: 'unreachable', url };
    const waits = [0, 1, 2, 3, 4, 5, 6].map(
      (attempts) => nextTry(fault, tried({ attempts }), 0, 0.5)?.retryAt,
    );
    expect(waits).toEqual([2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    expect(nextTry(fault, tried(), 0, 0)?.retryAt).toBe(1500);
    expect(nextTry(fault, tried(), 0, 1)?.retryAt).toBe(2500);
  });

  it('one that came forward counts from the beginning', () => {
    const fault: Fault = { kind: 'truncated' };
    expect(nextTry(fault, tried({ attempts: 9, hasMoved: true }), 0, 0.5)?.attempts).toBe(1);
    expect(nextTry(fault, tried({ attempts: 10 }), 0, 0.5)).toBeUndefined();
  });

  it('bytes that came out wrong are no progress: a download is not repeated for ever', () => {
    const fault: Fault = { kind: 'digest-mismatch', work: 'download' };
    expect(nextTry(fault, tried({ attempts: 3, hasMoved: true }), 0, 0.5)).toBeUndefined();
  });

  it('a download that begins at its first byte each time is not repeated for ever either', () => {
    const fault: Fault = { kind: 'truncated', fromStart: true };
    expect(nextTry(fault, tried({ attempts: 4, hasMoved: true }), 0, 0.5)?.attempts).toBe(5);
    expect(nextTry(fault, tried({ attempts: 10, hasMoved: true }), 0, 0.5)).toBeUndefined();
  });

  it('the wait that a server asks for is kept', () => {
    const fault: Fault = { kind: 'rate-limited', retryAfterMs: 90_000 };
    expect(nextTry(fault, tried(), 1000, 0.5)?.retryAt).toBe(91_000);
  });

  it.each<[Fault, boolean]>([
    [{ kind: 'digest-mismatch', work: 'download' }, true],
    [{ kind: 'registry-unreachable', message: 'no such host' }, true],
    [{ kind: 'server-error', status: 500, message: 'EOF' }, true],
    [{ kind: 'stream-error', message: 'read: connection reset by peer' }, true],
    [{ kind: 'stream-error', message: 'invalid file magic' }, false],
    [{ kind: 'model-missing', model: 'fern:4b', where: 'registry' }, false],
    [{ kind: 'registry-refused', reason: 'not-allowed' }, false],
    [{ kind: 'refused', status: 403, message: 'no' }, false],
    [{ kind: 'key-wanted', url }, false],
    [{ kind: 'server-disk-full' }, false],
    [{ kind: 'connection-missing' }, false],
    [{ kind: 'quantize-refused', reason: 'level', message: 'no' }, false],
  ])('a pull with %j is tried again: %s', (fault, again) => {
    expect(nextTry(fault, tried(), 0, 0.5) !== undefined).toBe(again);
  });

  it('a deletion that the server could not do is not repeated, one that did not arrive is', () => {
    const task = remove('fern:4b');
    const broken: Fault = { kind: 'server-error', status: 500, message: 'no' };
    expect(nextTry(broken, tried({ task }), 0, 0.5)).toBeUndefined();
    expect(nextTry({ kind: 'unreachable', url }, tried({ task }), 0, 0.5)).toBeDefined();
  });
});

describe('the lanes of a server', () => {
  const aJob = (id: string, change: Partial<Job> = {}): Job => ({
    id,
    connectionId: 'c1',
    connectionName: 'Box',
    task: pull(`${id}:1b`),
    state: 'waiting',
    order: Number(id.slice(1)),
    createdAt: 0,
    attempts: 0,
    ...change,
  });
  const idsOf = (jobs: Job[], at = 1000) =>
    lanesOf(jobs, (id) => id, at).map((lane) => lane.map(({ id }) => id));

  it('go by order', () => {
    expect(idsOf([aJob('j2'), aJob('j1')])).toEqual([['j1', 'j2']]);
  });

  it('one that waits for its own attempt lets others pass', () => {
    const fault: Fault = { kind: 'digest-mismatch', work: 'download' };
    expect(idsOf([aJob('j1', { retryAt: 2000, fault }), aJob('j2')])).toEqual([['j2']]);
  });

  it('one that waits for its server holds up all behind it', () => {
    const fault: Fault = { kind: 'unreachable', url };
    expect(idsOf([aJob('j1', { retryAt: 2000, fault }), aJob('j2')])).toEqual([[]]);
    expect(idsOf([aJob('j1', { retryAt: 2000, fault }), aJob('j2')], 2000)).toEqual([['j1', 'j2']]);
  });
});
