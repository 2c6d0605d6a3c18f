/**
 * A chat request as Anthropic's Messages take it, from an allow-list. The system prompt stands apart, the first message
 * is the user's, neighbours of one role are one message, and no block is empty: the API refuses anything else.
 */
import type { ChatRequest, RequestMessage, RequestPart } from '../../domain/chat-request.ts';
import type { Quirks } from '../../domain/preset.ts';
import { bytesFromBase64 } from '../../lib/base64.ts';
import { encodeFormat } from '../answer-format.ts';
import { type ModelRules, rulesFor } from './model-rules.ts';

type Block = Record<string, unknown>;
type Turn = { role: 'user' | 'assistant'; content: Block[] };

/** Stands before a history that an assistant message begins. */
const opening = '(The conversation begins with your message.)';
/** Below this many characters no model caches a prompt. */
const cacheableLength = 4096;
const leastBudget = 1024;
const budgets = { low: 2048, on: 8192, medium: 8192, high: 24_576 };

export function encodeChat(ask: ChatRequest, stream: boolean, quirks: Quirks): Block {
  const rules = rulesFor(ask.model);
  const maxTokens = ask.parameters.maxTokens ?? rules.usualMaxTokens;
  const thinking = encodeThinking(ask, rules, maxTokens, quirks);
  const system = ask.messages
    .filter((each) => each.role === 'system')
    .flatMap((each) => each.parts.flatMap(blocksFrom));
  const messages = turnsFrom(ask);
  if (isCacheable(ask)) {
    markCached(system);
    markCached(messages.findLast((each) => each.role === 'user')?.content);
  }
  return {
    model: ask.model,
    max_tokens: maxTokens,
    ...(system.length === 0 ? {} : { system }),
    messages,
    stream,
    ...thinking,
    ...encodeTemperature(ask, rules, thinking, quirks),
    ...encodeOutput(ask, thinking, quirks),
  };
}

/** The format stands beside the effort of thinking, where one is asked for. */
function encodeOutput(ask: ChatRequest, { output_config }: Block, { formats }: Quirks): Block {
  const schema = (each: object) => ({ format: { type: 'json_schema', schema: each } });
  const format = encodeFormat(ask, { schema }, formats);
  if (Object.keys(format).length === 0) return {};
  return { output_config: { ...(output_config as Block | undefined), ...format } };
}

/** Own scale: 0 to 1, and none while the model thinks. */
function encodeTemperature(
  { model, parameters: { temperature } }: ChatRequest,
  rules: ModelRules,
  { thinking }: Block,
  { noSampling }: Quirks,
): Block {
  if (temperature === undefined || !rules.samples || isOn(thinking)) return {};
  if (noSampling !== undefined && new RegExp(noSampling, 'i').test(model)) return {};
  return { temperature: Math.min(1, temperature) };
}

function isOn(thinking: unknown): boolean {
  return thinking !== undefined && thinking !== thinkingOff;
}

const thinkingOff = { type: 'disabled' };

function encodeThinking(
  ask: ChatRequest,
  { thinks }: ModelRules,
  maxTokens: number,
  quirks: Quirks,
): Block {
  const { thinking } = ask.parameters;
  const lacksIt = ask.abilities !== undefined && !ask.abilities.includes('thinking');
  if (thinking === undefined || thinks === 'no' || quirks.thinking === 'none' || lacksIt) return {};
  // A reply that is continued has its thinking behind it: the API refuses both together.
  if (thinking === 'off' || isContinued(ask)) return { thinking: thinkingOff };
  if (thinks === 'effort') {
    return {
      thinking: { type: 'adaptive', display: 'summarized' },
      ...(thinking === 'on' ? {} : { output_config: { effort: thinking } }),
    };
  }
  // The budget is part of `max_tokens`, and some of it must be left for the reply.
  const budget = Math.min(budgets[thinking], Math.floor(maxTokens * 0.8));
  if (budget < leastBudget) return {};
  return { thinking: { type: 'enabled', budget_tokens: budget } };
}

function isContinued({ continues, messages }: ChatRequest): boolean {
  return continues && messages.at(-1)?.role === 'assistant';
}

function turnsFrom(ask: ChatRequest): Turn[] {
  const turns: Turn[] = [];
  const continued = isContinued(ask) ? ask.messages.at(-1) : undefined;
  for (const message of ask.messages) {
    if (message.role === 'system') continue;
    const content =
      message.role === 'user'
        ? message.parts.flatMap(blocksFrom)
        : assistantBlocks(message, message === continued);
    if (content.length === 0) continue;
    const last = turns.at(-1);
    if (last?.role === message.role) last.content.push(...content);
    else turns.push({ role: message.role, content });
  }
  if (turns[0]?.role === 'assistant') {
    turns.unshift({ role: 'user', content: [{ type: 'text', text: opening }] });
  }
  return turns;
}

/** What the model thought goes before what it said. Of its own words only text is taken back. */
function assistantBlocks({ parts, replay }: RequestMessage, isContinued: boolean): Block[] {
  const texts = parts.flatMap((part) => (part.type === 'text' ? blocksFrom(part) : []));
  if (!isContinued) return texts.length === 0 ? [] : [...whole(replay ?? []), ...texts];
  const last = texts.at(-1);
  // It may not end in white space, and without thinking no thoughts may stand in it.
  if (last) last['text'] = String(last['text']).trimEnd();
  return texts;
}

/** Without the calls of the server's own tools that a cut left without result: it refuses the one without the other. */
function whole(replay: readonly unknown[]): Block[] {
  const blocks = replay.filter(
    (each): each is Block => typeof each === 'object' && each !== null && 'type' in each,
  );
  const answered = new Set(blocks.map((each) => each['tool_use_id']));
  const asked = new Set(blocks.map((each) => each['id']));
  return blocks.filter((each) => {
    if (each['type'] === 'server_tool_use') return answered.has(each['id']);
    return each['tool_use_id'] === undefined || asked.has(each['tool_use_id']);
  });
}

function blocksFrom(part: RequestPart): Block[] {
  if (part.type === 'text') {
    return part.text.trim() === '' ? [] : [{ type: 'text', text: part.text }];
  }
  const { mediaType, base64 } = part;
  const source = { type: 'base64', media_type: mediaType, data: base64 };
  if (part.type === 'image') return [{ type: 'image', source }];
  // Text has a source of its own, in plain letters; every other document is bytes.
  return [
    {
      type: 'document',
      ...(part.name === '' ? {} : { title: part.name }),
      source: mediaType.startsWith('text/')
        ? {
            type: 'text',
            media_type: 'text/plain',
            data: new TextDecoder().decode(bytesFromBase64(base64)),
          }
        : source,
    },
  ];
}

/** A mark on a prompt too short to be kept is a field for nothing. */
function isCacheable({ messages }: ChatRequest): boolean {
  let length = 0;
  for (const { parts } of messages) {
    for (const part of parts) length += part.type === 'text' ? part.text.length : cacheableLength;
  }
  return length >= cacheableLength;
}

/** What ends here is kept for the next turn, which begins with the very same. */
function markCached(blocks: Block[] | undefined): void {
  const last = blocks?.at(-1);
  if (last) last['cache_control'] = { type: 'ephemeral' };
}
