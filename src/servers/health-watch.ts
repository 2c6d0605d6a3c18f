/**
 * Notices that a server has fallen, and that it is back: it is tried again at once and then with growing pauses, and
 * what was coming from it is noted, also where it is back so soon that nothing else was seen of its fall. After its return the model that was used there last is loaded again where the
 * person wants that. Between falls the ordinary round over all servers is enough.
 */
import type { Connection, Health } from '../domain/connection.ts';
import type { CutReply, Outage } from '../domain/server-panel.ts';
import { delay, nowAt } from '../lib/timing.ts';
import type { OpenedServer } from './servers.ts';

export type HealthWatchDeps = {
  readonly connections: () => Promise<readonly Connection[]>;
  readonly health: (connectionId: string) => Health;
  readonly check: (connectionId: string) => Promise<void>;
  readonly open: (connectionId: string) => Promise<OpenedServer>;
  /** Calls when something known of the servers has changed. */
  readonly onChange: (listener: () => void) => () => void;
  /** Sessions to which a reply comes from it now. */
  readonly repliesFrom: (connectionId: string) => readonly string[];
  readonly lastModel: (connectionId: string) => Promise<string | undefined>;
  readonly hasPages: () => boolean;
  /** An outage has begun, gone on or ended, or a reply was cut. */
  readonly onOutage: (connectionId: string) => void;
  /** Before the first try after a fall, ms. */
  readonly firstPauseMs?: number;
  readonly signal: AbortSignal;
};

export type HealthWatch = {
  /** The newest; it stays after it is over. */
  readonly outage: (connectionId: string) => Outage | undefined;
  /** Newest first, one per session. */
  readonly cut: (connectionId: string) => readonly Cut[];
  /** A reply of this session has ended. One that broke off makes the server be looked at, at once. */
  readonly turnOver: (connectionId: string, sessionId: string, wasCut: boolean) => void;
};

export type Cut = Pick<CutReply, 'sessionId' | 'at'>;

const firstMs = 1000;
const lastMs = 30_000;
/** One that answers already, and only loads its model, is soon there. */
const loadingMs = 2000;
const warmUpMs = 600_000;
const mostCut = 8;

export function createHealthWatch(deps: HealthWatchDeps): HealthWatch {
  const { signal } = deps;
  const outages = new Map<string, Outage>();
  const cuts = new Map<string, readonly Cut[]>();
  const wasUp = new Set<string>();
  const trying = new Set<string>();

  function note(id: string, outage: Outage): void {
    outages.set(id, outage);
    deps.onOutage(id);
  }

  async function look(): Promise<void> {
    for (const { id, enabled } of await deps.connections()) {
      const { status, fault } = deps.health(id);
      if (!enabled) wasUp.delete(id);
      else if (status === 'up') wasUp.add(id);
      // What this browser itself cannot reach has not fallen.
      else if (status === 'down' && fault?.kind !== 'offline' && wasUp.delete(id)) fell(id);
    }
  }

  function noteCut(id: string, sessionId: string, isCut: boolean): void {
    const others = (cuts.get(id) ?? []).filter((each) => each.sessionId !== sessionId);
    const mine = isCut ? [{ sessionId, at: nowAt() }] : [];
    cuts.set(id, [...mine, ...others].slice(0, mostCut));
  }

  function fell(id: string): void {
    const { since = nowAt() } = deps.health(id);
    // Those that come to their end all the same are taken back then.
    for (const sessionId of deps.repliesFrom(id)) noteCut(id, sessionId, true);
    note(id, { fellAt: since });
    if (trying.has(id)) return;
    trying.add(id);
    void tryUntilBack(id)
      .catch(() => undefined) // removed, or this engine ends
      .finally(() => trying.delete(id));
  }

  async function tryUntilBack(id: string): Promise<void> {
    let pauseMs = deps.firstPauseMs ?? firstMs;
    for (;;) {
      const { status } = deps.health(id);
      const waitMs = status === 'loading' ? Math.min(pauseMs, loadingMs) : pauseMs;
      const outage = outages.get(id);
      if (outage) note(id, { ...outage, nextTryAt: nowAt() + waitMs });
      await delay(waitMs, signal);
      const connection = (await deps.connections()).find((each) => each.id === id);
      if (!connection?.enabled) return;
      // Nobody is there to see it: the ordinary round finds it later.
      if (deps.hasPages()) await deps.check(id);
      const now = deps.health(id).status;
      if (now !== 'down' && now !== 'loading') return await cameBack(connection);
      pauseMs = Math.min(lastMs, pauseMs * 2);
    }
  }

  async function cameBack({ id, rewarm }: Connection): Promise<void> {
    const { nextTryAt: _nextTryAt, ...outage } = outages.get(id) ?? { fellAt: nowAt() };
    const back: Outage = { ...outage, backAt: nowAt() };
    note(id, back);
    const model = rewarm && deps.health(id).status === 'up' ? await deps.lastModel(id) : undefined;
    if (model === undefined) return;
    const { provider, endpoint } = await deps.open(id);
    if (!provider.memory) return;
    note(id, { ...back, warming: { model, state: 'loading' } });
    const patience = AbortSignal.any([signal, AbortSignal.timeout(warmUpMs)]);
    const state = await provider.memory.load(endpoint, model, {}, patience).then(
      () => 'done' as const,
      () => 'failed' as const,
    );
    if (!signal.aborted) note(id, { ...back, warming: { model, state } });
  }

  let looking: Promise<void> = Promise.resolve();
  const stop = deps.onChange(() => {
    looking = looking.then(look).catch(() => undefined); // storage that failed: the next change looks again
  });
  signal.addEventListener('abort', stop, { once: true });
  looking = look().catch(() => undefined);
  return {
    outage: (id) => outages.get(id),
    cut: (id) => cuts.get(id) ?? [],
    turnOver: (id, sessionId, wasCut) => {
      const isKnown = cuts.get(id)?.some((each) => each.sessionId === sessionId) ?? false;
      if (!wasCut && !isKnown) return;
      noteCut(id, sessionId, wasCut);
      deps.onOutage(id);
      // A stream that broke says nothing of its server: it may have fallen, and be back before the next round.
      if (wasCut) deps.check(id).catch(() => undefined); // removed meanwhile
    },
  };
}
