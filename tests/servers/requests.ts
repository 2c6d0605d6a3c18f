/* Reading request bodies of the two chat forms into an `Ask`. */
import { isRecord } from './base.ts';
import type { Ask, AskMessage, JsonBody } from './types.ts';

export function numberIn(body: JsonBody, name: string): number | undefined {
  const value = body[name];
  return typeof value === 'number' ? value : undefined;
}

export type AskFacts = {
  readonly model: string;
  readonly thinking: boolean;
  /** A trailing assistant message is to be continued. */
  readonly prefills: boolean;
};

export function askFrom(body: JsonBody, messages: readonly AskMessage[], facts: AskFacts): Ask {
  const last = messages.at(-1);
  return {
    model: facts.model,
    messages,
    lastUser: messages.findLast((message) => message.role === 'user')?.text ?? '',
    prefill: facts.prefills && last?.role === 'assistant' ? last.text : '',
    thinking: facts.thinking,
    body,
  };
}

/** The messages of an OpenAI body; content is a string, null or an array of parts. */
export function openAiMessages(body: JsonBody): AskMessage[] {
  const list = Array.isArray(body['messages']) ? body['messages'].filter(isRecord) : [];
  return list.map((message) => {
    const { content } = message as { content?: unknown };
    const parts = Array.isArray(content) ? content.filter(isRecord) : [];
    const texts = parts.filter((part) => part['type'] === 'text');
    return {
      role: String(message['role']),
      text: typeof content === 'string' ? content : texts.map((part) => part['text']).join('\n'),
      images: parts.filter((part) => part['type'] === 'image_url').length,
    };
  });
}

/** The first of the limits that is there; undefined where the model may go on as it likes. */
export function tokenLimit(body: JsonBody): number | undefined {
  for (const name of ['n_predict', 'max_completion_tokens', 'max_tokens']) {
    const value = numberIn(body, name);
    if (value !== undefined) return value < 0 ? undefined : value;
  }
  return undefined;
}
