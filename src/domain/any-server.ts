/**
 * A session may name a model rather than a server: then the engine finds who answers. Apart from `model.ts`, so that
 * the page can start without the schemas.
 */
import type { ModelRef } from './model.ts';

/** Stands where a connection's id would. */
export const anyServer = '*';

export function isAnyServer(ref: ModelRef | undefined): boolean {
  return ref?.connectionId === anyServer;
}
