/** Walks again by itself while something is wrong and somebody looks: soon at first, then ever more rarely. */
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import type { Zone } from '../../domain/address.ts';
import { delay } from '../../lib/timing.ts';
import type { Findings } from './doctor-walk.ts';
import { isHeld, isLoading, stoppedAt } from './doctor-walk.ts';

const firstMs = 4_000;
const slowerBy = 1.25;
const longestMs = 30_000;

export type RecheckDeps = {
  /** See `mayRecheck`. */
  readonly isWanted: Accessor<boolean>;
  readonly recheck: () => Promise<void>;
};

export function createRecheck(deps: RecheckDeps): void {
  const isVisible = createVisible();
  const isWanted = createMemo(deps.isWanted);
  createEffect(
    on([isWanted, isVisible], ([isBad, isSeen]) => {
      if (!isBad || !isSeen) return;
      const ending = new AbortController();
      onCleanup(() => ending.abort());
      void repeat(deps.recheck, ending.signal);
    }),
  );
}

/**
 * What the person may be mending right now. A refused key is not tried over and over: servers count that. Nothing is
 * asked where the browser would raise its question again, or where each try costs a load.
 */
export function mayRecheck(findings: Findings, zone: Zone): boolean {
  const stopped = stoppedAt(findings);
  if (isHeld(findings.permission)) return false;
  if (!stopped) return zone !== 'outside' && Object.values(findings).some(isLoading);
  if (findings.permission?.facts?.['mark'] === 'prompt') return false;
  switch (stopped.rung) {
    case 'first-token':
      return false;
    case 'key':
      return zone !== 'outside' && stopped.fault.kind === 'key-or-network';
    case 'preflight':
    case 'version':
    case 'models':
      return zone !== 'outside';
    default:
      return true;
  }
}

async function repeat(recheck: () => Promise<void>, signal: AbortSignal): Promise<void> {
  for (let waitMs = firstMs; ; waitMs = Math.min(longestMs, waitMs * slowerBy)) {
    try {
      await delay(waitMs, signal);
    } catch {
      return; // nobody looks any more, or all is well
    }
    await recheck();
  }
}

function createVisible(): Accessor<boolean> {
  const read = () => document.visibilityState === 'visible';
  const [isVisible, setVisible] = createSignal(read());
  const update = () => setVisible(read());
  document.addEventListener('visibilitychange', update);
  onCleanup(() => document.removeEventListener('visibilitychange', update));
  return isVisible;
}
