/** Vectors of llama-server: it gives them once a flag lets it, of each text whole or not at all. */
import { type Fault, FaultError } from '../../domain/fault.ts';
import type { EmbedAsk, Embedded, Endpoint } from '../contract.ts';
import { askVectors, embeddedFrom } from '../vectors.ts';

export async function embed(at: Endpoint, ask: EmbedAsk, signal: AbortSignal): Promise<Embedded> {
  const { model, texts } = ask;
  const json = { model, input: texts };
  try {
    return embeddedFrom(await askVectors(at, '/v1/embeddings', { model, json }, signal), ask);
  } catch (error) {
    const flag = error instanceof FaultError ? flagWanted(error.fault) : undefined;
    if (flag === undefined) throw error;
    const fault = { kind: 'unsupported', ability: 'embedding', flag } as const;
    throw new FaultError(fault, { cause: error });
  }
}

/** 501 is its word for what a flag has to enable. A model made for chatting names no way to join what it says of tokens. */
function flagWanted(fault: Fault): string | undefined {
  if (fault.kind === 'server-error' && fault.status === 501) return '--embeddings';
  const isUnjoined = fault.kind === 'refused' && /pooling type 'none'/i.test(fault.message);
  return isUnjoined ? '--pooling mean' : undefined;
}
