/**
 * A conversation as the body of a chat completion, from an allow-list (strict servers refuse unknown fields). Shared by
 * `openai/` and `llama-server/`. What a server cannot take is refused here rather than left out in silence.
 */
import type { ChatRequest, RequestMessage, RequestPart } from '../domain/chat-request.ts';
import { FaultError } from '../domain/fault.ts';
import type { Quirks } from '../domain/preset.ts';

export type CompletionForm = Pick<
  Quirks,
  'alternates' | 'maxTokensField' | 'prefill' | 'reasoningField' | 'sendsReasoningBack'
> & {
  /** Parameters that this server or model refused. */
  readonly without?: readonly string[];
  readonly takesFiles?: boolean;
};

type Fields = Record<string, unknown>;

/** The part of the body every dialect has. */
export function encodeCompletion(ask: ChatRequest, form: CompletionForm = {}): Fields {
  const { without = [] } = form;
  const { temperature, maxTokens } = ask.parameters;
  const limitField = limitFieldOf(form);
  const last = ask.messages.length - 1;
  const messages = ask.messages
    // An assistant message without text is refused by many servers.
    .filter((each, at) => each.role !== 'assistant' || at === last || textOf(each) !== '');
  return {
    model: ask.model,
    messages: (form.alternates ? inTurns(messages) : messages).map((each, at, all) => ({
      ...encodeMessage(each, form),
      ...(at === all.length - 1 && prefillOf(ask) !== '' ? markOf(form) : {}),
    })),
    ...(temperature === undefined || without.includes('temperature') ? {} : { temperature }),
    ...(maxTokens === undefined || !limitField ? {} : { [limitField]: maxTokens }),
    ...(form.prefill === 'final' && prefillOf(ask) !== ''
      ? { continue_final_message: true, add_generation_prompt: false }
      : {}),
  };
}

/** The text that a continued reply already has; empty where nothing is continued. */
export function prefillOf(ask: ChatRequest): string {
  const last = ask.continues ? ask.messages.at(-1) : undefined;
  return last?.role === 'assistant' ? textOf(last) : '';
}

export function textOf(message: RequestMessage): string {
  return message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

export function dataUrlOf({ mediaType, base64 }: { mediaType: string; base64: string }): string {
  return `data:${mediaType};base64,${base64}`;
}

/** Reasoning models of some vendors take no temperature. */
export function refusesSampling(model: string, { noSampling }: Quirks): boolean {
  return noSampling !== undefined && new RegExp(noSampling, 'i').test(model);
}

/** Throws where a document is in the conversation and cannot be sent. */
export function refuseFile(): never {
  throw new FaultError({ kind: 'unsupported', ability: 'pdf' });
}

function limitFieldOf({ maxTokensField = 'max_tokens', without = [] }: CompletionForm) {
  const other = maxTokensField === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
  return [maxTokensField, other].find((each) => !without.includes(each));
}

/** User and assistant by turns, the user first: what follows in the same role is joined on. */
function inTurns(messages: readonly RequestMessage[]): RequestMessage[] {
  const turns: RequestMessage[] = [];
  for (const each of messages) {
    const before = turns.at(-1);
    if (before?.role === each.role) {
      const gap: RequestPart = { type: 'text', text: '\n\n' };
      turns.splice(-1, 1, { ...before, parts: [...before.parts, gap, ...each.parts] });
    } else if (each.role !== 'assistant' || turns.some(({ role }) => role === 'user')) {
      turns.push(each);
    }
  }
  return turns;
}

function markOf({ prefill }: CompletionForm): Fields {
  return prefill === 'prefix' || prefill === 'partial' ? { [prefill]: true } : {};
}

function encodeMessage(message: RequestMessage, form: CompletionForm): Fields {
  const { role, parts } = message;
  // A plain string wherever there is only text: some servers take no arrays.
  const content = parts.every((part) => part.type === 'text')
    ? textOf(message)
    : parts.map((part) => encodePart(part, form));
  return { role, content, ...(form.sendsReasoningBack ? encodeReasoning(message, form) : {}) };
}

function encodeReasoning({ reasoning, replay }: RequestMessage, form: CompletionForm): Fields {
  const { reasoningField = 'reasoning_content' } = form;
  if (reasoningField === 'reasoning_details') {
    return replay && replay.length > 0 ? { reasoning_details: replay } : {};
  }
  return reasoning ? { [reasoningField]: reasoning } : {};
}

function encodePart(part: RequestPart, form: CompletionForm): Fields {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text };
    case 'image':
      return { type: 'image_url', image_url: { url: dataUrlOf(part) } };
    case 'file':
      if (!form.takesFiles) return refuseFile();
      return { type: 'file', file: { filename: part.name, file_data: dataUrlOf(part) } };
  }
}
