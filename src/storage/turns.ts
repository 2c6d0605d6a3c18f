/** The three writes of a turn, each all or nothing: it begins, it ends, or it is found without an owner. */
import { FaultError } from '../domain/fault.ts';
import { type Message, message } from '../domain/message.ts';
import { isInFlight } from '../domain/message-text.ts';
import { type Session, session } from '../domain/session.ts';
import type { Checked } from './checked.ts';
import { partsWithJournal, readJournal } from './journal.ts';
import { noteForSearch, rowFromMessage } from './message-rows.ts';
import { type Rows, spanOf } from './rows.ts';
import type { SessionPatch } from './sessions.ts';

export type TurnStart = {
  /** The session itself where this is its first message, else its id. */
  session: Session | string;
  /** New messages, parents first: the user's and the pending reply, or the reply alone. The last becomes the leaf. */
  messages: readonly Message[];
  /** Anything else that changes on the session with this turn. */
  patch?: SessionPatch;
  /** The draft became this message. */
  clearsDraft?: boolean;
  /** The waiting message that became this one; `not-found` where it was sent or dropped meanwhile. */
  takesWaiting?: string;
};

export type Turns = {
  /** Throws `not-found` where the session is gone. */
  readonly begin: (start: TurnStart) => Promise<Session>;
  /** Writes the ended reply and drops its journal; false where the message was removed meanwhile, and nothing is written. */
  readonly finish: (reply: Message) => Promise<boolean>;
  /** A reply without an owner becomes interrupted with all its journalled text; one that has ended meanwhile is left alone. */
  readonly interrupt: (messageId: string, finishedAt: number) => Promise<Message | undefined>;
};

const turnTables = ['sessions', 'messages', 'unindexed', 'drafts', 'waiting'] as const;
const endTables = ['messages', 'journal', 'unindexed'] as const;

export function createTurns(rows: Rows, checked: Checked): Turns {
  return {
    begin: (start) =>
      rows.transaction(turnTables, async (inside) => {
        const id = typeof start.session === 'string' ? start.session : start.session.id;
        const stored = checked.one('sessions', session, await inside.get('sessions', id));
        const before = stored ?? (typeof start.session === 'string' ? undefined : start.session);
        if (before === undefined) throw new FaultError({ kind: 'not-found', what: 'session' });
        const { takesWaiting } = start;
        if (takesWaiting !== undefined && !(await inside.get('waiting', takesWaiting))) {
          throw new FaultError({ kind: 'not-found', what: 'waiting message' });
        }
        const newest = start.messages.at(-1);
        const after: Session = {
          ...before,
          leafId: newest?.id ?? before.leafId,
          updatedAt: Math.max(before.updatedAt, newest?.createdAt ?? 0),
          messageCount: before.messageCount + start.messages.length,
          ...start.patch,
        };
        await inside.put('sessions', after);
        await inside.putMany('messages', start.messages.map(rowFromMessage));
        await noteForSearch(inside, start.messages);
        if (start.clearsDraft) await inside.remove('drafts', id);
        if (takesWaiting !== undefined) await inside.remove('waiting', takesWaiting);
        return after;
      }),
    finish: (reply) =>
      rows.transaction(endTables, async (inside) => {
        const stored = await inside.get('messages', reply.id);
        await inside.removeSpan('journal', spanOf(undefined, reply.id));
        if (stored === undefined) return false;
        await inside.put('messages', rowFromMessage(reply));
        await noteForSearch(inside, [reply]);
        return true;
      }),
    interrupt: (messageId, finishedAt) =>
      rows.transaction(endTables, async (inside) => {
        const stored = checked.one('messages', message, await inside.get('messages', messageId));
        if (stored === undefined || !isInFlight(stored.status)) return undefined;
        const parts = partsWithJournal(stored.parts, await readJournal(inside, checked, messageId));
        const ended: Message = { ...stored, parts, status: 'interrupted', finishedAt };
        await inside.put('messages', rowFromMessage(ended));
        await inside.removeSpan('journal', spanOf(undefined, messageId));
        await noteForSearch(inside, [ended]);
        return ended;
      }),
  };
}
