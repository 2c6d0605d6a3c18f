/**
 * The events of a response -> ours: a stream, or one whole response where a stream was asked. Pure, so it is tested from
 * recorded bodies. What deltas left out is taken from the finished items, and nothing is said twice.
 */
import { FaultError } from '../../domain/fault.ts';
import type { StreamEvent } from '../../domain/stream-event.ts';
import { withoutGaps } from '../../lib/without-gaps.ts';
import { faultFromStreamError } from '../http-fault.ts';
import { readPayload } from '../payload.ts';
import { createToolCalls } from '../tool-calls.ts';
import { blocksFrom } from './replay.ts';
import {
  event,
  type Item,
  item,
  type WireEvent,
  type WireResponse,
  type WireUsage,
} from './wire.ts';

export async function* decodeChat(
  payloads: AsyncIterable<string>,
  model?: string,
): AsyncGenerator<StreamEvent, void> {
  const reply = createReply();
  let sawDone = false;
  const untilDone = async function* (): AsyncGenerator<string, void> {
    for await (const payload of payloads) {
      sawDone = payload.trim() === '[DONE]';
      if (sawDone) return;
      yield payload;
    }
  };
  for await (const value of readPayload(event, untilDone())) {
    const error = errorOf(value);
    if (error !== undefined) throw new FaultError(faultFromStreamError(error, model));
    const whole = value.object === 'response' ? value : terminalOf(value);
    if (!whole) yield* reply.read(value);
    else {
      yield* reply.complete(whole);
      yield finishFrom(whole, reply.hasToolCalls());
      return;
    }
  }
  // Some imitators end as chat completions do.
  if (!sawDone) throw new FaultError({ kind: 'truncated' });
  yield { type: 'finish', reason: reply.hasToolCalls() ? 'tool-calls' : 'stop' };
}

/** An event named so, a failed response, or the bare error of an imitator. */
function errorOf(value: WireEvent): unknown {
  const { type, code, message } = value;
  const failed = value.response?.status === 'failed' || type === 'response.failed';
  if (failed) return value.response?.error ?? { message: 'response.failed' };
  if (value.error !== undefined && value.error !== null) return value.error;
  return type === 'error' ? { code, message } : undefined;
}

function terminalOf({ type, response }: WireEvent): WireResponse | undefined {
  const isTerminal = /^response\.(completed|incomplete|cancelled|done)$/.test(type ?? '');
  return isTerminal ? (response ?? { status: type?.slice('response.'.length) }) : undefined;
}

type Channel = 'text-delta' | 'reasoning-delta';

function createReply() {
  const calls = createToolCalls();
  const callKeys: string[] = [];
  const callsWithText = new Set<string>();
  const saidByKey = new Map<string, string>();
  const channels = new Set<Channel>();
  let current = '';
  /** Of one item either its summary or its full reasoning is read. */
  const thoughtKinds = new Map<string, string>();
  let summaryPart = '';

  function* say(channel: Channel, key: string, text: string): Generator<StreamEvent, void> {
    if (text === '') return;
    channels.add(channel);
    saidByKey.set(channel + key, (saidByKey.get(channel + key) ?? '') + text);
    yield { type: channel, text };
  }

  /** What a finished item has beyond what came in pieces. */
  function* catchUp(channel: Channel, key: string, whole: string): Generator<StreamEvent, void> {
    const said = saidByKey.get(channel + key);
    if (said === undefined && channels.has(channel)) return;
    if (whole.startsWith(said ?? '')) yield* say(channel, key, whole.slice(said?.length ?? 0));
  }

  function* think(kind: string, value: WireEvent, key: string): Generator<StreamEvent, void> {
    if ((thoughtKinds.get(key) ?? kind) !== kind) return;
    thoughtKinds.set(key, kind);
    const part = `${key} ${value.summary_index ?? 0}`;
    // Parts of a summary are paragraphs.
    if (channels.has('reasoning-delta') && kind === 'summary' && part !== summaryPart) {
      yield* say('reasoning-delta', key, '\n\n');
    }
    summaryPart = part;
    yield* say('reasoning-delta', key, value.delta ?? '');
  }

  function* call(key: string, of: Partial<Item>): Generator<StreamEvent, void> {
    if (!callKeys.includes(key)) callKeys.push(key);
    const { call_id: id, name, arguments: args } = of;
    if (args !== undefined && args !== '') callsWithText.add(key);
    const index = callKeys.indexOf(key);
    yield* calls.push({ index, id, function: { name, arguments: args } });
  }

  function* read(value: WireEvent): Generator<StreamEvent, void> {
    const key = value.item_id ?? value.item?.id ?? current;
    switch (value.type) {
      case 'response.output_item.added':
        current = key;
        if (value.item?.type === 'function_call') yield* call(key, value.item);
        return;
      case 'response.output_text.delta':
      case 'response.refusal.delta':
        return yield* say('text-delta', key, value.delta ?? '');
      case 'response.reasoning_summary_text.delta':
        return yield* think('summary', value, key);
      case 'response.reasoning_text.delta':
        return yield* think('text', value, key);
      case 'response.function_call_arguments.delta':
        return yield* call(key, { arguments: value.delta ?? '' });
      case 'response.output_text.done':
        return yield* catchUp('text-delta', key, value.text ?? '');
      case 'response.output_item.done':
        if (value.item) yield* finishItem(key, value.item);
    }
  }

  function* finishItem(key: string, of: Item): Generator<StreamEvent, void> {
    if (of.type === 'function_call') {
      if (!callsWithText.has(key)) yield* call(key, of);
    } else if (of.type === 'reasoning') {
      const summary = (of.summary ?? []).map((each) => each.text ?? '').join('\n\n');
      yield* catchUp('reasoning-delta', key, summary || partsOf(of));
    } else if (of.type === 'message') yield* catchUp('text-delta', key, partsOf(of));
  }

  function* complete({ output = [], usage }: WireResponse): Generator<StreamEvent, void> {
    // Items that nothing was heard of; where pieces had no ids they cannot be told apart, and were heard.
    for (const [at, each] of output.entries()) {
      const read = item.parse(each);
      const known = read.type === 'function_call' && callKeys.length > 0;
      if (!known) yield* finishItem(read.id ?? `#${at}`, read);
    }
    for (const block of blocksFrom(output)) yield { type: 'opaque', block };
    if (usage) yield { type: 'usage', usage: usageFrom(usage) };
  }

  return { read, complete, hasToolCalls: () => !calls.isEmpty() };
}

function partsOf({ content = [] }: Item): string {
  return content.map((part) => part.text ?? part.refusal ?? '').join('');
}

function finishFrom({ status, incomplete_details }: WireResponse, called: boolean): StreamEvent {
  const raw = incomplete_details?.reason ?? status;
  const told = raw === undefined ? {} : { raw };
  switch (raw) {
    case 'max_output_tokens':
    case 'max_tokens':
      return { type: 'finish', reason: 'length', ...told };
    case 'content_filter':
      return { type: 'finish', reason: 'content-filter', ...told };
    case 'completed':
    case 'done':
    case undefined:
      return { type: 'finish', reason: called ? 'tool-calls' : 'stop', ...told };
    default:
      return { type: 'finish', reason: 'other', ...told };
  }
}

function usageFrom(usage: WireUsage) {
  return withoutGaps({
    promptTokens: usage.input_tokens,
    completionTokens: usage.output_tokens,
    cachedTokens: usage.input_tokens_details?.cached_tokens,
    reasoningTokens: usage.output_tokens_details?.reasoning_tokens,
  });
}
