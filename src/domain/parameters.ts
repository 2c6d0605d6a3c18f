/** What a session asks of its model. An absent field is not sent, so the server's own default holds. */
import * as z from 'zod/mini';
import { answerFormat } from './answer-format.ts';

export const thinkingLevels = ['off', 'on', 'low', 'medium', 'high'] as const;

export const parameters = z.object({
  /** 0 to 2. */
  temperature: z.optional(z.number().check(z.gte(0), z.lte(2))),
  /** Ollama's `num_ctx`, in tokens: a change makes it load the model again. */
  contextLength: z.optional(z.int().check(z.gte(128), z.lte(16_777_216))),
  maxTokens: z.optional(z.int().check(z.gte(1), z.lte(16_777_216))),
  thinking: z.optional(z.enum(thinkingLevels)),
  /** The slot of a llama-server that keeps this session's prompt; other servers are not told. */
  slot: z.optional(z.int().check(z.gte(0), z.lte(1023))),
  /** Absent: free text. */
  format: z.optional(answerFormat),
});
export type Parameters = z.infer<typeof parameters>;
