/**
 * Finding models in the engine. The hub is asked only for what a person wanted just now (`since`), and never where the
 * house forbids it; what it said before is told at once, with its age. Whoever stops looking stops the request.
 */
import { type Fault, FaultError, faultFrom } from '../domain/fault.ts';
import { type HubAnswer, hubFilesFrom } from '../domain/hub.ts';
import { cardExcerpt } from '../domain/hub-card.ts';
import {
  type HubModelRow,
  type HubPageRow,
  hubCardRow,
  hubModelRow,
  hubPageRow,
} from '../domain/hub-rows.ts';
import { hubMostPages } from '../domain/hub-terms.ts';
import { nowAt } from '../lib/timing.ts';
import { withoutGaps } from '../lib/without-gaps.ts';
import { type HubTarget, readHubCard, readHubModel, searchHub } from '../providers/hub/index.ts';
import type { Kept } from '../storage/hub-cache.ts';
import { libraryCommands, watchLibrary } from './finder-library.ts';
import type { Runners } from './lazy-commands.ts';
import type { FinderCommandName, FinderDeps, FinderWatchers } from './lazy-finder.ts';
import type { Params, Value } from './protocol.ts';

export type Finder = {
  readonly commands: Runners<FinderCommandName>;
  readonly queries: FinderWatchers;
};

/** A card changes seldom; asked for again after a day. */
const cardFreshMs = 86_400_000;
const cardTimeoutMs = 20_000;

export function createFinder(deps: FinderDeps): Finder {
  const { store, servers } = deps;
  /** The hub wants to be left alone until then, epoch ms. */
  let restUntil = 0;

  /** Throws where it must not be asked now. */
  async function opened(): Promise<HubTarget> {
    const { hubAllowed, hubUrl } = await deps.settings();
    if (!hubAllowed) throw new FaultError({ kind: 'unsupported', ability: 'hub' });
    const restMs = restUntil - nowAt();
    if (restMs > 0) throw new FaultError({ kind: 'rate-limited', retryAfterMs: restMs });
    return {
      baseUrl: hubUrl.replace(/\/+$/, ''),
      onWait: (waitMs) => {
        restUntil = nowAt() + waitMs;
      },
      ...(deps.fetcher ? { fetcher: deps.fetcher } : {}),
    };
  }

  /** Tells what is known, asks for what is older than wanted, and tells again. */
  function watched<View extends HubAnswer>(
    look: (tell: (view: View) => void, signal: AbortSignal) => Promise<void>,
    onValue: (view: View) => void,
    onFault: (fault: Fault) => void,
  ): () => void {
    const stopped = new AbortController();
    const signal = AbortSignal.any([stopped.signal, deps.signal]);
    const tell = (view: View) => {
      if (!signal.aborted) onValue(view);
    };
    look(tell, signal).catch((error) => {
      if (!signal.aborted) onFault(faultFrom(error));
    });
    return () => stopped.abort();
  }

  async function lookForPages(
    { text, sort, pages, since }: Params<'hub.search'>,
    tell: (view: Value<'hub.search'>) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const cache = await store.finds.hub();
    const keyOf = (page: number) => `search:${sort}:${page}:${text.toLowerCase()}`;
    const found: Kept<HubPageRow>[] = [];
    for (let page = 1; page <= pages; page += 1) {
      const kept = await cache.get(keyOf(page), hubPageRow);
      if (!kept) break;
      found.push(kept);
    }
    const isFresh = (kept: Kept<unknown> | undefined) =>
      since === null || (kept !== undefined && kept.fetchedAt >= since);
    const isDone = () =>
      since === null ||
      ((found.length === pages || !found.at(-1)?.value.next) && found.every(isFresh));
    for (const [at] of found.entries()) await cache.touch(keyOf(at + 1), nowAt());
    if (isDone() && found.length > 0) {
      tell(searchView(found, { isAsking: false }));
      return;
    }
    tell(searchView(found, { isAsking: since !== null }));
    if (since === null) return;
    try {
      for (let page = 1; page <= Math.min(pages, hubMostPages); page += 1) {
        const kept = found[page - 1];
        const next = found[page - 2]?.value.next;
        if (page > 1 && next === undefined) break;
        if (kept && isFresh(kept)) continue;
        const value = await searchHub(await opened(), { text, sort, next }, signal);
        const fetchedAt = nowAt();
        await cache.put(keyOf(page), value, fetchedAt);
        // What was known behind it belongs to another list now.
        found.splice(page - 1, found.length, { fetchedAt, value });
        tell(searchView(found, { isAsking: page < pages && value.next !== undefined }));
      }
      tell(searchView(found, { isAsking: false }));
    } catch (error) {
      signal.throwIfAborted();
      tell(searchView(found, { isAsking: false, fault: faultOf(error) }));
    }
  }

  async function lookForModel(
    { repo, since }: Params<'hub.model'>,
    tell: (view: Value<'hub.model'>) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const cache = await store.finds.hub();
    const key = `model:${repo}`;
    let kept = await cache.get(key, hubModelRow);
    const mayRest = since === null || (kept !== undefined && kept.fetchedAt >= since);
    if (kept) await cache.touch(key, nowAt());
    tell(modelView(kept, { isAsking: !mayRest }));
    if (mayRest) return;
    try {
      const value = await readHubModel(await opened(), repo, signal);
      kept = { value, fetchedAt: nowAt() };
      await cache.put(key, value, kept.fetchedAt);
      tell(modelView(kept, { isAsking: false }));
    } catch (error) {
      signal.throwIfAborted();
      tell(modelView(kept, { isAsking: false, fault: faultOf(error) }));
    }
  }

  async function readCard(repo: string): Promise<{ text: string }> {
    const cache = await store.finds.hub();
    const key = `card:${repo}`;
    const kept = await cache.get(key, hubCardRow);
    if (kept && nowAt() - kept.fetchedAt < cardFreshMs) return kept.value;
    try {
      const signal = AbortSignal.any([deps.signal, AbortSignal.timeout(cardTimeoutMs)]);
      const text = cardExcerpt(await readHubCard(await opened(), repo, signal));
      await cache.put(key, { text }, nowAt());
      return { text };
    } catch (error) {
      if (kept) return kept.value;
      const isLate = error instanceof DOMException && error.name === 'TimeoutError';
      throw new FaultError(
        isLate ? { kind: 'no-answer', waitedMs: cardTimeoutMs } : faultOf(error),
      );
    }
  }

  return {
    commands: {
      ...libraryCommands(store),
      'hub.card': ({ repo }) => readCard(repo),
      'models.recommended': async ({ connectionId }) => {
        const { provider, endpoint, explain } = await servers.open(connectionId);
        if (!provider.recommendations) return [];
        try {
          const found = await provider.recommendations(endpoint, deps.signal);
          servers.note(connectionId, undefined);
          return found;
        } catch (error) {
          const fault = explain(faultFrom(error));
          servers.note(connectionId, fault);
          throw new FaultError(fault, { cause: error });
        }
      },
    },
    queries: {
      'hub.search': (params, onValue, onFault) =>
        watched((tell, signal) => lookForPages(params, tell, signal), onValue, onFault),
      'hub.model': (params, onValue, onFault) =>
        watched((tell, signal) => lookForModel(params, tell, signal), onValue, onFault),
      'hub.recent': (_params, onValue, onFault) =>
        store.watch(
          async ({ finds }): Promise<Value<'hub.recent'>> => {
            const cache = await finds.hub();
            const pages = await cache.list('search:', hubPageRow);
            const models = await cache.list('model:', hubModelRow);
            return {
              searches: pages
                .filter(({ key, value }) => value.text !== '' && /^search:\w+:1:/.test(key))
                .map(({ key, fetchedAt, value: { text, sort } }) => ({
                  id: key,
                  text,
                  sort,
                  fetchedAt,
                })),
              models: models.map(({ fetchedAt, value }) => ({ id: value.model.id, fetchedAt })),
            };
          },
          onValue,
          onFault,
        ),
      'library.get': watchLibrary(deps),
    },
  };
}

function faultOf(error: unknown): Fault {
  const fault = faultFrom(error);
  return fault.kind === 'unreachable' && globalThis.navigator?.onLine === false
    ? { kind: 'offline' }
    : fault;
}

function searchView(
  found: readonly Kept<HubPageRow>[],
  told: Pick<HubAnswer, 'isAsking' | 'fault'>,
): Value<'hub.search'> {
  // A list that moved between two requests says some things twice.
  const models = new Map(
    found.flatMap(({ value }) => value.models).map((model) => [model.id, model]),
  );
  const goesOn = found.at(-1)?.value.next !== undefined;
  return {
    ...told,
    ...withoutGaps({ fetchedAt: found.length === 0 ? undefined : oldest(found) }),
    models: [...models.values()],
    hasMore: goesOn && found.length < hubMostPages,
    isFull: goesOn && found.length >= hubMostPages,
  };
}

function modelView(
  kept: Kept<HubModelRow> | undefined,
  told: Pick<HubAnswer, 'isAsking' | 'fault'>,
): Value<'hub.model'> {
  if (!kept) return told;
  const { model, files, isCut } = kept.value;
  return { ...told, fetchedAt: kept.fetchedAt, model, files: hubFilesFrom(files, isCut) };
}

function oldest(found: readonly Kept<unknown>[]): number {
  return Math.min(...found.map(({ fetchedAt }) => fetchedAt));
}
