/**
 * Which models the servers hold in memory, asked again and again as long as somebody watches and a person can see it. A
 * server at work on a reply is asked more seldom: some put a stop off while they are asked things.
 */
import type { Connection } from '../domain/connection.ts';
import { type Fault, faultFrom } from '../domain/fault.ts';
import type { LoadedModel, RunningView } from '../domain/model-details.ts';
import { delay, monotonicMs, nowAt } from '../lib/timing.ts';
import type { OpenedServer } from './servers.ts';

export type RunningDeps = {
  readonly connections: () => Promise<readonly Connection[]>;
  readonly open: (connectionId: string) => Promise<OpenedServer>;
  /** It is known to be away; asking it again is not our business. */
  readonly awayFault: (connectionId: string) => Fault | undefined;
  /** A reply runs on it. */
  readonly isBusy: (connectionId: string) => boolean;
  readonly isSeen: () => boolean;
  /** 0: never. */
  readonly everySeconds: () => number;
};

export type Running = {
  readonly watch: (onValue: (views: RunningView[]) => void) => () => void;
  /** Asks this one at the next step, whenever it was asked last. */
  readonly askSoon: (connectionId: string) => void;
  readonly stop: () => void;
};

/** A server at work is asked so many times more seldom. */
const busyFactor = 5;
const stepMs = 250;
const patienceMs = 10_000;

export function createRunning(deps: RunningDeps): Running {
  const watchers = new Set<(views: RunningView[]) => void>();
  const views = new Map<string, RunningView>();
  const askedMs = new Map<string, number>();
  const asking = new Set<string>();
  const stopped = new AbortController();
  let going: AbortController | undefined;
  let told = '[]';

  function tell(): void {
    const value = [...views.values()];
    const text = JSON.stringify(value.map(({ at: _at, ...view }) => view));
    if (text === told) return;
    told = text;
    for (const watcher of watchers) watcher(value);
  }

  async function ask(id: string, signal: AbortSignal): Promise<void> {
    asking.add(id);
    askedMs.set(id, monotonicMs());
    try {
      const away = deps.awayFault(id);
      if (away) {
        views.set(id, { connectionId: id, at: nowAt(), models: [], fault: away });
        return;
      }
      const { provider, endpoint } = await deps.open(id);
      if (!provider.memory) {
        views.delete(id);
        return;
      }
      const patience = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
      const models: readonly LoadedModel[] = await provider.memory.list(endpoint, patience);
      views.set(id, { connectionId: id, at: nowAt(), models });
    } catch (error) {
      if (signal.aborted) return;
      const before = views.get(id)?.models ?? [];
      views.set(id, { connectionId: id, at: nowAt(), models: before, fault: faultFrom(error) });
    } finally {
      asking.delete(id);
      tell();
    }
  }

  async function step(signal: AbortSignal): Promise<void> {
    const everyMs = deps.everySeconds() * 1000;
    if (everyMs === 0 || !deps.isSeen()) return;
    const enabled = (await deps.connections()).filter((each) => each.enabled);
    for (const id of views.keys()) {
      if (!enabled.some((each) => each.id === id)) views.delete(id);
    }
    for (const { id } of enabled) {
      const waitMs = deps.isBusy(id) ? everyMs * busyFactor : everyMs;
      const lastMs = askedMs.get(id);
      const isDue = lastMs === undefined || monotonicMs() - lastMs >= waitMs;
      if (isDue && !asking.has(id)) void ask(id, signal);
    }
    tell();
  }

  async function go(signal: AbortSignal): Promise<void> {
    for (;;) {
      await step(signal).catch(() => undefined); // storage that failed: the next step tries again
      await delay(stepMs, signal);
    }
  }

  return {
    watch: (onValue) => {
      watchers.add(onValue);
      onValue([...views.values()]);
      if (!going) {
        going = new AbortController();
        void go(AbortSignal.any([going.signal, stopped.signal])).catch(() => undefined); // nobody watches
      }
      return () => {
        watchers.delete(onValue);
        if (watchers.size > 0) return;
        going?.abort();
        going = undefined;
      };
    },
    askSoon: (id) => {
      askedMs.delete(id);
    },
    stop: () => stopped.abort(),
  };
}
