/** Looks every so often whether a connection has a plan for its models; what does it is loaded only then. */
import { delay } from '../lib/timing.ts';
import type { UpdateDeps } from './model-updates.ts';

export type KeepFreshDeps = UpdateDeps & {
  readonly afterStartMs: number;
  readonly signal: AbortSignal;
};

const everyMs = 600_000;

export async function keepModelsFresh(deps: KeepFreshDeps): Promise<void> {
  const { store, signal } = deps;
  await delay(deps.afterStartMs, signal);
  for (;;) {
    try {
      const rows = await store.connections.list();
      if (rows.some(({ modelUpdates }) => modelUpdates?.how === 'pull')) {
        const { pullWhatIsDue } = await import('./model-updates.ts');
        await pullWhatIsDue(deps);
      }
    } catch {
      // A read or a file that failed once must not be the last: the next look tries again.
    }
    await delay(everyMs, signal);
  }
}
