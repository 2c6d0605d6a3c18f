/** Apart from the limits themselves, which are loaded only where there are some. */
import type { Connection } from '../domain/connection.ts';

export function isLimited({ limits, modelLimits }: Connection, model: string): boolean {
  return [limits, modelLimits[model] ?? {}].some((each) =>
    Object.values(each).some((value) => value !== undefined),
  );
}
