/** A chat request as Ollama's `/api/chat` takes it. Only what the person set is sent: the rest is the model's own. */
import type { ChatRequest, RequestMessage } from '../../domain/chat-request.ts';
import { anyObject, encodeFormat } from '../answer-format.ts';
import { refuseFile } from '../openai-messages.ts';

export function encodeChat(ask: ChatRequest, stream: boolean): Record<string, unknown> {
  const { temperature, contextLength, maxTokens } = ask.parameters;
  const options = {
    ...(contextLength === undefined ? {} : { num_ctx: contextLength }),
    ...(maxTokens === undefined ? {} : { num_predict: maxTokens }),
    ...(temperature === undefined ? {} : { temperature }),
  };
  const think = encodeThink(ask);
  return {
    model: ask.model,
    messages: ask.messages.map(encodeMessage),
    stream,
    ...(think === undefined ? {} : { think }),
    ...encodeFormat(ask, formatWays),
    ...(Object.keys(options).length === 0 ? {} : { options }),
  };
}

const formatWays = {
  // Of the plain word for JSON its 0.33 makes nothing for most models; a schema it has taken since 0.5.
  json: () => ({ format: anyObject }),
  schema: (schema: object) => ({ format: schema }),
};

/** A model that can think does so unless told not to; one that cannot answers 400 to any wish for it. */
function encodeThink({
  parameters: { thinking },
  abilities,
}: ChatRequest): boolean | string | undefined {
  if (thinking === undefined) return undefined;
  if (thinking === 'off') return false;
  if (abilities && !abilities.includes('thinking')) return undefined;
  if (thinking === 'on') return abilities ? true : undefined;
  return thinking;
}

function encodeMessage({ role, parts, reasoning }: RequestMessage): Record<string, unknown> {
  if (parts.some((part) => part.type === 'file')) refuseFile();
  const content = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
  // Bare base64: a data URL is refused.
  const images = parts.flatMap((part) => (part.type === 'image' ? [part.base64] : []));
  return {
    role,
    content,
    ...(images.length === 0 ? {} : { images }),
    ...(reasoning ? { thinking: reasoning } : {}),
  };
}
