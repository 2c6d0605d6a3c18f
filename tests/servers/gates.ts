/* Waiting that can be ended from outside: by name, by a clock or by the client going away. */

export type Gates = {
  readonly held: readonly string[];
  /** Resolves on release or abort; never rejects. */
  wait(name: string, signal: AbortSignal): Promise<void>;
  release(name?: string): void;
};

export function createGates(): Gates {
  const waiters = new Map<() => void, string>();
  return {
    get held() {
      return [...waiters.values()];
    },
    wait(name, signal) {
      return new Promise((resolve) => {
        const done = () => {
          waiters.delete(done);
          signal.removeEventListener('abort', done);
          resolve();
        };
        if (signal.aborted) return resolve();
        waiters.set(done, name);
        signal.addEventListener('abort', done);
      });
    },
    release(name) {
      for (const [done, itsName] of [...waiters]) {
        if (name === undefined || itsName === name) done();
      }
    },
  };
}

export type Places = {
  readonly taken: number;
  /** Waits for a free place; false when the signal came first. */
  take(signal: AbortSignal): Promise<boolean>;
  leave(): void;
};

/** A counted queue: so many at a time, the others in order of arrival. */
export function createPlaces(limit: number): Places {
  let taken = 0;
  const line: (() => void)[] = [];
  return {
    get taken() {
      return taken;
    },
    take(signal) {
      if (signal.aborted) return Promise.resolve(false);
      if (taken < limit) {
        taken += 1;
        return Promise.resolve(true);
      }
      return new Promise((resolve) => {
        const go = () => {
          signal.removeEventListener('abort', giveUp);
          resolve(true);
        };
        const giveUp = () => {
          line.splice(line.indexOf(go), 1);
          resolve(false);
        };
        line.push(go);
        signal.addEventListener('abort', giveUp, { once: true });
      });
    },
    leave() {
      const next = line.shift();
      if (next) next();
      else taken -= 1;
    },
  };
}

/** Resolves after the time or on abort, whichever is first. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}

/** One turn of the event loop, so that sockets and aborts are noticed. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
