/**
 * An attempt to reach a server as a ladder of steps: all below the broken one have held, all above were not reached.
 * Derived from the diagnosed fault alone, so nothing is claimed that was not seen. Pure.
 */
import { type Zone, zoneOf } from '../../domain/address.ts';
import type { Fault, FaultKind } from '../../domain/fault.ts';
import { asksPermission, type FoundServer, isWebOrigin, type PagePlace } from './look-for.ts';

export const rungIds = ['page', 'address', 'permission', 'answer', 'access', 'models'] as const;
export type RungId = (typeof rungIds)[number];

/** `note` holds with a remark; `waiting` was not reached; `busy` is being tried. */
export type RungState = 'good' | 'note' | 'bad' | 'waiting' | 'busy';

export type Permission = 'granted' | 'prompt' | 'denied' | 'unknown';

/** `tookMs` is 0 where it was not measured here. */
export type Outcome =
  | { readonly state: 'asking' }
  | { readonly state: 'found'; readonly server: FoundServer; readonly tookMs: number }
  | { readonly state: 'failed'; readonly fault: Fault; readonly tookMs: number };

export type LadderFacts = {
  readonly page: PagePlace;
  readonly baseUrl: string;
  readonly permission: Permission;
  readonly outcome: Outcome;
};

export type Rung = { readonly id: RungId; readonly state: RungState };

/** The step a fault belongs to. What is not named broke at the last one: the server answered, but not as it should. */
const rungOfFault: Partial<Record<FaultKind, RungId>> = {
  'invalid-address': 'address',
  'insecure-origin': 'page',
  'mixed-content': 'permission',
  'local-network-denied': 'permission',
  offline: 'answer',
  unreachable: 'answer',
  'not-listening': 'answer',
  'no-answer': 'answer',
  truncated: 'answer',
  'cors-refused': 'access',
};

function rungOf(fault: Fault): RungId {
  return rungOfFault[fault.kind] ?? 'models';
}

export function readLadder(facts: LadderFacts): readonly Rung[] {
  const { outcome } = facts;
  if (outcome.state === 'found') {
    return rungIds.map((id) => ({ id, state: id === 'models' ? 'good' : held(id, facts) }));
  }
  const stop: RungId = outcome.state === 'asking' ? firstUnseen(facts) : rungOf(outcome.fault);
  const at = rungIds.indexOf(stop);
  return rungIds.map((id, index): Rung => {
    if (index < at) return { id, state: held(id, facts) };
    if (index > at) return { id, state: 'waiting' };
    return { id, state: outcome.state === 'asking' ? 'busy' : 'bad' };
  });
}

export function isSecurePage(page: PagePlace): boolean {
  return page.isSecure || !isWebOrigin(page.origin);
}

export function zoneOfFacts(facts: LadderFacts): Zone {
  return zoneOf(facts.baseUrl);
}

/** What stands beside the permission step. */
export function permissionMark(facts: LadderFacts): Permission | 'not-needed' {
  return asksPermission(facts.page, facts.baseUrl) ? facts.permission : 'not-needed';
}

/** A step that was passed. A plain http page passes with a remark; so does a permission that nobody told us about. */
function held(id: RungId, facts: LadderFacts): RungState {
  if (id === 'page') return isSecurePage(facts.page) ? 'good' : 'note';
  if (id !== 'permission') return 'good';
  const mark = permissionMark(facts);
  const isUnsaid = mark === 'unknown' || mark === 'prompt';
  return isUnsaid && facts.outcome.state === 'failed' && !wasReached(facts.outcome.fault)
    ? 'note'
    : 'good';
}

/** Something did answer, so the browser must have let the request through. */
function wasReached(fault: Fault): boolean {
  const rung = rungOf(fault);
  return rung === 'access' || rung === 'models' || fault.kind === 'not-listening';
}

function firstUnseen(facts: LadderFacts): RungId {
  return permissionMark(facts) === 'prompt' ? 'permission' : 'answer';
}
