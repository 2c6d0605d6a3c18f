/** Rows as they begin: a session before its first message, and what a person wrote as the parts of a message. */
import type { Part } from '../domain/message.ts';
import type { ImageRef, Session } from '../domain/session.ts';
import { nowAt } from '../lib/timing.ts';

export function newSession(id: string): Session {
  const at = nowAt();
  return {
    id,
    title: '',
    titleFrom: 'first-line',
    createdAt: at,
    updatedAt: at,
    leafId: '',
    systemPrompt: '',
    parameters: {},
    pinned: false,
    archived: false,
    tags: [],
    messageCount: 0,
    deletedAt: 0,
  };
}

export function userParts(text: string, images: readonly ImageRef[]): Part[] {
  const parts: Part[] = images.map((image) => ({
    type: image.mediaType === 'application/pdf' ? 'file' : 'image',
    ...image,
  }));
  if (text !== '') parts.push({ type: 'text', text });
  return parts;
}
