/** Import in two steps: a dry look that writes nothing, and the import, which is there whole or not at all. */
import type { Backup, BackupAttachment, BackupSession } from '../domain/backup.ts';
import { FaultError } from '../domain/fault.ts';
import type { Message } from '../domain/message.ts';
import type { Session } from '../domain/session.ts';
import { portableSettings, type Settings } from '../domain/settings.ts';
import { bytesFromBase64 } from '../lib/base64.ts';
import { createBreather } from '../lib/breather.ts';
import { newId } from '../lib/ids.ts';
import { sha256Hex } from '../lib/sha256.ts';
import { nowAt } from '../lib/timing.ts';
import type { Attachment } from './attachments.ts';
import { keptIds, messagesFrom, planConnections, sessionFrom } from './import-plan.ts';
import type { Store } from './store.ts';

export type ImportCounts = {
  sessions: { new: number; existing: number };
  messages: number;
  connections: { new: number; matched: number };
  attachments: number;
  /** Settings that nobody has chosen here and the file brings. */
  settings: number;
};

/** Messages written in one transaction. */
const portionMessages = 500;

export async function previewImport(store: Store, backup: Backup): Promise<ImportCounts> {
  const existing = await store.imports.existingSessions(
    backup.sessions.map((session) => session.id),
  );
  const fresh = backup.sessions.filter((session) => !existing.has(session.id));
  const connections = planConnections(backup, await store.connections.list(), nowAt());
  return countsOf(fresh, backup, connections, await newSettings(store, backup));
}

/** Sessions that exist are skipped. Throws `file-invalid` for an attachment that is not what its id says, and storage faults; then nothing is left behind. */
export async function applyImport(
  store: Store,
  backup: Backup,
  onProgress: (done: number, of: number) => void = () => undefined,
): Promise<ImportCounts> {
  const existing = await store.imports.existingSessions(
    backup.sessions.map((session) => session.id),
  );
  const fresh = backup.sessions.filter((session) => !existing.has(session.id));
  const connections = planConnections(backup, await store.connections.list(), nowAt());
  const attachments = await attachmentsFrom(wantedAttachments(fresh, backup.attachments));
  const settings = await newSettings(store, backup);
  const importId = newId();
  const sessionIds = fresh.map((session) => session.id);
  // Asked once: into an empty store, nothing can be in the way.
  const hasMessages = await store.imports.hasMessages();
  const taken = new Set<string>();
  const sessions: Session[] = [];
  await store.imports.mark(importId, sessionIds, nowAt());
  try {
    await store.imports.writeAttachments(attachments);
    for (const portion of portionsOf(fresh)) {
      if (hasMessages) {
        for (const id of await store.imports.takenMessages(keptIds(portion))) taken.add(id);
      }
      const messages: Message[] = [];
      for (const session of portion) {
        const made = messagesFrom(session, connections.idsByTheirs, taken);
        messages.push(...made.messages);
        sessions.push(sessionFrom(session, made.leafId, connections.idsByTheirs));
      }
      await store.imports.writeMessages(messages);
      onProgress(sessions.length, fresh.length);
      await store.imports.mark(importId, sessionIds, nowAt());
    }
    await store.imports.publish(importId, sessions, connections.fresh, settings);
  } catch (error) {
    await store.imports.abandon(importId, sessionIds);
    throw error;
  }
  return countsOf(fresh, backup, connections, settings);
}

/** How the vault guards itself is not for a file to say. */
const guards: ReadonlySet<string> = new Set(['vaultMinutes', 'vaultLocksOnHide', 'keysInMemory']);

/** What a person has chosen here stays; the rest comes from the file. */
async function newSettings(store: Store, backup: Backup): Promise<Partial<Settings>> {
  const chosen = new Set(await store.settings.set());
  const theirs = Object.entries(portableSettings(backup.settings)).filter(
    ([name]) => !guards.has(name),
  );
  return Object.fromEntries(theirs.filter(([key]) => !chosen.has(key)));
}

function countsOf(
  fresh: readonly BackupSession[],
  backup: Backup,
  connections: { fresh: readonly unknown[]; matched: number },
  settings: Partial<Settings>,
): ImportCounts {
  return {
    sessions: { new: fresh.length, existing: backup.sessions.length - fresh.length },
    messages: fresh.reduce((sum, session) => sum + session.messages.length, 0),
    connections: { new: connections.fresh.length, matched: connections.matched },
    attachments: wantedAttachments(fresh, backup.attachments).length,
    settings: Object.keys(settings).length,
  };
}

/** Only what a new session shows. */
function wantedAttachments(
  sessions: readonly BackupSession[],
  attachments: readonly BackupAttachment[],
): BackupAttachment[] {
  if (attachments.length === 0) return [];
  const wanted = new Set<string>();
  for (const { messages } of sessions) {
    for (const { parts = [] } of messages) {
      for (const part of parts) if ('attachmentId' in part) wanted.add(part.attachmentId);
    }
  }
  return attachments.filter((attachment) => wanted.has(attachment.id));
}

async function attachmentsFrom(wanted: readonly BackupAttachment[]): Promise<Attachment[]> {
  const made: Attachment[] = [];
  const breathe = createBreather();
  for (const { id, mediaType, name, base64 } of wanted) {
    const bytes = readBase64(base64);
    if (bytes === undefined || (await sha256Hex(bytes)) !== id) {
      const reason = `attachments: the content of "${name}" is not what its id says`;
      throw new FaultError({ kind: 'file-invalid', reason: reason.slice(0, 500) });
    }
    const blob = new Blob([bytes], { type: mediaType });
    made.push({ id, blob, mediaType, name, sizeBytes: blob.size, addedAt: nowAt() });
    await breathe();
  }
  return made;
}

function readBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return bytesFromBase64(text);
  } catch {
    return undefined; // no base64 at all
  }
}

/** Whole sessions, about `portionMessages` messages at a time. */
function* portionsOf(sessions: readonly BackupSession[]): Generator<BackupSession[]> {
  let portion: BackupSession[] = [];
  let size = 0;
  for (const session of sessions) {
    portion.push(session);
    size += session.messages.length;
    if (size < portionMessages) continue;
    yield portion;
    portion = [];
    size = 0;
  }
  if (portion.length > 0) yield portion;
}
