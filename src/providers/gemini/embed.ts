/** Vectors of Gemini, asked for in one batch. */
import * as z from 'zod/mini';
import type { EmbedAsk, Embedded, Endpoint } from '../contract.ts';
import { count, lenient } from '../openai-wire.ts';
import { askVectors, unreadable, vectorsFrom } from '../vectors.ts';
import { pathUnder, placeOf, resourceOf } from './places.ts';

const batch = z.object({
  embeddings: z.array(z.object({ values: z.unknown() })),
  usageMetadata: lenient(z.object({ promptTokenCount: count })),
});

export async function embed(
  at: Endpoint,
  { model, texts }: EmbedAsk,
  signal: AbortSignal,
): Promise<Embedded> {
  // Each of them names the model once more.
  const requests = texts.map((text) => ({
    model: resourceOf(model),
    content: { parts: [{ text }] },
  }));
  const path = pathUnder(at, `/${placeOf(model)}:batchEmbedContents`);
  const told = await askVectors(at, path, { model, json: { requests } }, signal);
  const answer = batch.safeParse(told).data;
  if (!answer) throw unreadable('no vectors are in it', told);
  const values = answer.embeddings.map((each) => each.values);
  const tokens = answer.usageMetadata?.promptTokenCount;
  return {
    vectors: vectorsFrom(values, texts.length),
    ...(tokens === undefined ? {} : { tokens }),
  };
}
