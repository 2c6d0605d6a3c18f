import { describe, expect, test } from 'vitest';
import { groupJobs, moveIn } from '../../../../src/screens/jobs/job-groups.ts';
import { aJob } from './makers.ts';

test('jobs are grouped by what they do, and those that wait by server', () => {
  const rows = [
    aJob({ id: 'a', state: 'running' }),
    aJob({ id: 'b' }),
    aJob({ id: 'c', connectionId: 'attic', connectionName: 'Attic' }),
    aJob({ id: 'd' }),
    aJob({ id: 'e', state: 'paused' }),
    aJob({ id: 'f', state: 'done' }),
  ];
  const { running, waiting, paused } = groupJobs(rows);
  expect(running.map(({ id }) => id)).toEqual(['a']);
  expect(
    waiting.map(({ connectionName, jobs }) => [connectionName, jobs.map(({ id }) => id)]),
  ).toEqual([
    ['Hall', ['b', 'd']],
    ['Attic', ['c']],
  ]);
  expect(paused.map(({ id }) => id)).toEqual(['e']);
});

describe('a moved job', () => {
  const line = ['a', 'b', 'c', 'd'].map((id) => ({ id }));

  test('goes before the one whose place it takes', () => {
    expect(moveIn(line, 'c', -1)).toEqual({ before: 'b', place: 2 });
    expect(moveIn(line, 'a', 2)).toEqual({ before: 'd', place: 3 });
  });

  test('at the end stands before nobody', () => {
    expect(moveIn(line, 'a', 9)).toEqual({ before: undefined, place: 4 });
  });

  test('does not leave its line', () => {
    expect(moveIn(line, 'a', -1)).toBeUndefined();
    expect(moveIn(line, 'd', 1)).toBeUndefined();
    expect(moveIn(line, 'gone', 1)).toBeUndefined();
  });
});
