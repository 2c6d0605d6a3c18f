/** A message as its row: with the two fields only the store needs. What is left behind by a message that is gone is listed here once. */
import {
  type Message,
  type Part,
  type Role,
  roles,
  type Status,
  statuses,
} from '../domain/message.ts';
import { isInFlight } from '../domain/message-text.ts';
import type { TreeNode } from '../domain/message-tree.ts';
import { newId } from '../lib/ids.ts';
import { treeIndex } from './migrations.ts';
import { type Key, type Row, type Rows, spanOf } from './rows.ts';

export type SkeletonNode = TreeNode & { role: Role; status: Status };

/** Tables to open when messages are removed. */
export const messageTables = ['messages', 'journal', 'unindexed', 'tombstones'] as const;

export function rowFromMessage(message: Message): Row {
  const attachmentIds = attachmentIdsOf(message.parts);
  return {
    ...message,
    ...(isInFlight(message.status) ? { inFlight: 1 } : {}),
    ...(attachmentIds.length === 0 ? {} : { attachmentIds }),
  };
}

export function attachmentIdsOf(parts: readonly unknown[]): string[] {
  const ids = new Set<string>();
  for (const each of parts as readonly Partial<Extract<Part, { type: 'image' }>>[]) {
    if (typeof each?.attachmentId === 'string') ids.add(each.attachmentId);
  }
  return [...ids];
}

/** The tree of a session, read from keys alone, oldest first. */
export async function readSkeleton(rows: Rows, sessionId: string): Promise<SkeletonNode[]> {
  const keys = await rows.keys('messages', spanOf(treeIndex, sessionId));
  return keys.map(nodeFromKey).filter((node) => node !== undefined);
}

function nodeFromKey(key: Key): SkeletonNode | undefined {
  if (typeof key !== 'object') return undefined;
  const [, createdAt, parentId, id, roleWord, statusWord] = key;
  const role = roles.find((each) => each === roleWord);
  const status = statuses.find((each) => each === statusWord);
  if (role === undefined || status === undefined) return undefined;
  return { id: String(id), parentId: String(parentId), createdAt: Number(createdAt), role, status };
}

/** A finished message waits for the search index; a reply in flight is not searched. */
export async function noteForSearch(rows: Rows, messages: readonly Message[]): Promise<void> {
  const finished = messages.filter((message) => !isInFlight(message.status));
  if (finished.length === 0) return;
  await rows.putMany(
    'unindexed',
    finished.map(({ id }) => ({ id, kind: 'message', stamp: newId() })),
  );
}

/** Messages and all that hangs on them. Runs inside a transaction over `messageTables`. */
export async function removeMessages(rows: Rows, nodes: readonly SkeletonNode[]): Promise<void> {
  const ids = nodes.map((node) => node.id);
  await rows.removeMany('messages', ids);
  await rows.removeMany('unindexed', ids);
  await rows.putMany(
    'tombstones',
    ids.map((id) => ({ id })),
  );
  for (const { id, status } of nodes) {
    if (isInFlight(status)) await rows.removeSpan('journal', spanOf(undefined, id));
  }
}
