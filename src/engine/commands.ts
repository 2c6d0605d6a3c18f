/** The commands: each one a short way from a checked input to the rooms that do the work. */
import type { Chat } from '../chat/chat.ts';
import { newSession } from '../chat/new-rows.ts';
import { safeFileName } from '../domain/file-name.ts';
import { textOf } from '../domain/message-text.ts';
import { pathTo, subtreeOf, treeFrom } from '../domain/message-tree.ts';
import { nowAt } from '../lib/timing.ts';
import type { Servers } from '../servers/servers.ts';
import type { Store } from '../storage/store.ts';
import type { Keyring } from '../vault/keyring.ts';
import { lazyCommands } from './lazy-commands.ts';
import type { LazyFinder } from './lazy-finder.ts';
import type { LazyJobs } from './lazy-jobs.ts';
import type { LazyPanel } from './lazy-panel.ts';
import type { LazySearch } from './lazy-search.ts';
import type { CommandName, EngineInfo, Input, Output } from './protocol.ts';
import { vaultCommands } from './vault-commands.ts';

export type CommandDeps = {
  readonly store: Store;
  readonly servers: Servers;
  readonly keyring: Keyring;
  readonly chat: Chat;
  readonly search: LazySearch;
  readonly jobs: LazyJobs;
  readonly finder: LazyFinder;
  readonly panel: LazyPanel;
  /** The engine has ended. */
  readonly signal: AbortSignal;
  readonly stopElsewhere: (sessionId: string) => void;
  readonly info: () => EngineInfo;
};

/** Those that work without an open database are answered elsewhere. */
export type StoreCommandName = Exclude<CommandName, `storage.${string}`>;
export type CommandRunners = {
  readonly [N in StoreCommandName]: (input: Input<N>) => Promise<Output<N>>;
};

const searchTimeoutMs = 10_000;

const connectionCommandNames = [
  'connections.add',
  'connections.update',
  'connections.remove',
  'connections.set-key',
  'connections.check',
  'connections.examine',
  'connections.finish-sign-in',
  'models.refresh',
  'models.describe',
  'models.seen',
] as const;
/** Their code comes with the first of them. */
export type ConnectionCommandName = (typeof connectionCommandNames)[number];

export function createCommands(deps: CommandDeps): CommandRunners {
  const { store, chat } = deps;

  return {
    'sessions.create': async ({ id, model }) => {
      const known = await store.sessions.get(id);
      if (known) return known;
      const chosen = model ?? (await store.settings.get()).defaultModel ?? undefined;
      const session = { ...newSession(id), ...(chosen === undefined ? {} : { model: chosen }) };
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
    ...lazyCommands(connectionCommandNames, async () => {
      const { connectionCommands } = await import('./connection-commands.ts');
      return connectionCommands(deps);
    }),
    ...vaultCommands(deps.keyring),
    ...deps.jobs.commands,
    ...deps.finder.commands,
    ...deps.panel.commands,
    ...lazyCommands(['embed.run', 'embed.stop'], async () => {
      const { embedCommands } = await import('./embed-commands.ts');
      return embedCommands(deps);
    }),
    'models.details': (ref) => deps.servers.details(ref),
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
