/**
 * OpenAI's Responses: the dialect in which its reasoning is summed up in words and can go back with the history. A cut
 * reply cannot be continued there.
 */
import type { Provider } from '../contract.ts';
import { checkServer, listModelsOf, placeAt, usualPlaces } from '../openai-endpoint.ts';
import { streamCompletion } from '../openai-stream.ts';
import { decodeChat } from './decode-chat.ts';
import { encodeChat } from './encode-chat.ts';

const chatPath = '/responses';

export const responses: Provider = {
  kind: 'responses',
  keyHeader: (key) => ['authorization', `Bearer ${key}`],
  canPrefill: () => false,
  check: (at, signal) => checkServer(at, chatPath, signal),
  listModels: (at, signal) => listModelsOf(at, signal),
  embed: async (...asked) => {
    const { embed } = await import('../openai-embed.ts');
    return await embed(...asked);
  },
  streamChat: (at, ask, signal) => {
    const { chatPath: own } = at.quirks;
    return streamCompletion(
      at,
      {
        places: own === undefined ? usualPlaces(at, chatPath) : [placeAt(at, own)],
        knows: ['streaming'],
        encode: (features, concessions) => ({
          json: encodeChat(ask, at.quirks, features, concessions),
        }),
        decode: (payloads) => decodeChat(payloads, ask.model),
        model: ask.model,
      },
      signal,
    );
  },
};
