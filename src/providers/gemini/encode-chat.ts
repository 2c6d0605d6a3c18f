/**
 * A chat request as Gemini's `generateContent` takes it, from an allow-list. Roles are `user` and `model` and nothing
 * else, neighbours of one role are one turn, and what the model signed goes back with its signature where it stood.
 */
import type { ChatRequest, RequestMessage, RequestPart } from '../../domain/chat-request.ts';
import type { Quirks } from '../../domain/preset.ts';
import { withoutGaps } from '../../lib/without-gaps.ts';
import { encodeFormat } from '../answer-format.ts';
import { encodeThinking } from './thinking.ts';
import type { Part } from './wire.ts';

type Turn = { role: 'user' | 'model'; parts: Part[] };

export function encodeChat(ask: ChatRequest, quirks: Quirks): Record<string, unknown> {
  const { model, parameters, messages } = ask;
  const system = messages
    .filter((each) => each.role === 'system')
    .flatMap((each) => each.parts.flatMap(partsFrom));
  const contents = turnsFrom(messages);
  const takesSystem = !/(^|\/)gemma/i.test(model);
  if (!takesSystem && system.length > 0) {
    const first = contents[0];
    if (first?.role === 'user') first.parts.unshift(...system);
    else contents.unshift({ role: 'user', parts: system });
  }
  const noSampling =
    quirks.noSampling !== undefined && new RegExp(quirks.noSampling, 'i').test(model);
  const generationConfig = withoutGaps({
    temperature: noSampling ? undefined : parameters.temperature,
    maxOutputTokens: parameters.maxTokens,
    thinkingConfig: quirks.thinking === 'none' ? undefined : encodeThinking(ask),
    ...encodeFormat(ask, formatWays, quirks.formats),
  });
  return {
    ...(takesSystem && system.length > 0 ? { systemInstruction: { parts: system } } : {}),
    contents,
    ...(Object.keys(generationConfig).length === 0 ? {} : { generationConfig }),
  };
}

const json = { responseMimeType: 'application/json' };
const formatWays = {
  json: () => json,
  schema: (schema: object) => ({ ...json, responseJsonSchema: schema }),
};

function turnsFrom(messages: readonly RequestMessage[]): Turn[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    if (message.role === 'system') continue;
    const role = message.role === 'user' ? 'user' : 'model';
    const parts = role === 'user' ? message.parts.flatMap(partsFrom) : modelParts(message);
    if (parts.length === 0) continue;
    const last = turns.at(-1);
    if (last?.role === role) last.parts.push(...parts);
    else turns.push({ role, parts });
  }
  return turns;
}

/**
 * The text with the signed parts in their places: thoughts before it, signed pieces of text where they stand in it, and
 * signatures of nothing after it. A signed piece that is no longer in the text was edited: its signature is void.
 */
function modelParts({ parts, replay = [] }: RequestMessage): Part[] {
  let rest = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
  if (rest === '') return [];
  const thoughts: Part[] = [];
  const said: Part[] = [];
  const after: Part[] = [];
  for (const block of replay) {
    // A call must be followed by its result, and a request has none to give.
    if (!isPart(block) || 'functionCall' in block) continue;
    const { text } = block;
    if (block['thought'] === true) thoughts.push(block);
    else if (typeof text === 'string' && text !== '') {
      const at = rest.indexOf(text);
      if (at === -1) continue;
      if (at > 0) said.push({ text: rest.slice(0, at) });
      said.push(block);
      rest = rest.slice(at + text.length);
    } else after.push('thoughtSignature' in block ? { text: '', ...block } : block);
  }
  if (rest !== '') said.push({ text: rest });
  return [...thoughts, ...said, ...after];
}

function isPart(block: unknown): block is Part {
  return typeof block === 'object' && block !== null && !Array.isArray(block);
}

/** Empty parts are refused. Base64 goes bare, without the head of a data URL. */
function partsFrom(part: RequestPart): Part[] {
  if (part.type === 'text') return part.text === '' ? [] : [{ text: part.text }];
  return [{ inlineData: { mimeType: part.mediaType, data: part.base64 } }];
}
