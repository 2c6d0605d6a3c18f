import { describe, expect, test } from 'vitest';
import { calibrated, type FitMemory, judgeFit, learnMemory } from '../../../src/domain/fit.ts';
import type { FitNeed } from '../../../src/domain/fit-need.ts';
import type { LoadedModel } from '../../../src/domain/model-details.ts';

const GB = 1e9;

function aNeed(gigabytes: number, part: Partial<FitNeed> = {}): FitNeed {
  const totalBytes = gigabytes * GB;
  return {
    weightsBytes: totalBytes * 0.7,
    cacheBytes: totalBytes * 0.2,
    computeBytes: totalBytes * 0.1,
    totalBytes,
    lowBytes: totalBytes,
    highBytes: totalBytes,
    doubts: [],
    family: 'llama',
    ...part,
  };
}

function aLoaded(name: string, gigabytes: number, part: Partial<LoadedModel> = {}): LoadedModel {
  return { name, sizeBytes: gigabytes * GB, vramBytes: gigabytes * GB, ...part };
}

const card: FitMemory = { vramBytes: 24 * GB, ramBytes: 64 * GB };
const place = { memory: card, loaded: [], canEvict: true };

describe('the verdict', () => {
  test('fits where there is room beside what is loaded', () => {
    expect(judgeFit(aNeed(10), { ...place, loaded: [aLoaded('a', 8)] })).toEqual({
      kind: 'fits',
      place: 'gpu',
      isClose: false,
    });
  });

  test('fits closely within a twentieth of the limit, or where the range ends above it', () => {
    expect(judgeFit(aNeed(23.5), place)).toMatchObject({ kind: 'fits', isClose: true });
    expect(judgeFit(aNeed(20, { highBytes: 30 * GB }), place)).toMatchObject({ isClose: true });
  });

  test('evicts as few as needed, those first that would go first', () => {
    const loaded = [
      aLoaded('stays', 10),
      aLoaded('soon', 6, { expiresAt: 1000 }),
      aLoaded('later', 6, { expiresAt: 2000 }),
    ];
    expect(judgeFit(aNeed(7), { ...place, loaded })).toMatchObject({
      kind: 'evicts',
      names: ['soon'],
    });
    expect(judgeFit(aNeed(13), { ...place, loaded })).toMatchObject({ names: ['soon', 'later'] });
  });

  test('does not evict on a server that never does', () => {
    const busy = { ...place, canEvict: false, loaded: [aLoaded('a', 20)] };
    expect(judgeFit(aNeed(10), busy)).toMatchObject({ kind: 'spills', names: [] });
    expect(
      judgeFit(aNeed(10), { ...busy, memory: { vramBytes: 24 * GB, ramBytes: 2 * GB } }),
    ).toEqual({
      kind: 'too-large',
      missingBytes: 4 * GB,
    });
  });

  test('spills the part that no card has room for', () => {
    expect(judgeFit(aNeed(30), { ...place, loaded: [aLoaded('a', 8)] })).toEqual({
      kind: 'spills',
      part: 0.2,
      names: ['a'],
    });
  });

  test('does not fit where both memories together are too small', () => {
    expect(judgeFit(aNeed(100), place)).toEqual({ kind: 'too-large', missingBytes: 12 * GB });
  });

  test('without a graphics card counts the main memory', () => {
    const memory = { vramBytes: 0, ramBytes: 16 * GB };
    expect(judgeFit(aNeed(8), { ...place, memory })).toMatchObject({ kind: 'fits', place: 'cpu' });
    expect(judgeFit(aNeed(20), { ...place, memory })).toMatchObject({ kind: 'too-large' });
  });

  test('is open where nobody has told the memory', () => {
    expect(judgeFit(aNeed(8), { ...place, memory: undefined })).toEqual({ kind: 'unknown' });
    expect(judgeFit(aNeed(8), { ...place, memory: { vramBytes: 0 } })).toEqual({ kind: 'unknown' });
  });

  test('trusts what was seen: what held as much before holds it again', () => {
    const memory = { seenBytes: 12 * GB };
    expect(judgeFit(aNeed(8), { ...place, memory })).toMatchObject({ kind: 'fits', isClose: true });
    expect(judgeFit(aNeed(13), { ...place, memory })).toEqual({
      kind: 'more-than-seen',
      seenBytes: 12 * GB,
    });
  });
});

describe('calibration', () => {
  const seen = (took: number, memory?: FitMemory, need = aNeed(10)) =>
    learnMemory(memory, [aLoaded('a', took)], new Map([['a', need]]));

  test('keeps by family how far the estimate was off', () => {
    expect(seen(11)).toEqual({ seenBytes: 11 * GB, ratios: { llama: 1.1 } });
  });

  test('moves half of the way to what is seen next, and keeps what was told', () => {
    const memory = seen(11, { vramBytes: 24 * GB });
    expect(seen(13, memory)).toEqual({
      vramBytes: 24 * GB,
      seenBytes: 13 * GB,
      ratios: { llama: 1.2 },
    });
  });

  test('says nothing where nothing is new, so that nothing is written', () => {
    expect(seen(11, seen(11))).toBeUndefined();
  });

  test('never lets a strange figure double or halve more', () => {
    expect(seen(90)?.ratios).toEqual({ llama: 2 });
    expect(seen(0.1)?.ratios).toEqual({ llama: 0.5 });
  });

  test('does not learn from a doubtful estimate', () => {
    expect(seen(11, undefined, aNeed(10, { doubts: ['cache'] }))).toEqual({ seenBytes: 11 * GB });
  });

  test('changes the next estimate of that family only', () => {
    const memory = { ratios: { llama: 1.1 } };
    expect(calibrated(aNeed(10), memory).totalBytes).toBeCloseTo(11 * GB);
    expect(calibrated(aNeed(10, { family: 'qwen3' }), memory).totalBytes).toBe(10 * GB);
  });

  test('never puts a model below the size of its files', () => {
    expect(calibrated(aNeed(10), { ratios: { llama: 0.5 } }).totalBytes).toBe(7 * GB);
  });
});
