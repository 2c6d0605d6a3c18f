/*
 * A scripted server of the generic OpenAI form (as LM Studio, vLLM and their like): model list and
 * chat completions, whole or as SSE. Its habits that differ between servers are options.
 */
import { type Dialect, type House, isRecord, openServer } from './base.ts';
import { pause } from './gates.ts';
import { randomName } from './llama-answers.ts';
import { askFrom, openAiMessages, tokenLimit } from './requests.ts';
import { defaultReply, type Piece, paced, promptTokens, type Speech, speechFor } from './script.ts';
import type { JsonBody, ModelSpec, ScriptedServer, ServerOptions } from './types.ts';
import { textsIn, textTokens, vectorOf } from './vectors.ts';
import { type Exchange, type StreamEvent, sendBody, sendStream, shaped } from './wire.ts';

export type OpenAiOptions = ServerOptions & {
  /** Where thoughts go. Default `reasoning`; `tags`: `<think>` in the content; `both`: in two fields. */
  readonly reasoningField?: 'reasoning' | 'reasoning_content' | 'tags' | 'both';
  /** Old servers: 400 on `stream_options`. */
  readonly rejectStreamOptions?: boolean;
  /** One JSON body even where a stream was asked for. */
  readonly neverStreams?: boolean;
  /** `Access-Control-Allow-Origin`; default `*`. Null: no CORS at all. */
  readonly corsOrigin?: string | null;
  /** A refused key comes without CORS headers, as at some clouds. */
  readonly keyErrorsWithoutCors?: boolean;
  /** Usage in the finish chunk instead of one of its own. */
  readonly usageWithFinish?: boolean;
};

const jsonType = 'application/json';
const defaultModels: readonly ModelSpec[] = [{ name: 'heron-7b' }, { name: 'gannet-2b' }];

export function startOpenAi(options: OpenAiOptions = {}): Promise<ScriptedServer> {
  return openServer({ kind: 'openai', parallel: Number.POSITIVE_INFINITY }, options, (house) =>
    createOpenAi(house, options),
  );
}

function createOpenAi(house: House, options: OpenAiOptions): Dialect {
  const models = options.models ?? defaultModels;
  const contextLength = options.contextLength ?? 131_072;

  async function chat(exchange: Exchange): Promise<void> {
    const { body, faults, signal } = exchange;
    if (!isRecord(body)) return fail(exchange, 400, 'We could not parse the JSON body', null);
    const name = String(body['model'] ?? '');
    const spec = models.find((model) => model.name === name);
    if (!spec)
      return fail(exchange, 404, `The model \`${name}\` does not exist`, 'model_not_found');
    if (faults.loading) return fail(exchange, 503, 'Loading model', null);
    if (options.rejectStreamOptions && 'stream_options' in body) {
      const message = 'Unrecognized request argument supplied: stream_options';
      return fail(exchange, 400, message, 'unsupported_parameter', 'stream_options');
    }
    if (!Array.isArray(body['messages']))
      return fail(exchange, 400, "'messages' is required", null);
    const messages = openAiMessages(body);
    const prompt = promptTokens(messages);
    if (prompt > contextLength) {
      const message = `This model's maximum context length is ${contextLength} tokens. However, your messages resulted in ${prompt} tokens.`;
      return fail(exchange, 400, message, 'context_length_exceeded', 'messages');
    }
    if (!(await house.places.take(signal))) return;
    try {
      const thinks =
        spec.capabilities?.includes('thinking') ?? options.reasoningField !== undefined;
      const ask = askFrom(body, messages, {
        model: name,
        thinking: body['reasoning_effort'] !== 'none',
        prefills: (options.prefill ?? 'ignore') !== 'ignore',
      });
      const speech = speechFor(house.reply ?? defaultReply(thinks), ask, tokenLimit(body));
      const turn = { body, speech, prompt, again: options.prefill === 'repeat' ? ask.prefill : '' };
      await pause(speech.script.pauseBeforeMs ?? 0, signal);
      if (body['stream'] !== true || options.neverStreams || faults.oneBody) {
        return await sendJson(exchange, await whole(exchange, turn));
      }
      const headers = { 'Content-Type': 'text/event-stream; charset=utf-8' };
      const frames = shaped(eventsOf(exchange, turn), 'sse', faults, errorText);
      await sendStream(exchange, { headers, early: true }, frames);
    } finally {
      house.places.leave();
    }
  }

  /** The last comes first: where each belongs is told, and its order is nobody's promise. */
  function embed(exchange: Exchange): Promise<void> {
    const { body } = exchange;
    if (!isRecord(body)) return fail(exchange, 400, 'We could not parse the JSON body', null);
    const name = String(body['model'] ?? '');
    const spec = models.find((model) => model.name === name);
    if (!spec)
      return fail(exchange, 404, `The model \`${name}\` does not exist`, 'model_not_found');
    const texts = textsIn(body['input']);
    if (!texts || texts.length === 0 || texts.includes('')) {
      return fail(exchange, 400, "'input' is invalid", null, 'input');
    }
    const counts = texts.map(textTokens);
    const sum = counts.reduce((all, count) => all + count, 0);
    if (counts.some((count) => count > contextLength)) {
      const message = `This model's maximum context length is ${contextLength} tokens, however you requested ${sum} tokens (${sum} in your prompt; 0 for the completion). Please reduce your prompt; or completion length.`;
      return fail(exchange, 400, message, null);
    }
    const data = texts.map((text, index) => ({
      object: 'embedding',
      index,
      embedding: vectorOf(text),
    }));
    return sendJson(exchange, {
      object: 'list',
      data: data.toReversed(),
      model: name,
      usage: { prompt_tokens: sum, total_tokens: sum },
    });
  }

  type Turn = {
    readonly body: JsonBody;
    readonly speech: Speech;
    readonly prompt: number;
    readonly again: string;
  };

  function pieces({ speech }: Turn, { gates, signal }: Exchange) {
    const rate = speech.script.tokensPerSecond ?? options.tokensPerSecond ?? 0;
    return paced(speech, rate, gates, signal);
  }

  async function* eventsOf(
    exchange: Exchange,
    turn: Turn,
  ): AsyncGenerator<readonly StreamEvent[], void> {
    const { body, speech } = turn;
    const wants = isRecord(body['stream_options']) && body['stream_options']['include_usage'];
    const frame = {
      id: `chatcmpl-${randomName()}`,
      object: 'chat.completion.chunk',
      created: Math.floor(Date.now() / 1000),
      model: String(body['model']),
    };
    const usage = usageOf(turn);
    const nullUsage = wants ? { usage: null } : {};
    const chunk = (delta: JsonBody, finish_reason: string | null, extra: JsonBody = nullUsage) =>
      JSON.stringify({ ...frame, choices: [{ index: 0, delta, finish_reason }], ...extra });
    yield [{ part: 'head', data: chunk({ role: 'assistant', content: '' }, null) }];
    const voice = createVoice(options.reasoningField ?? 'reasoning', turn.again);
    for await (const batch of pieces(turn, exchange)) {
      const deltas = batch.flatMap((piece) => voice(piece));
      yield deltas.map((delta) => ({ part: 'token' as const, data: chunk(delta, null) }));
    }
    if (exchange.signal.aborted) return;
    const withFinish = wants && options.usageWithFinish;
    const tail = [chunk({}, speech.finish, withFinish ? { usage } : nullUsage)];
    if (wants && !withFinish) tail.push(JSON.stringify({ ...frame, choices: [], usage }));
    yield [
      ...tail.map((data) => ({ part: 'tail' as const, data })),
      { part: 'done', data: '[DONE]' },
    ];
  }

  async function whole(exchange: Exchange, turn: Turn): Promise<JsonBody> {
    const voice = createVoice(options.reasoningField ?? 'reasoning', turn.again);
    const message: Record<string, string> = { role: 'assistant', content: '' };
    for await (const batch of pieces(turn, exchange)) {
      for (const delta of batch.flatMap((piece) => voice(piece))) {
        for (const [field, text] of Object.entries(delta)) {
          message[field] = (message[field] ?? '') + text;
        }
      }
    }
    return {
      id: `chatcmpl-${randomName()}`,
      object: 'chat.completion',
      created: Math.floor(Date.now() / 1000),
      model: String(turn.body['model']),
      choices: [{ index: 0, message, finish_reason: turn.speech.finish }],
      usage: usageOf(turn),
    };
  }

  function setCors({ response, headers, faults }: Exchange): void {
    if (options.corsOrigin === null || faults.noCors) return;
    response.setHeader('Access-Control-Allow-Origin', options.corsOrigin ?? '*');
    const asked = (headers['access-control-request-headers'] ?? '*').split(',');
    const allowed = asked.filter((name) => !faults.refuseHeaders?.includes(name.trim()));
    response.setHeader('Access-Control-Allow-Headers', allowed.join(','));
    response.setHeader('Access-Control-Allow-Methods', 'GET, POST, OPTIONS');
  }

  return {
    jsonType,
    headers: {},
    errorText: (code, message) => errorText(code, message),
    classOf: (_method, path) => {
      if (path.endsWith('/chat/completions')) return 'chat';
      return path.endsWith('/models') ? 'list' : 'other';
    },
    cors: (exchange) => {
      setCors(exchange);
      if (exchange.method !== 'OPTIONS') return false;
      exchange.record.status = 204;
      exchange.response.writeHead(204).end();
      return true;
    },
    route: (exchange) => {
      const { method, url, headers, response } = exchange;
      if (options.key && headers['authorization'] !== `Bearer ${options.key}`) {
        if (options.keyErrorsWithoutCors) response.removeHeader('Access-Control-Allow-Origin');
        return fail(exchange, 401, 'Incorrect API key provided.', 'invalid_api_key');
      }
      if (method === 'GET' && url.pathname === '/v1/models') {
        return sendJson(exchange, { object: 'list', data: models.map(listed) });
      }
      if (method === 'POST' && url.pathname === '/v1/chat/completions') return chat(exchange);
      if (method === 'POST' && url.pathname === '/v1/embeddings') return embed(exchange);
      return fail(
        exchange,
        404,
        `Unexpected endpoint or method. (${method} ${url.pathname})`,
        null,
      );
    },
  };
}

function listed({ name }: ModelSpec) {
  return { id: name, object: 'model', created: 1_790_000_000, owned_by: 'organization_owner' };
}

function usageOf({ speech, prompt }: { speech: Speech; prompt: number }) {
  const reasoning = speech.pieces.filter((piece) => piece.channel === 'reasoning').length;
  return {
    prompt_tokens: prompt,
    completion_tokens: speech.pieces.length,
    total_tokens: prompt + speech.pieces.length,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: reasoning },
  };
}

type Delta = Readonly<Record<string, string>>;

function createVoice(field: NonNullable<OpenAiOptions['reasoningField']>, again: string) {
  let unsaid = again;
  let thinking = false;
  return ({ channel, text }: Piece): Delta[] => {
    const isThought = channel === 'reasoning';
    if (isThought && field === 'both') return [{ reasoning: text, reasoning_content: text }];
    if (isThought && field !== 'tags') return [{ [field]: text }];
    const turned = thinking !== isThought;
    thinking = isThought;
    const tag = turned ? (isThought ? '<think>' : '</think>') : '';
    const content = unsaid + text;
    unsaid = '';
    return tag ? [{ content: tag }, { content }] : [{ content }];
  };
}

function errorText(
  code: number,
  message: string,
  name: string | null = null,
  param: string | null = null,
): string {
  const types: Record<number, string> = { 429: 'rate_limit_error', 401: 'authentication_error' };
  const type = types[code] ?? (code >= 500 ? 'server_error' : 'invalid_request_error');
  return JSON.stringify({
    error: { message, type, param, code: name ?? (code === 0 ? null : code) },
  });
}

function fail(
  exchange: Exchange,
  code: number,
  message: string,
  name: string | null,
  param: string | null = null,
): Promise<void> {
  const text = errorText(code, message, name, param);
  return sendBody(exchange, code, { 'Content-Type': jsonType }, text);
}

function sendJson(exchange: Exchange, value: unknown): Promise<void> {
  return sendBody(exchange, 200, { 'Content-Type': jsonType }, JSON.stringify(value));
}
