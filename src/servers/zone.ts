/** Where a connection leads: as the person chose, else by the form of its address. */
import { type Zone, zoneOf } from '../domain/address.ts';
import type { Connection } from '../domain/connection.ts';

export function liesIn({ zone, baseUrl }: Pick<Connection, 'zone' | 'baseUrl'>): Zone {
  return zone ?? zoneOf(baseUrl);
}
