/** From readings to the lines of the charts. Pure. */
import type { MetricPoint } from '../../../domain/server-panel.ts';

export type SeriesName = 'speed' | 'promptSpeed' | 'requests' | 'held' | 'cache';

/** A line over time; where nothing was measured it lies at zero. */
export type Series = {
  readonly name: SeriesName;
  readonly values: readonly { readonly at: number; readonly value: number }[];
  readonly now: number;
  readonly most: number;
};

const read: Readonly<Record<SeriesName, (point: MetricPoint) => number | undefined>> = {
  speed: ({ speed }) => speed,
  promptSpeed: ({ promptSpeed }) => promptSpeed,
  requests: ({ working, waiting }) => working + waiting,
  held: ({ heldTokens }) => heldTokens,
  cache: ({ cacheFraction }) => cacheFraction,
};

/** The use of the cache is charted where the server tells it, and what the slots hold elsewhere. */
export function seriesOf(points: readonly MetricPoint[]): readonly Series[] {
  const tellsCache = points.some(({ cacheFraction }) => cacheFraction !== undefined);
  const names: readonly SeriesName[] = [
    'speed',
    'promptSpeed',
    'requests',
    tellsCache ? 'cache' : 'held',
  ];
  return names.map((name) => {
    let last = 0;
    const values = points.map((point) => {
      const told = read[name](point);
      // What a slot holds stays there while nobody asks; a speed is of its own time only.
      const value = told ?? (name === 'held' ? last : 0);
      last = value;
      return { at: point.at, value };
    });
    return {
      name,
      values,
      now: values.at(-1)?.value ?? 0,
      most: Math.max(0, ...values.map(({ value }) => value)),
    };
  });
}

export type Line = { readonly stroke: string; readonly area: string };

/** A path through the values in a box of this size, and the area below it. Empty where there is no line yet. */
export function lineThrough(
  values: Series['values'],
  width: number,
  height: number,
): Line | undefined {
  const [first, last] = [values[0], values.at(-1)];
  if (!first || !last || last.at <= first.at) return undefined;
  const most = Math.max(...values.map(({ value }) => value));
  const points = values.map(({ at, value }) => {
    const x = ((at - first.at) / (last.at - first.at)) * width;
    const y = most > 0 ? height - (value / most) * height : height;
    return `${rounded(x)} ${rounded(y)}`;
  });
  const stroke = `M${points.join('L')}`;
  return { stroke, area: `${stroke}L${width} ${height}L0 ${height}Z` };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
