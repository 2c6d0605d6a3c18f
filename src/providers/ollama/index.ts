/**
 * Ollama by its own API: only there are context length, load times and errors in mid-stream. Its CORS list takes no
 * header but content type and authorization. The headers of a chat come once the model is loaded.
 */
import type * as z from 'zod/mini';
import { FaultError } from '../../domain/fault.ts';
import type { Model } from '../../domain/model.ts';
import type { Endpoint, Provider } from '../contract.ts';
import {
  catalogueTimeoutMs,
  openStream,
  type RequestOptions,
  readJson,
  requestTimeoutMs,
} from '../http.ts';
import { prefillOf } from '../openai-messages.ts';
import { decodeChat } from './decode-chat.ts';
import { readDetails } from './details.ts';
import { encodeChat } from './encode-chat.ts';
import { jobs } from './jobs.ts';
import { memory } from './memory.ts';
import { modelFromShown, modelFromTag, running, shown, tags, version } from './wire.ts';

export const ollama: Provider = {
  kind: 'ollama',
  keyHeader: (key) => ['authorization', `Bearer ${key}`],
  // Both of its ways to run a model go on from a trailing assistant message.
  canPrefill: () => true,

  check: async (at, signal) => {
    const options = { headersTimeoutMs: requestTimeoutMs };
    const told = await read(at, version, '/api/version', options, signal);
    return { state: 'up', version: told.version };
  },

  listModels: async (at, signal) => {
    const options = { headersTimeoutMs: catalogueTimeoutMs };
    const [installed, loaded] = await Promise.all([
      read(at, tags, '/api/tags', options, signal),
      readRunning(at, signal),
    ]);
    return installed.models.map((tag): Model => {
      const model = modelFromTag(tag);
      if (!loaded) return model;
      const contextLength = loaded.get(tag.name);
      return {
        ...model,
        loaded: loaded.has(tag.name),
        ...(contextLength ? { contextLength } : {}),
      };
    });
  },

  describeModel: async (at, name, signal) => {
    const options = { json: { model: name }, headersTimeoutMs: catalogueTimeoutMs, model: name };
    return modelFromShown(name, await read(at, shown, '/api/show', options, signal));
  },

  details: readDetails,
  embed: async (...asked) => {
    const { embed } = await import('./embed.ts');
    return await embed(...asked);
  },
  jobs,
  memory,
  recommendations: async (at, signal) => {
    const { readRecommendations } = await import('./recommendations.ts');
    return await readRecommendations(at, signal);
  },

  streamChat: async function* (at, ask, signal) {
    const stream = at.connection.features.streaming === 'auto';
    const options = { json: encodeChat(ask, stream), model: ask.model };
    const { payloads } = await openStream(at, '/api/chat', options, signal);
    yield { type: 'start' };
    yield* decodeChat(payloads, { prefill: prefillOf(ask), model: ask.model });
  },
};

/** Context lengths of the loaded models by name. Imitators without this list leave us without knowing. */
async function readRunning(
  at: Endpoint,
  signal: AbortSignal,
): Promise<Map<string, number | undefined> | undefined> {
  try {
    const options = { headersTimeoutMs: catalogueTimeoutMs };
    const { models } = await read(at, running, '/api/ps', options, signal);
    return new Map(models.map((each) => [each.name, each.context_length]));
  } catch (error) {
    if (error instanceof FaultError) return undefined;
    throw error;
  }
}

async function read<Value>(
  at: Endpoint,
  schema: z.ZodMiniType<Value>,
  path: string,
  options: RequestOptions,
  signal: AbortSignal,
): Promise<Value> {
  const told = schema.safeParse(await readJson(at, path, options, signal));
  if (told.success) return told.data;
  throw new FaultError({ kind: 'not-a-model-server', url: at.connection.baseUrl });
}
