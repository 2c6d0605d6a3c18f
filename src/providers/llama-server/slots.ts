/** The slots of a llama-server: what each of them holds and does, and keeping that in a file on the server. */
import * as z from 'zod/mini';
import { FaultError } from '../../domain/fault.ts';
import type { SlotState } from '../../domain/server-panel.ts';
import { withoutGaps } from '../../lib/without-gaps.ts';
import type { Endpoint, PanelPort } from '../contract.ts';
import { readJson, requestTimeoutMs } from '../http.ts';
import { count, flag, lenient } from '../openai-wire.ts';
import { bodyOf, pathOf, strange, toldUnless } from './ask.ts';

export const readSlots: PanelPort['slots'] = (at, model, signal) =>
  toldUnless('--no-slots', async () => {
    const told = await readJson(at, pathOf('/slots', model), options, signal);
    const slots = z.array(slot).safeParse(told);
    if (!slots.success) throw strange(at);
    return slots.data.map(slotFrom);
  });

/** No property tells it: an action that there is not is refused in one way or the other. */
export const readSlotActions: PanelPort['slotActions'] = (at, model, signal) =>
  toldUnless<true>('--slot-save-path', async () => {
    try {
      await act(at, { model, slot: 0, action: 'none' }, signal);
    } catch (error) {
      const isEnabled = error instanceof FaultError && error.fault.kind === 'refused';
      if (!isEnabled) throw error;
    }
    return true;
  });

export const changeSlot: PanelPort['changeSlot'] = async (at, change, signal) => {
  const told = outcome.safeParse(await act(at, change, signal));
  if (!told.success) throw strange(at);
  const { n_saved, n_restored, n_erased, n_written, n_read } = told.data;
  return {
    tokens: n_saved ?? n_restored ?? n_erased ?? 0,
    ...withoutGaps({ sizeBytes: n_written ?? n_read }),
  };
};

const options = { headersTimeoutMs: requestTimeoutMs };
/** A long conversation is gigabytes, and a disk may be slow. */
const fileTimeoutMs = 120_000;

function act(
  at: Endpoint,
  {
    model,
    slot: id,
    action,
    fileName,
  }: { model?: string | undefined; slot: number; action: string; fileName?: string },
  signal: AbortSignal,
): Promise<unknown> {
  const json = bodyOf(model, fileName === undefined ? {} : { filename: fileName });
  const path = pathOf(`/slots/${id}?action=${action}`, model);
  return readJson(at, path, { json, headersTimeoutMs: fileTimeoutMs }, signal);
}

const slot = z.object({
  id: z.number(),
  n_ctx: count,
  is_processing: flag,
  id_task: count,
  n_prompt_tokens: count,
  n_prompt_tokens_processed: count,
  n_prompt_tokens_cache: count,
  next_token: lenient(z.array(z.object({ n_decoded: count }))),
});

const outcome = z.object({
  id_slot: z.number(),
  n_saved: count,
  n_restored: count,
  n_erased: count,
  n_written: count,
  n_read: count,
});

function slotFrom(told: z.infer<typeof slot>): SlotState {
  const isBusy = told.is_processing ?? false;
  return {
    id: told.id,
    isBusy,
    ...withoutGaps({
      contextLength: told.n_ctx,
      taskId: told.id_task,
      heldTokens: told.n_prompt_tokens,
      // They are set back when a task is over.
      ...(isBusy
        ? {
            readTokens: told.n_prompt_tokens_processed,
            cachedTokens: told.n_prompt_tokens_cache,
            writtenTokens: told.next_token?.[0]?.n_decoded,
          }
        : {}),
    }),
  };
}
