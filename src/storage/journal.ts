/**
 * The journal: what came of a reply since its message row was last written, in numbered pieces. It is appended to
 * while the reply runs and joined to the message's stored parts when it ends or is found without an owner.
 */
import * as z from 'zod/mini';
import type { Part } from '../domain/message.ts';
import type { Checked } from './checked.ts';
import { type Rows, spanOf } from './rows.ts';

export type JournalPiece = { reasoning?: string; text?: string };
export type JournalText = { reasoning: string; text: string };

export type Journal = {
  /** `seq` counts up from 0 for each run of a reply; the same one again replaces the piece. */
  readonly append: (messageId: string, seq: number, piece: JournalPiece) => Promise<void>;
  readonly read: (messageId: string) => Promise<JournalText>;
};

const journalRow = z.object({
  messageId: z.string(),
  seq: z.number(),
  reasoning: z.optional(z.string()),
  text: z.optional(z.string()),
});

export function createJournal(rows: Rows, checked: Checked): Journal {
  return {
    append: (messageId, seq, piece) => rows.put('journal', { messageId, seq, ...piece }),
    read: (messageId) => readJournal(rows, checked, messageId),
  };
}

export async function readJournal(
  rows: Rows,
  checked: Checked,
  messageId: string,
): Promise<JournalText> {
  const stored = await rows.list('journal', spanOf(undefined, messageId));
  const joined = { reasoning: '', text: '' };
  for (const piece of checked.many('journal', journalRow, stored)) {
    joined.reasoning += piece.reasoning ?? '';
    joined.text += piece.text ?? '';
  }
  return joined;
}

/** The parts with the journal's text after them: reasoning goes to the reasoning part, text to the last text part. */
export function partsWithJournal(parts: readonly Part[], journal: JournalText): Part[] {
  const joined = [...parts];
  if (journal.reasoning !== '') {
    const at = joined.findLastIndex((part) => part.type === 'reasoning');
    const before = joined[at];
    if (before?.type === 'reasoning')
      joined[at] = { ...before, text: before.text + journal.reasoning };
    else joined.unshift({ type: 'reasoning', text: journal.reasoning });
  }
  if (journal.text !== '') {
    const at = joined.findLastIndex((part) => part.type === 'text');
    const before = joined[at];
    if (before?.type === 'text') joined[at] = { ...before, text: before.text + journal.text };
    else joined.push({ type: 'text', text: journal.text });
  }
  return joined;
}
