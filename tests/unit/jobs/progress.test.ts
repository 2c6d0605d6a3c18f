import { describe, expect, it } from 'vitest';
import { fractionOf, leftMs, stepFromStatus } from '../../../src/domain/job-steps.ts';
import { createProgress } from '../../../src/jobs/progress.ts';
import type { JobStep } from '../../../src/providers/contract.ts';
import { layer } from './makers.ts';

/** Steps at their seconds. */
function told(...said: (readonly [second: number, step: JobStep | string])[]) {
  const moment = (second: number) => ({ ms: second * 1000, at: 1_000_000 + second * 1000 });
  const progress = createProgress(moment(0));
  for (const [second, step] of said) {
    progress.take(typeof step === 'string' ? { status: step } : step, moment(second));
  }
  const last = said.at(-1)?.[0] ?? 0;
  return {
    progress,
    moment,
    read: (second = last) => progress.read(moment(second), 20_000),
    quiet: (second: number) => progress.quietMs(moment(second)),
  };
}

const mb = 1_000_000;

describe('bytes', () => {
  it('of all layers named so far are added up', () => {
    const { read } = told([0, layer('a', 10, 10)], [1, layer('b', 5, 90)]);
    expect(read()).toMatchObject({
      doneBytes: 15,
      totalBytes: 100,
      layersDone: 1,
      layersTotal: 2,
      step: 'pulling',
    });
  });

  it('that fall back a little stay as they were shown, and count as movement', () => {
    const { read, quiet } = told([0, layer('a', 500, 1000)], [30, layer('a', 450, 1000)]);
    expect(read()).toMatchObject({ doneBytes: 500 });
    expect(quiet(31)).toBe(1000);
  });

  it('that are lost in earnest are shown as lost', () => {
    const { read } = told([0, layer('a', 900, 1000)], [1, layer('a', 0, 1000)]);
    expect(read()).toMatchObject({ doneBytes: 0 });
  });

  it('without a size have no whole', () => {
    const { read } = told([0, layer('a', 10, 10)], [1, layer('b', 500)]);
    expect(read()).toMatchObject({ doneBytes: 510, layersDone: 1, layersTotal: 2 });
    expect(read()).not.toHaveProperty('totalBytes');
    expect(fractionOf(read())).toBeUndefined();
  });

  it('beyond the size, negative or no number do not get through', () => {
    const { read } = told(
      [0, layer('a', 0, 100)],
      [1, layer('a', 200, 100)],
      [2, layer('b', Number.NaN, -5)],
      [3, layer('b', -7, Number.POSITIVE_INFINITY)],
    );
    expect(read()).toMatchObject({ doneBytes: 100 });
  });

  it('of layers that were there already are no speed, however often they are named', () => {
    const there = layer('a', 4000 * mb, 4000 * mb);
    const { read } = told([0, there], [0.1, there], [0.2, there], [1, layer('b', 0, 10 * mb)]);
    expect(read()).not.toHaveProperty('bytesPerSecond');
  });

  it('of a layer replaced by another one do not keep the job from its end', () => {
    const { read } = told(
      [0, layer('a', 300, 1000)],
      [1, layer('b', 1000, 1000)],
      [2, 'verifying sha256 digest'],
    );
    expect(read()).toMatchObject({ doneBytes: 2000, totalBytes: 2000, layersDone: 2 });
  });
});

describe('speed and time left', () => {
  it('are those of the last seconds', () => {
    const { read } = told(
      [0, layer('a', 0, 1000 * mb)],
      [1, layer('a', 100 * mb, 1000 * mb)],
      [7, layer('a', 110 * mb, 1000 * mb)],
      [8, layer('a', 120 * mb, 1000 * mb)],
    );
    expect(read().bytesPerSecond).toBe(4 * mb);
    expect(leftMs(read())).toBe(220_000);
  });

  it('are gone when nothing moves', () => {
    const { read } = told([0, layer('a', 0, 1000)], [1, layer('a', 500, 1000)]);
    expect(read(10).bytesPerSecond).toBe(0);
    expect(leftMs(read(10))).toBeUndefined();
  });
});

describe('a stall', () => {
  it('is told once nothing has moved for long, and since when', () => {
    const { read } = told([0, layer('a', 0, 1000)], [5, layer('a', 500, 1000)]);
    expect(read(24)).not.toHaveProperty('stalledSince');
    expect(read(26)).toMatchObject({ stalledSince: 1_005_000 });
  });

  it('the same bytes said again are no movement', () => {
    const { quiet } = told([0, layer('a', 5, 10)], [9, layer('a', 5, 10)], [30, layer('a', 5, 10)]);
    expect(quiet(30)).toBe(30_000);
  });

  it.each(['verifying sha256 digest', 'writing manifest', 'converting model', 'parsing GGUF'])(
    'is never seen in %j',
    (status) => {
      const { quiet } = told([0, layer('a', 5, 10)], [1, status]);
      expect(quiet(5000)).toBe(0);
    },
  );
});

it.each([
  ['pulling manifest', 'manifest'],
  ['pulling 3f1c9a7be210', 'pulling'],
  ['pulling model', 'pulling'],
  ['pushing 3f1c9a7be210', 'pushing'],
  ['pushing manifest', 'writing'],
  ['verifying sha256 digest', 'verifying'],
  ['quantizing F16 model to Q4_K_M', 'quantizing'],
  ['using existing layer sha256:ab', 'layers'],
  ['something new', 'something new'],
])('the server’s %j is our %j', (status, step) => {
  expect(stepFromStatus(status)).toBe(step);
});

it('layers without end are not kept count of', () => {
  const { read, progress, moment } = told([0, layer('a', 1, 10)]);
  for (let at = 0; at < 3000; at += 1) progress.take(layer(`more ${at}`, 1, 10), moment(1));
  expect(read(1)).toMatchObject({ layersTotal: 1000 });
});
