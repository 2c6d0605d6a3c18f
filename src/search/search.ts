/**
 * Full-text search over all sessions. Candidates come from the segments and from what is not in one yet, newest first;
 * every candidate is read and looked through again before it is a hit, so that an old segment can never show what was
 * deleted or changed.
 */
import type { Fault } from '../domain/fault.ts';
import type { Role } from '../domain/message.ts';
import { delay } from '../lib/timing.ts';
import type { Searchable } from '../storage/search-rows.ts';
import type { Store } from '../storage/store.ts';
import {
  type BuilderOptions,
  buildNow,
  defaultBuilder,
  messagesOf,
  watchAndBuild,
} from './builder.ts';
import { findCandidates } from './candidates.ts';
import { snippetOf } from './snippet.ts';
import { findWords, parseQuery, type Query } from './words.ts';

export type SearchHit = {
  sessionId: string;
  messageId: string;
  /** The session's title. */
  title: string;
  role: Role;
  createdAt: number;
  snippet: string;
  /** Places of the asked words in the snippet; the end is not included. */
  ranges: [from: number, to: number][];
};

export type Search = {
  /** All words have to be there; the last may be unfinished. Newest first. */
  readonly search: (
    text: string,
    options: { limit: number; signal: AbortSignal },
  ) => Promise<SearchHit[]>;
  /** Begins to build in the background, some time after the start. */
  readonly start: () => void;
  readonly stop: () => void;
  /** Builds all that waits, now. False where another engine is at it. */
  readonly build: (signal: AbortSignal) => Promise<boolean>;
};

export type SearchOptions = Partial<BuilderOptions> & {
  /** Building stays out of the way of the start for this long. */
  startAfterMs?: number;
  onFault?: (fault: Fault) => void;
};

export function createSearch(store: Store, options: SearchOptions = {}): Search {
  const { startAfterMs = 3000, onFault = () => undefined, ...given } = options;
  const builder = { ...defaultBuilder, ...given };
  const ended = new AbortController();
  let stopBuilding: (() => void) | undefined;
  return {
    search: async (text, { limit, signal }) => {
      const query = parseQuery(text);
      if (query === undefined || limit <= 0) return [];
      const found = createFound(store, query);
      await searchNotes(store, found, limit, signal);
      const fromNotes = found.count();
      for await (const ids of findCandidates(store.searchRows, query, limit)) {
        signal.throwIfAborted();
        await found.add(await store.searchRows.ofMessages(ids));
        if (found.count() - fromNotes >= limit) break;
      }
      return found.hits(limit);
    },
    start: () => {
      delay(startAfterMs, ended.signal).then(
        () => {
          stopBuilding = watchAndBuild(store, builder, onFault);
        },
        () => undefined,
      );
    },
    stop: () => {
      ended.abort();
      stopBuilding?.();
    },
    build: (signal) => buildNow(store, { ...builder, worthNotes: 1, worthGone: 1 }, signal),
  };
}

/** More notes than these are a large import on its way into the index. */
const mostNotes = 20_000;
const portionNotes = 100;

/** What no segment holds yet is looked through as it is, newest first. */
async function searchNotes(
  store: Store,
  found: Found,
  limit: number,
  signal: AbortSignal,
): Promise<void> {
  const notes = await store.searchRows.pending(mostNotes);
  for (let from = 0; from < notes.length && found.count() < limit; from += portionNotes) {
    signal.throwIfAborted();
    await found.add(await messagesOf(store, notes.slice(from, from + portionNotes)));
  }
}

type Found = {
  readonly add: (messages: readonly Searchable[]) => Promise<void>;
  readonly count: () => number;
  readonly hits: (limit: number) => SearchHit[];
};

function createFound(store: Store, query: Query): Found {
  const hitsById = new Map<string, SearchHit>();
  /** Titles of living sessions; `undefined` for the others. */
  const titles = new Map<string, string | undefined>();

  async function learnTitles(sessionIds: readonly string[]): Promise<void> {
    const unknown = [...new Set(sessionIds)].filter((id) => !titles.has(id));
    for (const id of unknown) titles.set(id, undefined);
    for (const session of await store.sessions.getMany(unknown)) {
      if (session.deletedAt === 0) titles.set(session.id, session.title);
    }
  }

  return {
    add: async (messages) => {
      const matches = messages
        .map((message) => ({ message, places: findWords(query, message.text) }))
        .filter((match) => match.places !== undefined);
      await learnTitles(matches.map(({ message }) => message.sessionId));
      for (const { message, places } of matches) {
        const { id, sessionId, role, createdAt, text } = message;
        const title = titles.get(sessionId);
        if (title === undefined) continue;
        const hit = { sessionId, messageId: id, title, role, createdAt };
        hitsById.set(id, { ...hit, ...snippetOf(text, places ?? []) });
      }
    },
    count: () => hitsById.size,
    hits: (limit) =>
      [...hitsById.values()].sort((a, b) => b.createdAt - a.createdAt).slice(0, limit),
  };
}
