/**
 * Keeps one panel up to date for all who look at it: a reading every so often, the news of a router as they come, and a
 * pause that grows while the server does not answer.
 */
import { type Fault, FaultError, faultFrom } from '../domain/fault.ts';
import type { PanelPlace, RouterEvent, RouterModel, RouterView } from '../domain/server-panel.ts';
import { delay, nowAt } from '../lib/timing.ts';
import { withoutGaps } from '../lib/without-gaps.ts';
import type { Endpoint, PanelPort, RouterNews } from '../providers/contract.ts';
import type { Servers } from '../servers/servers.ts';
import type { PanelNotes } from './panel-notes.ts';
import { createReader, noReadings, type Reader, type Readings } from './panel-reader.ts';

export type LookDeps = {
  readonly servers: Pick<Servers, 'open' | 'note' | 'check' | 'health' | 'refresh'>;
  readonly notes: PanelNotes;
  /** 0: only when told to. */
  readonly everySeconds: () => number;
  /** A reply runs there. */
  readonly isBusy: (connectionId: string) => boolean;
};

export type LookState = Readings & {
  readonly mode: 'unknown' | 'single' | 'router';
  readonly model?: string;
  readonly askedAt: number;
  readonly loadingSince?: number;
  readonly build?: string;
  readonly router?: RouterView;
};

export type Look = {
  readonly state: () => LookState;
  /** How often it is asked now, in seconds. */
  readonly everySeconds: () => number;
  readonly isSlowed: () => boolean;
  /** Reads everything at once. `rescans`: a router looks into its folders first. */
  readonly askNow: (rescans: boolean) => void;
  readonly stop: () => void;
};

/** A server at work is asked so many times more seldom. */
const busyFactor = 5;
const longestMs = 30_000;
/** After a first failure, which may be none. */
const againMs = 300;
const listEveryMs = 30_000;
const eventsKept = 30;
const never = 86_400_000;

export function createLook(deps: LookDeps, place: PanelPlace, onChange: () => void): Look {
  const { servers, notes } = deps;
  const { connectionId } = place;
  const stopped = new AbortController();
  const { signal } = stopped;
  let state: LookState = { ...noReadings, mode: 'unknown', askedAt: 0 };
  let reader: { model: string | undefined; read: Reader['read'] } | undefined;
  let failures = 0;
  let listedAt = 0;
  let eventCount = 0;
  let isListening = false;
  let wake = new AbortController();
  let isForced = false;
  let rescans = false;

  const set = (change: Partial<LookState>): void => {
    state = { ...state, ...change };
    onChange();
  };
  const isOnlyWhenTold = () => deps.everySeconds() === 0;
  const isSlowed = () => deps.isBusy(connectionId);
  const everySeconds = () => deps.everySeconds() * (isSlowed() ? busyFactor : 1);

  async function opened(): Promise<{
    port: PanelPort;
    at: Endpoint;
    explain: (fault: Fault) => Fault;
  }> {
    const { provider, endpoint, explain } = await servers.open(connectionId);
    if (!provider.panel) throw new FaultError({ kind: 'unsupported', ability: 'panel' });
    return { port: await provider.panel(), at: endpoint, explain };
  }

  async function readOverview(port: PanelPort, at: Endpoint): Promise<void> {
    const told = await port.overview(at, signal);
    if (told.mode === 'single') {
      const { build } = told.props;
      set({ mode: 'single', ...withoutGaps({ build }) });
      return;
    }
    const { mode: _mode, build, ...limits } = told;
    const { models = [], events = [] } = state.router ?? {};
    set({ mode: 'router', router: { models, events, ...limits }, ...withoutGaps({ build }) });
  }

  async function readModels(port: PanelPort, at: Endpoint, isForcedNow: boolean): Promise<void> {
    const isDue = isForcedNow || rescans || nowAt() - listedAt >= listEveryMs;
    if (!isDue || !state.router) return;
    const listed = await port.routerModels(at, rescans, signal);
    rescans = false;
    listedAt = nowAt();
    // How far a loading is, only the news tell.
    const models = listed.map((model): RouterModel => {
      const before = state.router?.models.find(({ id }) => id === model.id);
      const { fraction, stage } = before?.state === model.state ? before : {};
      return { ...withoutGaps({ fraction, stage }), ...model };
    });
    set({ router: { ...state.router, models } });
  }

  /** The one that was chosen, else the first that runs. */
  function modelShown(): string | undefined {
    const { router } = state;
    if (!router) return undefined;
    const runs = router.models.filter(
      (each) => each.state === 'loaded' || each.state === 'sleeping',
    );
    return (runs.find(({ id }) => id === place.model) ?? runs[0])?.id;
  }

  function readerOf(port: PanelPort, model: string | undefined): Reader {
    if (reader?.model === model && reader) return reader;
    const of: PanelPlace = { connectionId, model };
    const made = createReader({
      port,
      place: of,
      notes: () => notes.at(of),
      everyMs: () => everySeconds() * 1000,
      onSlots: (slots, askedMs) => notes.setSlots(of, slots, { askedMs, isOurs: isSlowed() }),
    });
    reader = { model, ...made };
    const { model: _before, ...rest } = state;
    state = { ...rest, ...noReadings, ...withoutGaps({ model }) };
    return made;
  }

  async function readOnce(isForcedNow: boolean): Promise<void> {
    const { port, at, explain } = await opened();
    try {
      if (state.mode === 'unknown' || failures > 0) await readOverview(port, at);
      if (state.mode === 'router') {
        await readModels(port, at, isForcedNow);
        if (!isListening) void listen();
      }
      const model = modelShown();
      const isEmpty = state.mode === 'router' && model === undefined;
      const readings = isEmpty
        ? noReadings
        : await readerOf(port, model).read(at, isForcedNow, signal);
      const { loadingSince: _since, model: _model, ...rest } = state;
      state = { ...rest, ...readings, askedAt: nowAt(), ...withoutGaps({ model }) };
    } catch (error) {
      throw new FaultError(explain(faultFrom(error)), { cause: error });
    }
  }

  async function step(): Promise<void> {
    const wasForced = isForced;
    isForced = false;
    try {
      await readOnce(wasForced);
      failures = 0;
      if (servers.health(connectionId).status !== 'up') await servers.check(connectionId);
    } catch (error) {
      if (signal.aborted) return;
      isForced ||= wasForced;
      failures += 1;
      const told = faultFrom(error);
      const isGone = told.kind === 'unreachable' || told.kind === 'no-answer';
      // A connection that the server had closed already fails once, and only once.
      if (isGone && failures === 1) return;
      if (told.kind === 'loading') {
        state = { ...state, loadingSince: state.loadingSince ?? nowAt() };
      } else if (isGone) {
        // Whatever it held is gone with it.
        notes.forget(connectionId);
        reader = undefined;
      }
      servers.note(connectionId, told);
    }
    onChange();
  }

  function pauseMs(): number {
    const everyMs = everySeconds() * 1000;
    if (state.loadingSince !== undefined && failures > 0)
      return Math.max(1000, Math.min(everyMs, 2000));
    if (failures === 1) return againMs;
    if (everyMs === 0) return never;
    return failures === 0 ? everyMs : Math.min(longestMs, everyMs * 2 ** (failures - 1));
  }

  async function go(): Promise<void> {
    while (!signal.aborted) {
      wake = new AbortController();
      await step();
      await delay(pauseMs(), AbortSignal.any([signal, wake.signal])).catch(() => undefined); // asked now, or over
    }
  }

  async function listen(): Promise<void> {
    isListening = true;
    for (let waitMs = 1000; !signal.aborted; waitMs = Math.min(longestMs, waitMs * 2)) {
      try {
        const { port, at } = await opened();
        for await (const news of port.routerNews(at, signal)) {
          waitMs = 1000;
          take(news);
        }
      } catch {
        // The readings tell what is wrong with the server.
      }
      if (isOnlyWhenTold()) break;
      await delay(waitMs, signal).catch(() => undefined); // over
      if (isOnlyWhenTold()) break;
    }
    // Whoever asks next listens again.
    isListening = false;
  }

  function take(news: RouterNews): void {
    const { router } = state;
    if (!router) return;
    const { model, what, exitCode, fraction, stage } = news;
    const last = router.events.find((event) => event.model === model);
    const isNew = last?.what !== what;
    eventCount += 1;
    const event: RouterEvent = {
      id: eventCount,
      at: nowAt(),
      model,
      what,
      ...withoutGaps({ exitCode }),
    };
    set({
      router: {
        ...router,
        models: router.models.map((each) => {
          if (each.id !== model || !isState(what)) return each;
          const { fraction: _f, stage: _s, exitCode: _e, ...rest } = each;
          return { ...rest, state: what, ...withoutGaps({ fraction, stage, exitCode }) };
        }),
        events: isNew ? [event, ...router.events].slice(0, eventsKept) : router.events,
      },
    });
    if (!isNew || what === 'loading' || what === 'downloading') return;
    if (what === 'unloaded' || what === 'failed') notes.forget(connectionId);
    servers.refresh(connectionId).catch(() => undefined); // removed meanwhile
    askNow(false);
  }

  function askNow(withRescan: boolean): void {
    isForced = true;
    rescans ||= withRescan;
    wake.abort();
  }

  void go();
  return {
    state: () => state,
    everySeconds,
    isSlowed,
    askNow,
    stop: () => stopped.abort(),
  };
}

function isState(what: RouterEvent['what']): what is RouterModel['state'] {
  return !['rescanned', 'downloaded', 'download-failed', 'removed'].includes(what);
}
