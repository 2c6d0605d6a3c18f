/** A session: a conversation tree and what it asks of its model. Messages are rows of their own. */
import * as z from 'zod/mini';
import { modelRef } from './model.ts';
import { parameters } from './parameters.ts';

const titleSources = ['first-line', 'person', 'import'] as const;

export const session = z.object({
  id: z.string().check(z.minLength(1), z.maxLength(100)),
  title: z.string().check(z.maxLength(500)),
  titleFrom: z.enum(titleSources),
  createdAt: z.number(),
  /** When its newest message came; a rename does not move it. */
  updatedAt: z.number(),
  /** The message the transcript ends in; empty before the first. */
  leafId: z.string(),
  model: z.optional(modelRef),
  /** How far its messages may go; absent: wherever its server is. */
  fence: z.optional(z.enum(['device', 'network', 'outside'])),
  systemPrompt: z._default(z.string(), ''),
  parameters: z._default(parameters, {}),
  pinned: z._default(z.boolean(), false),
  archived: z._default(z.boolean(), false),
  tags: z._default(z.array(z.string()), []),
  messageCount: z._default(z.number(), 0),
  /** 0 while it lives; else when it was deleted, so that undo can bring it back until the next start. */
  deletedAt: z._default(z.number(), 0),
});
export type Session = z.infer<typeof session>;

/** A row of the session list. */
export type SessionRow = Pick<
  Session,
  'id' | 'title' | 'updatedAt' | 'model' | 'pinned' | 'messageCount'
>;

/** An image already stored as an attachment, as drafts and the composer name it. */
export const imageRef = z.object({
  attachmentId: z.string(),
  mediaType: z.string(),
  name: z.string(),
  sizeBytes: z.number(),
});
export type ImageRef = z.infer<typeof imageRef>;

/** Text being written in a session, kept over a reload. */
export const draft = z.object({
  sessionId: z.string(),
  text: z.string(),
  /** Ids of attachments already stored. */
  images: z._default(z.array(imageRef), []),
  updatedAt: z.number(),
});
export type Draft = z.infer<typeof draft>;

/** A message sent while a reply was still coming: it waits in the session's line. */
export const waitingMessage = z.object({
  id: z.string(),
  sessionId: z.string(),
  createdAt: z.number(),
  text: z.string(),
  images: z._default(z.array(imageRef), []),
});
export type WaitingMessage = z.infer<typeof waitingMessage>;

/** At most this many messages wait in one session's line. */
export const lineLimit = 100;

/** A title from the first line of a message, at most 80 characters, cut at a word where possible. */
export function titleFromText(text: string): string {
  const line =
    text
      .split('\n')
      .map((each) => each.replace(/^[#>*\-\s]+/, '').trim())
      .find((each) => each !== '') ?? '';
  const letters = Array.from(line);
  if (letters.length <= 80) return line;
  const cut = letters.slice(0, 79).join('');
  const space = cut.lastIndexOf(' ');
  return `${space > 40 ? cut.slice(0, space) : cut}…`;
}
