/** Where a key will be kept, and how the kept ones stand. Pure. */
import type { ConnectionView } from '../../domain/connection.ts';
import type { KeyView, VaultView } from '../../domain/vault.ts';

/** `no-vault`: it could be sealed, had a vault been made. `absent`: never at this origin. `chosen`: the person wants it so. */
export type KeyPlace = 'sealed' | 'locked' | 'no-vault' | 'absent' | 'chosen';

export function keyPlace(
  vault: VaultView | undefined,
  keysInMemory: boolean,
): KeyPlace | undefined {
  if (vault === undefined) return undefined;
  if (vault.state === 'absent') return 'absent';
  if (keysInMemory) return 'chosen';
  return { none: 'no-vault', locked: 'locked', unlocked: 'sealed' }[vault.state] as KeyPlace;
}

const dayMs = 86_400_000;

export type KeyMark = 'none' | 'wanted' | 'locked' | 'sealed' | 'memory';

/** What a row says of the key; `none` where none is kept and none was asked for. */
export function keyMark(of: ConnectionView): KeyMark {
  if (of.keyState !== 'none') return of.keyState;
  return of.needsKey ? 'wanted' : 'none';
}

export type KeyAge = 'expired' | 'soon' | 'old' | 'fine';

/** `old` after so many days; 0 never. A key that runs out within a week is told in time. */
export function keyAge(key: KeyView, ageDays: number, nowAt: number): KeyAge {
  if (key.expiresAt !== undefined && key.expiresAt <= nowAt) return 'expired';
  if (key.expiresAt !== undefined && key.expiresAt - nowAt < 7 * dayMs) return 'soon';
  return ageDays > 0 && nowAt - key.addedAt > ageDays * dayMs ? 'old' : 'fine';
}
