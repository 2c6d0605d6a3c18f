/**
 * Any server with OpenAI's chat completions: LM Studio, vLLM, LocalAI, KoboldCpp and more. A base URL without a path
 * means `/v1` under it. These servers don't continue a trailing assistant message: `canPrefill` is false.
 */
import type { ChatRequest } from '../../domain/chat-request.ts';
import { FaultError } from '../../domain/fault.ts';
import type { Endpoint, Provider } from '../contract.ts';
import { catalogueTimeoutMs, type HttpTarget, readJson, requestTimeoutMs } from '../http.ts';
import { type Features, streamCompletion } from '../openai-stream.ts';
import { encodeCompletion } from '../openai-wire.ts';
import { modelsFrom } from './wire.ts';

export const openai: Provider = {
  kind: 'openai',
  keyHeader: (key) => ['authorization', `Bearer ${key}`],
  canPrefill: false,
  check: async (at, signal) => {
    await listOpenaiModels(at, requestTimeoutMs, signal);
    return { state: 'up' };
  },
  listModels: (at, signal) => listOpenaiModels(at, catalogueTimeoutMs, signal),
  streamChat: (at, ask, signal) =>
    streamCompletion(
      at,
      {
        path: pathUnder(at, '/chat/completions'),
        knows: ['streaming', 'timings'],
        encode: (features) => ({ json: encodeChat(ask, features) }),
        model: ask.model,
      },
      signal,
    ),
};

async function listOpenaiModels(at: Endpoint, headersTimeoutMs: number, signal: AbortSignal) {
  const models = modelsFrom(
    await readJson(at, pathUnder(at, '/models'), { headersTimeoutMs }, signal),
  );
  if (models) return models;
  throw new FaultError({ kind: 'not-a-model-server', url: at.connection.baseUrl });
}

function pathUnder(at: HttpTarget, path: string): string {
  return new URL(at.connection.baseUrl).pathname === '/' ? `/v1${path}` : path;
}

/** `timings` stands for the counters a server adds on request: here the usage at the end of a stream. */
function encodeChat(ask: ChatRequest, features: Features): Record<string, unknown> {
  const { thinking } = ask.parameters;
  const stream = features.has('streaming');
  return {
    ...encodeCompletion(ask),
    stream,
    ...(stream && features.has('timings') ? { stream_options: { include_usage: true } } : {}),
    // `on` is what a model that can think does by itself.
    ...(thinking === undefined || thinking === 'on'
      ? {}
      : { reasoning_effort: thinking === 'off' ? 'none' : thinking }),
  };
}
