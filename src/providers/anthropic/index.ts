/**
 * Anthropic's Messages, and servers that imitate them. A page is answered only with the header that says that the key
 * lies in a browser; without it there is no readable answer at all. An address without a version means `/v1` under it.
 */
import { FaultError } from '../../domain/fault.ts';
import type { Model } from '../../domain/model.ts';
import type { Endpoint, Provider } from '../contract.ts';
import { catalogueTimeoutMs, openStream, readJson, requestTimeoutMs } from '../http.ts';
import { decodeChat } from './decode-chat.ts';
import { encodeChat } from './encode-chat.ts';
import { modelPage, modelsFrom, pageSize } from './wire.ts';

const ownHeaders: Readonly<Record<string, string>> = {
  'anthropic-version': '2023-06-01',
  'anthropic-dangerous-direct-browser-access': 'true',
};

/** Lists are two pages long at most; an imitator that always has more must not keep us. */
const pageLimit = 20;

export const anthropic: Provider = {
  kind: 'anthropic',
  keyHeader: (key) => ['x-api-key', key],
  ownHeaders: Object.keys(ownHeaders),
  // The newest models refuse a trailing assistant message, and no list tells which do.
  canPrefill: ({ prefill }) => prefill === 'trailing',

  check: async (at, signal) => {
    await readPage(at, '?limit=1', requestTimeoutMs, signal);
    return { state: 'up' };
  },

  listModels: async (at, signal) => {
    const models: Model[] = [];
    let query = `?limit=${pageSize}`;
    for (let page = 0; page < pageLimit; page += 1) {
      const { data, has_more, last_id } = await readPage(at, query, catalogueTimeoutMs, signal);
      models.push(...data.flatMap(modelsFrom));
      if (has_more !== true || !last_id) break;
      query = `?limit=${pageSize}&after_id=${encodeURIComponent(last_id)}`;
    }
    return models;
  },

  streamChat: async function* (at, ask, signal) {
    const isWhole = at.connection.features.streaming !== 'auto';
    const json = encodeChat(ask, !isWhole, at.quirks);
    const options = { json, headers: headersFor(at), model: ask.model, isWhole };
    const { payloads } = await openStream(at, pathUnder(at, '/messages'), options, signal);
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
  const page = modelPage.safeParse(
    await readJson(at, path, { headers: headersFor(at), headersTimeoutMs }, signal),
  );
  if (page.success) return page.data;
  throw new FaultError({ kind: 'not-a-model-server', url: at.connection.baseUrl });
}

/** Imitators on a local machine may let only some headers pass. */
function headersFor({ quirks }: Endpoint): Record<string, string> {
  const { allowedHeaders } = quirks;
  return Object.fromEntries(
    Object.entries(ownHeaders).filter(([name]) => allowedHeaders?.includes(name) ?? true),
  );
}

function pathUnder({ connection }: Endpoint, path: string): string {
  const hasVersion = /\/v\d+\w*(\/|$)/.test(new URL(connection.baseUrl).pathname);
  return hasVersion ? path : `/v1${path}`;
}
