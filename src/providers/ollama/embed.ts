/** Vectors of Ollama. It cuts a text that is too long without a word unless it is told not to. */
import { FaultError } from '../../domain/fault.ts';
import type { EmbedAsk, Embedded, Endpoint } from '../contract.ts';
import { askVectors, unreadable, vectorsFrom } from '../vectors.ts';
import { sentName } from './names.ts';
import { embedded } from './wire.ts';

export async function embed(
  at: Endpoint,
  { model, texts }: EmbedAsk,
  signal: AbortSignal,
): Promise<Embedded> {
  const json = { model: sentName(model), input: texts, truncate: false };
  const told = await ask(at, model, json, signal);
  const answer = embedded.safeParse(told).data;
  if (!answer) throw unreadable('no vectors are in it', told);
  const tokens = answer.prompt_eval_count;
  return {
    vectors: vectorsFrom(answer.embeddings, texts.length),
    ...(tokens === undefined ? {} : { tokens }),
  };
}

/** What runs the model under it is a llama-server, whose advice on flags is of no use to a person here. */
async function ask(
  at: Endpoint,
  model: string,
  json: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<unknown> {
  try {
    return await askVectors(at, '/api/embed', { model, json }, signal);
  } catch (error) {
    const fault = error instanceof FaultError ? error.fault : undefined;
    if (fault?.kind !== 'server-error' || fault.status !== 501) throw error;
    throw new FaultError({ kind: 'unsupported', ability: 'embedding' }, { cause: error });
  }
}
