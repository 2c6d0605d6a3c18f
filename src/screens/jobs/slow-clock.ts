/** The time as a signal that moves every few seconds: often enough for words, seldom enough for a page that only waits. */
import { type Accessor, createSignal, onCleanup } from 'solid-js';
import { nowAt } from '../../lib/timing.ts';

const everyMs = 5000;

export function createSlowClock(): Accessor<number> {
  const [now, setNow] = createSignal(nowAt());
  const timer = setInterval(() => setNow(nowAt()), everyMs);
  onCleanup(() => clearInterval(timer));
  return now;
}
