/** Files of the app itself. Apart from the requests to model servers, since one is asked for at every start. */
import { FaultError } from '../domain/fault.ts';

/**
 * A file beside the app, from its own host: its text, or `undefined` where there is none (also where the host answers
 * with a page instead). Throws where the host cannot be reached. The browser revalidates what it has.
 */
export async function readOwnFile(url: string, signal: AbortSignal): Promise<string | undefined> {
  const response = await fetch(url, {
    cache: 'no-cache',
    credentials: 'same-origin',
    redirect: 'error',
    signal,
  });
  // A host that is out of order, or wants to be signed in to, says nothing of the file: what was read last holds.
  if (response.status !== 404 && response.status !== 410 && !response.ok)
    throw new FaultError({ kind: 'unreachable', url });
  if (!response.ok) return undefined;
  const text = await response.text();
  return text.trimStart().startsWith('<') ? undefined : text;
}
