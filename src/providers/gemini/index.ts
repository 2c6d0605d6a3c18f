/**
 * Google's Gemini by its own API. Its preflight knows a fixed list of headers: beside content type and key nothing may
 * be sent, and the key never stands in an address. An address without a version means `/v1beta` under it.
 */
import { FaultError } from '../../domain/fault.ts';
import type { Model } from '../../domain/model.ts';
import type { Endpoint, Provider } from '../contract.ts';
import { catalogueTimeoutMs, openStream, readJson, requestTimeoutMs } from '../http.ts';
import { decodeChat } from './decode-chat.ts';
import { encodeChat } from './encode-chat.ts';
import { pathUnder, placeOf } from './places.ts';
import { modelPage, modelsFrom } from './wire.ts';

const pageSize = 1000;
/** One page is all there is today; a server that always has more must not keep us. */
const pageLimit = 20;

export const gemini: Provider = {
  kind: 'gemini',
  keyHeader: (key) => ['x-goog-api-key', key],
  ownHeaders: [],
  // A trailing turn of the model is answered by a new one.
  canPrefill: ({ prefill }) => prefill === 'trailing',

  check: async (at, signal) => {
    await readPage(at, '?pageSize=1', requestTimeoutMs, signal);
    return { state: 'up' };
  },

  listModels: async (at, signal) => {
    const models: Model[] = [];
    let query = `?pageSize=${pageSize}`;
    for (let page = 0; page < pageLimit; page += 1) {
      const told = await readPage(at, query, catalogueTimeoutMs, signal);
      models.push(...told.models.flatMap(modelsFrom));
      if (!told.nextPageToken) break;
      query = `?pageSize=${pageSize}&pageToken=${encodeURIComponent(told.nextPageToken)}`;
    }
    return models;
  },

  embed: async (...asked) => {
    const { embed } = await import('./embed.ts');
    return await embed(...asked);
  },

  streamChat: async function* (at, ask, signal) {
    // Without `alt=sse` a stream is one long list, which nobody can read before its end.
    const isWhole = at.connection.features.streaming !== 'auto';
    const method = isWhole ? 'generateContent' : 'streamGenerateContent?alt=sse';
    const path = pathUnder(at, `/${placeOf(ask.model)}:${method}`);
    const options = { json: encodeChat(ask, at.quirks), model: ask.model, isWhole };
    const { payloads } = await openStream(at, path, options, signal);
    yield { type: 'start' };
    yield* decodeChat(payloads, ask.model);
  },
};

async function readPage(
  at: Endpoint,
  query: string,
  headersTimeoutMs: number,
  signal: AbortSignal,
) {
  const path = pathUnder(at, `/models${query}`);
  const page = modelPage.safeParse(await readJson(at, path, { headersTimeoutMs }, signal));
  const { models, nextPageToken } = page.data ?? {};
  if (models) return { models, nextPageToken };
  throw new FaultError({ kind: 'not-a-model-server', url: at.connection.baseUrl });
}
