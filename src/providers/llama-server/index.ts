/**
 * llama.cpp's own server: chat completions with timings, prompt progress and streams that it keeps under an id. A
 * request with such an id goes on when its client is gone, so stopping it takes a DELETE.
 */
import type { StreamFeature } from '../../domain/connection.ts';
import { FaultError } from '../../domain/fault.ts';
import type { Model } from '../../domain/model.ts';
import type { Endpoint, Provider } from '../contract.ts';
import { catalogueTimeoutMs, openStream, readJson, request, requestTimeoutMs } from '../http.ts';
import { encodeChat } from '../llama-chat.ts';
import { decodeCompletion } from '../openai-decode.ts';
import { prefillOf } from '../openai-messages.ts';
import { type Features, streamCompletion } from '../openai-stream.ts';
import { memory } from './memory.ts';
import { modelsFrom, type Props, props, withProps } from './wire.ts';

const resumeHeader = 'x-conversation-id';

export const llamaServer: Provider = {
  kind: 'llama-server',
  // The wildcard in its CORS answer does not cover `authorization` by the Fetch standard.
  keyHeader: (key) => ['x-api-key', key],
  canPrefill: () => true,
  memory,
  embed: async (...asked) => {
    const { embed } = await import('./embed.ts');
    return await embed(...asked);
  },
  panel: async () => (await import('./panel.ts')).panel,

  check: async (at, signal) => {
    try {
      const told = await readProps(at, '', requestTimeoutMs, signal);
      return { state: 'up', ...(told.build_info ? { version: told.build_info } : {}) };
    } catch (error) {
      if (error instanceof FaultError && error.fault.kind === 'loading')
        return { state: 'loading' };
      throw error;
    }
  },

  listModels: async (at, signal) => {
    const models = await listModels(at, signal);
    // Alone it serves one model and its props are that model's.
    const [only] = models;
    if (models.length !== 1 || only?.loaded !== true) return models;
    return [await describe(at, only, '', signal)];
  },

  describeModel: async (at, name, signal) => {
    const models = await listModels(at, signal);
    const model = models.find((each) => each.name === name) ?? { name };
    // Without `autoload=false` a router would load the model to answer.
    return await describe(at, model, `?model=${encodeURIComponent(name)}&autoload=false`, signal);
  },

  streamChat: (at, ask, signal) =>
    streamCompletion(
      at,
      {
        places: [{ at, path: '/v1/chat/completions' }],
        knows: ['streaming', 'timings', 'progress', ...(ask.resumeId ? (['resume'] as const) : [])],
        encode: (features) => ({
          json: encodeChat(ask, features),
          ...(ask.resumeId && features.has('resume') && features.has('streaming')
            ? { headers: { [resumeHeader]: ask.resumeId } }
            : {}),
        }),
        findForbidden: (features, stop) => findForbidden(at, features, stop),
        prefill: prefillOf(ask),
        model: ask.model,
      },
      signal,
    ),

  resume: {
    replay: async function* (at, resumeId, signal) {
      const { payloads } = await mapGone(
        openStream(at, `${streamPath(resumeId)}&from=0`, {}, signal),
      );
      yield { type: 'start' };
      yield* decodeCompletion(payloads);
    },
    stop: async (at, resumeId, signal) => {
      const options = { method: 'DELETE', headersTimeoutMs: requestTimeoutMs };
      await request(at, streamPath(resumeId), options, signal);
    },
  },
};

function streamPath(resumeId: string): string {
  return `/v1/stream?conv_id=${encodeURIComponent(resumeId)}`;
}

async function listModels(at: Endpoint, signal: AbortSignal): Promise<Model[]> {
  const options = { headersTimeoutMs: catalogueTimeoutMs };
  const models = modelsFrom(await readJson(at, '/v1/models', options, signal));
  if (models) return models;
  throw new FaultError({ kind: 'not-a-model-server', url: at.connection.baseUrl });
}

/** A refusal of the props (a router's model that is not loaded) leaves the model as the list has it. */
async function describe(
  at: Endpoint,
  model: Model,
  query: string,
  signal: AbortSignal,
): Promise<Model> {
  try {
    return withProps(model, await readProps(at, query, catalogueTimeoutMs, signal));
  } catch (error) {
    if (error instanceof FaultError) return model;
    throw error;
  }
}

async function readProps(
  at: Endpoint,
  query: string,
  headersTimeoutMs: number,
  signal: AbortSignal,
): Promise<Props> {
  const told = props.safeParse(await readJson(at, `/props${query}`, { headersTimeoutMs }, signal));
  if (told.success) return told.data;
  throw new FaultError({ kind: 'not-a-model-server', url: at.connection.baseUrl });
}

/** The preflight's refusal of our header looks like a dead server. A small request with it and one without it tell. */
async function findForbidden(
  at: Endpoint,
  features: Features,
  signal: AbortSignal,
): Promise<readonly StreamFeature[]> {
  if (!features.has('resume')) return [];
  const passes = async (headers: Record<string, string>): Promise<boolean> => {
    try {
      await request(at, '/health', { headers, headersTimeoutMs: requestTimeoutMs }, signal);
      return true;
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return error.fault.kind !== 'unreachable' && error.fault.kind !== 'no-answer';
    }
  };
  if (await passes({ [resumeHeader]: 'probe' })) return [];
  return (await passes({})) ? ['resume'] : [];
}

async function mapGone<Result>(answer: Promise<Result>): Promise<Result> {
  try {
    return await answer;
  } catch (error) {
    const gone =
      error instanceof FaultError && error.fault.kind === 'refused' && error.fault.status === 404;
    throw gone ? new FaultError({ kind: 'not-found', what: 'stream' }, { cause: error }) : error;
  }
}
