// Readings become lines: what they show, and what they do where there is nothing to show.
import { describe, expect, test } from 'vitest';
import type { MetricPoint } from '../../../../src/domain/server-panel.ts';
import { lineThrough, seriesOf } from '../../../../src/screens/models/panel/metric-series.ts';

const point = (at: number, change: Partial<MetricPoint> = {}): MetricPoint => ({
  at,
  working: 0,
  waiting: 0,
  ...change,
});
const named = (points: readonly MetricPoint[], name: string) =>
  seriesOf(points).find((series) => series.name === name);

describe('a series', () => {
  test('of speeds lies at zero where nothing was written', () => {
    const points = [point(0, { speed: 40 }), point(1), point(2, { speed: 20 })];
    expect(named(points, 'speed')).toMatchObject({ now: 20, most: 40 });
    expect(named(points, 'speed')?.values.map(({ value }) => value)).toEqual([40, 0, 20]);
  });

  test('of what slots hold stays where it was while nobody asked them', () => {
    const points = [point(0, { heldTokens: 90 }), point(1), point(2, { heldTokens: 0 })];
    expect(named(points, 'held')?.values.map(({ value }) => value)).toEqual([90, 90, 0]);
  });

  test('of requests counts those that wait too', () => {
    expect(named([point(0, { working: 2, waiting: 3 })], 'requests')?.now).toBe(5);
  });

  test('is of the cache where the server tells that', () => {
    const points = [point(0, { cacheFraction: 0.25 })];
    expect(seriesOf(points).map(({ name }) => name)).toEqual([
      'speed',
      'promptSpeed',
      'requests',
      'cache',
    ]);
  });

  test('of no reading at all is empty', () => {
    expect(named([], 'speed')).toEqual({ name: 'speed', values: [], now: 0, most: 0 });
  });
});

describe('a line', () => {
  test('goes from edge to edge, by time and up to the highest value', () => {
    const values = [
      { at: 100, value: 0 },
      { at: 125, value: 10 },
      { at: 200, value: 5 },
    ];
    expect(lineThrough(values, 160, 36)).toEqual({
      stroke: 'M0 36L40 0L160 18',
      area: 'M0 36L40 0L160 18L160 36L0 36Z',
    });
  });

  test('of nothing but zeros lies at the bottom', () => {
    const values = [0, 1].map((at) => ({ at, value: 0 }));
    expect(lineThrough(values, 160, 36)?.stroke).toBe('M0 36L160 36');
  });

  test('needs two instants', () => {
    expect(lineThrough([], 160, 36)).toBeUndefined();
    expect(lineThrough([{ at: 1, value: 3 }], 160, 36)).toBeUndefined();
    expect(
      lineThrough(
        [
          { at: 1, value: 3 },
          { at: 1, value: 4 },
        ],
        160,
        36,
      ),
    ).toBeUndefined();
  });
});
