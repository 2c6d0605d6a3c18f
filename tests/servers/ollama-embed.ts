/* `/api/embed` of Ollama, after the records: what it refuses, and the vectors of what it takes. */
import { isRecord } from './base.ts';
import { fail, sendJson } from './ollama-json.ts';
import { capabilitiesOf, type OllamaModel } from './ollama-models.ts';
import type { OllamaStore } from './ollama-store.ts';
import type { JsonBody } from './types.ts';
import { textsIn, textTokens, vectorOf } from './vectors.ts';
import type { Exchange } from './wire.ts';

export type EmbedHouse = {
  readonly store: Pick<OllamaStore, 'find'>;
  /** Milliseconds it took. */
  readonly load: (spec: OllamaModel, body: JsonBody, exchange: Exchange) => Promise<number>;
  readonly contextOf: (spec: OllamaModel) => number;
};

const nanos = 1e6;

export async function embed(exchange: Exchange, house: EmbedHouse): Promise<void> {
  const { body } = exchange;
  if (!isRecord(body)) return fail(exchange, 400, 'missing request body');
  const name = String(body['model'] ?? '');
  const texts = textsIn(body['input'] ?? []);
  if (!texts) return fail(exchange, 400, 'invalid input type');
  const spec = house.store.find(name);
  if (!spec) return fail(exchange, 404, `model "${name}" not found, try pulling it first`);
  const startedAt = performance.now();
  const loadMs = await house.load(spec, body, exchange);
  // No input at all only loads it.
  if (texts.length === 0) return sendJson(exchange, { model: name, embeddings: [] });
  if (!capabilitiesOf(spec).includes('embedding')) return fail(exchange, 501, unsupported);
  if (texts.includes('')) return fail(exchange, 400, 'Input content cannot be empty');
  const limit = house.contextOf(spec);
  const counts = texts.map(textTokens);
  if (body['truncate'] === false && counts.some((count) => count > limit)) {
    return fail(exchange, 400, 'the input length exceeds the context length');
  }
  return sendJson(exchange, {
    model: name,
    embeddings: texts.map(vectorOf),
    total_duration: Math.round((performance.now() - startedAt) * nanos),
    load_duration: Math.round((loadMs + 0.1) * nanos),
    prompt_eval_count: counts.reduce((sum, count) => sum + Math.min(count, limit), 0),
  });
}

/** What runs under it says this, and it passes it on. */
const unsupported = 'This server does not support embeddings. Start it with `--embeddings`';
