/**
 * Any server with OpenAI's chat completions: the clouds that speak it, LM Studio, vLLM, LocalAI, KoboldCpp and more. A
 * base URL without a path means `/v1` under it. How a server differs is in its quirks; of one without, a reply is not
 * continued, since most of them begin a new one after a trailing assistant message.
 */
import type { ChatRequest } from '../../domain/chat-request.ts';
import type { Endpoint, Provider } from '../contract.ts';
import { checkServer, listModelsOf, type Place, placeAt, usualPlaces } from '../openai-endpoint.ts';
import { prefillOf } from '../openai-messages.ts';
import { streamCompletion } from '../openai-stream.ts';
import { encodeChat } from './encode-chat.ts';

const chatPath = '/chat/completions';

export const openai: Provider = {
  kind: 'openai',
  keyHeader: (key) => ['authorization', `Bearer ${key}`],
  canPrefill: ({ prefill = 'none' }) => prefill !== 'none',
  check: (at, signal) => checkServer(at, chatPath, signal),
  listModels: (at, signal) => listModelsOf(at, signal),
  embed: async (...asked) => {
    const { embed } = await import('../openai-embed.ts');
    return await embed(...asked);
  },
  streamChat: (at, ask, signal) =>
    streamCompletion(
      at,
      {
        places: placesFor(at, ask),
        knows: ['streaming', 'timings'],
        encode: (features, concessions) => ({
          json: encodeChat(ask, at.quirks, features, concessions),
        }),
        prefill: prefillOf(ask),
        model: ask.model,
      },
      signal,
    ),
};

function placesFor(at: Endpoint, ask: ChatRequest): readonly Place[] {
  const { chatPath: own, prefillPath } = at.quirks;
  const path = prefillOf(ask) === '' ? own : (prefillPath ?? own);
  return path === undefined ? usualPlaces(at, chatPath) : [placeAt(at, path)];
}
