/* What Anthropic's Messages refuse in a body with 400: the rules that a careless client breaks. */
import { createHash } from 'node:crypto';
import { isRecord } from './base.ts';
import type { JsonBody } from './types.ts';

/** The words of the refusal. */
export type Refusal = string;

const fields = new Set([
  'model',
  'max_tokens',
  'messages',
  'system',
  'stream',
  'stop_sequences',
  'metadata',
  'temperature',
  'top_p',
  'top_k',
  'thinking',
  'output_config',
  'tools',
  'tool_choice',
  'cache_control',
  'service_tier',
]);

/** A signature that only this server can make, and that it knows again. */
export function signatureOf(thinking: string): string {
  return createHash('sha256').update(`signed: ${thinking}`).digest('base64');
}

export function faultsOf(body: JsonBody, maxOutput: number): Refusal | undefined {
  const stranger = Object.keys(body).find((name) => !fields.has(name));
  if (stranger !== undefined) return `${stranger}: Extra inputs are not permitted`;
  const maxTokens = body['max_tokens'];
  if (typeof maxTokens !== 'number') return 'max_tokens: Field required';
  if (maxTokens > maxOutput) {
    return `max_tokens: ${maxTokens} > ${maxOutput}, which is the maximum allowed number of output tokens`;
  }
  const messages = Array.isArray(body['messages']) ? body['messages'].filter(isRecord) : [];
  if (messages.length === 0) return 'messages: at least one message is required';
  return (
    inThinking(body, maxTokens) ??
    inTemperature(body) ??
    inMarks(body) ??
    inTexts('system', body['system']) ??
    inMessages(messages, isThinking(body))
  );
}

function isThinking({ thinking }: JsonBody & { thinking?: unknown }): boolean {
  return isRecord(thinking) && thinking['type'] !== 'disabled';
}

function inThinking({ thinking }: JsonBody & { thinking?: unknown }, maxTokens: number) {
  if (!isRecord(thinking) || thinking['type'] !== 'enabled') return undefined;
  const budget = Number(thinking['budget_tokens']);
  if (!(budget >= 1024)) return 'thinking.enabled.budget_tokens: Input should be at least 1024';
  return budget < maxTokens
    ? undefined
    : '`max_tokens` must be greater than `thinking.budget_tokens`';
}

function inTemperature(body: JsonBody): Refusal | undefined {
  const { temperature } = body as { temperature?: unknown };
  if (temperature === undefined) return undefined;
  const value = Number(temperature);
  if (!(value >= 0 && value <= 1)) return 'temperature: range: 0..1';
  return isThinking(body) && value !== 1
    ? '`temperature` may only be set to 1 when thinking is enabled.'
    : undefined;
}

function inMarks(body: JsonBody): Refusal | undefined {
  const count = JSON.stringify(body).split('"cache_control":').length - 1;
  return count > 4
    ? `A maximum of 4 blocks with cache_control may be provided. Found ${count}.`
    : undefined;
}

function inMessages(
  messages: readonly Record<string, unknown>[],
  thinks: boolean,
): Refusal | undefined {
  if (messages[0]?.['role'] !== 'user') return 'messages: first message must use the "user" role';
  for (const [at, { role, content }] of messages.entries()) {
    const place = `messages.${at}`;
    if (role !== 'user' && role !== 'assistant')
      return `${place}.role: Input should be 'user' or 'assistant'`;
    const found = inTexts('messages', content) ?? inThoughts(place, content);
    if (found !== undefined) return found;
  }
  const last = messages.at(-1);
  if (last?.['role'] !== 'assistant') return undefined;
  if (thinks) return 'This model does not support assistant message prefill with thinking.';
  const blocks = Array.isArray(last['content']) ? last['content'].filter(isRecord) : [];
  if (blocks.some((each) => each['type'] === 'thinking')) {
    return 'When `thinking` is disabled, an `assistant` message in the final position cannot contain `thinking`.';
  }
  const end =
    typeof last['content'] === 'string' ? last['content'] : String(blocks.at(-1)?.['text']);
  return /\s$/.test(end)
    ? 'messages: final assistant content cannot end with trailing whitespace'
    : undefined;
}

function inTexts(place: string, content: unknown): Refusal | undefined {
  if (content === undefined) return undefined;
  const texts =
    typeof content === 'string'
      ? [content]
      : Array.isArray(content)
        ? content
            .filter(isRecord)
            .flatMap((each) => (each['type'] === 'text' ? [each['text']] : []))
        : [];
  if (texts.includes('')) return `${place}: text content blocks must be non-empty`;
  return texts.some((text) => String(text).trim() === '')
    ? `${place}: text content blocks must contain non-whitespace text`
    : undefined;
}

function inThoughts(place: string, content: unknown): Refusal | undefined {
  const blocks = Array.isArray(content) ? content.filter(isRecord) : [];
  for (const [at, { type, thinking, signature }] of blocks.entries()) {
    if (type === 'thinking' && signature !== signatureOf(String(thinking))) {
      return `${place}.content.${at}: Invalid \`signature\` in \`thinking\` block`;
    }
  }
  return undefined;
}
