/** What is swept at a start, off the path of opening: deleted sessions, imports that broke off, pictures nobody shows. */
import * as z from 'zod/mini';
import { messageTables, readSkeleton, removeMessages } from './message-rows.ts';
import { lineIndex, listIndex } from './migrations.ts';
import { type Rows, spanOf } from './rows.ts';

export type Purge = {
  /** Sessions deleted more than `graceMs` ago go for good, with all that is theirs. Returns how many. */
  readonly purgeDeleted: (at: number, graceMs?: number) => Promise<number>;
};

/** Long enough for the undo notice of another tab. */
const defaultGraceMs = 60_000;
const youngAttachmentMs = 60 * 60_000;
const coldImportMs = 60_000;
const coldOwnerMs = 60 * 60_000;

/** Written while an import runs and removed by its last transaction. */
const importMark = z.object({
  key: z.string(),
  beatAt: z.number(),
  sessionIds: z.array(z.string()),
});
export const importMarkPrefix = 'import:';

export function createPurge(rows: Rows): Purge {
  return {
    purgeDeleted: async (at, graceMs = defaultGraceMs) => {
      const span = { index: listIndex, from: [1], to: [at - graceMs, []] };
      const ids = (await rows.ids('sessions', span)).map(String);
      for (const id of ids) await removeSession(rows, id);
      await removeBrokenImports(rows, at);
      await removeUnusedAttachments(rows, at);
      await removeColdOwners(rows, at);
      return ids.length;
    },
  };
}

async function removeSession(rows: Rows, id: string): Promise<void> {
  await rows.transaction(['sessions', 'drafts', 'waiting', ...messageTables], async (inside) => {
    const stored = (await inside.get('sessions', id)) as { deletedAt?: unknown } | undefined;
    // Brought back meanwhile.
    if (stored?.deletedAt === 0) return;
    await removeMessages(inside, await readSkeleton(inside, id));
    await inside.remove('sessions', id);
    await inside.remove('unindexed', id);
    await inside.remove('drafts', id);
    await inside.removeSpan('waiting', spanOf(lineIndex, id));
  });
}

/** The messages of sessions whose rows were never written. */
export async function removeImported(rows: Rows, sessionIds: readonly string[]): Promise<void> {
  const there = await rows.getMany('sessions', sessionIds);
  for (const [at, id] of sessionIds.entries()) {
    if (there[at] === undefined) await removeSession(rows, id);
  }
}

async function removeBrokenImports(rows: Rows, at: number): Promise<void> {
  const marks = await rows.list('meta', {
    from: importMarkPrefix,
    to: `${importMarkPrefix}\uffff`,
  });
  for (const stored of marks) {
    const mark = z.safeParse(importMark, stored);
    if (!mark.success || at - mark.data.beatAt <= coldImportMs) continue;
    await removeImported(rows, mark.data.sessionIds);
    await rows.remove('meta', mark.data.key);
  }
}

/** Left by engines that ended without a word. */
async function removeColdOwners(rows: Rows, at: number): Promise<void> {
  const owners = (await rows.list('owners')) as { id: string; beatAt?: unknown }[];
  const cold = owners.filter((owner) => at - Number(owner.beatAt ?? 0) > coldOwnerMs);
  await rows.removeMany(
    'owners',
    cold.map((owner) => owner.id),
  );
}

async function removeUnusedAttachments(rows: Rows, at: number): Promise<void> {
  const stored = (await rows.ids('attachments')).map(String);
  if (stored.length === 0) return;
  const used = new Set<string>();
  for (const table of ['messages', 'drafts', 'waiting']) {
    for (const key of await rows.keys(table, { index: 'attachmentIds' })) used.add(String(key));
  }
  for (const id of stored.filter((each) => !used.has(each))) {
    const row = await rows.get('attachments', id);
    const addedAt = (row as { addedAt?: unknown } | undefined)?.addedAt;
    if (typeof addedAt !== 'number' || at - addedAt > youngAttachmentMs)
      await rows.remove('attachments', id);
  }
}
