/** What the chat needs of the storage. */
import type { Attachments } from '../storage/attachments.ts';
import type { Drafts, Waiting } from '../storage/composing.ts';
import type { Journal } from '../storage/journal.ts';
import type { Messages } from '../storage/messages.ts';
import type { Sessions } from '../storage/sessions.ts';
import type { Turns } from '../storage/turns.ts';
import type { Usages } from '../storage/usage.ts';

export type ChatStore = {
  readonly sessions: Sessions;
  readonly messages: Messages;
  readonly turns: Turns;
  readonly journal: Journal;
  readonly waiting: Waiting;
  readonly drafts: Drafts;
  readonly attachments: Attachments;
  readonly usage: Usages;
};
