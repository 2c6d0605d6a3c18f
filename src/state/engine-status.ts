/** What the engine says about itself, and whether a passing state has lasted long enough to be worth a word. */
import { type Accessor, createSignal, onCleanup } from 'solid-js';
import type { EngineClient, EngineStatus } from '../engine/client.ts';

export type EngineStatusView = {
  readonly status: Accessor<EngineStatus>;
  /** It has been starting or reconnecting for a while: say so, but do not flash at every start. */
  readonly isSlow: Accessor<boolean>;
};

const slowMs = 3000;

export function createEngineStatus(engine: EngineClient): EngineStatusView {
  const [status, setStatus] = createSignal<EngineStatus>(engine.status());
  const [isSlow, setSlow] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const see = (next: EngineStatus) => {
    clearTimeout(timer);
    setStatus(next);
    setSlow(false);
    if (next.state === 'starting' || next.state === 'reconnecting') {
      timer = setTimeout(() => setSlow(true), slowMs);
    }
  };
  see(engine.status());
  const stop = engine.onStatus(see);
  onCleanup(() => {
    stop();
    clearTimeout(timer);
  });
  return { status, isSlow };
}
