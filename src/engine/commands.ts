/** The commands: each one a short way from a checked input to the rooms that do the work. */
import type { Chat } from '../chat/chat.ts';
import { newSession } from '../chat/new-rows.ts';
import { parseAddress } from '../domain/address.ts';
import type { Connection } from '../domain/connection.ts';
import { FaultError } from '../domain/fault.ts';
import { safeFileName } from '../domain/file-name.ts';
import { textOf } from '../domain/message-text.ts';
import { pathTo, subtreeOf, treeFrom } from '../domain/message-tree.ts';
import { newId } from '../lib/ids.ts';
import { nowAt } from '../lib/timing.ts';
import type { Servers } from '../servers/servers.ts';
import type { Store } from '../storage/store.ts';
import type { Keyring } from '../vault/keyring.ts';
import type { LazySearch } from './lazy-search.ts';
import type { CommandName, EngineInfo, Input, Output } from './protocol.ts';

export type CommandDeps = {
  readonly store: Store;
  readonly servers: Servers;
  readonly keyring: Keyring;
  readonly chat: Chat;
  readonly search: LazySearch;
  readonly stopElsewhere: (sessionId: string) => void;
  readonly info: () => EngineInfo;
};

/** Those that work without an open database are answered elsewhere. */
export type StoreCommandName = Exclude<CommandName, `storage.${string}`>;
export type CommandRunners = {
  readonly [N in StoreCommandName]: (input: Input<N>) => Promise<Output<N>>;
};

const searchTimeoutMs = 10_000;

export function createCommands(deps: CommandDeps): CommandRunners {
  const { store, servers, chat } = deps;

  async function mustGetConnection(id: string): Promise<Connection> {
    const connection = await store.connections.get(id);
    if (!connection) throw new FaultError({ kind: 'connection-missing' });
    return connection;
  }

  return {
    'sessions.create': async ({ id, model }) => {
      const known = await store.sessions.get(id);
      if (known) return known;
      const session = { ...newSession(id), ...(model === undefined ? {} : { model }) };
      await store.sessions.create(session);
      return (await store.sessions.get(id)) ?? session;
    },
    'sessions.update': async ({ id, ...change }) => {
      const title = change.title === undefined ? {} : { titleFrom: 'person' as const };
      await store.sessions.update(id, { ...definedOf(change), ...title });
      return null;
    },
    'sessions.delete': async ({ id }) => {
      if (!chat.stop(id)) deps.stopElsewhere(id);
      await store.sessions.remove(id, nowAt());
      return null;
    },
    'sessions.restore': async ({ id }) => {
      await store.sessions.restore(id);
      return null;
    },
    'turns.send': async (input) => {
      await store.settings.put({ lastModel: input.model, lastSessionId: input.sessionId });
      return await chat.send(input);
    },
    'turns.edit': async ({ messageId, text, images }) => {
      await chat.edit(messageId, text, images);
      return null;
    },
    'turns.regenerate': async ({ messageId, model }) => {
      await chat.regenerate(messageId, model);
      return null;
    },
    'turns.continue': async ({ messageId }) => {
      await chat.resume(messageId);
      return null;
    },
    'turns.stop': async ({ sessionId }) => {
      if (!chat.stop(sessionId)) deps.stopElsewhere(sessionId);
      return null;
    },
    'messages.delete': ({ messageId }) => chat.removeMessage(messageId),
    'messages.below': async ({ messageId }) => {
      const message = await store.messages.get(messageId);
      if (!message) return { count: 0 };
      const tree = treeFrom(await store.messages.skeleton(message.sessionId));
      return { count: subtreeOf(tree, messageId).length };
    },
    'messages.choose': async ({ messageId }) => {
      await chat.choose(messageId);
      return null;
    },
    'messages.find': async ({ sessionId, text }) => findInSession(store, sessionId, text),
    'waiting.update': async ({ id, text }) => {
      await store.waiting.update(id, text);
      return null;
    },
    'waiting.remove': async ({ id }) => {
      await store.waiting.remove(id);
      return null;
    },
    'waiting.send': async ({ sessionId }) => {
      await chat.sendNext(sessionId);
      return null;
    },
    'drafts.get': async ({ sessionId }) => (await store.drafts.get(sessionId)) ?? null,
    'drafts.put': async (draft) => {
      await store.drafts.put(draft);
      return null;
    },
    'attachments.put': async ({ blob, name }) => {
      const stored = await store.attachments.put(blob, name);
      const { id: attachmentId, mediaType, sizeBytes } = stored;
      return { attachmentId, mediaType, sizeBytes, name };
    },
    'attachments.get': async ({ id }) => (await store.attachments.get(id))?.blob ?? null,
    'connections.add': async (draft) => {
      const { baseUrl } = parseAddress(draft.baseUrl);
      const order = (await store.connections.list()).length;
      const id = newId();
      const auto = 'auto' as const;
      await store.connections.put({
        id,
        kind: draft.kind,
        name: draft.name,
        baseUrl,
        enabled: true,
        order,
        createdAt: nowAt(),
        needsKey: draft.key !== undefined && draft.key !== '',
        features: { streaming: auto, timings: auto, progress: auto, resume: auto },
      });
      if (draft.key) deps.keyring.put(id, baseUrl, draft.key);
      await servers.check(id);
      return { id };
    },
    'connections.update': async ({ id, features, ...change }) => {
      const address =
        change.baseUrl === undefined ? {} : { baseUrl: parseAddress(change.baseUrl).baseUrl };
      const { baseUrl } = await mustGetConnection(id);
      const after = await store.connections.update(id, (before) => ({
        ...definedOf(change),
        ...address,
        features: { ...before.features, ...definedOf(features ?? {}) },
      }));
      if (new URL(after.baseUrl).origin !== new URL(baseUrl).origin) deps.keyring.forget(id);
      if (change.enabled === true || change.baseUrl !== undefined) {
        servers.check(id).catch(() => undefined); // removed meanwhile
      }
      return null;
    },
    'connections.remove': async ({ id }) => {
      for (const live of chat.running()) {
        if (live.message.model?.connectionId === id) chat.stop(live.message.sessionId);
      }
      await store.connections.remove(id);
      servers.forget(id);
      return null;
    },
    'connections.set-key': async ({ id, key }) => {
      const { baseUrl } = await store.connections.update(id, () => ({ needsKey: key !== '' }));
      if (key === '') deps.keyring.forget(id);
      else deps.keyring.put(id, baseUrl, key);
      await servers.check(id);
      return null;
    },
    'connections.check': async ({ id }) => {
      await servers.check(id);
      return null;
    },
    'models.refresh': async ({ connectionId }) => {
      const ids = connectionId === undefined ? await enabledIds(store) : [connectionId];
      await Promise.all(ids.map(servers.refresh));
      return null;
    },
    'models.describe': (ref) => servers.describe(ref),
    'settings.put': async (change) => {
      await store.settings.put(change);
      return null;
    },
    'search.run': ({ text, limit }) =>
      deps.search.search(text, { limit, signal: AbortSignal.timeout(searchTimeoutMs) }),
    'backup.export': async ({ sessionIds }) => {
      const { exportAll } = await import('../storage/export-backup.ts');
      return {
        blob: await exportAll(store, sessionIds),
        sessions: (sessionIds ?? (await store.sessions.ids())).length,
      };
    },
    'backup.markdown': async ({ sessionId }) => {
      const { exportMarkdown } = await import('../storage/export-markdown.ts');
      const session = await store.sessions.get(sessionId);
      return {
        name: safeFileName(session?.title ?? '', 'md'),
        text: await exportMarkdown(store, sessionId),
      };
    },
    'backup.preview': async ({ blob }) => {
      const { previewImport } = await import('../storage/import-backup.ts');
      const { readBackup } = await import('../storage/read-backup.ts');
      const counts = await previewImport(store, await readBackup(blob));
      return {
        sessionsNew: counts.sessions.new,
        sessionsExisting: counts.sessions.existing,
        messages: counts.messages,
        connectionsNew: counts.connections.new,
        connectionsMatched: counts.connections.matched,
        attachments: counts.attachments,
        settings: counts.settings,
      };
    },
    'backup.import': async ({ blob }) => {
      const { applyImport } = await import('../storage/import-backup.ts');
      const { readBackup } = await import('../storage/read-backup.ts');
      const { sessions } = await applyImport(store, await readBackup(blob));
      return { sessions: sessions.new, skipped: sessions.existing };
    },
    'engine.info': async () => deps.info(),
  };
}

async function enabledIds(store: Store): Promise<string[]> {
  return (await store.connections.list()).filter((each) => each.enabled).map((each) => each.id);
}

async function findInSession(
  store: Store,
  sessionId: string,
  text: string,
): Promise<Output<'messages.find'>> {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const session = await store.sessions.get(sessionId);
  const path = pathTo(treeFrom(await store.messages.skeleton(sessionId)), session?.leafId ?? '');
  const positions = new Map(path.map((id, at) => [id, at]));
  const found: Output<'messages.find'> = [];
  for (let at = 0; at < path.length; at += 200) {
    for (const message of await store.messages.getMany(path.slice(at, at + 200))) {
      const count = textOf(message).toLowerCase().split(wanted).length - 1;
      const position = positions.get(message.id) ?? 0;
      if (count > 0) found.push({ messageId: message.id, position, count });
    }
  }
  return found;
}

/** Optional fields that were given; an `undefined` must not overwrite what is there. */
function definedOf<T extends object>(change: T): { [K in keyof T]-?: Exclude<T[K], undefined> } {
  const entries = Object.entries(change).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]-?: Exclude<T[K], undefined> }; // only what is present is spread
}
