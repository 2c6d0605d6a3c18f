/** What an ended reply has used, as the row that limits, routing and the dashboards read. */
import type { Message } from '../domain/message.ts';
import { costOf, type UsageRow } from '../domain/usage.ts';
import { withoutGaps } from '../lib/without-gaps.ts';
import { estimateTokens } from './build-request.ts';
import type { LiveReply } from './live-reply.ts';
import type { Attempt } from './stream-ways.ts';

/** Fewer tokens, or less time, tell nothing of a server's speed. */
const tellingTokens = 8;
const tellingMs = 100;

/** `startChars`: how much of the text was there before this request. */
export function usageOf(
  message: Message,
  live: LiveReply,
  { way, open, ask }: Attempt,
  startChars: number,
): UsageRow {
  const told = message.usage ?? {};
  const { text, reasoning } = live.reply();
  const promptTokens = told.promptTokens ?? estimateTokens(ask);
  const ownTokens = Math.ceil(Math.max(0, text.length + reasoning.length - startChars) / 4);
  const completionTokens = told.completionTokens ?? ownTokens;
  const cachedTokens = told.cachedTokens ?? 0;
  const isEstimated = told.promptTokens === undefined || told.completionTokens === undefined;
  const { firstTokenMs, totalMs } = message.timings ?? {};
  return {
    id: message.id,
    at: message.finishedAt ?? message.createdAt,
    connectionId: way.model.connectionId,
    model: way.model.name,
    promptTokens,
    completionTokens,
    cachedTokens,
    ...withoutGaps({
      firstTokenMs,
      totalMs,
      tokensPerSecond: message.timings?.tokensPerSecond ?? speedOf(completionTokens, message),
      cost: costOf({ promptTokens, completionTokens, cachedTokens }, open.known?.price),
      isEstimated: isEstimated ? true : undefined,
    }),
  };
}

/** By our own clock, from the first token to the end. */
function speedOf(tokens: number, { timings }: Message): number | undefined {
  const { firstTokenMs, totalMs } = timings ?? {};
  if (firstTokenMs === undefined || totalMs === undefined) return undefined;
  const tookMs = totalMs - firstTokenMs;
  return tokens >= tellingTokens && tookMs >= tellingMs ? (tokens * 1000) / tookMs : undefined;
}
