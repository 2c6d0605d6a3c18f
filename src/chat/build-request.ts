/** From the stored path of a session to what a provider is asked for. */
import type { ChatRequest, RequestMessage, RequestPart } from '../domain/chat-request.ts';
import { FaultError } from '../domain/fault.ts';
import type { Message, Part } from '../domain/message.ts';
import { reasoningOf } from '../domain/message-text.ts';
import type { Model } from '../domain/model.ts';
import type { Parameters } from '../domain/parameters.ts';

export type RequestInput = {
  model: string;
  /** The kind of the provider: opaque blocks go back to the dialect and model that gave them, and to no other. */
  dialect: string;
  known: Model | undefined;
  /** The connection's, then the session's; blank ones are left out. */
  systemPrompts: readonly string[];
  parameters: Parameters;
  /** Root first; the last one is the user's, or the assistant's where it is to be continued. */
  path: readonly Message[];
  /** An attachment's bytes, in base64. */
  readImage: (attachmentId: string) => Promise<string>;
  continues: boolean;
  resumeId?: string;
};

/** What asks a server that takes no trailing assistant message to go on. Sent, never stored. */
const goOn =
  'Continue your last reply exactly where it stopped. Do not repeat anything and do not comment.';

export async function buildRequest(input: RequestInput, canPrefill: boolean): Promise<ChatRequest> {
  const messages: RequestMessage[] = [];
  const systemPrompt = input.systemPrompts.filter((each) => each.trim() !== '').join('\n\n');
  if (systemPrompt !== '') {
    messages.push({ role: 'system', parts: [{ type: 'text', text: systemPrompt }] });
  }
  for (const message of input.path) {
    const built = await requestMessageFrom(message, input);
    if (built) messages.push(built);
  }
  if (input.continues && !canPrefill) {
    messages.push({ role: 'user', parts: [{ type: 'text', text: goOn }] });
  }
  return {
    model: input.model,
    messages,
    parameters: input.continues ? withoutFormat(input.parameters) : input.parameters,
    continues: input.continues && canPrefill,
    ...(input.known?.abilities === undefined ? {} : { abilities: input.known.abilities }),
    ...(input.resumeId === undefined ? {} : { resumeId: input.resumeId }),
  };
}

/** A reply that goes on from its middle is not held to a form anew: that would begin again at its root. */
function withoutFormat({ format: _, ...others }: Parameters): Parameters {
  return others;
}

/** Nothing for a message without content: many servers reject an empty one. */
async function requestMessageFrom(
  message: Message,
  input: RequestInput,
): Promise<RequestMessage | undefined> {
  if (message.role === 'tool') return undefined;
  const isNewest = message === input.path.at(-1);
  const parts: RequestPart[] = [];
  for (const part of message.parts) {
    if (part.type === 'text' && part.text !== '') parts.push({ type: 'text', text: part.text });
    if (part.type === 'image' || isPdf(part))
      parts.push(await attachmentFrom(part, isNewest, input.readImage));
  }
  if (parts.length === 0) return undefined;
  if (message.role !== 'assistant') return { role: message.role, parts };
  const reasoning = reasoningOf(message);
  const { replay } = message;
  const isTheirs = replay?.dialect === input.dialect && replay.model === input.model;
  return {
    role: message.role,
    parts,
    ...(reasoning === '' ? {} : { reasoning }),
    ...(replay && isTheirs ? { replay: replay.blocks } : {}),
  };
}

type AttachmentPart = Extract<Part, { type: 'image' | 'file' }>;

function isPdf(part: Part): part is Extract<Part, { type: 'file' }> {
  return part.type === 'file' && part.mediaType === 'application/pdf';
}

/** What an earlier message showed and is gone (an import without it) must not end the session for good: it is named. */
async function attachmentFrom(
  { type, attachmentId, mediaType, name }: AttachmentPart,
  isNewest: boolean,
  readImage: RequestInput['readImage'],
): Promise<RequestPart> {
  try {
    const base64 = await readImage(attachmentId);
    return type === 'image' ? { type, mediaType, base64 } : { type, mediaType, name, base64 };
  } catch (error) {
    const isGone = error instanceof FaultError && error.fault.kind === 'not-found';
    if (!isGone || isNewest) throw error;
    const what = type === 'image' ? 'picture' : 'file';
    return { type: 'text', text: `[${name}: this ${what} is no longer there]\n` };
  }
}

/** A rough count of what is sent, at four characters a token; images are left out. */
export function estimateTokens(ask: ChatRequest): number {
  let length = 0;
  for (const message of ask.messages) {
    for (const part of message.parts) if (part.type === 'text') length += part.text.length;
  }
  return Math.ceil(length / 4);
}

/**
 * Whether the server read clearly less than was sent. Real texts stay under 6.4 characters a token, so a smaller count
 * means that the beginning was dropped; short prompts tell nothing.
 */
export function isContextCut(estimatedTokens: number, countedTokens: number | undefined): boolean {
  return (
    countedTokens !== undefined && estimatedTokens > 200 && countedTokens * 1.6 < estimatedTokens
  );
}
