/**
 * Anthropic's events -> ours, or one whole reply where a stream was asked. Pure, so it is tested from recorded bodies.
 * Thoughts with their signatures, and blocks we do not know, come out as `opaque` besides: they go back unchanged.
 */
import { FaultError } from '../../domain/fault.ts';
import type { FinishReason, Usage } from '../../domain/message.ts';
import type { StreamEvent } from '../../domain/stream-event.ts';
import { withoutGaps } from '../../lib/without-gaps.ts';
import { faultFromStreamError } from '../http-fault.ts';
import { isLateBreak, readPayload } from '../payload.ts';
import { createToolCalls } from '../tool-calls.ts';
import { type Block, type ChatEvent, chatEvent, type Delta, type WireUsage } from './wire.ts';

export async function* decodeChat(
  payloads: AsyncIterable<string>,
  model?: string,
): AsyncGenerator<StreamEvent, void> {
  const reply = createReply();
  let isOver = false;
  try {
    for await (const event of readPayload(chatEvent, payloads)) {
      const error = errorOf(event);
      if (error !== undefined) throw new FaultError(faultFromStreamError(error, model));
      yield* reply.read(event);
      isOver = event.type === 'message_stop' || event.type === 'message';
      if (isOver) break;
    }
  } catch (error) {
    // After the stop reason only the last mark is missing: a late break costs nothing.
    if (reply.stop().raw === undefined || !isLateBreak(error)) throw error;
  }
  if (!isOver && reply.stop().raw === undefined) throw new FaultError({ kind: 'truncated' });
  yield* reply.flush();
  yield finishFrom(reply.stop());
}

const finishReasons: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool-calls',
  refusal: 'content-filter',
};

type Stop = { raw: string | undefined; explanation: string | undefined; saidNothing: boolean };

/** A refusal in the middle ends what was said; one before the first word leaves nothing but its reason. */
function finishFrom({ raw, explanation, saidNothing }: Stop): StreamEvent {
  if (raw === 'refusal' && saidNothing) {
    throw new FaultError({
      kind: 'content-blocked',
      ...(explanation ? { message: explanation } : {}),
    });
  }
  const reason = finishReasons[raw ?? 'end_turn'] ?? 'other';
  return { type: 'finish', reason, ...(raw === undefined ? {} : { raw }) };
}

function errorOf({ type, error, message }: ChatEvent): unknown {
  if (error !== undefined && error !== null) return error;
  return type === 'error' ? { message } : undefined;
}

/** A block that is not over yet. `json`: the pieces of a tool's input; `isKnown`: no piece was of a kind unknown to us. */
type OpenBlock = { fields: Block; json: string; isKnown: boolean };

/** The state between events: the blocks that are open by their place, and the counters. */
function createReply() {
  const blocks = new Map<number, OpenBlock>();
  const calls = createToolCalls();
  let newest = 0;
  let counts: WireUsage = {};
  let raw: string | undefined;
  let explanation: string | undefined;
  let saidNothing = true;

  function* read(event: ChatEvent): Generator<StreamEvent, void> {
    const { type, content_block, delta, message } = event;
    const at = event.index ?? newest;
    newest = at;
    if (typeof message === 'object') yield* readUsage(message.usage);
    yield* readUsage(event.usage);
    readStop(event);
    if (delta) readStop(delta);
    if (type === 'content_block_start' && content_block) yield* open(at, content_block);
    else if (type === 'content_block_delta' && delta) yield* grow(at, delta);
    else if (type === 'content_block_stop') yield* close(at);
    else if (type === 'message') {
      for (const [place, block] of (event.content ?? []).entries()) {
        yield* open(place, block);
        yield* close(place);
      }
    }
  }

  function readStop({ stop_reason, stop_details }: Pick<Delta, 'stop_reason' | 'stop_details'>) {
    raw = stop_reason || raw;
    explanation = stop_details?.explanation || explanation;
  }

  function* readUsage(usage: WireUsage | undefined): Generator<StreamEvent, void> {
    if (!usage) return;
    // Each counter is a total so far; one that is missing stands as it was.
    counts = { ...counts, ...withoutGaps(usage) };
    yield { type: 'usage', usage: usageFrom(counts) };
  }

  function* open(at: number, fields: Block): Generator<StreamEvent, void> {
    blocks.set(at, { fields: { ...fields }, json: '', isKnown: true });
    if (fields.type === 'text') yield* said('text-delta', fields['text']);
    if (fields.type === 'thinking') yield* said('reasoning-delta', fields['thinking']);
    if (fields.type !== 'tool_use') return;
    saidNothing = false;
    yield* calls.push({
      index: at,
      id: textIn(fields, 'id') || undefined,
      function: { name: textIn(fields, 'name') },
    });
  }

  function* grow(at: number, delta: Delta): Generator<StreamEvent, void> {
    switch (delta.type) {
      case 'text_delta':
        yield* said('text-delta', delta.text);
        break;
      case 'thinking_delta': {
        const { fields } = blockAt(at, 'thinking');
        fields['thinking'] = textIn(fields, 'thinking') + (delta.thinking ?? '');
        yield* said('reasoning-delta', delta.thinking);
        break;
      }
      case 'signature_delta':
        // It comes whole: a second one takes the place of the first.
        blockAt(at, 'thinking').fields['signature'] = delta.signature;
        break;
      case 'input_json_delta': {
        const block = blockAt(at, 'tool_use');
        const piece = delta.partial_json ?? '';
        block.json += piece;
        if (block.fields.type === 'tool_use') {
          yield* calls.push({ index: at, id: undefined, function: { arguments: piece } });
        }
        break;
      }
      default: {
        const block = blocks.get(at);
        if (block) block.isKnown = false;
      }
    }
  }

  function* close(at: number): Generator<StreamEvent, void> {
    const block = blocks.get(at);
    if (!block) return;
    blocks.delete(at);
    const { fields, json, isKnown } = block;
    if (fields.type === 'text') return;
    if (fields.type === 'tool_use') {
      // Imitators give the input at once; none at all is an empty one.
      const input = JSON.stringify(fields['input'] ?? {});
      if (json === '')
        yield* calls.push({ index: at, id: undefined, function: { arguments: input } });
    } else if (fields.type === 'thinking') {
      // Without its signature a thought cannot go back.
      if (textIn(fields, 'signature') !== '') yield { type: 'opaque', block: fields };
    } else if (isKnown) {
      const input = json === '' ? undefined : parse(json);
      yield { type: 'opaque', block: input === undefined ? fields : { ...fields, input } };
    }
  }

  function blockAt(at: number, type: string): OpenBlock {
    const known = blocks.get(at);
    if (known) return known;
    const block = { fields: { type }, json: '', isKnown: true };
    blocks.set(at, block);
    return block;
  }

  function* said(
    type: 'text-delta' | 'reasoning-delta',
    text: unknown,
  ): Generator<StreamEvent, void> {
    if (typeof text !== 'string' || text === '') return;
    saidNothing = false;
    yield { type, text };
  }

  /** Closes what an imitator left open at its end. */
  function* flush(): Generator<StreamEvent, void> {
    for (const at of [...blocks.keys()]) yield* close(at);
  }

  return { read, flush, stop: (): Stop => ({ raw, explanation, saidNothing }) };
}

function textIn(fields: Block, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

/** The tool's input may be cut by the limit: then it stays as the block had it. */
function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** `input_tokens` leaves out what came from the cache and what was put into it. */
function usageFrom(counts: WireUsage): Usage {
  const { input_tokens, cache_creation_input_tokens, cache_read_input_tokens } = counts;
  const prompt = [input_tokens, cache_creation_input_tokens, cache_read_input_tokens].filter(
    (each) => each !== undefined,
  );
  return withoutGaps({
    promptTokens: prompt.length === 0 ? undefined : prompt.reduce((sum, each) => sum + each, 0),
    completionTokens: counts.output_tokens,
    cachedTokens: cache_read_input_tokens,
    reasoningTokens: counts.output_tokens_details?.thinking_tokens,
  });
}
