/**
 * The line before each server: browsers open six connections to an HTTP/1.1 host, so only a few long requests run per
 * origin and the rest wait their turn. Stop and lists never stand in it. Where each tab has its own engine the places
 * are Web Locks, so that the limit holds for all of them together.
 */

export type Line = {
  /**
   * Resolves with a `leave` once a place is free. `onPlace` tells the place in line, from 1, whenever it changes.
   * Rejects with the signal's reason.
   */
  readonly enter: (
    origin: string,
    onPlace: (place: number) => void,
    signal: AbortSignal,
  ) => Promise<() => void>;
};

export type LineOptions = {
  /** Long requests per origin; read anew at each step, so a change holds at once. */
  readonly limit: (origin: string) => number;
  /** Takes one of `limit` places shared by all engines of this origin; absent where there are no locks. */
  readonly takeShared?: (origin: string, limit: number, signal: AbortSignal) => Promise<() => void>;
};

type Waiting = { readonly onPlace: (place: number) => void; readonly come: () => void };

export function createLine(options: LineOptions): Line {
  const runningByOrigin = new Map<string, number>();
  const waitingByOrigin = new Map<string, Waiting[]>();

  function advance(origin: string): void {
    const waiting = waitingByOrigin.get(origin) ?? [];
    while (waiting.length > 0 && (runningByOrigin.get(origin) ?? 0) < options.limit(origin)) {
      runningByOrigin.set(origin, (runningByOrigin.get(origin) ?? 0) + 1);
      waiting.shift()?.come();
    }
    waiting.forEach((each, at) => {
      each.onPlace(at + 1);
    });
    if (waiting.length === 0) waitingByOrigin.delete(origin);
  }

  function leave(origin: string): void {
    const left = (runningByOrigin.get(origin) ?? 1) - 1;
    if (left > 0) runningByOrigin.set(origin, left);
    else runningByOrigin.delete(origin);
    advance(origin);
  }

  function comeUp(
    origin: string,
    onPlace: (place: number) => void,
    signal: AbortSignal,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const waiting = waitingByOrigin.get(origin) ?? [];
      waitingByOrigin.set(origin, waiting);
      const onAbort = () => {
        const at = waiting.indexOf(me);
        if (at < 0) return;
        waiting.splice(at, 1);
        advance(origin);
        reject(signal.reason);
      };
      const me: Waiting = {
        onPlace,
        come: () => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      waiting.push(me);
      advance(origin);
    });
  }

  return {
    enter: async (origin, onPlace, signal) => {
      await comeUp(origin, onPlace, signal);
      let giveBack: (() => void) | undefined;
      try {
        giveBack = await options.takeShared?.(origin, options.limit(origin), signal);
      } catch (error) {
        leave(origin);
        throw error;
      }
      let left = false;
      return () => {
        if (left) return;
        left = true;
        giveBack?.();
        leave(origin);
      };
    },
  };
}
