/** The time as a signal that moves once a second, for words that count: mounted only while something runs. */
import { type Accessor, createSignal, onCleanup } from 'solid-js';
import { nowAt } from '../../lib/timing.ts';

export function createSecondClock(): Accessor<number> {
  const [now, setNow] = createSignal(nowAt());
  const timer = setInterval(() => setNow(nowAt()), 1000);
  onCleanup(() => clearInterval(timer));
  return now;
}
