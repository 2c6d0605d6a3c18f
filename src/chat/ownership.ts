/**
 * A turn in flight has one owner at a time. Where there are Web Locks the owner holds one by the reply's id, and it is
 * freed when the engine dies, however it dies. Where there are none, the owner beats a row, and a row that stopped
 * beating has no owner.
 */

import { newId } from '../lib/ids.ts';
import { delay, nowAt } from '../lib/timing.ts';

export type Ownership = {
  /** Takes a turn that is ours by birth. Returns the release. */
  readonly hold: (turnId: string) => Promise<() => void>;
  /** Takes a turn if nobody has it. */
  readonly tryHold: (turnId: string) => Promise<(() => void) | undefined>;
  /** Resolves with the release once its owner is gone; rejects with the signal's reason. */
  readonly waitToHold: (turnId: string, signal: AbortSignal) => Promise<() => void>;
};

/** What `ownershipByLocks` needs of `navigator.locks`. */
export type Locks = Pick<LockManager, 'request'>;

export function ownershipByLocks(locks: Locks, prefix: string): Ownership {
  function request(turnId: string, options: LockOptions): Promise<(() => void) | undefined> {
    return new Promise((resolve, reject) => {
      locks
        .request(`${prefix}${turnId}`, options, (lock) => {
          if (!lock) {
            resolve(undefined);
            return undefined;
          }
          return new Promise<void>((release) => resolve(release));
        })
        .catch(reject);
    });
  }
  const must = async (turnId: string, options: LockOptions) => {
    const release = await request(turnId, options);
    if (!release) throw new Error('a lock without ifAvailable is always granted');
    return release;
  };
  return {
    hold: (turnId) => must(turnId, {}),
    tryHold: (turnId) => request(turnId, { ifAvailable: true }),
    waitToHold: (turnId, signal) => must(turnId, { signal }),
  };
}

/** What `ownershipByHeartbeat` needs of the storage's owners. */
export type Heartbeats = {
  readonly claim: (id: string, holder: string, at: number, coldAfterMs: number) => Promise<boolean>;
  readonly beat: (ids: readonly string[], holder: string, at: number) => Promise<void>;
  readonly release: (id: string, holder: string) => Promise<void>;
};

const beatMs = 2000;
/** A worker beats on time even when its page is hidden; five beats missed are a death. */
const coldAfterMs = 10_000;

export function ownershipByHeartbeat(owners: Heartbeats): Ownership {
  const holder = newId();
  const held = new Set<string>();
  let beating: AbortController | undefined;

  async function beatOn(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // A beat that could not be written is only late; without the next one others would take a living turn for dead.
      await owners.beat([...held], holder, nowAt()).catch(() => undefined);
      await delay(beatMs, signal);
    }
  }
  async function tryHold(turnId: string): Promise<(() => void) | undefined> {
    if (!(await owners.claim(turnId, holder, nowAt(), coldAfterMs))) return undefined;
    held.add(turnId);
    if (!beating) {
      beating = new AbortController();
      void beatOn(beating.signal).catch(() => undefined); // stopped: nothing is held any more
    }
    return () => {
      held.delete(turnId);
      if (held.size === 0) {
        beating?.abort();
        beating = undefined;
      }
      void owners.release(turnId, holder).catch(() => undefined); // a beat left behind dies of age
    };
  }
  async function waitToHold(turnId: string, signal: AbortSignal): Promise<() => void> {
    for (;;) {
      const release = await tryHold(turnId);
      if (release) return release;
      await delay(1000, signal);
    }
  }
  return {
    hold: (turnId) => waitToHold(turnId, new AbortController().signal),
    tryHold,
    waitToHold,
  };
}
