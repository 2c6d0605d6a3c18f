/** What is read off a message. Apart from its schema, so that the page can start without one. */
import type { Message, Status } from './message.ts';

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

export function isInFlight(status: Status): boolean {
  return status === 'pending' || status === 'streaming';
}
