/**
 * Signing in at a vendor that makes a key for this page (PKCE, RFC 7636): what is remembered while the browser is away,
 * and what it brings back. The verifier stays in this tab and is used once.
 */
import { base64FromBytes } from '../lib/base64.ts';
import { newUnguessableId } from '../lib/ids.ts';
import { sha256 } from '../lib/sha256.ts';

export type SignInTicket = {
  readonly preset: string;
  readonly verifier: string;
};

const ticketKey = 'llantern.sign-in';
const authorizeUrl = 'https://openrouter.ai/auth';

/** Vendors return only to secure addresses and to localhost. */
export function canSignIn(page: { readonly protocol: string; readonly hostname: string }): boolean {
  const isHere = page.hostname === 'localhost' || page.hostname === '127.0.0.1';
  return page.protocol === 'https:' || (page.protocol === 'http:' && isHere);
}

/** Remembers a fresh verifier and gives the address to leave for. Throws where this tab may store nothing. */
export function beginSignIn(preset: string, returnTo: string): string {
  const ticket: SignInTicket = {
    preset,
    verifier: `${newUnguessableId()}${newUnguessableId()}`,
  };
  sessionStorage.setItem(ticketKey, JSON.stringify(ticket));
  const url = new URL(authorizeUrl);
  url.searchParams.set('callback_url', returnTo);
  url.searchParams.set('code_challenge', challengeOf(ticket.verifier));
  url.searchParams.set('code_challenge_method', 'S256');
  return url.href;
}

/** The ticket, which is gone with this. `undefined` where no sign-in of this tab is under way. */
export function takeTicket(): SignInTicket | undefined {
  try {
    const text = sessionStorage.getItem(ticketKey);
    sessionStorage.removeItem(ticketKey);
    return text === null ? undefined : readTicket(JSON.parse(text));
  } catch {
    return undefined; // storage is forbidden, or somebody else wrote there: no sign-in of ours
  }
}

/** Base64url of SHA-256, without padding. */
export function challengeOf(verifier: string): string {
  return base64FromBytes(sha256(new TextEncoder().encode(verifier)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

function readTicket(stored: unknown): SignInTicket | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { preset, verifier } = stored as Partial<Record<keyof SignInTicket, unknown>>;
  return typeof preset === 'string' && typeof verifier === 'string'
    ? { preset, verifier }
    : undefined;
}
