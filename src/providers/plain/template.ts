/**
 * The body of a plain server's request, filled in. The template is read as JSON first and its values are replaced one by
 * one, so that no text of a conversation can ever become part of the form.
 */
import type { ChatRequest, RequestMessage } from '../../domain/chat-request.ts';
import { FaultError } from '../../domain/fault.ts';
import { encodeFormat } from '../answer-format.ts';
import { refuseFile, textOf } from '../openai-messages.ts';

/** Throws `unreadable` where the template is no JSON, `unsupported` for what is not text and for any answer format. */
export function fillBody(template: string, ask: ChatRequest): unknown {
  refuseAttachments(ask);
  encodeFormat(ask, {});
  const slots = slotsOf(template, ask);
  return fill(parse(template), slots);
}

type Slots = {
  /** A value that is not set is undefined: what it would fill is left out. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly texts: Readonly<Record<string, string | undefined>>;
};

function slotsOf(template: string, ask: ChatRequest): Slots {
  const { temperature, maxTokens } = ask.parameters;
  const system = ask.messages.filter(({ role }) => role === 'system').map(textOf);
  const isApart = template.includes('{{system}}');
  const talk = isApart ? ask.messages.filter(({ role }) => role !== 'system') : ask.messages;
  return {
    values: {
      messages: talk.map((each) => ({ role: each.role, content: textOf(each) })),
      temperature,
      maxTokens,
    },
    texts: {
      model: ask.model,
      system: system.length === 0 ? undefined : system.join('\n\n'),
      prompt: promptFrom(talk),
      last: textOf(ask.messages.findLast(({ role }) => role === 'user') ?? noMessage),
    },
  };
}

const noMessage: RequestMessage = { role: 'user', parts: [] };
const speakers = { system: 'System', user: 'User', assistant: 'Assistant' } as const;

/** Who spoke before each text, and at the end whose turn it is. */
function promptFrom(messages: readonly RequestMessage[]): string {
  const said = messages.map((each) => `${speakers[each.role]}: ${textOf(each)}`);
  return [...said, `${speakers.assistant}:`].join('\n\n');
}

function refuseAttachments({ messages }: ChatRequest): void {
  for (const { type } of messages.flatMap(({ parts }) => parts)) {
    if (type === 'file') refuseFile();
    if (type === 'image') throw new FaultError({ kind: 'unsupported', ability: 'vision' });
  }
}

function parse(template: string): unknown {
  try {
    return JSON.parse(template);
  } catch (error) {
    throw new FaultError({ kind: 'unreadable', line: template.slice(0, 200) }, { cause: error });
  }
}

const whole = /^\{\{(\w+)\}\}$/;
const within = /\{\{(\w+)\}\}/g;

function fill(value: unknown, slots: Slots): unknown {
  if (typeof value === 'string') return fillText(value, slots);
  if (Array.isArray(value)) {
    return value.map((each) => fill(each, slots)).filter((each) => each !== undefined);
  }
  if (typeof value !== 'object' || value === null) return value;
  const filled = Object.entries(value).map(([key, each]) => [key, fill(each, slots)] as const);
  return Object.fromEntries(filled.filter(([, each]) => each !== undefined));
}

function fillText(text: string, { values, texts }: Slots): unknown {
  const name = whole.exec(text)?.[1] ?? '';
  if (Object.hasOwn(values, name)) return values[name];
  if (Object.hasOwn(texts, name)) return texts[name];
  return text.replace(within, (slot, each: string) =>
    Object.hasOwn(texts, each) ? (texts[each] ?? '') : slot,
  );
}
