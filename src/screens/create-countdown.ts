/** Milliseconds left until an instant, as a signal that moves once a second and rests at 0. */
import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js';
import { nowAt } from '../lib/timing.ts';

export function createCountdown(untilAt: Accessor<number | undefined>): Accessor<number> {
  const [now, setNow] = createSignal(nowAt());
  createEffect(
    on(untilAt, (until) => {
      if (until === undefined || until <= nowAt()) return;
      const timer = setInterval(() => {
        setNow(nowAt());
        if (nowAt() >= until) clearInterval(timer);
      }, 1000);
      onCleanup(() => clearInterval(timer));
    }),
  );
  return () => {
    const until = untilAt();
    // The signal only says when to look again: before the first tick it may be old.
    return until === undefined || now() >= until ? 0 : Math.max(0, until - nowAt());
  };
}
