/** First contact with a server, made by the page on a click: only a page can raise the local-network prompt. */
import { FaultError } from '../domain/fault.ts';
import { type Detected, detectServer } from './detect.ts';
import { type Browser, diagnose } from './diagnose.ts';
import { ownFetch } from './http.ts';

/** What answers at this address. Rejects with a fault that is told apart as far as a page can. */
export async function probe(baseUrl: string, signal: AbortSignal): Promise<Detected> {
  try {
    return await detectServer(baseUrl, ownFetch, signal);
  } catch (error) {
    if (!(error instanceof FaultError) || error.fault.kind !== 'unreachable') throw error;
    const fault = await diagnose({
      baseUrl,
      page: {
        origin: location.origin,
        protocol: location.protocol,
        isSecureContext: globalThis.isSecureContext,
        online: navigator.onLine,
        browser: browserFrom(navigator.userAgent),
      },
      queryPermission,
      fetcher: ownFetch,
      signal,
    });
    throw new FaultError(fault, { cause: error });
  }
}

/** By engine. On iOS every browser is Safari inside and says so by its platform, not by its name. */
export function browserFrom(userAgent: string): Browser {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'safari';
  if (/Firefox\//.test(userAgent)) return 'firefox';
  if (/Chrom(e|ium)\//.test(userAgent)) return 'chromium';
  return /Safari\//.test(userAgent) ? 'safari' : 'other';
}

async function queryPermission(name: string): Promise<PermissionState | undefined> {
  try {
    // TypeScript does not list these names yet, and a browser that does not know one throws.
    const { state } = await navigator.permissions.query({ name: name as PermissionName });
    return state;
  } catch {
    return undefined;
  }
}
