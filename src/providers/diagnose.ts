/**
 * Why a server cannot be reached, as far as a page can tell: a browser gives every cause the same bare error. Runs in
 * the page, without a key; all that it knows of the world comes in, so each rung is tested by itself.
 */
import { type Zone, zoneOf } from '../domain/address.ts';
import type { Fault } from '../domain/fault.ts';
import { monotonicMs } from '../lib/timing.ts';
import { addressSpaceOf, probeOpaque } from './http.ts';

export type Browser = 'chromium' | 'firefox' | 'safari' | 'other';

export type PageFacts = {
  origin: string;
  protocol: string;
  isSecureContext: boolean;
  online: boolean;
  browser: Browser;
};

export type DiagnoseInput = {
  baseUrl: string;
  page: PageFacts;
  /** Undefined where the browser does not know the permission's name. */
  queryPermission: (name: string) => Promise<PermissionState | undefined>;
  fetcher: typeof fetch;
  signal: AbortSignal;
};

/** A refused connection fails sooner than this (on Windows it takes two seconds); a prompt that is dismissed does not. */
const promptMs = 2_500;

export async function diagnose(input: DiagnoseInput): Promise<Fault> {
  const { baseUrl: url, page, fetcher, signal } = input;
  const zone = zoneOf(url);
  if (!page.online && zone === 'outside') return { kind: 'offline' };
  if (isMixedContent(url, zone, page)) return { kind: 'mixed-content', url };
  // A page from a file has no origin to speak of.
  const pageZone = page.origin === 'null' ? 'device' : zoneOf(page.origin);
  // By its form: only a page from outside is asked for permission; one from this machine is exempt.
  const isGated = pageZone === 'outside' && zone !== 'outside';
  if (isGated && page.browser === 'chromium' && !page.isSecureContext) {
    return { kind: 'insecure-origin', url };
  }
  if (isGated && (await permissionFor(zone, input)) === 'denied') {
    return { kind: 'local-network-denied', url };
  }
  // Nothing stands between a page and its own origin: it is not there, and only our service worker may still answer.
  if (new URL(url).origin === page.origin) return { kind: 'not-listening', url };
  const startedMs = monotonicMs();
  if (await probeOpaque(url, fetcher, signal)) {
    return { kind: 'cors-refused', url, pageOrigin: page.origin };
  }
  if (zone !== 'outside') {
    const state = await permissionFor(zone, input);
    // A prompt that is dismissed leaves the state open, but took a person's time.
    const wasAsked = isGated && state === 'prompt' && monotonicMs() - startedMs > promptMs;
    if (state === 'denied' || wasAsked) return { kind: 'local-network-denied', url };
  }
  if (
    page.browser === 'chromium' &&
    !page.isSecureContext &&
    pageZone !== zone &&
    zone === 'device'
  ) {
    return { kind: 'insecure-origin', url };
  }
  // Names that lead outside fail for more reasons than a page can tell apart.
  if (zone === 'outside') return { kind: 'unreachable', url };
  const alternative = await findAlternative(url, fetcher, signal);
  return { kind: 'not-listening', url, ...(alternative === undefined ? {} : { alternative }) };
}

/** What each browser does with an http address on an https page. */
function isMixedContent(url: string, zone: Zone, page: PageFacts): boolean {
  if (page.protocol !== 'https:' || !url.startsWith('http:')) return false;
  switch (page.browser) {
    case 'safari':
      return true;
    case 'firefox':
    case 'other':
      return zone !== 'device';
    case 'chromium':
      return zone === 'outside' || (zone === 'network' && !isOpenToChromium(url, page));
  }
}

/** Private addresses and `.local` names are let through to the permission; other names where we annotate them. */
function isOpenToChromium(url: string, { protocol }: PageFacts): boolean {
  const { hostname } = new URL(url);
  const isLiteral = /^[\d.]+$|^\[/.test(hostname) || hostname.endsWith('.local');
  return isLiteral || addressSpaceOf(url, protocol) === 'local';
}

/** The newer, narrower name first; browsers of one year know only the common one. */
async function permissionFor(
  zone: Zone,
  { queryPermission }: DiagnoseInput,
): Promise<PermissionState | undefined> {
  const narrow = zone === 'device' ? 'loopback-network' : 'local-network';
  return (await queryPermission(narrow)) ?? (await queryPermission('local-network-access'));
}

/** Some servers bind one address family only: `localhost` fails and `127.0.0.1` works, or the reverse. */
async function findAlternative(
  baseUrl: string,
  fetcher: typeof fetch,
  signal: AbortSignal,
): Promise<string | undefined> {
  const url = new URL(baseUrl);
  const other = { localhost: '127.0.0.1', '127.0.0.1': 'localhost', '[::1]': '127.0.0.1' }[
    url.hostname
  ];
  if (other === undefined) return undefined;
  url.hostname = other;
  const alternative = url.href.replace(/\/+$/, '');
  return (await probeOpaque(alternative, fetcher, signal)) ? alternative : undefined;
}
