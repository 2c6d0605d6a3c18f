/*
 * A scripted server of Anthropic's Messages: model pages and chats, whole or as named events. It is as strict as the
 * real one (see anthropic-rules.ts), and it answers a page only where the browser header is sent.
 */
import { faultsOf, type Refusal, signatureOf } from './anthropic-rules.ts';
import { type Dialect, type House, isRecord, openServer } from './base.ts';
import { pause } from './gates.ts';
import { randomName } from './llama-answers.ts';
import { askFrom, numberIn } from './requests.ts';
import { defaultReply, type Piece, paced, promptTokens, type Speech, speechFor } from './script.ts';
import type { AskMessage, JsonBody, ModelSpec, ScriptedServer, ServerOptions } from './types.ts';
import { type Exchange, type StreamEvent, sendBody, sendStream, shaped } from './wire.ts';

export type AnthropicOptions = ServerOptions & {
  /** Most entries of one page of models; default 1000. */
  readonly pageLimit?: number;
  /** The largest `max_tokens` that is taken; default 64000. */
  readonly maxOutput?: number;
  /** Tokens of the prompt that the cache had; default none. */
  readonly cachedTokens?: number;
};

const jsonType = 'application/json';
const browserHeader = 'anthropic-dangerous-direct-browser-access';
const defaultModels: readonly ModelSpec[] = [{ name: 'claude-heron' }, { name: 'claude-gannet' }];

export function startAnthropic(options: AnthropicOptions = {}): Promise<ScriptedServer> {
  return openServer({ kind: 'anthropic', parallel: Number.POSITIVE_INFINITY }, options, (house) =>
    createAnthropic(house, options),
  );
}

function createAnthropic(house: House, options: AnthropicOptions): Dialect {
  const models = options.models ?? defaultModels;

  async function chat(exchange: Exchange): Promise<void> {
    const { body, faults, signal } = exchange;
    if (!isRecord(body)) return fail(exchange, 400, 'The request body is not valid JSON');
    const name = String(body['model'] ?? '');
    const spec = models.find((model) => model.name === name);
    if (!spec) return fail(exchange, 404, `model: ${name}`);
    if (faults.loading) return fail(exchange, 529, 'Overloaded');
    const refusal: Refusal | undefined = faultsOf(body, options.maxOutput ?? 64_000);
    if (refusal) return fail(exchange, 400, refusal);
    const messages = messagesOf(body);
    const prompt = promptTokens(messages);
    const limit = spec.contextLength ?? options.contextLength ?? 200_000;
    if (prompt > limit) {
      return fail(exchange, 400, `prompt is too long: ${prompt} tokens > ${limit} maximum`);
    }
    if (!(await house.places.take(signal))) return;
    try {
      const thinks = spec.capabilities?.includes('thinking') ?? true;
      const thinking = isRecord(body['thinking']) ? body['thinking']['type'] : 'disabled';
      const ask = askFrom(body, messages, {
        model: name,
        thinking: thinks && thinking !== 'disabled',
        prefills: true,
      });
      const speech = speechFor(
        house.reply ?? defaultReply(thinks),
        ask,
        numberIn(body, 'max_tokens'),
      );
      const turn = { name, speech, prompt };
      await pause(speech.script.pauseBeforeMs ?? 0, signal);
      if (body['stream'] !== true || faults.oneBody) {
        return await sendJson(exchange, await whole(exchange, turn));
      }
      const headers = { 'Content-Type': 'text/event-stream; charset=utf-8' };
      const frames = shaped(eventsOf(exchange, turn), 'named-sse', faults, errorText);
      await sendStream(exchange, { headers, early: true }, frames);
    } finally {
      house.places.leave();
    }
  }

  type Turn = { readonly name: string; readonly speech: Speech; readonly prompt: number };

  function pieces({ speech }: Turn, { gates, signal }: Exchange) {
    const rate = speech.script.tokensPerSecond ?? options.tokensPerSecond ?? 0;
    return paced(speech, rate, gates, signal);
  }

  function usageOf({ prompt }: Turn, output: number) {
    const cached = Math.min(options.cachedTokens ?? 0, prompt);
    return {
      input_tokens: prompt - cached,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: cached,
      output_tokens: output,
    };
  }

  function envelope(turn: Turn, content: readonly unknown[]) {
    return {
      id: `msg_${randomName()}`,
      type: 'message',
      role: 'assistant',
      model: turn.name,
      content,
    };
  }

  async function* eventsOf(
    exchange: Exchange,
    turn: Turn,
  ): AsyncGenerator<readonly StreamEvent[], void> {
    const { speech } = turn;
    const event = (part: StreamEvent['part'], data: JsonBody): StreamEvent => ({
      part,
      data: JSON.stringify(data),
    });
    const message = { ...envelope(turn, []), stop_reason: null, stop_sequence: null };
    yield [
      event('head', { type: 'message_start', message: { ...message, usage: usageOf(turn, 1) } }),
      event('head', { type: 'ping' }),
    ];
    const voice = createVoice();
    for await (const batch of pieces(turn, exchange)) {
      yield batch.flatMap((piece) => voice.say(piece));
    }
    if (exchange.signal.aborted) return;
    yield [
      ...voice.end().map((each) => ({ ...each, part: 'tail' as const })),
      event('tail', {
        type: 'message_delta',
        delta: { stop_reason: stopReason(speech), stop_sequence: null },
        usage: { output_tokens: speech.pieces.length },
      }),
      event('done', { type: 'message_stop' }),
    ];
  }

  async function whole(exchange: Exchange, turn: Turn): Promise<JsonBody> {
    let thinking = '';
    let text = '';
    for await (const batch of pieces(turn, exchange)) {
      for (const piece of batch) {
        if (piece.channel === 'reasoning') thinking += piece.text;
        else text += piece.text;
      }
    }
    const thought = { type: 'thinking', thinking, signature: signatureOf(thinking) };
    const content = [
      ...(thinking === '' ? [] : [thought]),
      ...(text === '' ? [] : [{ type: 'text', text }]),
    ];
    return {
      ...envelope(turn, content),
      stop_reason: stopReason(turn.speech),
      stop_sequence: null,
      usage: usageOf(turn, turn.speech.pieces.length),
    };
  }

  function list(exchange: Exchange): Promise<void> {
    const { searchParams } = exchange.url;
    const asked = Number(searchParams.get('limit') ?? 20);
    if (!(asked >= 1 && asked <= 1000)) return fail(exchange, 400, 'limit: out of range');
    const after = searchParams.get('after_id');
    const from = after === null ? 0 : models.findIndex(({ name }) => name === after) + 1;
    const page = models.slice(from, from + Math.min(asked, options.pageLimit ?? 1000));
    return sendJson(exchange, {
      data: page.map((spec) => listed(spec, options)),
      has_more: from + page.length < models.length,
      first_id: page[0]?.name ?? null,
      last_id: page.at(-1)?.name ?? null,
    });
  }

  return {
    jsonType,
    headers: { 'request-id': 'req_scripted' },
    errorText: (code, message) => errorText(code, message),
    classOf: (_method, path) => {
      if (path.endsWith('/messages')) return 'chat';
      return path.endsWith('/models') ? 'list' : 'other';
    },
    cors: (exchange) => setCors(exchange),
    route: (exchange) => {
      const { method, url, headers } = exchange;
      // Only a page sends an origin, and it must own up to being one.
      if ('origin' in headers && headers[browserHeader] !== 'true') {
        return fail(exchange, 401, `CORS requests must set '${browserHeader}' header`);
      }
      const key = headers['x-api-key'];
      if (options.key && key !== options.key) {
        return fail(exchange, 401, key ? 'invalid x-api-key' : 'x-api-key header is required');
      }
      if (!headers['anthropic-version']) {
        return fail(exchange, 400, 'anthropic-version: header is required');
      }
      if (method === 'GET' && url.pathname === '/v1/models') return list(exchange);
      if (method === 'POST' && url.pathname === '/v1/messages') return chat(exchange);
      return fail(exchange, 404, 'Not Found');
    },
  };
}

/** Any header may pass, but nothing is answered readably without the one that only a browser sends. */
function setCors({ method, response, headers, faults, record }: Exchange): boolean {
  const asked = (headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const isPreflight = method === 'OPTIONS';
  const ownsUp = isPreflight ? asked.includes(browserHeader) : browserHeader in headers;
  if (ownsUp && !faults.noCors) {
    const allowed = asked.filter((name) => !faults.refuseHeaders?.includes(name));
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', allowed.join(','));
    response.setHeader('Access-Control-Allow-Methods', 'GET, POST, OPTIONS');
  }
  if (!isPreflight) return false;
  record.status = ownsUp ? 200 : 401;
  response.writeHead(record.status).end();
  return true;
}

function listed({ name, capabilities, contextLength }: ModelSpec, options: AnthropicOptions) {
  const has = (ability: string) => ({ supported: capabilities?.includes(ability) ?? true });
  return {
    type: 'model',
    id: name,
    display_name: name.replaceAll('-', ' '),
    created_at: '2026-02-01T00:00:00Z',
    max_input_tokens: contextLength ?? options.contextLength ?? 200_000,
    max_tokens: options.maxOutput ?? 64_000,
    capabilities: {
      image_input: has('vision'),
      pdf_input: has('vision'),
      thinking: has('thinking'),
    },
  };
}

function messagesOf(body: JsonBody): AskMessage[] {
  const list = Array.isArray(body['messages']) ? body['messages'].filter(isRecord) : [];
  const messages = list.map(({ role, content }) => messageFrom(String(role), content));
  return 'system' in body ? [messageFrom('system', body['system']), ...messages] : messages;
}

function messageFrom(role: string, content: unknown): AskMessage {
  if (typeof content === 'string') return { role, text: content, images: 0 };
  const blocks = Array.isArray(content) ? content.filter(isRecord) : [];
  return {
    role,
    text: blocks.map((each) => (each['type'] === 'text' ? String(each['text']) : '')).join(''),
    images: blocks.filter((each) => each['type'] === 'image').length,
  };
}

/** Pieces as blocks: one for the thoughts, signed at its end, and one for the text. */
function createVoice() {
  let index = -1;
  let channel: Piece['channel'] | undefined;
  let thoughts = '';
  const event = (data: JsonBody, part: StreamEvent['part'] = 'head'): StreamEvent => ({
    part,
    data: JSON.stringify(data),
  });
  const delta = (fields: JsonBody, part?: StreamEvent['part']) =>
    event({ type: 'content_block_delta', index, delta: fields }, part);

  function end(): StreamEvent[] {
    if (channel === undefined) return [];
    const signature = { type: 'signature_delta', signature: signatureOf(thoughts) };
    return [
      ...(channel === 'reasoning' ? [delta(signature)] : []),
      event({ type: 'content_block_stop', index }),
    ];
  }

  function say(piece: Piece): StreamEvent[] {
    const events: StreamEvent[] = [];
    const isThought = piece.channel === 'reasoning';
    if (piece.channel !== channel) {
      events.push(...end());
      index += 1;
      channel = piece.channel;
      const content_block = isThought
        ? { type: 'thinking', thinking: '', signature: '' }
        : { type: 'text', text: '' };
      events.push(event({ type: 'content_block_start', index, content_block }));
    }
    if (isThought) thoughts += piece.text;
    const said = isThought
      ? { type: 'thinking_delta', thinking: piece.text }
      : { type: 'text_delta', text: piece.text };
    return [...events, delta(said, 'token')];
  }

  return { say, end };
}

function stopReason({ finish }: Speech): string {
  return finish === 'length' ? 'max_tokens' : 'end_turn';
}

const errorTypes: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

function errorText(code: number, message: string): string {
  const type = errorTypes[code] ?? (code >= 500 ? 'api_error' : 'invalid_request_error');
  return JSON.stringify({ type: 'error', error: { type, message }, request_id: 'req_scripted' });
}

function fail(exchange: Exchange, code: number, message: string): Promise<void> {
  return sendBody(exchange, code, { 'Content-Type': jsonType }, errorText(code, message));
}

function sendJson(exchange: Exchange, value: unknown): Promise<void> {
  return sendBody(exchange, 200, { 'Content-Type': jsonType }, JSON.stringify(value));
}
