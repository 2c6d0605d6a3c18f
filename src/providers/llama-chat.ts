/** A chat request as llama-server and the engine inside a page take it: the common body with their own extras. */
import type { ChatRequest } from '../domain/chat-request.ts';
import { anyObject, encodeFormat } from './answer-format.ts';
import { encodeCompletion, prefillOf } from './openai-messages.ts';
import type { Features } from './openai-stream.ts';

export function encodeChat(ask: ChatRequest, features: Features): Record<string, unknown> {
  const stream = features.has('streaming');
  const timings = stream && features.has('timings');
  return {
    ...encodeCompletion(ask, { sendsReasoningBack: true }),
    ...encodeThinking(ask),
    ...encodeSlot(ask),
    ...encodeFormat(ask, formatWays),
    stream,
    ...(timings ? { timings_per_token: true, stream_options: { include_usage: true } } : {}),
    ...(stream && features.has('progress') ? { return_progress: true } : {}),
  };
}

const formatWays = {
  // Without a schema beside it this holds the model to nothing.
  json: () => ({ response_format: { type: 'json_object', schema: anyObject } }),
  schema: (schema: object) => ({
    response_format: { type: 'json_schema', json_schema: { name: 'answer', schema } },
  }),
  grammar: (grammar: string) => ({ grammar }),
};

/** A slot of its own keeps a conversation's prompt; without one the server takes whichever fits. */
function encodeSlot({ parameters: { slot } }: ChatRequest): Record<string, unknown> {
  return slot === undefined ? {} : { id_slot: slot, cache_prompt: true };
}

function encodeThinking(ask: ChatRequest): Record<string, unknown> {
  const { thinking } = ask.parameters;
  // A text that is continued has its thinking behind it; templates that think refuse a prefill otherwise.
  if (thinking === 'off' || prefillOf(ask) !== '') {
    return { chat_template_kwargs: { enable_thinking: false } };
  }
  if (thinking === undefined) return {};
  return {
    chat_template_kwargs: { enable_thinking: true },
    ...(thinking === 'on' ? {} : { reasoning_effort: thinking }),
  };
}
