/**
 * A chat completion's payloads -> our events: a stream of chunks, or one whole reply where a stream was asked.
 * Pure, so it is tested from recorded bodies. Knows llama-server's extras (timings, prompt progress, repeated prefill).
 */
import { FaultError } from '../domain/fault.ts';
import type { FinishReason, Timings, Usage } from '../domain/message.ts';
import type { StreamEvent } from '../domain/stream-event.ts';
import { withoutGaps } from '../lib/without-gaps.ts';
import { faultFromStreamError } from './http-fault.ts';
import {
  type Completion,
  completion,
  type Delta,
  type PromptProgress,
  type WireTimings,
  type WireUsage,
} from './openai-wire.ts';
import { isLateBreak, readPayload } from './payload.ts';
import { createReasoningDetails, wordsOf } from './reasoning-details.ts';
import { createRepeatFilter } from './repeated-start.ts';
import { createThinkSplitter, type Piece } from './think-tags.ts';
import { createToolCalls } from './tool-calls.ts';

export type DecodeOptions = {
  /** Text that the reply continues and that the server may send again. */
  prefill?: string;
  model?: string;
};

/** Server's milliseconds between two `timings` events: speed is shown, not measured, while a reply runs. */
const timingsEveryMs = 250;

export async function* decodeCompletion(
  payloads: AsyncIterable<string>,
  { prefill = '', model }: DecodeOptions = {},
): AsyncGenerator<StreamEvent, void> {
  const reply = createReply(prefill);
  let raw: string | undefined;
  let sawDone = false;
  try {
    for await (const value of readPayload(
      completion,
      untilDone(payloads, () => (sawDone = true)),
    )) {
      const error = errorOf(value);
      if (error !== undefined) throw new FaultError(faultFromStreamError(error, model));
      // Other choices than the first are not ours: we never ask for them.
      const choice = value.choices?.find((each) => (each.index ?? 0) === 0);
      const usage = value.usage ?? value.x_groq?.usage ?? choice?.usage;
      yield* reply.read(value, choice?.delta ?? choice?.message, usage);
      raw = choice?.finish_reason || raw;
    }
  } catch (error) {
    // After the finish reason only counters are missing: a late break costs nothing.
    if (raw === undefined || !isLateBreak(error)) throw error;
  }
  yield* reply.flush();
  if (raw === undefined && !sawDone) throw new FaultError({ kind: 'truncated' });
  const reason = finishReasons[raw ?? 'stop'] ?? 'other';
  yield {
    type: 'finish',
    reason: reason === 'stop' && reply.hasToolCalls() ? 'tool-calls' : reason,
    ...(raw === undefined ? {} : { raw }),
  };
}

const finishReasons: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  eos: 'stop',
  length: 'length',
  max_tokens: 'length',
  model_length: 'length',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
  content_filter: 'content-filter',
};

async function* untilDone(
  payloads: AsyncIterable<string>,
  onDone: () => void,
): AsyncGenerator<string, void> {
  for await (const payload of payloads) {
    if (payload.trim() === '[DONE]') {
      onDone();
      return;
    }
    yield payload;
  }
}

/** Errors come as `error`, inside Groq's extras, or flat: with `object: "error"`, or with nothing but words and a code. */
function errorOf(value: Completion): unknown {
  const { error, message, type, code } = value;
  // xAI's `error` is the text itself, with its code beside it.
  if (typeof error === 'string') return { message: error, code };
  if (error !== undefined && error !== null) return error;
  const isFlat = value.choices === undefined && typeof message === 'string' && !value.timings;
  if (value.object === 'error' || isFlat) return { message, type, code };
  return value.x_groq?.error ?? undefined;
}

/** The state between chunks: which field reasoning comes in, calls in pieces, what was held back. */
function createReply(prefill: string) {
  const repeated = createRepeatFilter(prefill);
  const tags = createThinkSplitter();
  const calls = createToolCalls();
  const details = createReasoningDetails();
  // A continued text has its beginning behind it, where a tag could have stood.
  let tagsCount = prefill === '';
  let timedMs = -timingsEveryMs;
  let lastTimings: WireTimings | undefined;
  let sawUsage = false;

  function* read(
    value: Completion,
    delta: Delta | undefined,
    usage: WireUsage | undefined,
  ): Generator<StreamEvent, void> {
    if (delta) yield* readDelta(delta);
    if (usage) {
      sawUsage = true;
      yield { type: 'usage', usage: usageFrom(usage) };
    }
    if (value.prompt_progress) yield progressFrom(value.prompt_progress);
    else if (value.timings) {
      lastTimings = value.timings;
      const nowMs = value.timings.predicted_ms ?? 0;
      if (nowMs - timedMs < timingsEveryMs) return;
      timedMs = nowMs;
      yield { type: 'timings', timings: timingsFrom(value.timings) };
    }
  }

  function* readDelta(delta: Delta): Generator<StreamEvent, void> {
    const { reasoning_details = [] } = delta;
    for (const piece of reasoning_details) details.push(piece);
    // Never two: some servers send the same text in several fields.
    const reasoning = delta.reasoning_content || delta.reasoning || wordsOf(reasoning_details);
    if (reasoning) {
      yield* stopTags();
      yield { type: 'reasoning-delta', text: reasoning };
    }
    if (delta.refusal) yield* readText(delta.refusal);
    if (typeof delta.content === 'string') yield* readText(delta.content);
    else
      for (const part of delta.content ?? []) {
        if (part.type === 'thinking') {
          yield* stopTags();
          const text = thinkingText(part.thinking);
          if (text !== '') yield { type: 'reasoning-delta', text };
        } else if (part.text) yield* readText(part.text);
      }
    for (const piece of delta.tool_calls ?? []) yield* calls.push(piece);
  }

  function* readText(content: string): Generator<Piece, void> {
    if (content === '') return;
    const text = repeated.push(content);
    if (text === '') return;
    if (tagsCount) yield* tags.push(text);
    else yield { type: 'text-delta', text };
  }

  function* stopTags(): Generator<Piece, void> {
    if (!tagsCount) return;
    tagsCount = false;
    yield* tags.stop();
  }

  function* flush(): Generator<StreamEvent, void> {
    const text = repeated.flush();
    if (text !== '') yield { type: 'text-delta', text };
    yield* tags.flush();
    for (const block of details.all()) yield { type: 'opaque', block };
    if (!lastTimings) return;
    yield { type: 'timings', timings: timingsFrom(lastTimings) };
    if (!sawUsage) yield { type: 'usage', usage: usageFromTimings(lastTimings) };
  }

  return { read, flush, hasToolCalls: () => !calls.isEmpty() };
}

function thinkingText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return '';
  return value
    .map((each: { text?: unknown }) => (typeof each?.text === 'string' ? each.text : ''))
    .join('');
}

function progressFrom({ total, cache, processed, time_ms }: PromptProgress): StreamEvent {
  const worked = processed - cache;
  return {
    type: 'progress',
    stage: 'reading',
    ...(total > 0 ? { fraction: Math.min(1, processed / total) } : {}),
    // What came from the cache took no time and tells nothing of the speed.
    ...(worked > 0 && time_ms > 0
      ? { leftMs: Math.round(((total - processed) * time_ms) / worked) }
      : {}),
  };
}

function usageFrom(usage: WireUsage): Usage {
  const { prompt_tokens: promptTokens, completion_tokens, total_tokens } = usage;
  const reasoningTokens = usage.completion_tokens_details?.reasoning_tokens;
  const counted = (promptTokens ?? 0) + (completion_tokens ?? 0);
  // xAI counts what was thought in the total only.
  const isApart = reasoningTokens && total_tokens === counted + reasoningTokens;
  return withoutGaps({
    promptTokens,
    completionTokens: isApart ? (completion_tokens ?? 0) + reasoningTokens : completion_tokens,
    cachedTokens:
      usage.prompt_tokens_details?.cached_tokens ??
      usage.prompt_cache_hit_tokens ??
      usage.cached_tokens,
    reasoningTokens,
  });
}

/** `prompt_n` leaves out what was cached. */
function usageFromTimings({ cache_n = 0, prompt_n, predicted_n }: WireTimings): Usage {
  return withoutGaps({
    promptTokens: prompt_n === undefined ? undefined : prompt_n + cache_n,
    completionTokens: predicted_n,
    cachedTokens: cache_n,
  });
}

function timingsFrom(timings: WireTimings): Timings {
  return withoutGaps({
    promptMs: timings.prompt_ms,
    promptTokensPerSecond: timings.prompt_per_second,
    generationMs: timings.predicted_ms,
    // The first token has no speed yet; the server says 0.
    tokensPerSecond: timings.predicted_per_second || undefined,
  });
}
