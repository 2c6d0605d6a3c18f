/** What the browser says about this page's way into the local network. It never asks the person: only a request does. */
import { zoneOf } from '../../domain/address.ts';
import type { Permission } from './ladder.ts';

/** Newer Chromium tells loopback and network apart; older ones have one name for both; others have none. */
const namesByZone = {
  device: ['loopback-network', 'local-network-access'],
  network: ['local-network', 'local-network-access'],
  outside: [],
} as const;

export async function readPermission(baseUrl: string): Promise<Permission> {
  for (const name of namesByZone[zoneOf(baseUrl)]) {
    const state = await ask(name);
    if (state !== undefined) return state;
  }
  return 'unknown';
}

async function ask(name: string): Promise<Permission | undefined> {
  try {
    // TypeScript's list of names is shorter than the browsers'.
    return (await navigator.permissions.query({ name: name as PermissionName })).state;
  } catch {
    return undefined; // this browser does not know the name
  }
}
