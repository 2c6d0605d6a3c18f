/**
 * When an unlocked vault locks by itself: after minutes without a person, a day after it was unlocked, and half a
 * minute after the last page left, unless a running turn holds it. Both clocks count, since one stands still while a
 * machine sleeps and the other can be set back.
 */
import { monotonicMs, nowAt } from '../lib/timing.ts';

export type Instant = { readonly at: number; readonly ms: number };

/** Who is there to need the vault; kept by the keyring also while it is locked. */
export type Presence = {
  /** When the last page left; absent while one is there, or none has come yet. */
  leftAt?: Instant;
  /** Turns that may need a key again. */
  holds: number;
};

export type AutoLock = {
  readonly touch: () => void;
  /** Epoch ms, if nobody leaves before. */
  readonly locksAt: () => number;
  /** A timer may be late: to be asked before the key is used. */
  readonly isDue: () => boolean;
  readonly stop: () => void;
};

const longestMs = 24 * 60 * 60_000;
const leftMs = 30_000;
/** Settings and presence change meanwhile, so the clock is looked at no later than this. */
const glanceMs = 10_000;

function instant(): Instant {
  return { at: nowAt(), ms: monotonicMs() };
}

export function createAutoLock(
  minutes: () => number,
  presence: Presence,
  lock: () => void,
): AutoLock {
  const unlocked = instant();
  let touched = unlocked;
  let timer: ReturnType<typeof setTimeout> | undefined;
  plan();

  function waitMs(): number {
    const waits = [longestMs - since(unlocked)];
    if (minutes() > 0) waits.push(minutes() * 60_000 - since(touched));
    const { leftAt, holds } = presence;
    if (leftAt && holds === 0) waits.push(leftMs - since(leftAt));
    return Math.min(...waits);
  }

  function plan(): void {
    timer = setTimeout(look, Math.min(glanceMs, Math.max(0, waitMs())));
  }

  function look(): void {
    if (waitMs() <= 0) lock();
    else plan();
  }

  return {
    touch: () => {
      touched = instant();
    },
    locksAt: () => {
      const idleAt = minutes() > 0 ? touched.at + minutes() * 60_000 : Number.POSITIVE_INFINITY;
      return Math.min(idleAt, unlocked.at + longestMs);
    },
    isDue: () => waitMs() <= 0,
    stop: () => clearTimeout(timer),
  };
}

function since({ at, ms }: Instant): number {
  return Math.max(nowAt() - at, monotonicMs() - ms);
}
