/** One small row per reply that reached its server: what it used. Feeds limits, routing and the dashboards. */
import * as z from 'zod/mini';
import type { Usage } from './message.ts';
import type { Price } from './model.ts';

export const usageRow = z.object({
  /** The message's id. */
  id: z.string(),
  /** When it ended, epoch ms. */
  at: z.number(),
  connectionId: z.string(),
  model: z.string(),
  promptTokens: z._default(z.number(), 0),
  completionTokens: z._default(z.number(), 0),
  cachedTokens: z._default(z.number(), 0),
  firstTokenMs: z.optional(z.number()),
  totalMs: z.optional(z.number()),
  tokensPerSecond: z.optional(z.number()),
  /** US dollars; absent where no price is known. */
  cost: z.optional(z.number()),
  /** The server did not count (a stopped reply above all), so the tokens are ours at four characters each. */
  isEstimated: z.optional(z.boolean()),
});
export type UsageRow = z.infer<typeof usageRow>;

/** In US dollars; undefined where no price is known. Cached tokens are a part of the prompt's. */
export function costOf(used: Usage, price: Price | undefined): number | undefined {
  if (!price) return undefined;
  const { promptTokens = 0, cachedTokens = 0, completionTokens = 0 } = used;
  const cached = Math.min(cachedTokens, promptTokens);
  const { input, output, cachedInput = input } = price;
  return ((promptTokens - cached) * input + cached * cachedInput + completionTokens * output) / 1e6;
}
