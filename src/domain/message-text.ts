/** What is read off a message. Apart from its schema, so that the page can start without one. */
import type { Message, Part, Status } from './message.ts';

type AttachedPart = Extract<Part, { type: 'image' | 'file' }>;

/** The plain text of a message: its text parts joined. */
export function textOf(of: Pick<Message, 'parts'>): string {
  let text = '';
  for (const each of of.parts) if (each.type === 'text') text += each.text;
  return text;
}

export function reasoningOf(of: Pick<Message, 'parts'>): string {
  let text = '';
  for (const each of of.parts) if (each.type === 'reasoning') text += each.text;
  return text;
}

/** Pictures and files, in their order. */
export function attachmentsOf(of: Pick<Message, 'parts'>): readonly AttachedPart[] {
  return of.parts.filter(
    (part): part is AttachedPart => part.type === 'image' || part.type === 'file',
  );
}

export function isInFlight(status: Status): boolean {
  return status === 'pending' || status === 'streaming';
}
