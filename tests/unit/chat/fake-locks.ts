/** Web Locks in one process, as far as the engine uses them: exclusive and shared, with `ifAvailable` and a signal. */

type Wait = {
  name: string;
  options: LockOptions;
  grant: () => void;
  isHeld: boolean;
};

export type FakeLocks = LockManager & {
  /** As if the holder had died: what it holds under this name is free at once. */
  readonly break: (name: string) => void;
  readonly held: () => string[];
};

export function fakeLocks(): FakeLocks {
  const line: Wait[] = [];

  function leave(wait: Wait): void {
    const at = line.indexOf(wait);
    if (at >= 0) line.splice(at, 1);
    for (const next of [...line]) if (!next.isHeld && isFree(next)) next.grant();
  }
  function isFree(wait: Wait): boolean {
    const before = line.slice(0, line.indexOf(wait)).filter((each) => each.name === wait.name);
    const shared = wait.options.mode === 'shared';
    return before.every((each) => shared && each.options.mode === 'shared');
  }

  async function request(
    name: string,
    first: LockOptions | LockGrantedCallback<unknown>,
    second?: LockGrantedCallback<unknown>,
  ): Promise<unknown> {
    const options = typeof first === 'function' ? {} : first;
    const callback = typeof first === 'function' ? first : second;
    options.signal?.throwIfAborted();
    await Promise.resolve();
    options.signal?.throwIfAborted();
    if (options.ifAvailable && line.some((each) => each.name === name)) return callback?.(null);
    const wait: Wait = { name, options, grant: () => undefined, isHeld: false };
    line.push(wait);
    await new Promise<void>((resolve, reject) => {
      const onAbort = () => {
        leave(wait);
        reject(options.signal?.reason);
      };
      wait.grant = () => {
        wait.isHeld = true;
        options.signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      options.signal?.addEventListener('abort', onAbort, { once: true });
      if (isFree(wait)) wait.grant();
    });
    try {
      return await callback?.({ name, mode: options.mode ?? 'exclusive' });
    } finally {
      leave(wait);
    }
  }

  return {
    request: request as LockManager['request'], // the overloads of one function
    query: async () => ({ held: [], pending: [] }),
    break: (name) => {
      for (const wait of line.filter((each) => each.isHeld && each.name === name)) leave(wait);
    },
    held: () => line.filter((each) => each.isHeld).map((each) => each.name),
  };
}
