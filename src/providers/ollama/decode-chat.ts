/** Ollama's chat lines -> our events. Pure, so it is tested from recorded bodies. */
import { FaultError } from '../../domain/fault.ts';
import type { FinishReason, Timings, Usage } from '../../domain/message.ts';
import type { StreamEvent } from '../../domain/stream-event.ts';
import { withoutGaps } from '../../lib/without-gaps.ts';
import { faultFromStreamError } from '../http-fault.ts';
import type { DecodeOptions } from '../openai-decode.ts';
import { readPayload } from '../payload.ts';
import { createRepeatFilter } from '../repeated-start.ts';
import { createToolCalls } from '../tool-calls.ts';
import { type ChatLine, chatLine } from './wire.ts';

export async function* decodeChat(
  lines: AsyncIterable<string>,
  { prefill = '', model }: DecodeOptions = {},
): AsyncGenerator<StreamEvent, void> {
  // Models run through its bundled llama-server repeat what they continue; the others do not.
  const repeated = createRepeatFilter(prefill);
  const calls = createToolCalls();
  let callCount = 0;
  for await (const line of readPayload(chatLine, lines)) {
    if (line.error !== undefined) throw new FaultError(faultFromStreamError(line.error, model));
    const { thinking, content, tool_calls } = line.message ?? {};
    if (thinking) yield { type: 'reasoning-delta', text: thinking };
    const text = repeated.push(content ?? '');
    if (text !== '') yield { type: 'text-delta', text };
    // Calls come whole, in any line, the last one included.
    for (const { id, function: called } of tool_calls ?? []) {
      yield* calls.push({ index: callCount++, id, function: called });
    }
    if (!line.done) continue;
    const rest = repeated.flush();
    if (rest !== '') yield { type: 'text-delta', text: rest };
    yield { type: 'usage', usage: usageFrom(line) };
    yield { type: 'timings', timings: timingsFrom(line) };
    yield finishFrom(line.done_reason, !calls.isEmpty());
    return;
  }
  const rest = repeated.flush();
  if (rest !== '') yield { type: 'text-delta', text: rest };
  throw new FaultError({ kind: 'truncated' });
}

const finishReasons: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  length: 'length',
  load: 'load',
};

/** There is no word for a turn that ends in tool calls: it says `stop`. */
function finishFrom(raw: string | undefined, called: boolean): StreamEvent {
  const reason = finishReasons[raw || 'stop'] ?? 'other';
  return {
    type: 'finish',
    reason: reason === 'stop' && called ? 'tool-calls' : reason,
    ...(raw ? { raw } : {}),
  };
}

function usageFrom({ prompt_eval_count, eval_count }: ChatLine): Usage {
  return withoutGaps({ promptTokens: prompt_eval_count, completionTokens: eval_count });
}

function timingsFrom(line: ChatLine): Timings {
  const { load_duration, prompt_eval_duration, eval_duration } = line;
  return withoutGaps({
    loadMs: msFrom(load_duration),
    promptMs: msFrom(prompt_eval_duration),
    promptTokensPerSecond: speed(line.prompt_eval_count, prompt_eval_duration),
    generationMs: msFrom(eval_duration),
    tokensPerSecond: speed(line.eval_count, eval_duration),
  });
}

function msFrom(durationNs: number | undefined): number | undefined {
  return durationNs === undefined ? undefined : durationNs / 1e6;
}

function speed(tokens: number | undefined, durationNs: number | undefined): number | undefined {
  return tokens && durationNs ? (tokens * 1e9) / durationNs : undefined;
}
