/** What Ollama holds in memory. It loads at an empty request and answers when the model is there, without a word between. */
import * as z from 'zod/mini';
import { FaultError } from '../../domain/fault.ts';
import type { LoadedModel } from '../../domain/model-details.ts';
import { isSameModelName } from '../../domain/model-name.ts';
import { nowAt } from '../../lib/timing.ts';
import { withoutGaps } from '../../lib/without-gaps.ts';
import type { Endpoint, ModelMemory } from '../contract.ts';
import { catalogueTimeoutMs, readJson, requestTimeoutMs } from '../http.ts';
import { faultFromStreamError } from '../http-fault.ts';
import { count, flag, lenient } from '../openai-wire.ts';
import { sentName } from './names.ts';

export const memory: ModelMemory = {
  list: async (at, signal) => {
    const options = { headersTimeoutMs: catalogueTimeoutMs };
    const told = running.safeParse(await readJson(at, '/api/ps', options, signal));
    if (!told.success) {
      throw new FaultError({ kind: 'not-a-model-server', url: at.connection.baseUrl });
    }
    return told.data.models.map(loadedFrom);
  },

  load: async (at, name, { keepAlive, contextLength }, signal) => {
    // To ask for another context than it has loads it anew, and to ask for none means the server's default.
    const numCtx = contextLength ?? (await contextOf(at, name, signal));
    const json = {
      model: sentName(name),
      ...(keepAlive === undefined ? {} : { keep_alive: durationFrom(keepAlive) }),
      ...(numCtx === undefined ? {} : { options: { num_ctx: numCtx } }),
    };
    try {
      await say(at, '/api/generate', { ...json, stream: false }, signal);
    } catch (error) {
      if (!isOnlyForEmbedding(error)) throw error;
      await say(at, '/api/embed', { ...json, input: [] }, signal);
    }
  },

  unload: async (at, name, signal) => {
    const json = { model: sentName(name), keep_alive: 0, stream: false };
    await say(at, '/api/generate', json, signal, requestTimeoutMs);
  },
};

const running = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      size: count,
      size_vram: count,
      context_length: count,
      expires_at: lenient(z.string()),
      digest: lenient(z.string()),
    }),
  ),
});

const answer = z.object({
  done: flag,
  embeddings: lenient(z.array(z.unknown())),
  error: z.optional(z.unknown()),
});

function loadedFrom(told: z.infer<typeof running>['models'][number]): LoadedModel {
  return {
    name: told.name,
    ...withoutGaps({
      sizeBytes: told.size,
      // Left out on the wire by older servers where nothing is there.
      vramBytes: told.size === undefined ? told.size_vram : (told.size_vram ?? 0),
      contextLength: told.context_length,
      expiresAt: instantFrom(told.expires_at),
      digest: told.digest,
    }),
  };
}

const tenYearsMs = 10 * 365 * 24 * 3_600_000;

/** For ever is a date in centuries, and the year 1 a clock that has not been set. */
function instantFrom(text: string | undefined): number | undefined {
  const at = Date.parse(text ?? '');
  return at > 0 && at < nowAt() + tenYearsMs ? at : undefined;
}

/** What a loaded model was loaded with; undefined where it is not, or nobody says. */
async function contextOf(
  at: Endpoint,
  name: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    const loaded = await memory.list(at, signal);
    return loaded.find((each) => isSameModelName(each.name, name))?.contextLength;
  } catch (error) {
    if (error instanceof FaultError) return undefined;
    throw error;
  }
}

/** Bare numbers are seconds, and go as numbers: as text the server wants a unit. */
function durationFrom(keepAlive: string): string | number {
  const text = keepAlive.trim();
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** Absent `limitMs`: however long it takes. */
async function say(
  at: Endpoint,
  path: string,
  json: Readonly<Record<string, unknown>> & { model: string },
  signal: AbortSignal,
  limitMs = 0,
): Promise<void> {
  const options = { json, model: json.model, headersTimeoutMs: limitMs };
  const told = answer.safeParse(await readJson(at, path, options, signal));
  if (told.success && (told.data.done === true || told.data.embeddings)) return;
  const error = told.success ? told.data.error : undefined;
  throw new FaultError(
    error === undefined
      ? { kind: 'not-a-model-server', url: at.connection.baseUrl }
      : faultFromStreamError(error, json.model),
  );
}

function isOnlyForEmbedding(error: unknown): boolean {
  const fault = error instanceof FaultError ? error.fault : undefined;
  return fault?.kind === 'refused' && /does not support (generate|completion)/.test(fault.message);
}
