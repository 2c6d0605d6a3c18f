/** Chat completions as OpenAI's imitators answer them: only the fields we use, each of them forgiving. */
import * as z from 'zod/mini';

/** A field that may be missing, null or of another type: then it counts as missing. */
export function lenient<Schema extends z.ZodMiniType>(schema: Schema) {
  return z.catch(z.optional(schema), undefined);
}

export const count = lenient(z.number());
export const flag = lenient(z.boolean());

const toolDelta = z.object({
  index: count,
  id: lenient(z.string()),
  function: lenient(z.object({ name: lenient(z.string()), arguments: z.optional(z.unknown()) })),
});
export type ToolDelta = z.infer<typeof toolDelta>;

const contentPart = z.object({
  type: lenient(z.string()),
  text: lenient(z.string()),
  thinking: z.optional(z.unknown()),
});

const delta = z.object({
  content: lenient(z.union([z.string(), z.array(contentPart)])),
  reasoning_content: lenient(z.string()),
  reasoning: lenient(z.string()),
  /** OpenRouter's: pieces of what must go back unchanged. */
  reasoning_details: lenient(z.array(z.record(z.string(), z.unknown()))),
  refusal: lenient(z.string()),
  tool_calls: lenient(z.array(toolDelta)),
});
export type Delta = z.infer<typeof delta>;

const wireUsage = z.object({
  prompt_tokens: count,
  completion_tokens: count,
  total_tokens: count,
  prompt_tokens_details: lenient(z.object({ cached_tokens: count })),
  completion_tokens_details: lenient(z.object({ reasoning_tokens: count })),
  prompt_cache_hit_tokens: count,
  cached_tokens: count,
});
export type WireUsage = z.infer<typeof wireUsage>;

const wireTimings = z.object({
  cache_n: count,
  prompt_n: count,
  prompt_ms: count,
  prompt_per_second: count,
  predicted_n: count,
  predicted_ms: count,
  predicted_per_second: count,
});
export type WireTimings = z.infer<typeof wireTimings>;

const promptProgress = z.object({
  total: z.number(),
  cache: z.number(),
  processed: z.number(),
  time_ms: z.number(),
});
export type PromptProgress = z.infer<typeof promptProgress>;

/** A chunk of a stream (`delta`) or a whole reply (`message`). */
export const completion = z.object({
  choices: lenient(
    z.array(
      z.object({
        index: count,
        delta: lenient(delta),
        message: lenient(delta),
        finish_reason: lenient(z.string()),
        /** Moonshot's place for it. */
        usage: lenient(wireUsage),
      }),
    ),
  ),
  usage: lenient(wireUsage),
  x_groq: lenient(z.object({ usage: lenient(wireUsage), error: z.optional(z.unknown()) })),
  timings: lenient(wireTimings),
  prompt_progress: lenient(promptProgress),
  error: z.optional(z.unknown()),
  object: lenient(z.string()),
  message: z.optional(z.unknown()),
  type: z.optional(z.unknown()),
  code: z.optional(z.unknown()),
});
export type Completion = z.infer<typeof completion>;

/** The entries of a model list: under `data`, under `models`, or a bare array. Undefined: it is no list. */
export function entriesOf(list: unknown): readonly unknown[] | undefined {
  if (Array.isArray(list)) return list;
  if (typeof list !== 'object' || list === null) return undefined;
  const { data, models } = list as { data?: unknown; models?: unknown };
  return [data, models].find((each) => Array.isArray(each));
}
