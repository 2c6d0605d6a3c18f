/** Vectors as servers answer them: how they are asked for, and checked before anybody counts with them. */
import * as z from 'zod/mini';
import { zoneOf } from '../domain/address.ts';
import { FaultError } from '../domain/fault.ts';
import type { EmbedAsk, Embedded, Endpoint } from './contract.ts';
import { type RequestOptions, readJson } from './http.ts';
import { faultFromStreamError } from './http-fault.ts';
import { count, lenient } from './openai-wire.ts';
import { vectorsLimitBytes } from './read-bounded.ts';

const cloudTimeoutMs = 120_000;

/** The JSON body; an error under a good status is thrown. A local server has no time-out: it may load the model first. */
export async function askVectors(
  at: Endpoint,
  path: string,
  { model, json }: { model: string; json: RequestOptions['json'] },
  signal: AbortSignal,
): Promise<unknown> {
  const usualMs = zoneOf(at.connection.baseUrl) === 'outside' ? cloudTimeoutMs : 0;
  const headersTimeoutMs = at.headersMs ?? usualMs;
  const options = { json, model, headersTimeoutMs, limitBytes: vectorsLimitBytes };
  const told = await readJson(at, path, options, signal);
  refuseError(told, model);
  return told;
}

/** Throws `unreadable` with what is wrong: one vector for each text, all of one length, finite numbers. */
export function vectorsFrom(told: unknown, texts: number): Embedded['vectors'] {
  const { data: vectors } = vectorList.safeParse(told);
  if (!vectors) throw unreadable('its vectors are no lists of numbers', told);
  if (vectors.length !== texts) {
    throw unreadable(`${vectors.length} vectors came for ${texts} texts`, told);
  }
  const lengths = new Set(vectors.map(({ length }) => length));
  if (lengths.size > 1) {
    throw unreadable(`its vectors have different lengths: ${[...lengths].join(', ')}`, told);
  }
  return vectors;
}

/** As OpenAI answers, and all that speak like it. The order of the list is nobody's promise: each entry has its place. */
export function embeddedFrom(told: unknown, { model, texts }: EmbedAsk): Embedded {
  refuseError(told, model);
  const { data: list } = openAiList.safeParse(told);
  if (!list) throw unreadable('no list of vectors is in it', told);
  const hasPlaces = list.data.every(({ index }) => index !== undefined);
  const entries = hasPlaces
    ? list.data.toSorted((one, other) => (one.index ?? 0) - (other.index ?? 0))
    : list.data;
  if (hasPlaces && entries.some(({ index }, at) => index !== at)) {
    throw unreadable('its vectors do not say which text each is of', told);
  }
  const vectors = vectorsFrom(
    entries.map(({ embedding }) => embedding),
    texts.length,
  );
  const tokens = list.usage?.prompt_tokens ?? list.usage?.total_tokens;
  return { vectors, ...(tokens === undefined ? {} : { tokens }) };
}

/** A plain number is finite here. */
const vectorList = z.array(z.array(z.number()).check(z.minLength(1)));

const openAiList = z.object({
  data: z.array(z.object({ index: count, embedding: z.unknown() })),
  usage: lenient(z.object({ prompt_tokens: count, total_tokens: count })),
});

function refuseError(told: unknown, model: string): void {
  const { error } = (told ?? {}) as { error?: unknown };
  if (error !== undefined && error !== null) {
    throw new FaultError(faultFromStreamError(error, model));
  }
}

export function unreadable(message: string, told: unknown): FaultError {
  const line = (JSON.stringify(told) ?? '').slice(0, 80);
  return new FaultError({ kind: 'unreadable', line, message });
}
