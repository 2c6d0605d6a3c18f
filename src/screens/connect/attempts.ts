/**
 * Attempts to reach several addresses at once, from the page and on a click. A new look ends the one before.
 * An attempt has a limit of its own only when no permission prompt may be open: a person may take long to answer.
 */
import { type Accessor, createSignal, onCleanup } from 'solid-js';
import { FaultError, faultFrom } from '../../domain/fault.ts';
import { monotonicMs } from '../../lib/timing.ts';
import type { ConnectionsState } from '../../state/connections.ts';
import type { Outcome, Permission } from './ladder.ts';
import { asksPermission, type FoundServer, type PagePlace } from './look-for.ts';

export type Attempt = {
  readonly baseUrl: string;
  readonly permission: Permission;
  readonly outcome: Outcome;
};

export type Attempts = {
  readonly list: Accessor<readonly Attempt[]>;
  readonly isBusy: Accessor<boolean>;
  /** Resolves when the last one has ended; at once when it is stopped or another look begins. */
  readonly look: (addresses: readonly string[]) => Promise<void>;
  readonly stop: () => void;
  readonly clear: () => void;
};

export type AttemptsDeps = {
  readonly page: PagePlace;
  readonly probe: ConnectionsState['probe'];
  readonly readPermission: (baseUrl: string) => Promise<Permission>;
};

const limitMs = 15_000;

export function createAttempts(deps: AttemptsDeps): Attempts {
  const [list, setList] = createSignal<readonly Attempt[]>([]);
  const [isBusy, setBusy] = createSignal(false);
  let current = new AbortController();
  onCleanup(() => current.abort());

  function show(baseUrl: string, change: Partial<Attempt>, mine: AbortController): void {
    if (mine.signal.aborted) return;
    setList((all) => all.map((each) => (each.baseUrl === baseUrl ? { ...each, ...change } : each)));
  }

  async function attempt(baseUrl: string, mine: AbortController): Promise<void> {
    const permission = await deps.readPermission(baseUrl);
    show(baseUrl, { permission }, mine);
    const startedMs = monotonicMs();
    const mayPrompt = asksPermission(deps.page, baseUrl) && permission === 'prompt';
    let outcome: Outcome;
    try {
      const server = await probeTwice(deps, baseUrl, limited(mine.signal, mayPrompt));
      outcome = { state: 'found', server, tookMs: monotonicMs() - startedMs };
    } catch (error) {
      const tookMs = monotonicMs() - startedMs;
      const fault = isTimeout(error)
        ? ({ kind: 'no-answer', waitedMs: limitMs } as const)
        : faultFrom(error);
      outcome = { state: 'failed', fault, tookMs };
    }
    if (mine.signal.aborted) return;
    // The prompt may have been answered meanwhile.
    const after = mayPrompt ? await deps.readPermission(baseUrl) : permission;
    show(baseUrl, { outcome, permission: after }, mine);
  }

  return {
    list,
    isBusy,
    look: async (addresses) => {
      current.abort();
      const mine = new AbortController();
      current = mine;
      setBusy(true);
      setList(
        addresses.map((baseUrl) => ({
          baseUrl,
          permission: 'unknown',
          outcome: { state: 'asking' },
        })),
      );
      const stopped = new Promise<void>((resolve) => {
        mine.signal.addEventListener('abort', () => resolve(), { once: true });
      });
      await Promise.race([
        Promise.all(addresses.map((baseUrl) => attempt(baseUrl, mine))),
        stopped,
      ]);
      if (current === mine) setBusy(false);
    },
    stop: () => {
      current.abort();
      setBusy(false);
      setList((all) => all.filter((each) => each.outcome.state !== 'asking'));
    },
    clear: () => {
      current.abort();
      setBusy(false);
      setList([]);
    },
  };
}

/** Where the machine answers under its other loopback name only, that name is taken. */
async function probeTwice(
  deps: AttemptsDeps,
  baseUrl: string,
  signal: AbortSignal,
): Promise<FoundServer> {
  try {
    return await deps.probe(baseUrl, signal);
  } catch (error) {
    const fault = error instanceof FaultError ? error.fault : undefined;
    if (fault?.kind !== 'not-listening' || fault.alternative === undefined) throw error;
    return deps.probe(fault.alternative, signal);
  }
}

function limited(signal: AbortSignal, mayPrompt: boolean): AbortSignal {
  return mayPrompt ? signal : AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}
