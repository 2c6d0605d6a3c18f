/** The one door to clocks and timers. Instants are epoch milliseconds; durations come from a clock that never goes back. */

/** The wall clock, in epoch milliseconds: for what is stored and shown. */
export function nowAt(): number {
  return Date.now();
}

/** A clock for durations, in milliseconds from an arbitrary start. */
export function monotonicMs(): number {
  return performance.now();
}

/** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
export function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

export type Alarm = {
  /** Starts the wait again from now. */
  readonly reset: () => void;
  readonly clear: () => void;
};

/** Calls `ring` once, `ms` after the last reset. The first wait starts at once. Not a timer per reset: those come per token. */
export function createAlarm(ms: number, ring: () => void): Alarm {
  let dueAt = monotonicMs() + ms;
  let timer: ReturnType<typeof setTimeout> | undefined = setTimeout(check, ms);
  function check(): void {
    const leftMs = dueAt - monotonicMs();
    if (leftMs > 1) {
      timer = setTimeout(check, leftMs);
      return;
    }
    timer = undefined;
    ring();
  }
  return {
    reset: () => {
      dueAt = monotonicMs() + ms;
    },
    clear: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
