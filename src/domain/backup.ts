/**
 * The export format, version 1. What a file must hold is little, so that people can write one by hand: a message may
 * leave out its id and parent and then follows the one before, and may give plain `text` for its parts. Keys that
 * are not named here are kept out. Never holds an API key.
 */
import * as z from 'zod/mini';
import { portableOptions, providerKinds, zones } from './connection.ts';
import { finish, part, roles, statuses, timings, usage } from './message.ts';
import { modelRef } from './model.ts';
import { parameters } from './parameters.ts';

export const backupFormat = 'llantern';
export const backupVersion = 1;

const id = z.string().check(z.minLength(1), z.maxLength(100));
const instant = z.number().check(z.gte(0), z.lte(8.64e15));

export const backupMessage = z
  .object({
    id: z.optional(id),
    /** Absent: the message before; null: a root. */
    parentId: z.optional(z.nullable(z.string().check(z.maxLength(100)))),
    role: z.enum(roles),
    text: z.optional(z.string()),
    parts: z.optional(z.array(part)),
    createdAt: z.optional(instant),
    status: z.optional(z.enum(statuses)),
    model: z.optional(modelRef),
    connectionName: z.optional(z.string()),
    usage: z.optional(usage),
    timings: z.optional(timings),
    finish: z.optional(finish),
  })
  .check(
    z.refine((message) => message.text !== undefined || message.parts !== undefined, {
      error: 'a message needs text or parts',
    }),
  );
export type BackupMessage = z.infer<typeof backupMessage>;

export const backupSession = z.object({
  id,
  title: z.string().check(z.maxLength(500)),
  createdAt: instant,
  updatedAt: instant,
  leafId: z.optional(z.string()),
  model: z.optional(modelRef),
  systemPrompt: z.optional(z.string()),
  parameters: z.optional(parameters),
  fence: z.optional(z.enum(zones)),
  pinned: z.optional(z.boolean()),
  tags: z.optional(z.array(z.string())),
  messages: z.array(backupMessage),
});
export type BackupSession = z.infer<typeof backupSession>;

export const backupConnection = z.object({
  id,
  kind: z.enum(providerKinds),
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  baseUrl: z.string().check(z.maxLength(2000)),
  options: z.optional(portableOptions),
});
export type BackupConnection = z.infer<typeof backupConnection>;

export const backupAttachment = z.object({
  /** SHA-256 of the bytes, in hex. */
  id: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  mediaType: z.string().check(z.maxLength(200)),
  name: z.string().check(z.maxLength(500)),
  base64: z.string(),
});
export type BackupAttachment = z.infer<typeof backupAttachment>;

/** The frame of a file; sessions are checked one by one, with pauses, as there may be ten thousand. */
export const backupFrame = z.object({
  format: z.literal(backupFormat),
  version: z.literal(backupVersion),
  exportedAt: z.optional(z.string()),
  connections: z._default(z.array(z.unknown()), []),
  sessions: z._default(z.array(z.unknown()), []),
  attachments: z._default(z.array(z.unknown()), []),
  prompts: z._default(z.array(z.unknown()), []),
  themes: z._default(z.array(z.unknown()), []),
  settings: z._default(z.record(z.string(), z.unknown()), {}),
});

/** A file that has passed every check. */
export type Backup = {
  sessions: readonly BackupSession[];
  connections: readonly BackupConnection[];
  attachments: readonly BackupAttachment[];
  /** As they stand in the file; each is checked where it is taken. */
  settings: Readonly<Record<string, unknown>>;
};
