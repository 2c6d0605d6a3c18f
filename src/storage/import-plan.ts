/** A checked file as the rows it will become. Pure, but for new ids: connections are matched by kind and origin, and statuses that only a living reply can have end. */
import { zoneOf } from '../domain/address.ts';
import type { Backup, BackupConnection, BackupMessage, BackupSession } from '../domain/backup.ts';
import { type Connection, connection } from '../domain/connection.ts';
import type { Message, Part } from '../domain/message.ts';
import { isInFlight } from '../domain/message-text.ts';
import type { ModelRef } from '../domain/model.ts';
import type { Session } from '../domain/session.ts';
import { newId } from '../lib/ids.ts';

export type ConnectionPlan = {
  readonly fresh: readonly Connection[];
  readonly matched: number;
  /** From the file's id to ours. */
  readonly idsByTheirs: ReadonlyMap<string, string>;
};

/** A connection that is here already stays as it is; a new one gets an id of its own, so that it can never come into a kept key. */
export function planConnections(
  backup: Backup,
  here: readonly Connection[],
  at: number,
): ConnectionPlan {
  const fresh: Connection[] = [];
  const idsByTheirs = new Map<string, string>();
  let matched = 0;
  for (const theirs of backup.connections) {
    const known = [...here, ...fresh].find((each) => isSame(each, theirs));
    if (known) {
      if (here.includes(known)) matched += 1;
      idsByTheirs.set(theirs.id, known.id);
      continue;
    }
    const order = Math.max(-1, ...here.map((each) => each.order)) + fresh.length + 1;
    // A server of the network is what a backup is for; one outside is contacted only when a person switches it on.
    const enabled = zoneOf(theirs.baseUrl) !== 'outside';
    const { options, ...named } = theirs;
    const made = connection.parse({
      ...options,
      ...named,
      id: newId(),
      createdAt: at,
      order,
      enabled,
    });
    fresh.push(made);
    idsByTheirs.set(theirs.id, made.id);
  }
  return { fresh, matched, idsByTheirs };
}

export function sessionFrom(
  of: BackupSession,
  leafId: string,
  connectionIds: ReadonlyMap<string, string>,
): Session {
  return {
    id: of.id,
    title: of.title,
    titleFrom: 'import',
    createdAt: of.createdAt,
    updatedAt: of.updatedAt,
    leafId,
    systemPrompt: of.systemPrompt ?? '',
    parameters: of.parameters ?? {},
    // A file may close a fence, not open one.
    ...(of.fence === undefined || of.fence === 'outside' ? {} : { fence: of.fence }),
    pinned: of.pinned ?? false,
    archived: false,
    tags: of.tags ?? [],
    messageCount: of.messages.length,
    deletedAt: 0,
    ...modelOf(of.model, connectionIds),
  };
}

/**
 * Messages with ids that are theirs alone: an id of our own kind is kept unless `taken` has it, any other (`m1`) is
 * replaced, as the next session of the file may use it too. Adds to `taken`.
 */
export function messagesFrom(
  of: BackupSession,
  connectionIds: ReadonlyMap<string, string>,
  taken: Set<string>,
): { messages: Message[]; leafId: string } {
  const ids = new Map<string, string>();
  const ours = of.messages.map((message, at) => {
    const keep = message.id !== undefined && isOurKind(message.id) && !taken.has(message.id);
    const id = keep ? (message.id ?? '') : newId();
    taken.add(id);
    ids.set(message.id ?? ` ${at}`, id);
    return id;
  });
  const messages = of.messages.map((message, at): Message => {
    const parent = message.parentId;
    return {
      id: ours[at] ?? '',
      sessionId: of.id,
      parentId: parent === undefined ? (ours[at - 1] ?? '') : (ids.get(parent ?? '') ?? ''),
      createdAt: message.createdAt ?? of.createdAt + at,
      ...contentOf(message, connectionIds),
    };
  });
  const leaf = of.leafId === undefined || of.leafId === '' ? undefined : ids.get(of.leafId);
  return { messages, leafId: leaf ?? messages.at(-1)?.id ?? '' };
}

function contentOf(
  message: BackupMessage,
  connectionIds: ReadonlyMap<string, string>,
): Pick<Message, 'role' | 'parts' | 'status'> {
  const status = message.status ?? 'done';
  const { connectionName, usage, timings, finish } = message;
  return {
    role: message.role,
    parts: message.parts ?? partsFromText(message.text ?? ''),
    status: isInFlight(status) ? 'interrupted' : status,
    ...modelOf(message.model, connectionIds),
    ...(connectionName === undefined ? {} : { connectionName }),
    ...(usage === undefined ? {} : { usage }),
    ...(timings === undefined ? {} : { timings }),
    ...(finish === undefined ? {} : { finish }),
  };
}

function partsFromText(text: string): Part[] {
  return text === '' ? [] : [{ type: 'text', text }];
}

function modelOf(
  of: ModelRef | undefined,
  connectionIds: ReadonlyMap<string, string>,
): { model?: ModelRef } {
  if (of === undefined) return {};
  return { model: { ...of, connectionId: connectionIds.get(of.connectionId) ?? of.connectionId } };
}

function isSame(ours: Connection, theirs: BackupConnection): boolean {
  return (
    ours.kind === theirs.kind && new URL(ours.baseUrl).origin === new URL(theirs.baseUrl).origin
  );
}

/** The message ids that are worth keeping, where nothing else has them. */
export function keptIds(sessions: readonly BackupSession[]): string[] {
  const ids = sessions.flatMap((session) => session.messages.map((message) => message.id ?? ''));
  return ids.filter(isOurKind);
}

function isOurKind(id: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id);
}
