/**
 * Gemini's chunks -> our events, or one whole reply where a stream was asked. Pure, so it is tested from recorded
 * bodies. There is no last mark: the body ends after a finish reason, and one that ends without was cut.
 */
import { FaultError } from '../../domain/fault.ts';
import type { FinishReason, Usage } from '../../domain/message.ts';
import type { StreamEvent } from '../../domain/stream-event.ts';
import { withoutGaps } from '../../lib/without-gaps.ts';
import { faultFromStreamError } from '../http-fault.ts';
import { isLateBreak, readPayload } from '../payload.ts';
import { createToolCalls } from '../tool-calls.ts';
import { type ChatChunk, chatChunk, functionCall, type Part, type WireUsage } from './wire.ts';

export async function* decodeChat(
  payloads: AsyncIterable<string>,
  model?: string,
): AsyncGenerator<StreamEvent, void> {
  const reply = createReply();
  let raw: string | undefined;
  try {
    for await (const chunk of readPayload(chatChunk, eachOf(payloads))) {
      if (chunk.error !== undefined && chunk.error !== null) {
        throw new FaultError(faultFromStreamError(chunk.error, model));
      }
      // Other candidates than the first are not ours: we never ask for them.
      const candidate = chunk.candidates?.find((each) => (each.index ?? 0) === 0);
      for (const part of candidate?.content?.parts ?? []) yield* reply.read(part);
      yield* reply.count(chunk.usageMetadata);
      throwIfBlocked(chunk);
      const told = candidate?.finishReason;
      if (told && told !== 'FINISH_REASON_UNSPECIFIED') raw = told;
    }
  } catch (error) {
    // After the finish reason only signatures may follow: a late break costs nothing that is seen.
    if (raw === undefined || !isLateBreak(error)) throw error;
  }
  if (raw === undefined) throw new FaultError({ kind: 'truncated' });
  const reason = finishReasons[raw] ?? 'other';
  yield {
    type: 'finish',
    // There is no word for a turn that ends in calls.
    reason: reason === 'stop' && reply.hasToolCalls() ? 'tool-calls' : reason,
    raw,
  };
}

const finishReasons: Readonly<Record<string, FinishReason>> = {
  STOP: 'stop',
  MAX_TOKENS: 'length',
  SAFETY: 'content-filter',
  RECITATION: 'content-filter',
  BLOCKLIST: 'content-filter',
  PROHIBITED_CONTENT: 'content-filter',
  SPII: 'content-filter',
  IMAGE_SAFETY: 'content-filter',
  IMAGE_PROHIBITED_CONTENT: 'content-filter',
  IMAGE_RECITATION: 'content-filter',
};

/** A body that is one list of chunks (or of one error) is told chunk by chunk. */
async function* eachOf(payloads: AsyncIterable<string>): AsyncGenerator<string, void> {
  for await (const payload of payloads) {
    const list = payload.trimStart().startsWith('[') ? listIn(payload) : undefined;
    if (list) for (const each of list) yield JSON.stringify(each);
    else yield payload;
  }
}

function listIn(payload: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(payload);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The prompt was not let through: status 200, and nothing but the reason. */
function throwIfBlocked({ promptFeedback }: ChatChunk): void {
  const { blockReason, blockReasonMessage } = promptFeedback ?? {};
  if (!blockReason || blockReason === 'BLOCK_REASON_UNSPECIFIED') return;
  throw new FaultError({ kind: 'content-blocked', message: blockReasonMessage || blockReason });
}

/** The state between chunks: the calls, and the counters as last told. */
function createReply() {
  const calls = createToolCalls();
  let callCount = 0;
  let counted = '';

  function* read(part: Part): Generator<StreamEvent, void> {
    const { text, thought } = part;
    if (typeof text === 'string' && text !== '') {
      yield { type: thought === true ? 'reasoning-delta' : 'text-delta', text };
    }
    const call = functionCall.safeParse(part['functionCall']);
    if (call.success) {
      const { id, name, args } = call.data;
      // Calls come whole; without arguments the field is left out.
      yield* calls.push({
        index: callCount++,
        id: id || undefined,
        function: { name, arguments: args ?? {} },
      });
    }
    if (typeof part['thoughtSignature'] === 'string') yield { type: 'opaque', block: part };
  }

  /** Every chunk counts the whole reply so far. */
  function* count(told: WireUsage | undefined): Generator<StreamEvent, void> {
    if (!told) return;
    const usage = usageFrom(told);
    const text = JSON.stringify(usage);
    if (text === counted) return;
    counted = text;
    yield { type: 'usage', usage };
  }

  return { read, count, hasToolCalls: () => callCount > 0 };
}

/** Zeros are left out. Thoughts are not part of what the candidates count, and are paid for like them. */
function usageFrom(told: WireUsage): Usage {
  const { promptTokenCount, toolUsePromptTokenCount, thoughtsTokenCount } = told;
  return withoutGaps({
    promptTokens: sum(promptTokenCount, toolUsePromptTokenCount),
    completionTokens: sum(told.candidatesTokenCount, thoughtsTokenCount),
    cachedTokens: told.cachedContentTokenCount,
    reasoningTokens: thoughtsTokenCount,
  });
}

function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined && other === undefined ? undefined : (one ?? 0) + (other ?? 0);
}
