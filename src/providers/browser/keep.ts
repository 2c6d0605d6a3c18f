/** What fetching and taking in share: room, the row of a model that is not whole yet, and its last check. */
import { FaultError } from '../../domain/fault.ts';
import type { PageModel } from '../../domain/page-model.ts';
import { type Part, readParts } from '../../domain/page-model-parts.ts';
import { withoutGaps } from '../../lib/without-gaps.ts';
import type { JobStep, PageModelStore } from '../contract.ts';

/** Progress is told no more often than after so many bytes. */
export const toldBytes = 1_048_576;

/** Throws `no-room`. Where the browser does not tell what it grants, the writing itself will say. */
export async function refuseNoRoom(store: PageModelStore, neededBytes: number): Promise<void> {
  const room = await store.files.room();
  const freeBytes = room ? Math.max(0, room.quotaBytes - room.usedBytes) : neededBytes;
  if (neededBytes > freeBytes) throw new FaultError({ kind: 'no-room', neededBytes, freeBytes });
}

/** Reads what is there as one model; it can be used from now on. Throws as `readParts`. */
export async function finish(store: PageModelStore, model: PageModel): Promise<void> {
  const parts: Part[] = [];
  for (const { name } of model.files) {
    parts.push(partFrom(name, await store.files.read(model.name, name)));
  }
  const { order, ...facts } = await readParts(parts);
  const files = order.flatMap((name) => model.files.find((file) => file.name === name) ?? []);
  await store.put({ ...model, ...facts, ...withoutGaps(pick(model)), files, state: 'ready' });
}

export function partFrom(name: string, blob: Blob): Part {
  return {
    name,
    sizeBytes: blob.size,
    read: async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer()),
  };
}

/** Where it came from knows its licence better than the file. */
function pick({ license }: PageModel): Partial<PageModel> {
  return withoutGaps({ license });
}

export function stepOf(
  work: string,
  { name, sizeBytes, doneBytes }: { name: string; sizeBytes: number; doneBytes: number },
): JobStep {
  return {
    status: `${work} ${name}`,
    digest: name,
    completed: doneBytes,
    ...(sizeBytes > 0 ? { total: sizeBytes } : {}),
  };
}
