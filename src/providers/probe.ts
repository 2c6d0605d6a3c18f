/** First contact with a server, made by the page on a click: only a page can raise the local-network prompt. */
import { type Browser, browserFrom } from '../domain/browser.ts';
import type { ProviderKind } from '../domain/connection.ts';
import type { RungFinding, SurveyTarget } from '../domain/doctor.ts';
import { FaultError } from '../domain/fault.ts';
import { type Detected, detectServer } from './detect.ts';
import { diagnose, type PageFacts, survey } from './diagnose.ts';
import { ownFetch } from './http.ts';

/** What answers at this address. Rejects with a fault that is told apart as far as a page can. */
export async function probe(baseUrl: string, signal: AbortSignal): Promise<Detected> {
  try {
    return await detectServer(baseUrl, ownFetch, signal);
  } catch (error) {
    if (!(error instanceof FaultError) || error.fault.kind !== 'unreachable') throw error;
    const fault = await diagnose({
      baseUrl,
      page: pageFacts(),
      queryPermission,
      fetcher: ownFetch,
      signal,
    });
    throw new FaultError(fault, { cause: error });
  }
}

/** The doctor's rungs that a page examines, told one by one; resolves after the last, which is bad where it stopped. */
export async function surveyFromPage(
  target: SurveyTarget,
  onFinding: (finding: RungFinding) => void,
  signal: AbortSignal,
): Promise<void> {
  const { baseUrl, kind, mayHideKey, mayPrompt } = target;
  const findings = survey({
    baseUrl,
    readPath: readPath(kind, baseUrl),
    mayHideKey,
    mayPrompt,
    page: pageFacts(),
    queryPermission,
    fetcher: ownFetch,
    signal,
  });
  for await (const finding of findings) onFinding(finding);
}

/** A place where a server of this kind answers anybody, or at least says no in its own words. */
export function readPath(kind: ProviderKind, baseUrl: string): string {
  if (kind === 'ollama') return '/api/version';
  if (kind === 'llama-server') return '/health';
  if (kind === 'plain') return '/';
  return new URL(baseUrl).pathname === '/' ? '/v1/models' : '/models';
}

function pageFacts(): PageFacts {
  return {
    origin: location.origin,
    protocol: location.protocol,
    isSecureContext: globalThis.isSecureContext,
    online: navigator.onLine,
    browser: ownBrowser(),
  };
}

function ownBrowser(): Browser {
  const { userAgent } = navigator;
  // Chromium only, and not in TypeScript's library yet.
  const { userAgentData } = navigator as { userAgentData?: { brands: { brand: string }[] } };
  const brands = userAgentData?.brands.map(({ brand }) => brand) ?? [];
  return browserFrom({ userAgent, brands });
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
