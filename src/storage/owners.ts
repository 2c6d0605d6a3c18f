/**
 * Who works on what, where there are no Web Locks: a row per thing owned, kept warm by its owner. A row that has gone
 * cold has no owner. `beatAt` is the wall clock, which engines of one machine share.
 */
import * as z from 'zod/mini';
import type { Checked } from './checked.ts';
import type { Rows } from './rows.ts';

const ownerRow = z.object({ id: z.string(), holder: z.string(), beatAt: z.number() });

export type Owners = {
  /** True where `holder` owns it now: it was free, cold for longer than `coldAfterMs`, or its own already. */
  readonly claim: (id: string, holder: string, at: number, coldAfterMs: number) => Promise<boolean>;
  /** Keeps what `holder` owns warm. */
  readonly beat: (ids: readonly string[], holder: string, at: number) => Promise<void>;
  readonly release: (id: string, holder: string) => Promise<void>;
  readonly isOwned: (id: string, at: number, coldAfterMs: number) => Promise<boolean>;
};

export function createOwners(rows: Rows, checked: Checked): Owners {
  const get = async (from: Rows, id: string) =>
    checked.one('owners', ownerRow, await from.get('owners', id));
  return {
    claim: (id, holder, at, coldAfterMs) =>
      rows.transaction(['owners'], async (inside) => {
        const owner = await get(inside, id);
        const free =
          owner === undefined || owner.holder === holder || at - owner.beatAt > coldAfterMs;
        if (free) await inside.put('owners', { id, holder, beatAt: at });
        return free;
      }),
    beat: (ids, holder, at) =>
      rows.transaction(['owners'], async (inside) => {
        for (const id of ids) {
          if ((await get(inside, id))?.holder === holder) {
            await inside.put('owners', { id, holder, beatAt: at });
          }
        }
      }),
    release: (id, holder) =>
      rows.transaction(['owners'], async (inside) => {
        if ((await get(inside, id))?.holder === holder) await inside.remove('owners', id);
      }),
    isOwned: async (id, at, coldAfterMs) => {
      const owner = await get(rows, id);
      return owner !== undefined && at - owner.beatAt <= coldAfterMs;
    },
  };
}
