/** Where to look for servers, what is said about an address while it is typed, and which answer matters most. Pure. */
import { type Address, parseAddress, usualPorts, zoneOf } from '../../domain/address.ts';
import { type Fault, type FaultKind, faultFrom } from '../../domain/fault.ts';
import type { ConnectionsState } from '../../state/connections.ts';

export type FoundServer = Awaited<ReturnType<ConnectionsState['probe']>>;

/** What is known of the page for all of this; read once from `location`. */
export type PagePlace = {
  readonly origin: string;
  readonly isSecure: boolean;
};

/** This device at the usual ports, and the page's own origin first where it has one. */
export function nearbyAddresses(page: PagePlace): readonly string[] {
  const local = usualPorts.map((port) => `http://localhost:${port}`);
  if (!isWebOrigin(page.origin)) return local;
  const own = page.origin.replace('//127.0.0.1:', '//localhost:');
  return [page.origin, ...local.filter((each) => each !== own)];
}

export function isWebOrigin(origin: string): boolean {
  return /^https?:\/\//.test(origin);
}

export type TypedAddress =
  | { readonly ok: true; readonly address: Address }
  | { readonly ok: false; readonly fault: Fault };

export function readAddress(text: string): TypedAddress {
  try {
    return { ok: true, address: parseAddress(text) };
  } catch (error) {
    return { ok: false, fault: faultFrom(error) };
  }
}

/** One address where it was named in full; else the usual ports of that host, then the address as it stands. */
export function addressesToTry(address: Address): readonly string[] {
  if (address.exact) return [address.baseUrl];
  const url = new URL(address.baseUrl);
  const withPort = usualPorts.map((port) => {
    url.port = String(port);
    return url.href.replace(/\/$/, '');
  });
  return [...withPort, address.baseUrl];
}

/** Whether the browser will ask before it lets a page of this origin call that address (Chromium does). */
export function asksPermission(page: PagePlace, baseUrl: string): boolean {
  if (!isWebOrigin(page.origin)) return false;
  const rank = { device: 0, network: 1, outside: 2 } as const;
  return rank[zoneOf(page.origin)] > rank[zoneOf(baseUrl)];
}

/** Faults that say that something is there or in the way, most telling first; the others mean that nothing was found. */
const telling: readonly FaultKind[] = [
  'loading',
  'cors-refused',
  'local-network-denied',
  'mixed-content',
  'insecure-origin',
  'offline',
];

export function isTelling(fault: Fault): boolean {
  return telling.includes(fault.kind);
}

/** Orders faults by how much they tell; smaller tells more. */
export function tellingRank(fault: Fault): number {
  const at = telling.indexOf(fault.kind);
  if (at >= 0) return at;
  return fault.kind === 'unreachable' || fault.kind === 'not-listening' ? 100 : 50;
}

/** `localhost:11434`, or the host alone where the port goes without saying. */
export function hostOf(baseUrl: string): string {
  return new URL(baseUrl).host;
}

/** The same server under the same address: loopback names are one, a trailing slash is none. */
export function isSameAddress(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

function plain(baseUrl: string): string {
  return baseUrl.replace(/\/(v1\/?)?$/, '').replace('//127.0.0.1', '//localhost');
}
