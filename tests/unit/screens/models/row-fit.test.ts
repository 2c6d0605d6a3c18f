import { describe, expect, test } from 'vitest';
import type { FitMemory } from '../../../../src/domain/fit.ts';
import { rowFit } from '../../../../src/screens/models/fit/row-fit.ts';
import { aConnection } from '../sessions/makers.ts';
import { aRow } from './makers.ts';

const gib = 1_073_741_824;
const a24 = { vramBytes: 24 * gib, ramBytes: 32 * gib };
const on = (memory: FitMemory | undefined) =>
  aConnection({ id: 'hall', name: 'Hall', ...(memory === undefined ? {} : { memory }) });
const held = (name: string, size: number) => ({
  name,
  sizeBytes: size * gib,
  vramBytes: size * gib,
});
const row = (sizeGib: number, memory: FitMemory | undefined) =>
  aRow(
    { name: 'fern:8b', sizeBytes: sizeGib * gib, parameterSize: '8.0B', contextLength: 8192 },
    on(memory),
  );

describe('the fit of a model in the list', () => {
  test('is a short word, and the whole sentence with how far it is to be trusted', () => {
    const fit = rowFit(row(5, a24), []);
    expect(fit).toMatchObject({ tone: 'ok', text: 'fits' });
    expect(fit?.title).toBe(
      'Fits into the graphics memory. Estimated by its size: its details tell it more exactly.',
    );
  });

  test('names who goes for it, or how many do', () => {
    expect(rowFit(row(12, a24), [held('heron:30b', 18)])).toMatchObject({
      tone: 'close',
      text: 'evicts heron:30b',
    });
    const both = [held('moss:9b', 9), held('heron:9b', 9)];
    expect(rowFit(row(20, a24), both)?.text).toBe('evicts 2 models');
  });

  test('one that is loaded already would be loaded anew, and does not evict itself', () => {
    expect(rowFit(row(12, a24), [held('fern:8b', 18)])?.text).toBe('fits');
  });

  test('tells what spills and what does not fit at all', () => {
    expect(rowFit(row(40, a24), [])?.text).toMatch(/^\d+% on the processor$/);
    expect(rowFit(row(80, a24), [])).toMatchObject({ tone: 'bad', text: 'does not fit' });
  });

  test('is not guessed where nobody told the memory, or the model takes none here', () => {
    expect(rowFit(row(5, undefined), [])).toBeUndefined();
    expect(rowFit(row(5, { seenBytes: 8 * gib }), [])).toBeUndefined();
    expect(rowFit(row(300 / gib, a24), [])).toBeUndefined();
    expect(rowFit(row(5, { vramBytes: 0 }), [])).toBeUndefined();
  });
});
