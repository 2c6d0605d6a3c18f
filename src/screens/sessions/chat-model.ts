/** Which model answers in a session, and what stands in the way of sending. Pure. */
import type { ConnectionView } from '../../domain/connection.ts';
import type { CatalogueView, Model, ModelRef } from '../../domain/model.ts';
import { hasAbility } from '../../domain/model-ability.ts';

/** The first wish whose connection still exists; else the first model of the first connection that is on. */
export function chosenModel(
  wishes: readonly (ModelRef | undefined)[],
  connections: readonly ConnectionView[],
  catalogues: readonly CatalogueView[],
): ModelRef | undefined {
  for (const wish of wishes) {
    if (wish && connections.some((each) => each.id === wish.connectionId)) return wish;
  }
  for (const connection of connections) {
    if (!connection.enabled) continue;
    const models = catalogues.find((each) => each.connectionId === connection.id)?.models ?? [];
    const first = models.find((each) => canChat(each));
    if (first) return { connectionId: connection.id, name: first.name };
  }
  return undefined;
}

/** Models that only embed are no partners for a conversation; a server that says nothing gets the benefit of the doubt. */
export function canChat(model: Model): boolean {
  return model.abilities === undefined || model.abilities.length === 0
    ? true
    : model.abilities.includes('completion') || !model.abilities.includes('embedding');
}

export type Obstacle =
  | { kind: 'no-connection' }
  | { kind: 'no-model' }
  | { kind: 'connection-off'; name: string }
  | { kind: 'connection-down'; id: string; name: string };

/** Why a message sent now would get no answer; the last kind is only a hint. */
export function obstacleFor(
  chosen: ModelRef | undefined,
  connections: readonly ConnectionView[],
): Obstacle | undefined {
  if (connections.length === 0) return { kind: 'no-connection' };
  if (!chosen) return { kind: 'no-model' };
  const connection = connections.find((each) => each.id === chosen.connectionId);
  if (!connection) return { kind: 'no-model' };
  if (!connection.enabled) return { kind: 'connection-off', name: connection.name };
  if (connection.health.status === 'down') {
    return { kind: 'connection-down', id: connection.id, name: connection.name };
  }
  return undefined;
}

/** False only where the server says that the model does not see. */
export function mayTakeImages(model: Model | undefined): boolean {
  return model?.abilities === undefined || hasAbility(model, 'vision') === true;
}
