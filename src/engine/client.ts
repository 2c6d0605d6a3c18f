/**
 * The page's side of the engine: finds the best host this browser allows, says hello, and comes back by itself when
 * the engine dies under it. Only this file knows where the engine runs.
 */
import type { ProviderKind } from '../domain/connection.ts';
import type { RungFinding, SurveyTarget } from '../domain/doctor.ts';
import type { Fault } from '../domain/fault.ts';
import type { Model } from '../domain/model.ts';
import { newId } from '../lib/ids.ts';
import { delay, monotonicMs } from '../lib/timing.ts';
import { type OpenedEngine, openHost, possibleHosts } from './hosts.ts';
import { createLink } from './link.ts';
import {
  type CommandName,
  type EngineHost,
  type EngineMessage,
  type Input,
  type Lent,
  names,
  type Output,
  type Params,
  type QueryName,
  type ReplyFrame,
  type Value,
} from './protocol.ts';

export type EngineStatus =
  | { state: 'starting' }
  | { state: 'ready'; host: EngineHost; engineId: string }
  /** The engine is there but cannot open the database; the `storage.*` commands and `engine.info` still answer. */
  | { state: 'failed'; fault: Fault }
  /** It went away (a crash of the tab it lived in) and is being started again. */
  | { state: 'reconnecting' }
  /** It gave way to a newer build: this page should be loaded again. */
  | { state: 'retired' };

/** What answered at an address, seen from the page without a key. */
export type FoundServer = {
  kind: ProviderKind;
  baseUrl: string;
  version?: string;
  models: readonly Model[];
  needsKey: boolean;
};

export type EngineClient = {
  /** Rejects with a `FaultError`. */
  readonly call: <N extends CommandName>(name: N, input: Input<N>) => Promise<Output<N>>;
  /** Survives a restart of the engine. Returns the stop. */
  readonly watch: <N extends QueryName>(
    name: N,
    params: Params<N>,
    onValue: (value: Value<N>) => void,
    onFault: (fault: Fault) => void,
  ) => () => void;
  /** Frames of every reply in flight in a session, the first one whole. The next comes after `onFrame` has returned. */
  readonly follow: (sessionId: string, onFrame: (frame: ReplyFrame) => void) => () => void;
  readonly status: () => EngineStatus;
  /** Lets the engine ask this page: `serve` gets the page's end of a fresh port, anew with every engine. */
  readonly lend: (what: Lent, serve: (port: MessagePort) => void) => void;
  readonly onStatus: (listener: (status: EngineStatus) => void) => () => void;
  /** Whether the engine is to look at no server for this page's sake, as if it were out of sight. */
  readonly hush: (isHushed: boolean) => void;
  /** First contact, from the page and without a key: what answers at this address. Rejects with a diagnosed `FaultError`. */
  readonly probe: (baseUrl: string, signal: AbortSignal) => Promise<FoundServer>;
  /** The doctor's rungs that a page examines by itself, told one by one. */
  readonly survey: (
    target: SurveyTarget,
    onFinding: (finding: RungFinding) => void,
    signal: AbortSignal,
  ) => Promise<void>;
};

/** How long an engine may take to say welcome before the next host is tried, in ms. */
const welcomeMs = 20_000;

/** After this long it is asked whether there is an engine at all: one may have ended just when we came, in ms. */
const nobodyMs = 1500;

/** Longer than an engine that gives way takes to be gone, in ms. */
const comeAgainMs = 500;

export function connectEngine(buildId: string): EngineClient {
  const pageId = newId();
  const link = createLink();
  const hosts = possibleHosts();
  const listeners = new Set<(status: EngineStatus) => void>();
  const lent = new Map<Lent, (port: MessagePort) => void>();
  const hasLocks = typeof navigator.locks !== 'undefined';
  let status: EngineStatus = { state: 'starting' };
  let opened: OpenedEngine | undefined;
  let attempt = 0;
  let watching = new AbortController();
  let lastHeardAt = monotonicMs();
  let isHushed = false;
  // The engine takes a free lock for a page that is gone, so nothing is said before it is held.
  const isHeld = hasLocks ? holdForLife(`${names.pagePrefix}${pageId}`) : undefined;

  function setStatus(next: EngineStatus): void {
    status = next;
    for (const listener of listeners) listener(next);
  }

  function hello(): void {
    opened?.post({
      type: 'hello',
      pageId,
      buildId,
      hasLocks,
      baseUrl: document.baseURI,
    });
    if (!isLookedAt()) sayVisible();
  }

  function isLookedAt(): boolean {
    return document.visibilityState === 'visible' && !isHushed;
  }

  function sayVisible(): void {
    opened?.post({ type: 'visible', isVisible: isLookedAt() });
  }

  async function open(untilMs = monotonicMs() + welcomeMs): Promise<void> {
    attempt += 1;
    const mine = attempt;
    const host = hosts[0] ?? 'page';
    let serves = false;
    const onSilence = setTimeout(() => failHost(mine), untilMs - monotonicMs());
    if (host === 'shared' && hasLocks) {
      setTimeout(() => {
        if (!serves && mine === attempt) void openAgainIfNobody(mine, untilMs);
      }, nobodyMs);
    }
    try {
      const engine = await openHost(host, {
        onMessage: (message) => {
          if (mine !== attempt) return;
          if (message.type === 'welcome') {
            clearTimeout(onSilence);
            serves = true;
          }
          receive(message);
        },
        onError: () => {
          // An uncaught error inside an engine that serves does not end it, and ending it would end its streams.
          if (serves) return;
          clearTimeout(onSilence);
          failHost(mine);
        },
      });
      if (mine !== attempt) {
        engine.close();
        return;
      }
      opened = engine;
      link.use(engine.post);
      await isHeld;
      if (mine === attempt) hello();
    } catch {
      // A host that may not be opened at all (a policy, a private mode) is as good as one that fails to load.
      clearTimeout(onSilence);
      failHost(mine);
    }
  }

  /** An engine takes its lock before anything that may last. */
  async function openAgainIfNobody(mine: number, untilMs: number): Promise<void> {
    const { held = [] } = await navigator.locks.query();
    const prefix = `${names.enginePrefix}${buildId}:`;
    if (mine !== attempt || held.some(({ name }) => name?.startsWith(prefix))) return;
    opened?.close();
    opened = undefined;
    void open(untilMs);
  }

  function failHost(mine: number): void {
    if (mine !== attempt) return;
    opened?.close();
    opened = undefined;
    if (hosts.length > 1) {
      hosts.shift();
      void open();
    } else setStatus({ state: 'failed', fault: { kind: 'engine-gone' } });
  }

  async function comeAgain(): Promise<void> {
    opened?.close();
    opened = undefined;
    await delay(comeAgainMs, new AbortController().signal);
    void open();
  }

  function reconnect(): void {
    if (status.state === 'retired') return;
    watching.abort();
    link.cut();
    opened?.close();
    opened = undefined;
    setStatus({ state: 'reconnecting' });
    void open();
  }

  function receive(message: EngineMessage): void {
    lastHeardAt = monotonicMs();
    if (message.type === 'welcome') {
      setStatus(
        message.fault
          ? { state: 'failed', fault: message.fault }
          : { state: 'ready', host: message.host, engineId: message.engineId },
      );
      for (const what of lent.keys()) lend(what);
      watchEngine(`${names.enginePrefix}${message.buildId}:${message.engineId}`, message.host);
    }
    if (message.type === 'retired' && status.state !== 'ready' && status.state !== 'failed') {
      // It was leaving when we came: a moment later there is a fresh one.
      void comeAgain();
      return;
    }
    if (message.type === 'retired') {
      setStatus({ state: 'retired' });
      // Whoever asks must hear that nothing is kept any more, and not wait for ever.
      link.end({ kind: 'engine-old' });
    }
    if (message.type === 'forgotten') hello();
    link.receive(message);
  }

  function lend(what: Lent): void {
    const { port1, port2 } = new MessageChannel();
    lent.get(what)?.(port1);
    opened?.post({ type: 'lend', what, port: port2 }, [port2]);
  }

  /** A shared engine dies with the tab it lives in, without an event: only its lock is freed, or its pings stop. */
  function watchEngine(lockName: string, host: EngineHost): void {
    watching.abort();
    watching = new AbortController();
    const { signal } = watching;
    if (host !== 'shared') return;
    if (hasLocks) {
      navigator.locks
        .request(lockName, { mode: 'shared', signal }, () => {
          if (!signal.aborted) reconnect();
        })
        .catch(() => undefined); // aborted: this engine is no longer ours to watch
      return;
    }
    const timer = setInterval(() => {
      if (signal.aborted) clearInterval(timer);
      else if (document.visibilityState === 'visible' && monotonicMs() - lastHeardAt > 35_000) {
        clearInterval(timer);
        reconnect();
      }
    }, 5000);
  }

  document.addEventListener('visibilitychange', sayVisible);
  addEventListener('pagehide', () => opened?.post({ type: 'bye' }));
  addEventListener('pageshow', (event) => {
    if (event.persisted) hello();
  });
  void open();

  return {
    // The protocol's types hold on both ends; the border itself carries `unknown`.
    call: (name, input) => link.call(name, input) as Promise<never>,
    watch: (name, params, onValue, onFault) =>
      link.watch({ name, params, onValue: (value) => onValue(value as never), onFault }),
    follow: (sessionId, onFrame) => link.follow({ sessionId, onFrame }),
    lend: (what, serve) => {
      lent.set(what, serve);
      if (status.state === 'ready') lend(what);
    },
    status: () => status,
    onStatus: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    hush: (hushed) => {
      isHushed = hushed;
      sayVisible();
    },
    probe: async (baseUrl, signal) => {
      const { probe } = await import('../providers/probe.ts');
      return probe(baseUrl, signal);
    },
    survey: async (target, onFinding, signal) => {
      const { surveyFromPage } = await import('../providers/probe.ts');
      await surveyFromPage(target, onFinding, signal);
    },
  };
}

/** Resolves when the lock is ours, which it is until this page ends; also where locks turn out not to work. */
function holdForLife(name: string): Promise<void> {
  return new Promise((resolve) => {
    const hold = () => {
      resolve();
      return new Promise<void>(() => undefined);
    };
    navigator.locks.request(name, hold).catch(() => resolve());
  });
}
