import { describe, expect, test } from 'vitest';
import { freedOn, mostAsked, rowsToAsk } from '../../../../src/screens/models/freed-space.ts';
import { aRow, attic } from './makers.ts';

const kind = { family: 'fern', parameterSize: '4B', quantization: 'Q4_K_M' };
const base = aRow({ name: 'base', sizeBytes: 1000, digest: 'd1', ...kind });
const coach = aRow({ name: 'coach', sizeBytes: 1010, digest: 'd2', ...kind });
const moss = aRow({ name: 'moss', sizeBytes: 300, digest: 'd3', family: 'moss' });
const elsewhere = aRow({ name: 'base', sizeBytes: 1000, digest: 'd1', ...kind }, attic);
const all = [base, coach, moss, elsewhere];
const weights = new Map([
  [base.id, ['w1']],
  [coach.id, ['w1']],
  [elsewhere.id, ['w1']],
]);

describe('who is asked', () => {
  test('what goes, and what may share weights with it on the same server', () => {
    expect(rowsToAsk([base], all).map(({ id }) => id)).toEqual(['hall/base', 'hall/coach']);
  });

  test('never more than a server can answer soon', () => {
    const many = Array.from({ length: 500 }, (_, at) => aRow({ name: `copy-${at}`, ...kind }));
    expect(rowsToAsk([base], [base, ...many])).toHaveLength(mostAsked);
  });
});

describe('what is freed', () => {
  test('nothing of what another model keeps', () => {
    expect(freedOn([base], all, weights)).toEqual({ bytes: 0, sharedWith: ['coach'], unknown: [] });
  });

  test('shared layers once, where all that share them go', () => {
    expect(freedOn([base, coach], all, weights).bytes).toBe(1010);
  });

  test('servers share nothing with each other', () => {
    expect(freedOn([elsewhere, moss], all, weights)).toEqual({
      bytes: 1300,
      sharedWith: [],
      unknown: [],
    });
  });
});
