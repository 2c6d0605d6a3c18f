/** The context a model would be loaded with where nobody says another, in tokens. Pure. */
import type { ConnectionView } from '../../../domain/connection.ts';
import { usualContext } from '../../../domain/fit-need.ts';

/** `trained`: the most it was trained for, where that is known. */
export function plannedContext(
  server: Pick<ConnectionView, 'kind' | 'memory'> | undefined,
  trained: number | undefined,
): number {
  // llama-server takes all that a model was trained for.
  if (server?.kind === 'llama-server' && trained !== undefined) return trained;
  return usualContext(server?.memory?.vramBytes, trained);
}
