/** Anthropic's Messages as they come: only the fields we use, each of them forgiving. Blocks keep what we do not know. */
import * as z from 'zod/mini';
import type { Ability, Category, Model } from '../../domain/model.ts';
import { withoutGaps } from '../../lib/without-gaps.ts';
import { count, lenient } from '../openai-wire.ts';

const text = lenient(z.string());

const wireUsage = z.object({
  input_tokens: count,
  output_tokens: count,
  cache_creation_input_tokens: count,
  cache_read_input_tokens: count,
  output_tokens_details: lenient(z.object({ thinking_tokens: count })),
});
export type WireUsage = z.infer<typeof wireUsage>;

const block = z.looseObject({ type: z.string() });
export type Block = z.infer<typeof block>;

const stopDetails = lenient(z.object({ explanation: text }));

const delta = z.object({
  type: text,
  text,
  thinking: text,
  signature: text,
  partial_json: text,
  stop_reason: text,
  stop_details: stopDetails,
});
export type Delta = z.infer<typeof delta>;

/** A reply as a whole, or as a stream begins one. */
const wireMessage = z.object({
  content: lenient(z.array(block)),
  stop_reason: text,
  stop_details: stopDetails,
  usage: lenient(wireUsage),
});

/** One event of a stream, or a whole reply (`type` is `message`), or an error. */
export const chatEvent = z.object({
  ...wireMessage.shape,
  type: text,
  index: count,
  content_block: lenient(block),
  delta: lenient(delta),
  message: lenient(z.union([wireMessage, z.string()])),
  error: z.optional(z.unknown()),
});
export type ChatEvent = z.infer<typeof chatEvent>;

/** Models a page; more than any page holds. */
export const pageSize = 1000;

export const modelPage = z.object({
  data: z.array(z.unknown()),
  has_more: lenient(z.boolean()),
  last_id: text,
});

const supported = lenient(z.object({ supported: lenient(z.boolean()) }));

const entry = z.object({
  id: z.string(),
  display_name: text,
  created_at: text,
  max_input_tokens: count,
  max_tokens: count,
  capabilities: lenient(
    z.object({ image_input: supported, pdf_input: supported, thinking: supported }),
  ),
});

/** None where the entry cannot be read. What the list says nothing of stays untold: older entries have no abilities. */
export function modelsFrom(value: unknown): Model[] {
  const { success, data } = entry.safeParse(value);
  if (!success) return [];
  const createdAt = Date.parse(data.created_at ?? '');
  return [
    {
      name: data.id,
      ...withoutGaps({
        title: data.display_name || undefined,
        contextLength: data.max_input_tokens || undefined,
        maxOutput: data.max_tokens || undefined,
        modifiedAt: createdAt > 0 ? createdAt : undefined,
        ...factsFrom(data.capabilities),
      }),
    },
  ];
}

function factsFrom(
  told: z.infer<typeof entry>['capabilities'],
): { abilities: Ability[]; categories: Category[] } | undefined {
  if (!told) return undefined;
  const sees = told.image_input?.supported === true;
  const thinks = told.thinking?.supported === true;
  return {
    // Tools are part of the protocol itself: no model is listed that lacks them.
    abilities: [
      'completion',
      'tools',
      ...(sees ? (['vision'] as const) : []),
      ...(told.pdf_input?.supported === true ? (['pdf'] as const) : []),
      ...(thinks ? (['thinking'] as const) : []),
    ],
    categories: [
      'chat',
      ...(thinks ? (['reasoning'] as const) : []),
      ...(sees ? (['vision'] as const) : []),
    ],
  };
}
