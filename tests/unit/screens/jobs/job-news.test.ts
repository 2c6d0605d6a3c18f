import { describe, expect, test } from 'vitest';
import { loadFaultWords } from '../../../../src/i18n/fault-text.ts';
import {
  batchNotice,
  freshEnds,
  isLong,
  jobNotice,
} from '../../../../src/screens/jobs/job-news.ts';
import { aJob } from './makers.ts';

await loadFaultWords();

describe('a notice', () => {
  test('of a delete offers to pull it again', () => {
    const job = aJob({
      state: 'done',
      task: { kind: 'delete', model: 'fern' },
      outcome: { freedBytes: 4_000_000_000 },
    });
    expect(jobNotice(job)).toEqual({
      tone: 'info',
      text: 'Deleted fern, freed 4.0 GB.',
      pullAgain: { connectionId: 'hall', model: 'fern' },
    });
  });

  test('of a pull says whether anything changed', () => {
    const pulled = (digestBefore: string | undefined, digestAfter: string) =>
      jobNotice(
        aJob({
          state: 'done',
          outcome: { digestAfter, ...(digestBefore === undefined ? {} : { digestBefore }) },
        }),
      )?.text;
    expect(pulled('a', 'a')).toBe('fern:4b was up to date.');
    expect(pulled('a', 'b')).toBe('fern:4b has changed: a newer build is there.');
    expect(pulled(undefined, 'b')).toBe('fern:4b is there.');
  });

  test('of a failure says why, and leads to the job', () => {
    const job = aJob({ state: 'failed', fault: { kind: 'server-disk-full' } });
    expect(jobNotice(job)).toEqual({
      tone: 'error',
      text: 'Pull fern:4b: The disk of the server is full',
      leads: true,
    });
  });

  test('does not come for what was cancelled, for memory, and for one of a batch', () => {
    expect(jobNotice(aJob({ state: 'cancelled' }))).toBeUndefined();
    expect(
      jobNotice(aJob({ state: 'done', task: { kind: 'load', model: 'fern' } })),
    ).toBeUndefined();
    expect(jobNotice(aJob({ state: 'done', batchId: 'b1' }))).toBeUndefined();
  });

  test('of a batch counts what changed and what failed', () => {
    const of = (digestAfter: string) =>
      aJob({ state: 'done', outcome: { digestBefore: 'a', digestAfter } });
    expect(batchNotice([of('a'), of('b'), of('a'), aJob({ state: 'failed' })])?.text).toBe(
      '3 models pulled, 1 changed, 1 failed',
    );
    expect(batchNotice([of('a')])?.text).toBe('1 model pulled, nothing new');
    expect(batchNotice([aJob({ state: 'failed' })])).toBeUndefined();
  });

  test('of a batch says what was done: what was deleted is not told as pulled', () => {
    const gone = aJob({ state: 'done', task: { kind: 'delete', model: 'fern' } });
    const copied = aJob({ state: 'done', task: { kind: 'copy', model: 'fern', to: 'me/fern' } });
    expect(batchNotice([gone, gone, { ...gone, state: 'failed' }])?.text).toBe(
      '2 models deleted, 1 failed',
    );
    expect(batchNotice([gone, copied])?.text).toBe('2 jobs done');
  });
});

test('only ends that are new are told, the oldest first, each once', () => {
  const rows = [
    aJob({ id: 'new', endedAt: 30 }),
    aJob({ id: 'newer-told', endedAt: 25 }),
    aJob({ id: 'first', endedAt: 20 }),
    aJob({ id: 'old', endedAt: 5 }),
    aJob({ id: 'open' }),
  ];
  expect(freshEnds(rows, 10, new Set(['newer-told'])).map(({ id }) => id)).toEqual([
    'first',
    'new',
  ]);
});

test('half a minute is long', () => {
  expect(isLong(aJob({ startedAt: 0, endedAt: 30_000 }))).toBe(true);
  expect(isLong(aJob({ startedAt: 0, endedAt: 29_000 }))).toBe(false);
  expect(isLong(aJob())).toBe(false);
});
