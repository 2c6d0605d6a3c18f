/** Messages as rows: the shape of a session from keys alone, the messages themselves by id. */
import { FaultError } from '../domain/fault.ts';
import { type Message, message } from '../domain/message.ts';
import { newestLeafUnder, siblingsOf, subtreeOf, treeFrom } from '../domain/message-tree.ts';
import { session } from '../domain/session.ts';
import type { Checked } from './checked.ts';
import {
  messageTables,
  noteForSearch,
  readSkeleton,
  removeMessages,
  rowFromMessage,
  type SkeletonNode,
} from './message-rows.ts';
import { treeIndex } from './migrations.ts';
import { type Rows, spanOf } from './rows.ts';

export type MessagePatch = Partial<Omit<Message, 'id' | 'sessionId' | 'parentId' | 'createdAt'>>;

export type Messages = {
  /** Oldest first, without reading a message. */
  readonly skeleton: (sessionId: string) => Promise<SkeletonNode[]>;
  readonly get: (id: string) => Promise<Message | undefined>;
  /** In the order asked; missing and damaged ones are left out. */
  readonly getMany: (ids: readonly string[]) => Promise<Message[]>;
  /** All of a session, oldest first: for what goes through the whole of it. */
  readonly ofSession: (sessionId: string) => Promise<Message[]>;
  readonly put: (message: Message) => Promise<void>;
  /** Throws `not-found`. */
  readonly update: (id: string, patch: MessagePatch) => Promise<Message>;
  /** Replies that are pending or streaming, in any session. */
  readonly inFlight: () => Promise<Message[]>;
  /** Removes a message and all below it. The session's leaf moves to the newest message that is left beside or above. */
  readonly removeSubtree: (
    sessionId: string,
    id: string,
  ) => Promise<{ removedIds: string[]; leafId: string }>;
};

export function createMessages(rows: Rows, checked: Checked): Messages {
  const check = (row: unknown) => checked.one('messages', message, row);
  return {
    skeleton: (sessionId) => readSkeleton(rows, sessionId),
    get: async (id) => check(await rows.get('messages', id)),
    getMany: async (ids) => checked.many('messages', message, await rows.getMany('messages', ids)),
    ofSession: async (sessionId) =>
      checked.many('messages', message, await rows.list('messages', spanOf(treeIndex, sessionId))),
    put: (row) =>
      rows.transaction(['messages', 'unindexed'], async (inside) => {
        await inside.put('messages', rowFromMessage(row));
        await noteForSearch(inside, [row]);
      }),
    update: (id, patch) =>
      rows.transaction(['messages', 'unindexed'], async (inside) => {
        const before = check(await inside.get('messages', id));
        if (before === undefined) throw new FaultError({ kind: 'not-found', what: 'message' });
        const after = { ...before, ...patch };
        await inside.put('messages', rowFromMessage(after));
        await noteForSearch(inside, [after]);
        return after;
      }),
    inFlight: async () =>
      checked.many(
        'messages',
        message,
        await rows.list('messages', { index: 'inFlight', from: 1, to: 1 }),
      ),
    removeSubtree: (sessionId, id) =>
      rows.transaction(['sessions', ...messageTables], async (inside) => {
        const nodes = await readSkeleton(inside, sessionId);
        const tree = treeFrom(nodes);
        const node = tree.nodesById.get(id);
        const owner = checked.one('sessions', session, await inside.get('sessions', sessionId));
        if (node === undefined || owner === undefined) {
          return { removedIds: [], leafId: owner?.leafId ?? '' };
        }
        const removed = new Set(subtreeOf(tree, id));
        await removeMessages(
          inside,
          nodes.filter((each) => removed.has(each.id)),
        );
        const sibling = siblingsOf(tree, id)
          .filter((each) => each !== id)
          .at(-1);
        const above = tree.nodesById.has(node.parentId) ? node.parentId : '';
        const next = sibling === undefined ? above : newestLeafUnder(tree, sibling);
        const leafId = removed.has(owner.leafId) ? next : owner.leafId;
        const messageCount = nodes.length - removed.size;
        await inside.put('sessions', { ...owner, leafId, messageCount });
        return { removedIds: [...removed], leafId };
      }),
  };
}
