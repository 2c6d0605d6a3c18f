/** What a person has written and not yet sent: drafts, and messages waiting in a session's line. Both outlive a reload. */
import { FaultError } from '../domain/fault.ts';
import {
  type Draft,
  draft,
  lineLimit,
  type WaitingMessage,
  waitingMessage,
} from '../domain/session.ts';
import type { Checked } from './checked.ts';
import { attachmentIdsOf } from './message-rows.ts';
import { lineIndex } from './migrations.ts';
import { type Row, type Rows, spanOf } from './rows.ts';

export type Drafts = {
  readonly get: (sessionId: string) => Promise<Draft | undefined>;
  /** An empty draft is removed. */
  readonly put: (draft: Draft) => Promise<void>;
  readonly remove: (sessionId: string) => Promise<void>;
};

export type Waiting = {
  /** Throws `queue-full` where the session's line is. */
  readonly add: (message: WaitingMessage) => Promise<void>;
  /** First come first. */
  readonly list: (sessionId: string) => Promise<WaitingMessage[]>;
  /** Of every session: what a fresh start has to take up again. */
  readonly all: () => Promise<WaitingMessage[]>;
  /** False where it was sent or dropped meanwhile. */
  readonly update: (id: string, text: string) => Promise<boolean>;
  readonly remove: (id: string) => Promise<void>;
};

export function createDrafts(rows: Rows, checked: Checked): Drafts {
  return {
    get: async (sessionId) => checked.one('drafts', draft, await rows.get('drafts', sessionId)),
    put: (row) =>
      row.text === '' && row.images.length === 0
        ? rows.remove('drafts', row.sessionId)
        : rows.put('drafts', withAttachments(row, row.images)),
    remove: (sessionId) => rows.remove('drafts', sessionId),
  };
}

export function createWaiting(rows: Rows, checked: Checked): Waiting {
  const check = (stored: readonly unknown[]) => checked.many('waiting', waitingMessage, stored);
  return {
    add: (row) =>
      rows.transaction(['waiting'], async (inside) => {
        const size = await inside.count('waiting', spanOf(lineIndex, row.sessionId));
        if (size >= lineLimit) throw new FaultError({ kind: 'queue-full', size });
        await inside.put('waiting', withAttachments(row, row.images));
      }),
    list: async (sessionId) => check(await rows.list('waiting', spanOf(lineIndex, sessionId))),
    all: async () => check(await rows.list('waiting', { index: lineIndex })),
    update: (id, text) =>
      rows.transaction(['waiting'], async (inside) => {
        const before = checked.one('waiting', waitingMessage, await inside.get('waiting', id));
        if (before === undefined) return false;
        await inside.put('waiting', withAttachments({ ...before, text }, before.images));
        return true;
      }),
    remove: (id) => rows.remove('waiting', id),
  };
}

function withAttachments(row: Row, images: readonly unknown[]): Row {
  const attachmentIds = attachmentIdsOf(images);
  return attachmentIds.length === 0 ? row : { ...row, attachmentIds };
}
