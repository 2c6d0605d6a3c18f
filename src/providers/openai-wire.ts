/**
 * Chat completions as OpenAI's imitators speak them: only the fields we use, each of them forgiving, and the request's
 * body from an allow-list (strict servers refuse unknown fields). Shared by `openai/` and `llama-server/`.
 */
import * as z from 'zod/mini';
import type { ChatRequest, RequestMessage } from '../domain/chat-request.ts';

/** A field that may be missing, null or of another type: then it counts as missing. */
export function lenient<Schema extends z.ZodMiniType>(schema: Schema) {
  return z.catch(z.optional(schema), undefined);
}

export const count = lenient(z.number());

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
  tool_calls: lenient(z.array(toolDelta)),
});
export type Delta = z.infer<typeof delta>;

const wireUsage = z.object({
  prompt_tokens: count,
  completion_tokens: count,
  prompt_tokens_details: lenient(z.object({ cached_tokens: count })),
  completion_tokens_details: lenient(z.object({ reasoning_tokens: count })),
  prompt_cache_hit_tokens: count,
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
});
export type Completion = z.infer<typeof completion>;

/** The entries of a model list: under `data`, under `models`, or a bare array. Undefined: it is no list. */
export function entriesOf(list: unknown): readonly unknown[] | undefined {
  if (Array.isArray(list)) return list;
  if (typeof list !== 'object' || list === null) return undefined;
  const { data, models } = list as { data?: unknown; models?: unknown };
  return [data, models].find((each) => Array.isArray(each));
}

/** The part of the body every dialect has. Reasoning of old replies goes back only where `withReasoning`. */
export function encodeCompletion(ask: ChatRequest, withReasoning = false): Record<string, unknown> {
  const { temperature, maxTokens } = ask.parameters;
  const last = ask.messages.length - 1;
  return {
    model: ask.model,
    messages: ask.messages
      // An assistant message without text is refused by many servers.
      .filter((each, at) => each.role !== 'assistant' || at === last || textOf(each) !== '')
      .map((each) => encodeMessage(each, withReasoning)),
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
  };
}

/** The text that a continued reply already has; empty where nothing is continued. */
export function prefillOf(ask: ChatRequest): string {
  const last = ask.continues ? ask.messages.at(-1) : undefined;
  return last?.role === 'assistant' ? textOf(last) : '';
}

function encodeMessage(message: RequestMessage, withReasoning: boolean): Record<string, unknown> {
  const { role, parts, reasoning } = message;
  // A plain string wherever there is only text: some servers take no arrays.
  const content = parts.every((part) => part.type === 'text')
    ? textOf(message)
    : parts.map((part) =>
        part.type === 'text'
          ? { type: 'text', text: part.text }
          : {
              type: 'image_url',
              image_url: { url: `data:${part.mediaType};base64,${part.base64}` },
            },
      );
  return { role, content, ...(withReasoning && reasoning ? { reasoning_content: reasoning } : {}) };
}

function textOf(message: RequestMessage): string {
  return message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}
