/** Vectors of a server of OpenAI's family. */
import { FaultError } from '../domain/fault.ts';
import type { EmbedAsk, Embedded, Endpoint } from './contract.ts';
import { lacksPath, usualPlaces } from './openai-endpoint.ts';
import { askVectors, embeddedFrom } from './vectors.ts';

/** A server that has no such path at either place gives none: `unsupported`. */
export async function embed(at: Endpoint, ask: EmbedAsk, signal: AbortSignal): Promise<Embedded> {
  const { model, texts } = ask;
  const json = { model, input: texts };
  for (const place of usualPlaces(at, '/embeddings')) {
    try {
      return embeddedFrom(await askVectors(place.at, place.path, { model, json }, signal), ask);
    } catch (error) {
      if (!lacksPath(error)) throw error;
    }
  }
  throw new FaultError({ kind: 'unsupported', ability: 'embedding' });
}
