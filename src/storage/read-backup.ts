/** An export file, checked from end to end before anything is written: it passes whole or is refused whole, with the place and the reason. */
import * as z from 'zod/mini';
import { parseAddress } from '../domain/address.ts';
import {
  type Backup,
  type BackupMessage,
  type BackupSession,
  backupAttachment,
  backupConnection,
  backupFrame,
  backupSession,
} from '../domain/backup.ts';
import { FaultError } from '../domain/fault.ts';
import { pageAddressOf } from '../domain/page-kinds.ts';
import { createBreather } from '../lib/breather.ts';

const defaultLimitBytes = 256 * 1024 * 1024;

/** Throws `file-too-large` before reading, and `file-invalid`. */
export async function readBackup(
  file: Blob | string,
  options: { limitBytes?: number } = {},
): Promise<Backup> {
  const { limitBytes = defaultLimitBytes } = options;
  const sizeBytes = typeof file === 'string' ? file.length : file.size;
  if (sizeBytes > limitBytes)
    throw new FaultError({ kind: 'file-too-large', sizeBytes, limitBytes });
  const frame = checkAt(
    '',
    backupFrame,
    parseJson(typeof file === 'string' ? file : await file.text()),
  );
  const breathe = createBreather();
  const seen = new Set<string>();
  const sessions: BackupSession[] = [];
  for (const [at, raw] of frame.sessions.entries()) {
    const path = `sessions[${at}]`;
    const session = checkAt(path, backupSession, raw);
    if (seen.has(session.id)) throw invalid(`${path}.id`, `the id "${session.id}" is there twice`);
    seen.add(session.id);
    checkTree(path, session);
    sessions.push(session);
    await breathe();
  }
  const connections = frame.connections.map((raw, at) => {
    const connection = checkAt(`connections[${at}]`, backupConnection, raw);
    return {
      ...connection,
      baseUrl:
        pageAddressOf(connection.kind) ??
        cleanAddress(`connections[${at}].baseUrl`, connection.baseUrl),
    };
  });
  const attachments = frame.attachments.map((raw, at) =>
    checkAt(`attachments[${at}]`, backupAttachment, raw),
  );
  return { sessions, connections, attachments, settings: frame.settings };
}

function parseJson(text: string): unknown {
  try {
    // Some editors put a byte order mark first.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new FaultError(
      { kind: 'file-invalid', reason: 'the file is not JSON' },
      { cause: error },
    );
  }
}

function checkAt<S extends z.ZodMiniType>(path: string, schema: S, raw: unknown): z.output<S> {
  const result = z.safeParse(schema, raw);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw invalid(joinPath(path, issue?.path ?? []), wordsOf(issue, raw));
}

function invalid(path: string, words: string): FaultError {
  const reason = path === '' ? words : `${path}: ${words}`;
  return new FaultError({ kind: 'file-invalid', reason: reason.slice(0, 500) });
}

function joinPath(path: string, steps: readonly PropertyKey[]): string {
  let joined = path;
  for (const step of steps) {
    joined += typeof step === 'number' ? `[${step}]` : `${joined === '' ? '' : '.'}${String(step)}`;
  }
  return joined;
}

/** zod/mini brings no texts of its own; these name what was wanted there. */
function wordsOf(issue: z.core.$ZodIssue | undefined, raw: unknown): string {
  if (typeof raw !== 'object' || raw === null) return 'is not an object';
  switch (issue?.code) {
    case 'invalid_type':
      return `should be ${issue.expected}`;
    case 'invalid_value':
      return `should be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'too_big':
      return `is larger than ${String(issue.maximum)}`;
    case 'too_small':
      return `is smaller than ${String(issue.minimum)}`;
    case 'invalid_format':
      return `does not look like ${issue.format}`;
    case 'custom':
      return issue.message ?? 'is not valid';
    default:
      return 'is not valid';
  }
}

/** Ids once each, parents that exist, no loops, and a leaf that is there. */
function checkTree(path: string, session: BackupSession): void {
  const parents = parentsOf(path, session.messages);
  const sound = new Set<string>();
  for (const [at, start] of session.messages.entries()) {
    if (start.id === undefined) continue;
    const walk = new Set<string>();
    for (let id = start.id; id !== '' && !sound.has(id); id = parents.get(id) ?? '') {
      if (walk.has(id))
        throw invalid(`${path}.messages[${at}].parentId`, 'the parents run in a circle');
      walk.add(id);
    }
    for (const id of walk) sound.add(id);
  }
  if (session.leafId !== undefined && session.leafId !== '' && !parents.has(session.leafId)) {
    throw invalid(`${path}.leafId`, `there is no message "${session.leafId}"`);
  }
}

/** Parents by id; a message without an id gets a place that nothing else can name. */
function parentsOf(path: string, messages: readonly BackupMessage[]): Map<string, string> {
  const parents = new Map<string, string>();
  const places = messages.map((message, at) => message.id ?? ` ${at}`);
  for (const [at, message] of messages.entries()) {
    const place = places[at] ?? '';
    if (parents.has(place))
      throw invalid(`${path}.messages[${at}].id`, `the id "${place}" is there twice`);
    parents.set(
      place,
      message.parentId === undefined ? (places[at - 1] ?? '') : (message.parentId ?? ''),
    );
  }
  for (const [at, place] of places.entries()) {
    const parent = parents.get(place) ?? '';
    if (parent !== '' && !parents.has(parent)) {
      throw invalid(`${path}.messages[${at}].parentId`, `there is no message "${parent}"`);
    }
  }
  return parents;
}

function cleanAddress(path: string, text: string): string {
  try {
    return parseAddress(text).baseUrl;
  } catch {
    throw invalid(path, 'is not an http or https address');
  }
}
