/** How far a session's messages may go. Enforced here, in the engine, before anything leaves. */
import type { Zone } from '../domain/address.ts';
import { isAnyServer } from '../domain/any-server.ts';
import { FaultError } from '../domain/fault.ts';
import { isInside } from '../domain/fence.ts';
import type { Session } from '../domain/session.ts';

/** One that names no server stays in the house, unless the person lets it out. */
export function fenceOf({ fence, model }: Pick<Session, 'fence' | 'model'>): Zone {
  return fence ?? (isAnyServer(model) ? 'network' : 'outside');
}

export function mustBeInside(at: { zone: Zone; connectionName: string }, fence: Zone): void {
  const { zone, connectionName: name } = at;
  if (!isInside(zone, fence)) throw new FaultError({ kind: 'outside-fence', fence, zone, name });
}
