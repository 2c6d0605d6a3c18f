/**
 * The writes of an import. Messages come first and are seen by nobody; the session rows come last, in one transaction,
 * and with them the whole file is there. A mark tells a later start what to sweep if that never came.
 */
import type { Connection } from '../domain/connection.ts';
import type { Message } from '../domain/message.ts';
import type { Session } from '../domain/session.ts';
import type { Attachment } from './attachments.ts';
import { rowFromMessage } from './message-rows.ts';
import { importMarkPrefix, removeImported } from './purge.ts';
import type { Rows } from './rows.ts';

export type Imports = {
  readonly existingSessions: (ids: readonly string[]) => Promise<Set<string>>;
  /** Whether any message is here at all. */
  readonly hasMessages: () => Promise<boolean>;
  readonly takenMessages: (ids: readonly string[]) => Promise<Set<string>>;
  /** Says that this import lives and what it may have written. */
  readonly mark: (importId: string, sessionIds: readonly string[], at: number) => Promise<void>;
  readonly writeMessages: (messages: readonly Message[]) => Promise<void>;
  readonly writeAttachments: (attachments: readonly Attachment[]) => Promise<void>;
  readonly publish: (
    importId: string,
    sessions: readonly Session[],
    connections: readonly Connection[],
    settings: Readonly<Record<string, unknown>>,
  ) => Promise<void>;
  /** Takes back what was written. */
  readonly abandon: (importId: string, sessionIds: readonly string[]) => Promise<void>;
};

const importTables = ['sessions', 'connections', 'settings', 'unindexed', 'meta'] as const;

export function createImports(rows: Rows): Imports {
  const markKey = (importId: string) => `${importMarkPrefix}${importId}`;
  return {
    existingSessions: (ids) => present(rows, 'sessions', ids),
    hasMessages: async () => (await rows.ids('messages', { limit: 1 })).length > 0,
    takenMessages: (ids) => present(rows, 'messages', ids),
    mark: (importId, sessionIds, beatAt) =>
      rows.put('meta', { key: markKey(importId), beatAt, sessionIds }),
    writeMessages: (messages) => rows.putMany('messages', messages.map(rowFromMessage)),
    writeAttachments: (attachments) => rows.putMany('attachments', attachments),
    publish: (importId, sessions, connections, settings) =>
      rows.transaction(importTables, async (inside) => {
        await inside.putMany('connections', connections);
        await inside.putMany('sessions', sessions);
        await inside.putMany(
          'settings',
          Object.entries(settings).map(([key, value]) => ({ key, value })),
        );
        await inside.putMany(
          'unindexed',
          sessions.map(({ id }) => ({ id, kind: 'session' })),
        );
        await inside.remove('meta', markKey(importId));
      }),
    abandon: async (importId, sessionIds) => {
      await removeImported(rows, sessionIds);
      await rows.remove('meta', markKey(importId));
    },
  };
}

async function present(rows: Rows, table: string, ids: readonly string[]): Promise<Set<string>> {
  const found = await rows.getMany(table, ids);
  return new Set(ids.filter((_, at) => found[at] !== undefined));
}
