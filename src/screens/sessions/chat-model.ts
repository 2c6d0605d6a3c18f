/** Which model answers in a session, where it lies, and what stands in the way of sending. Pure. */
import type { Zone } from '../../domain/address.ts';
import { anyServer, isAnyServer } from '../../domain/any-server.ts';
import type { ConnectionView } from '../../domain/connection.ts';
import { isInside } from '../../domain/fence.ts';
import type { CatalogueView, Model, ModelRef } from '../../domain/model.ts';
import { hasAbility } from '../../domain/model-ability.ts';

/** The first wish whose connection still exists; else the first model of the first connection that is on. */
export function chosenModel(
  wishes: readonly (ModelRef | null | undefined)[],
  connections: readonly ConnectionView[],
  catalogues: readonly CatalogueView[],
): ModelRef | undefined {
  for (const wish of wishes) {
    if (!wish) continue;
    if (isAnyServer(wish) && connections.length > 0) return wish;
    if (connections.some((each) => each.id === wish.connectionId)) return wish;
  }
  for (const connection of connections) {
    if (!connection.enabled) continue;
    const models = catalogues.find((each) => each.connectionId === connection.id)?.models ?? [];
    const first = models.find((each) => !each.isHidden && canChat(each));
    if (first) return { connectionId: connection.id, name: first.name };
  }
  return undefined;
}

/** Models that only embed or draw are no partners for a conversation; who says nothing gets the benefit of the doubt. */
export function canChat(model: Model): boolean {
  const kinds = model.categories ?? [];
  if (kinds.length > 0 && kinds.every((kind) => kind === 'embedding' || kind === 'image')) {
    return false;
  }
  return model.abilities === undefined || model.abilities.length === 0
    ? true
    : model.abilities.includes('completion') || !model.abilities.includes('embedding');
}

export type Obstacle =
  | { kind: 'no-connection' }
  | { kind: 'no-model' }
  | { kind: 'connection-off'; name: string }
  | { kind: 'outside-fence'; name: string; zone: Zone; fence: Zone }
  | { kind: 'no-server'; model: string }
  | { kind: 'connection-down'; id: string; name: string };

export type Setting = {
  readonly connections: readonly ConnectionView[];
  readonly catalogues: readonly CatalogueView[];
  readonly fence: Zone | undefined;
};

/** Why a message sent now would get no answer; the last kind is only a hint. */
export function obstacleFor(
  chosen: ModelRef | undefined,
  { connections, catalogues, fence }: Setting,
): Obstacle | undefined {
  if (connections.length === 0) return { kind: 'no-connection' };
  if (!chosen) return { kind: 'no-model' };
  if (isAnyServer(chosen)) {
    return serversOf(chosen.name, { connections, catalogues, fence }).length === 0
      ? { kind: 'no-server', model: chosen.name }
      : undefined;
  }
  const connection = connections.find((each) => each.id === chosen.connectionId);
  if (!connection) return { kind: 'no-model' };
  if (!connection.enabled) return { kind: 'connection-off', name: connection.name };
  if (fence !== undefined && !isInside(connection.liesIn, fence)) {
    return { kind: 'outside-fence', name: connection.name, zone: connection.liesIn, fence };
  }
  if (connection.health.status === 'down') {
    return { kind: 'connection-down', id: connection.id, name: connection.name };
  }
  return undefined;
}

/** The fence that holds: without one of its own, a session that names no server does not leave the house by itself. */
export function fenceFor(chosen: ModelRef | undefined, fence: Zone | undefined): Zone {
  return fence ?? (isAnyServer(chosen) ? 'network' : 'outside');
}

/** Who may answer for a model that any server may answer for, in the person's order. */
export function serversOf(
  name: string,
  { connections, catalogues, fence }: Setting,
): readonly ConnectionView[] {
  return connections.filter(
    (each) =>
      each.enabled &&
      isInside(each.liesIn, fenceFor({ connectionId: anyServer, name }, fence)) &&
      catalogues
        .find((list) => list.connectionId === each.id)
        ?.models.some((model) => model.name === name),
  );
}

/** The farthest a message may get; `undefined` where nobody would get it. */
export function reachOf(chosen: ModelRef | undefined, setting: Setting): Zone | undefined {
  const takers = isAnyServer(chosen)
    ? serversOf(chosen?.name ?? '', setting)
    : setting.connections.filter((each) => each.id === chosen?.connectionId);
  return takers
    .map((each) => each.liesIn)
    .reduce<Zone | undefined>(
      (far, zone) => (far === undefined || isInside(far, zone) ? zone : far),
      undefined,
    );
}

/** The engine would refuse it for certain; a server that is only down may be up again. */
export function isBarred(obstacle: Obstacle | undefined): boolean {
  return obstacle?.kind === 'outside-fence' || obstacle?.kind === 'no-server';
}

/** False only where the server says that the model does not see. */
export function mayTakeImages(model: Model | undefined): boolean {
  return model?.abilities === undefined || hasAbility(model, 'vision') === true;
}

/** True only where the model is known to read them. */
export function mayTakePdf(model: Model | undefined): boolean {
  return hasAbility(model, 'pdf') === true;
}
