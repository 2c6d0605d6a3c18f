/* `/v1/embeddings` of llama-server, after the records: a flag has to enable it, and a text is read whole or not at all. */
import { isRecord } from './base.ts';
import { errorText } from './llama-answers.ts';
import { textsIn, textTokens, vectorOf } from './vectors.ts';
import { type Exchange, sendBody } from './wire.ts';

export type EmbedOptions = {
  /** `--embeddings`; `unpooled`: over a model that names no pooling. */
  readonly embeddings?: boolean | 'unpooled';
};

const jsonType = 'application/json; charset=utf-8';
/** `--ubatch-size` */
const batch = 512;

export function embed(
  exchange: Exchange,
  { embeddings }: EmbedOptions,
  { name, nCtx }: { name: string; nCtx: number },
): Promise<void> {
  const { body } = exchange;
  if (!embeddings) {
    const message = 'This server does not support embeddings. Start it with `--embeddings`';
    return send(exchange, 501, errorText(501, message));
  }
  if (embeddings === 'unpooled') {
    const message =
      "Pooling type 'none' is not OAI compatible. Please use a different pooling type";
    return send(exchange, 400, errorText(400, message));
  }
  const asked = isRecord(body) ? body : {};
  const texts = textsIn(asked['input']);
  if (!texts) return send(exchange, 400, errorText(400, '"input" must be provided'));
  if (texts.length === 0) return send(exchange, 500, errorText(500, '"prompt" must not be empty'));
  if (texts.includes('')) {
    return send(exchange, 400, errorText(400, 'Input content cannot be empty'));
  }
  const counts = texts.map(textTokens);
  const limit = Math.min(batch, nCtx);
  const long = counts.find((count) => count > limit);
  if (long !== undefined) {
    const message = `input (${long} tokens) is too large to process. increase the physical batch size (current batch size: ${limit})`;
    return send(exchange, 500, errorText(500, message));
  }
  const sum = counts.reduce((all, count) => all + count, 0);
  const answer = {
    model: asked['model'] ?? name,
    object: 'list',
    usage: { prompt_tokens: sum, total_tokens: sum },
    data: texts.map((text, index) => ({ embedding: vectorOf(text), index, object: 'embedding' })),
  };
  return send(exchange, 200, JSON.stringify(answer));
}

function send(exchange: Exchange, code: number, text: string): Promise<void> {
  return sendBody(exchange, code, { 'Content-Type': jsonType }, text);
}
