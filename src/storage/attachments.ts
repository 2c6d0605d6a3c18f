/** Blobs by the SHA-256 of their bytes: the same picture sent twice is stored once. */
import * as z from 'zod/mini';
import { sha256Hex } from '../lib/sha256.ts';
import { nowAt } from '../lib/timing.ts';
import type { Checked } from './checked.ts';
import type { Rows } from './rows.ts';

const attachmentRow = z.object({
  id: z.string(),
  blob: z.custom<Blob>((value) => value instanceof Blob),
  mediaType: z.string(),
  name: z.string(),
  sizeBytes: z.number(),
  /** When it was last put: what is young is not swept away, its draft may be on its way. */
  addedAt: z.number(),
});
export type Attachment = z.infer<typeof attachmentRow>;

export type Attachments = {
  readonly put: (blob: Blob, name: string) => Promise<Attachment>;
  readonly get: (id: string) => Promise<Attachment | undefined>;
};

export function createAttachments(rows: Rows, checked: Checked): Attachments {
  return {
    put: async (blob, name) => {
      const id = await sha256Hex(new Uint8Array(await blob.arrayBuffer()));
      const row = { id, blob, mediaType: blob.type, name, sizeBytes: blob.size, addedAt: nowAt() };
      await rows.put('attachments', row);
      return row;
    },
    get: async (id) => checked.one('attachments', attachmentRow, await rows.get('attachments', id)),
  };
}
