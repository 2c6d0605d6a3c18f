/** How far a session may go. Apart from `address.ts`, so that the page can start without reading addresses. */
import type { Zone } from './address.ts';

const zoneReach: Record<Zone, number> = { device: 0, network: 1, outside: 2 };

/** Whether a session fenced to `fence` may use a server in `zone`. */
export function isInside(zone: Zone, fence: Zone): boolean {
  return zoneReach[zone] <= zoneReach[fence];
}
