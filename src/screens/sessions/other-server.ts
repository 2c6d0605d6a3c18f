/** Another server that has the same model, for a reply that one of them could not give. Pure. */
import type { Zone } from '../../domain/address.ts';
import type { ConnectionView } from '../../domain/connection.ts';
import { isInside } from '../../domain/fence.ts';
import type { CatalogueView, ModelRef } from '../../domain/model.ts';

export type OtherServer = { readonly name: string; readonly ref: ModelRef };

/** The first in the person's order that is reachable and inside the fence, else the first inside the fence. */
export function otherServerFor(
  failed: ModelRef | undefined,
  setting: {
    readonly connections: readonly ConnectionView[];
    readonly catalogues: readonly CatalogueView[];
    readonly fence: Zone;
  },
): OtherServer | undefined {
  if (!failed) return undefined;
  const able = setting.connections.filter(
    (each) =>
      each.enabled &&
      each.id !== failed.connectionId &&
      isInside(each.liesIn, setting.fence) &&
      setting.catalogues
        .find((list) => list.connectionId === each.id)
        ?.models.some((model) => model.name === failed.name),
  );
  const found = able.find((each) => each.health.status === 'up') ?? able[0];
  return found && { name: found.name, ref: { connectionId: found.id, name: failed.name } };
}
