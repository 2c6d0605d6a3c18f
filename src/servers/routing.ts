/**
 * Who answers a session that names a model and no server: first where the model is loaded, then where our own replies
 * came fastest, then in the person's order. Servers that are known not to be in order are tried last.
 */
import type { Zone } from '../domain/address.ts';
import type { Connection, Health } from '../domain/connection.ts';
import { isInside } from '../domain/fence.ts';
import type { Model } from '../domain/model.ts';
import type { UsageRow } from '../domain/usage.ts';
import { liesIn } from './zone.ts';

export type RoutingDeps = {
  /** In the person's order. */
  readonly connections: readonly Connection[];
  readonly modelsOf: (connection: Connection) => Promise<readonly Model[]>;
  readonly health: (connectionId: string) => Health;
  /** Newest first. */
  readonly newestUsage: (connectionId: string, count: number) => Promise<readonly UsageRow[]>;
};

/** Replies looked at for the speed of a model, and how many of them count. */
const lookedAt = 100;
const counted = 9;

/** The connections that may answer, best first; empty where there is none. */
export async function candidatesFor(
  model: string,
  fence: Zone,
  deps: RoutingDeps,
): Promise<Connection[]> {
  const ranked: { connection: Connection; rank: readonly number[] }[] = [];
  for (const connection of deps.connections) {
    if (!connection.enabled || !isInside(liesIn(connection), fence)) continue;
    const found = (await deps.modelsOf(connection)).find((each) => each.name === model);
    if (!found) continue;
    const isLoaded = found.loaded === true || found.state === 'loaded';
    const speed = medianSpeed(model, await deps.newestUsage(connection.id, lookedAt));
    const isTroubled = troubles.has(deps.health(connection.id).status);
    ranked.push({ connection, rank: [isTroubled ? 1 : 0, isLoaded ? 0 : 1, -speed] });
  }
  // Equal ranks keep the person's order.
  return ranked.sort((a, b) => compare(a.rank, b.rank)).map(({ connection }) => connection);
}

const troubles: ReadonlySet<Health['status']> = new Set([
  'down',
  'key-wanted',
  'locked',
  'loading',
]);

/** Tokens a second; 0 where nothing was measured yet. */
function medianSpeed(model: string, rows: readonly UsageRow[]): number {
  const speeds = rows
    .flatMap((row) =>
      row.model === model && row.tokensPerSecond !== undefined ? [row.tokensPerSecond] : [],
    )
    .slice(0, counted)
    .sort((a, b) => a - b);
  return speeds[Math.floor(speeds.length / 2)] ?? 0;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [at, value] of a.entries()) {
    const difference = value - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
