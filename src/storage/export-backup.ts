/** Export as a blob of many small pieces: never one string, as there may be ten thousand sessions. No key is in any table read here. */
import {
  type BackupConnection,
  type BackupMessage,
  type BackupSession,
  backupFormat,
  backupVersion,
} from '../domain/backup.ts';
import { portableOptions } from '../domain/connection.ts';
import type { Message } from '../domain/message.ts';
import type { Session } from '../domain/session.ts';
import { portableSettings, type Settings } from '../domain/settings.ts';
import { base64FromBytes } from '../lib/base64.ts';
import { nowAt } from '../lib/timing.ts';
import { attachmentIdsOf } from './message-rows.ts';
import type { Store } from './store.ts';

const portionSessions = 50;

/** All living sessions, or those named. */
export async function exportAll(store: Store, sessionIds?: readonly string[]): Promise<Blob> {
  const ids = sessionIds ?? (await store.sessions.ids());
  const pieces: Blob[] = [];
  const attachmentIds = new Set<string>();
  const connections: BackupConnection[] = (await store.connections.list()).map((each) => {
    const { id, kind, name, baseUrl } = each;
    return { id, kind, name, baseUrl, options: portableOptions.parse(each) };
  });
  const head = {
    format: backupFormat,
    version: backupVersion,
    exportedAt: new Date(nowAt()).toISOString(),
    connections,
  };
  pieces.push(new Blob([`${JSON.stringify(head).slice(0, -1)},"sessions":[`]));
  let first = true;
  for (let from = 0; from < ids.length; from += portionSessions) {
    const found = await store.sessions.getMany(ids.slice(from, from + portionSessions));
    const sessions = await Promise.all(
      found.map((session) => backupSessionFrom(store, session, attachmentIds)),
    );
    let text = '';
    for (const session of sessions) {
      text += `${first ? '' : ','}\n${JSON.stringify(session)}`;
      first = false;
    }
    pieces.push(new Blob([text]));
  }
  pieces.push(new Blob(['],"attachments":[']));
  first = true;
  for (const id of attachmentIds) {
    const attachment = await store.attachments.get(id);
    if (attachment === undefined) continue;
    const { mediaType, name, blob } = attachment;
    const base64 = base64FromBytes(new Uint8Array(await blob.arrayBuffer()));
    pieces.push(
      new Blob([`${first ? '' : ','}\n${JSON.stringify({ id, mediaType, name, base64 })}`]),
    );
    first = false;
  }
  const tail = JSON.stringify({
    prompts: [],
    themes: [],
    settings: await chosenSettings(store),
  });
  pieces.push(new Blob([`],${tail.slice(1)}\n`]));
  return new Blob(pieces, { type: 'application/json' });
}

async function backupSessionFrom(
  store: Store,
  of: Session,
  attachmentIds: Set<string>,
): Promise<BackupSession> {
  const messages = await store.messages.ofSession(of.id);
  for (const { parts } of messages) for (const id of attachmentIdsOf(parts)) attachmentIds.add(id);
  const there = new Set(messages.map((message) => message.id));
  const { id, title, createdAt, updatedAt, model, systemPrompt, parameters, fence, pinned, tags } =
    of;
  return {
    id,
    title,
    createdAt,
    updatedAt,
    ...(there.has(of.leafId) ? { leafId: of.leafId } : {}),
    ...(model === undefined ? {} : { model }),
    ...(systemPrompt === '' ? {} : { systemPrompt }),
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    ...(fence === undefined ? {} : { fence }),
    ...(pinned ? { pinned } : {}),
    ...(tags.length === 0 ? {} : { tags }),
    // A parent that was damaged is not in the file: its children become roots rather than spoil the file.
    messages: messages.map((message) => backupMessageFrom(message, there)),
  };
}

function backupMessageFrom(of: Message, there: ReadonlySet<string>): BackupMessage {
  const {
    id,
    parentId,
    role,
    parts,
    createdAt,
    status,
    model,
    connectionName,
    usage,
    timings,
    finish,
  } = of;
  return {
    id,
    parentId: there.has(parentId) ? parentId : null,
    role,
    parts,
    createdAt,
    status,
    ...(model === undefined ? {} : { model }),
    ...(connectionName === undefined ? {} : { connectionName }),
    ...(usage === undefined ? {} : { usage }),
    ...(timings === undefined ? {} : { timings }),
    ...(finish === undefined ? {} : { finish }),
  };
}

/** What nobody has chosen is left out: it is no choice to take over elsewhere. */
async function chosenSettings(store: Store): Promise<Partial<Settings>> {
  const chosen = new Set(await store.settings.set());
  const all = Object.entries(await store.settings.get());
  return portableSettings(Object.fromEntries(all.filter(([key]) => chosen.has(key))));
}
