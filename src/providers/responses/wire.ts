/** The Responses dialect as servers answer it: only the fields we use. Imitators leave out indexes, ids and whole events. */
import * as z from 'zod/mini';
import { count, lenient } from '../openai-wire.ts';

const text = lenient(z.string());

const contentPart = z.object({ type: text, text, refusal: text });

export const item = z.object({
  type: text,
  id: text,
  role: text,
  content: lenient(z.array(contentPart)),
  summary: lenient(z.array(z.object({ text }))),
  encrypted_content: text,
  call_id: text,
  name: text,
  arguments: z.optional(z.unknown()),
});
export type Item = z.infer<typeof item>;

const wireUsage = z.object({
  input_tokens: count,
  input_tokens_details: lenient(z.object({ cached_tokens: count })),
  output_tokens: count,
  output_tokens_details: lenient(z.object({ reasoning_tokens: count })),
});
export type WireUsage = z.infer<typeof wireUsage>;

const response = z.object({
  status: text,
  /** Kept whole: what goes back must be unchanged. */
  output: lenient(z.array(z.record(z.string(), z.unknown()))),
  usage: lenient(wireUsage),
  error: z.optional(z.unknown()),
  incomplete_details: lenient(z.object({ reason: text })),
});
export type WireResponse = z.infer<typeof response>;

/** An event of a stream, or one whole response where a stream was asked. */
export const event = z.object({
  ...response.shape,
  type: text,
  object: text,
  response: lenient(response),
  item: lenient(item),
  item_id: text,
  summary_index: count,
  delta: text,
  text,
  refusal: text,
  arguments: z.optional(z.unknown()),
  message: z.optional(z.unknown()),
  code: z.optional(z.unknown()),
});
export type WireEvent = z.infer<typeof event>;
