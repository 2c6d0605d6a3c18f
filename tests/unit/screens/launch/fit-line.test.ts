import { describe, expect, test } from 'vitest';
import type { FitNeed } from '../../../../src/domain/fit-need.ts';
import { loadWords } from '../../../../src/i18n/i18n.ts';
import {
  doubtWords,
  fitBar,
  needWords,
  verdictTone,
  verdictWords,
} from '../../../../src/screens/models/fit/fit-words.ts';
import { gigabyteText, readGigabytes } from '../../../../src/screens/models/fit/gigabytes.ts';

await loadWords('fit');

const GB = 1e9;
const aNeed = (part: Partial<FitNeed> = {}): FitNeed => ({
  weightsBytes: 7 * GB,
  cacheBytes: 2 * GB,
  computeBytes: 1 * GB,
  totalBytes: 10 * GB,
  lowBytes: 10 * GB,
  highBytes: 10 * GB,
  doubts: [],
  ...part,
});

describe('a verdict in words', () => {
  test('names who has to go', () => {
    const names = ['a', 'b', 'c'];
    expect(verdictWords({ kind: 'evicts', place: 'gpu', names, isClose: false })).toBe(
      'Fits once a, b and c are let go',
    );
    expect(verdictWords({ kind: 'evicts', place: 'gpu', names: ['a'], isClose: false })).toBe(
      'Fits once a is let go',
    );
  });

  test('says how much the processor gets', () => {
    expect(verdictWords({ kind: 'spills', part: 0.2, names: [] })).toContain('20%');
  });

  test('is calm about what nobody has told', () => {
    expect(verdictTone({ kind: 'unknown' })).toBe('unknown');
    expect(verdictTone({ kind: 'too-large', missingBytes: GB })).toBe('bad');
  });
});

test('a need is one figure, and a range only where it is one', () => {
  expect(needWords(aNeed())).toBe('Needs about 10.0 GB');
  expect(needWords(aNeed({ lowBytes: 8 * GB, highBytes: 14 * GB }))).toBe(
    'Needs 8.0 GB to 14.0 GB',
  );
  expect(doubtWords(aNeed())).toBe('');
  expect(doubtWords(aNeed({ doubts: ['weights', 'kv-heads'] }))).toMatch(/^Roughly: .* and .*\.$/);
});

test('the bar shows what is held beside what is needed, and nothing where the room is unknown', () => {
  const loaded = [{ name: 'a', sizeBytes: 8 * GB, vramBytes: 6 * GB }];
  expect(fitBar(aNeed(), { vramBytes: 20 * GB }, loaded)).toEqual({
    roomBytes: 20 * GB,
    held: 0.3,
    needed: 0.5,
  });
  expect(fitBar(aNeed(), { vramBytes: 0, ramBytes: 16 * GB }, loaded)?.held).toBe(0.5);
  expect(fitBar(aNeed(), undefined, loaded)).toBeUndefined();
});

describe('memory as people say it', () => {
  test.each([
    ['24', 24],
    ['24 GB', 24],
    ['7,5', 7.5],
    ['0', 0],
  ])('%j is read', (text, gigabytes) => {
    expect(readGigabytes(text)).toEqual({ ok: true, bytes: gigabytes * 1_073_741_824 });
  });

  test('nothing is not known, and nonsense is no number', () => {
    expect(readGigabytes(' ')).toEqual({ ok: true, bytes: undefined });
    expect(readGigabytes('much')).toEqual({ ok: false });
    expect(readGigabytes('-1')).toEqual({ ok: false });
  });

  test('is shown as it was typed', () => {
    const read = readGigabytes('7,5');
    expect(read.ok && gigabyteText(read.bytes)).toBe('7.5');
    expect(gigabyteText(undefined)).toBe('');
  });
});
