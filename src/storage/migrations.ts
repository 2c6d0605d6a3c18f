/**
 * The tables, by numbered steps. A step is never edited after a release; the next change is a new step with its own
 * `upgrade`. Extra fields that only the store needs: `inFlight` (there only while a reply runs, so its index stays tiny)
 * and `attachmentIds`. Rows are small or apart: blobs have their own table.
 */
import type { Transaction } from 'dexie';

export type Migration = {
  readonly version: number;
  /** Table to keys, in Dexie's notation; a table left out stays as it is. */
  readonly stores: Readonly<Record<string, string | null>>;
  readonly upgrade?: (transaction: Transaction) => Promise<void>;
};

/** Carries the whole tree of a session, so that its shape is read from keys alone. */
export const treeIndex = '[sessionId+createdAt+parentId+id+role+status]';
export const listIndex = '[deletedAt+updatedAt]';
export const lineIndex = '[sessionId+createdAt+id]';

export const migrations: readonly Migration[] = [
  {
    version: 1,
    stores: {
      sessions: `id, ${listIndex}`,
      messages: `id, ${treeIndex}, inFlight, *attachmentIds`,
      journal: '[messageId+seq]',
      attachments: 'id',
      drafts: 'sessionId, *attachmentIds',
      waiting: `id, ${lineIndex}, *attachmentIds`,
      connections: 'id',
      models: 'connectionId',
      settings: 'key',
      owners: 'id',
      meta: 'key',
      unindexed: 'id',
      tombstones: 'id',
      segments: 'id',
      segmentParts: '[segmentId+part]',
      postings: '[segmentId+bucket]',
    },
  },
  {
    version: 2,
    stores: {
      /** Sealed keys with what is known of them. */
      secrets: 'id, connectionId',
      /** One row: the locks and the wrapped data key. */
      vault: 'id',
      usage: 'id, at, [connectionId+at]',
    },
  },
  {
    version: 3,
    stores: {
      jobs: 'id, state',
    },
  },
  {
    version: 4,
    stores: {
      /** What this browser keeps of models; their bytes are files. */
      pageModels: 'name',
    },
  },
];
