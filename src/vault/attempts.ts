/** The wait after wrong attempts, kept in the vault's row so that no reload shortens it. Run inside transactions. */
import { FaultError } from '../domain/fault.ts';
import { readVaultRow } from './locks.ts';
import type { RowsInside } from './rows.ts';

const freeMisses = 2;
const firstWaitMs = 30_000;
const longestWaitMs = 5 * 60_000;

/** After so many misses in a row. */
function waitAfterMs(misses: number): number {
  if (misses <= freeMisses) return 0;
  return Math.min(longestWaitMs, firstWaitMs * 2 ** (misses - freeMisses - 1));
}

/**
 * Counts one attempt as a miss; what it was before comes back. Throws `vault-refused` while one must be waited for. A
 * wait longer than any of ours comes from a clock that was set back, and does not hold.
 */
export async function charge(
  inside: RowsInside,
  at: number,
): Promise<{ before: number; waitUntil?: number }> {
  const row = readVaultRow(await inside.vault());
  const { misses, waitUntil = 0 } = row;
  if (waitUntil > at && waitUntil - at <= longestWaitMs)
    throw new FaultError({ kind: 'vault-refused', waitUntil });
  const waitMs = waitAfterMs(misses + 1);
  const until = waitMs === 0 ? undefined : at + waitMs;
  await inside.putVault({ ...row, misses: misses + 1, waitUntil: until });
  return { before: misses, ...(until === undefined ? {} : { waitUntil: until }) };
}

/** The attempt was right, or was none: so many misses stand. */
export async function settle(inside: RowsInside, misses: number): Promise<void> {
  const row = readVaultRow(await inside.vault());
  await inside.putVault({ ...row, misses, waitUntil: undefined });
}
