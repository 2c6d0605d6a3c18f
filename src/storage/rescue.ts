/**
 * A way out when the store will not open: the rows as they lie, read without our schema, in the export format. What
 * passes as a session with its messages can be imported again; all else is kept beside it, under `rest`.
 */
import * as z from 'zod/mini';
import {
  backupConnection,
  backupFormat,
  backupMessage,
  backupSession,
  backupVersion,
} from '../domain/backup.ts';
import { portableOptions } from '../domain/connection.ts';
import { FaultError } from '../domain/fault.ts';
import { base64FromBytes } from '../lib/base64.ts';
import { nowAt } from '../lib/timing.ts';
import { defaultDatabase } from './database.ts';
import { eachRow, openNative } from './native.ts';

type Loose = Record<string, unknown>;
type Rest = Record<string, unknown[]>;

/** Made again by itself, and large; and what no file may carry away, sealed or not. */
const leftOut = [
  'segments',
  'segmentParts',
  'postings',
  'unindexed',
  'tombstones',
  'owners',
  'secrets',
  'vault',
];
const shaped = ['sessions', 'messages', 'attachments', 'connections'];

/** Throws `not-found` where there is no database, `storage-failed` where not even its rows can be reached. */
export async function rescueExport(name: string = defaultDatabase): Promise<Blob> {
  const database = await openNative(name);
  if (database === undefined) throw new FaultError({ kind: 'not-found', what: 'database' });
  try {
    const rest: Rest = {};
    const sessions = await rescueSessions(database, rest);
    const connections = await rescueConnections(database, rest);
    const attachments = (await rowsOf(database, 'attachments', rest)).map(attachmentPiece);
    for (const table of database.objectStoreNames) {
      if (leftOut.includes(table) || shaped.includes(table)) continue;
      rest[table] = await rowsOf(database, table, rest);
    }
    const exportedAt = new Date(nowAt()).toISOString();
    const head = JSON.stringify({
      format: backupFormat,
      version: backupVersion,
      exportedAt,
      connections,
    });
    return new Blob(
      [
        `${head.slice(0, -1)},"sessions":[`,
        ...separated(sessions),
        '],"attachments":[',
        ...separated(await Promise.all(attachments)),
        `],"rest":${JSON.stringify(rest)}}\n`,
      ],
      { type: 'application/json' },
    );
  } finally {
    database.close();
  }
}

async function rescueSessions(database: IDBDatabase, rest: Rest): Promise<Blob[]> {
  const bySession = new Map<string, Map<string, Loose>>();
  for (const row of await rowsOf(database, 'messages', rest)) {
    const { sessionId, id } = row;
    if (typeof sessionId !== 'string' || !z.safeParse(backupMessage, sound(row)).success) {
      keep(rest, 'messages', row);
      continue;
    }
    const messages = bySession.get(sessionId) ?? new Map<string, Loose>();
    bySession.set(sessionId, messages.set(String(id), row));
  }
  const pieces: Blob[] = [];
  const add = (session: Loose, messages: ReadonlyMap<string, Loose>) => {
    const rooted = [...messages.values()]
      .sort((a, b) => Number(a['createdAt']) - Number(b['createdAt']))
      .map((row) => ({
        ...row,
        parentId: messages.has(String(row['parentId'])) ? row['parentId'] : null,
      }));
    const leafId = messages.has(String(session['leafId'])) ? session['leafId'] : undefined;
    const whole = { ...session, leafId, messages: rooted };
    if (z.safeParse(backupSession, whole).success) pieces.push(new Blob([JSON.stringify(whole)]));
    else keep(rest, 'sessions', whole);
  };
  for (const row of await rowsOf(database, 'sessions', rest)) {
    const id = String(row['id']);
    if (!row['deletedAt']) add(row, bySession.get(id) ?? new Map());
    bySession.delete(id);
  }
  const at = nowAt();
  for (const [id, messages] of bySession) {
    add({ id, title: 'Rescued', createdAt: at, updatedAt: at }, messages);
  }
  return pieces;
}

async function rescueConnections(database: IDBDatabase, rest: Rest): Promise<Loose[]> {
  const rows = await rowsOf(database, 'connections', rest);
  return rows.flatMap((row) => {
    const { id, kind, name, baseUrl } = row;
    const options = z.safeParse(portableOptions, row);
    const whole = {
      id,
      kind,
      name,
      baseUrl,
      ...(options.success ? { options: options.data } : {}),
    };
    if (z.safeParse(backupConnection, whole).success) return [whole];
    // People put tokens into headers: those stay here even where all else is saved.
    const { headers: _, ...others } = row;
    keep(rest, 'connections', others);
    return [];
  });
}

/** The parent is put right later, when all messages are known. */
function sound(row: Loose): Loose {
  return { ...row, parentId: null };
}

async function attachmentPiece(row: Loose): Promise<Blob> {
  const { id, mediaType, name, blob } = row;
  const bytes = blob instanceof Blob ? new Uint8Array(await blob.arrayBuffer()) : new Uint8Array();
  return new Blob([JSON.stringify({ id, mediaType, name, base64: base64FromBytes(bytes) })]);
}

async function rowsOf(database: IDBDatabase, table: string, rest: Rest): Promise<Loose[]> {
  if (!database.objectStoreNames.contains(table)) return [];
  const rows: Loose[] = [];
  const { unreadable } = await eachRow(database, table, (row) => {
    if (typeof row === 'object' && row !== null) rows.push(row as Loose);
  });
  if (unreadable > 0) keep(rest, 'unreadable', { table, rows: unreadable });
  return rows;
}

function keep(rest: Rest, table: string, row: unknown): void {
  const rows = rest[table] ?? [];
  rows.push(row);
  rest[table] = rows;
}

function separated(pieces: readonly Blob[]): (Blob | string)[] {
  return pieces.flatMap((piece, at) => (at === 0 ? [piece] : [',\n', piece]));
}
