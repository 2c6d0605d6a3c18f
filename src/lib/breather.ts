/** Long work in slices: lets messages and streams through after every few milliseconds of it. */
import { monotonicMs } from './timing.ts';

/** The returned function is awaited between steps; it gives way only when the slice is used up. */
export function createBreather(sliceMs = 8): () => Promise<void> {
  let startedMs = monotonicMs();
  return async () => {
    if (monotonicMs() - startedMs < sliceMs) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 0);
    });
    startedMs = monotonicMs();
  };
}
