/** What a person typed as an address, understood: host, host:port or URL become one clean base URL, or a fault that says why not. */
import { FaultError } from './fault.ts';

export type Address = {
  /** Scheme, host, port and path, without a trailing slash. */
  baseUrl: string;
  /** The person named the port or gave a full URL, so no other port is to be tried. */
  exact: boolean;
};

/** Ports to try, in this order, when only a host was typed. */
export const usualPorts = [11434, 8080, 9931, 1234, 8000] as const;

export function parseAddress(text: string): Address {
  const typed = text.trim();
  const refuse = (reason: 'empty' | 'scheme' | 'query' | 'credentials' | 'unreadable'): never => {
    throw new FaultError({
      kind: 'invalid-address',
      text: typed.slice(0, 200),
      reason,
    });
  };
  if (typed === '') return refuse('empty');
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed);
  if (hasScheme && !/^https?:\/\//i.test(typed)) return refuse('scheme');
  if (!hasScheme && /^(javascript|data|file|blob|mailto|ftp|about):/i.test(typed))
    return refuse('scheme');
  if (/\s/.test(typed)) return refuse('unreadable');
  let url: URL;
  try {
    url = new URL(hasScheme ? typed : `http://${bracketIpv6(typed)}`);
  } catch {
    return refuse('unreadable');
  }
  if (url.search !== '' || url.hash !== '' || /[?#]/.test(typed)) return refuse('query');
  if (url.username !== '' || url.password !== '') return refuse('credentials');
  if (url.hostname === '') return refuse('unreadable');
  if (url.hostname === '0.0.0.0' || url.hostname === '[::]') url.hostname = '127.0.0.1';
  const path = url.pathname.replace(/\/+$/, '');
  return {
    baseUrl: `${url.protocol}//${url.host}${path}`,
    // Read from the text: a URL drops the port that is its scheme's own, and whoever typed it meant it.
    exact: hasScheme || namesPort(bracketIpv6(typed)),
  };
}

/** Where an address leads, by its form alone: `device` is loopback, `network` is private, `.local` or a bare name, `outside` is the rest. */
export type Zone = 'device' | 'network' | 'outside';

export function zoneOf(baseUrl: string): Zone {
  if (baseUrl.startsWith('browser:')) return 'device';
  const host = new URL(baseUrl).hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (host === 'localhost' || host.endsWith('.localhost') || host === '::1') return 'device';
  // A name may begin like an address and still belong to anybody.
  if (/^\d+(\.\d+){3}$/.test(host)) {
    if (host.startsWith('127.')) return 'device';
    const isPrivate =
      /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/;
    return isPrivate.test(host) ? 'network' : 'outside';
  }
  if (/^(f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/.test(host)) return 'network';
  if (/\.(local|lan|home|internal|home\.arpa)$/.test(host)) return 'network';
  if (!host.includes('.') && !host.includes(':')) return 'network';
  return 'outside';
}

function namesPort(hostAndPath: string): boolean {
  return /^(?:\[[^\]]*\]|[^:/]*):\d+(?:\/|$)/.test(hostAndPath);
}

function bracketIpv6(text: string): string {
  return /^[0-9a-f:]+$/i.test(text) && text.split(':').length > 2 ? `[${text}]` : text;
}
