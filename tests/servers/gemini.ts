/*
 * A scripted server of Gemini's own API: model pages and `generateContent`, whole, as events that end in CRLF, or as
 * one long list. Its preflight knows three headers, and answers 403 to every other.
 */
import { type Dialect, type House, isRecord, openServer } from './base.ts';
import { pause } from './gates.ts';
import { inBody, signatureOf } from './gemini-rules.ts';
import { randomName } from './llama-answers.ts';
import { askFrom, numberIn } from './requests.ts';
import { defaultReply, type Piece, paced, promptTokens, type Speech, speechFor } from './script.ts';
import type { AskMessage, JsonBody, ModelSpec, ScriptedServer, ServerOptions } from './types.ts';
import { vectorOf } from './vectors.ts';
import { type Exchange, type StreamEvent, sendBody, sendStream, shaped } from './wire.ts';

export type GeminiOptions = ServerOptions & {
  /** Most entries of one page of models; default 1000. */
  readonly pageLimit?: number;
  /** Prompts are refused with this reason, with status 200. */
  readonly blockReason?: string;
};

const jsonType = 'application/json; charset=UTF-8';
const allowedHeaders = ['content-type', 'x-goog-api-key', 'x-goog-api-client'];
const defaultModels: readonly ModelSpec[] = [{ name: 'gemini-heron' }, { name: 'gemini-gannet' }];

export function startGemini(options: GeminiOptions = {}): Promise<ScriptedServer> {
  return openServer({ kind: 'gemini', parallel: Number.POSITIVE_INFINITY }, options, (house) =>
    createGemini(house, options),
  );
}

type Turn = {
  readonly speech: Speech;
  readonly prompt: number;
  readonly name: string;
  readonly shows: boolean;
};

function createGemini(house: House, options: GeminiOptions): Dialect {
  const models = options.models ?? defaultModels;

  async function chat(exchange: Exchange, name: string, method: string): Promise<void> {
    const { body, faults, signal } = exchange;
    const spec = models.find((model) => model.name === name);
    if (!spec) {
      const message = `models/${name} is not found for API version v1beta, or is not supported for generateContent.`;
      return fail(exchange, 404, message);
    }
    if (faults.loading)
      return fail(exchange, 503, 'The model is overloaded. Please try again later.');
    if (!isRecord(body)) return fail(exchange, 400, 'Invalid JSON payload received.');
    const refusal = inBody(body);
    if (refusal !== undefined) return fail(exchange, 400, refusal);
    const messages = messagesOf(body);
    const prompt = promptTokens(messages);
    const limit = spec.contextLength ?? options.contextLength ?? 1_048_576;
    if (prompt > limit) {
      const message = `The input token count (${prompt}) exceeds the maximum number of tokens allowed (${limit}).`;
      return fail(exchange, 400, message);
    }
    if (options.blockReason) return sendJson(exchange, blocked(options.blockReason, prompt));
    if (!(await house.places.take(signal))) return;
    try {
      await reply(exchange, spec, { name, method, messages, prompt });
    } finally {
      house.places.leave();
    }
  }

  /** One that is made for chats has no such method. No tokens are told. */
  function embed(exchange: Exchange, name: string): Promise<void> {
    const { body } = exchange;
    const spec = models.find((model) => model.name === name);
    if (!spec?.capabilities?.includes('embedding')) {
      const message = `models/${name} is not found for API version v1beta, or is not supported for embedContent.`;
      return fail(exchange, 404, message);
    }
    const requests = isRecord(body) ? body['requests'] : undefined;
    const asked = Array.isArray(requests) ? requests.filter(isRecord) : [];
    if (asked.length === 0 || asked.length > 100) {
      return fail(exchange, 400, 'at most 100 requests can be in one batch');
    }
    if (asked.some(({ model }) => model !== `models/${name}`)) {
      return fail(exchange, 400, 'model must be the same in all requests of a batch');
    }
    const texts = messagesOf({ contents: asked.map(({ content }) => content) });
    return sendJson(exchange, {
      embeddings: texts.map(({ text }) => ({ values: vectorOf(text) })),
    });
  }

  async function reply(
    exchange: Exchange,
    spec: ModelSpec,
    asked: { name: string; method: string; messages: readonly AskMessage[]; prompt: number },
  ): Promise<void> {
    const { faults, signal, url } = exchange;
    const body = exchange.body as JsonBody;
    const { name, prompt } = asked;
    const thinks = spec.capabilities?.includes('thinking') ?? true;
    const generation = isRecord(body['generationConfig']) ? body['generationConfig'] : {};
    const thinking = isRecord(generation['thinkingConfig']) ? generation['thinkingConfig'] : {};
    const ask = askFrom(body, asked.messages, {
      model: name,
      thinking: thinks && thinking['thinkingBudget'] !== 0,
      prefills: false,
    });
    const most = numberIn(generation, 'maxOutputTokens');
    const speech = speechFor(house.reply ?? defaultReply(thinks), ask, most);
    const turn: Turn = { name, speech, prompt, shows: thinking['includeThoughts'] === true };
    await pause(speech.script.pauseBeforeMs ?? 0, signal);
    const isStream = asked.method === 'streamGenerateContent';
    if (!isStream || faults.oneBody) return await sendJson(exchange, await whole(exchange, turn));
    if (url.searchParams.get('alt') !== 'sse') {
      return await sendJson(exchange, [await whole(exchange, turn)]);
    }
    const headers = { 'Content-Type': 'text/event-stream' };
    const shape = { lineEnd: 'crlf', ...faults } as const;
    const frames = shaped(eventsOf(exchange, turn), 'sse', shape, errorText);
    await sendStream(exchange, { headers, early: true }, frames);
  }

  function pieces({ speech }: Turn, { gates, signal }: Exchange) {
    const rate = speech.script.tokensPerSecond ?? options.tokensPerSecond ?? 0;
    return paced(speech, rate, gates, signal);
  }

  async function* eventsOf(
    exchange: Exchange,
    turn: Turn,
  ): AsyncGenerator<readonly StreamEvent[], void> {
    const responseId = randomName();
    const spoken: Piece[] = [];
    const chunk = (candidate: JsonBody) =>
      JSON.stringify({
        candidates: [{ ...candidate, index: 0 }],
        usageMetadata: usageOf(turn, spoken),
        modelVersion: turn.name,
        responseId,
      });
    for await (const batch of pieces(turn, exchange)) {
      const events: StreamEvent[] = [];
      for (const piece of batch) {
        spoken.push(piece);
        const part = partOf(piece, turn.shows);
        if (!part) continue;
        events.push({ part: 'token', data: chunk({ content: { role: 'model', parts: [part] } }) });
      }
      yield events;
    }
    if (exchange.signal.aborted) return;
    const content = { role: 'model', parts: [{ text: '', ...signed(turn) }] };
    yield [{ part: 'tail', data: chunk({ content, finishReason: finishReason(turn.speech) }) }];
  }

  async function whole(exchange: Exchange, turn: Turn): Promise<JsonBody> {
    const spoken: Piece[] = [];
    for await (const batch of pieces(turn, exchange)) spoken.push(...batch);
    const textOf = (channel: Piece['channel']) =>
      spoken.map((piece) => (piece.channel === channel ? piece.text : '')).join('');
    const thoughts = textOf('reasoning');
    const parts = [
      ...(thoughts === '' || !turn.shows ? [] : [{ text: thoughts, thought: true }]),
      { text: textOf('text'), ...signed(turn) },
    ];
    const content = { role: 'model', parts };
    return {
      candidates: [{ content, finishReason: finishReason(turn.speech), index: 0 }],
      usageMetadata: usageOf(turn, spoken),
      modelVersion: turn.name,
      responseId: randomName(),
    };
  }

  function list(exchange: Exchange): Promise<void> {
    const { searchParams } = exchange.url;
    const size = Math.min(Number(searchParams.get('pageSize') ?? 50), options.pageLimit ?? 1000);
    const from = Number(searchParams.get('pageToken') ?? 0);
    const page = models.slice(from, from + size);
    const isLast = from + page.length >= models.length;
    return sendJson(exchange, {
      models: page.map((spec) => listed(spec, options)),
      ...(isLast ? {} : { nextPageToken: String(from + page.length) }),
    });
  }

  return {
    jsonType,
    headers: {},
    errorText: (code, message) => errorText(code, message),
    classOf: (_method, path) => {
      if (/:(stream)?generateContent$/i.test(path)) return 'chat';
      return path.endsWith('/models') ? 'list' : 'other';
    },
    cors: (exchange) => setCors(exchange),
    route: (exchange) => {
      const { method, url, headers } = exchange;
      const key = headers['x-goog-api-key'] ?? url.searchParams.get('key');
      if (options.key && !key) return fail(exchange, 403, noIdentity);
      if (options.key && key !== options.key) return failKey(exchange);
      if (method === 'GET' && url.pathname === '/v1beta/models') return list(exchange);
      const asked = /^\/v1beta\/models\/([^/]+):(streamGenerateContent|generateContent)$/.exec(
        url.pathname,
      );
      if (method === 'POST' && asked) {
        return chat(exchange, decodeURIComponent(asked[1] ?? ''), asked[2] ?? '');
      }
      const embeds = /^\/v1beta\/models\/([^/]+):batchEmbedContents$/.exec(url.pathname);
      if (method === 'POST' && embeds) {
        return embed(exchange, decodeURIComponent(embeds[1] ?? ''));
      }
      return fail(exchange, 404, 'Not Found');
    },
  };
}

const noIdentity =
  "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.";

function setCors({ method, response, headers, faults, record }: Exchange): boolean {
  const asked = (headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const allowed = allowedHeaders.filter((name) => !faults.refuseHeaders?.includes(name));
  const isPreflight = method === 'OPTIONS';
  const passes = asked.every((name) => allowed.includes(name));
  if (!faults.noCors && (!isPreflight || passes)) {
    response.setHeader('Access-Control-Allow-Origin', headers['origin'] ?? '*');
    response.setHeader('Access-Control-Allow-Headers', allowed.join(','));
    response.setHeader('Access-Control-Allow-Methods', 'GET, POST, OPTIONS');
  }
  if (!isPreflight) return false;
  record.status = passes ? 200 : 403;
  response.writeHead(record.status).end();
  return true;
}

/** Thoughts that were not asked for are thought all the same, and are not shown. */
function partOf({ channel, text }: Piece, shows: boolean): JsonBody | undefined {
  if (channel === 'text') return { text };
  return shows ? { text, thought: true } : undefined;
}

function signed({ speech }: Turn): { thoughtSignature?: string } {
  const thoughts = speech.pieces.filter((piece) => piece.channel === 'reasoning');
  if (thoughts.length === 0) return {};
  return { thoughtSignature: signatureOf(thoughts.map((piece) => piece.text).join('')) };
}

function finishReason({ finish }: Speech): string {
  return finish === 'length' ? 'MAX_TOKENS' : 'STOP';
}

/** Of the whole reply so far; zeros are left out. */
function usageOf({ prompt }: { prompt: number }, spoken: readonly Piece[]) {
  const thoughts = spoken.filter((piece) => piece.channel === 'reasoning').length;
  const said = spoken.length - thoughts;
  return {
    promptTokenCount: prompt,
    ...(said === 0 ? {} : { candidatesTokenCount: said }),
    ...(thoughts === 0 ? {} : { thoughtsTokenCount: thoughts }),
    totalTokenCount: prompt + spoken.length,
  };
}

function blocked(blockReason: string, prompt: number) {
  return { promptFeedback: { blockReason }, usageMetadata: usageOf({ prompt }, []) };
}

function listed({ name, capabilities, contextLength }: ModelSpec, options: GeminiOptions) {
  const embeds = capabilities?.includes('embedding') ?? false;
  return {
    name: `models/${name}`,
    version: '001',
    displayName: name,
    inputTokenLimit: contextLength ?? options.contextLength ?? 1_048_576,
    outputTokenLimit: 65_536,
    supportedGenerationMethods: embeds ? ['embedContent'] : ['generateContent', 'countTokens'],
    temperature: 1,
    maxTemperature: 2,
    ...((capabilities?.includes('thinking') ?? true) ? { thinking: true } : {}),
  };
}

function messagesOf(body: JsonBody): AskMessage[] {
  const turns = Array.isArray(body['contents']) ? body['contents'].filter(isRecord) : [];
  const system = isRecord(body['systemInstruction']) ? [body['systemInstruction']] : [];
  return [...system.map((each) => ({ ...each, role: 'system' })), ...turns].map((turn) => {
    const { parts: list } = turn as { parts?: unknown };
    const parts = Array.isArray(list) ? list.filter(isRecord) : [];
    return {
      role: String((turn as { role?: unknown }).role),
      text: parts.map((part) => String(part['text'] ?? '')).join(''),
      images: parts.filter((part) => 'inlineData' in part).length,
    };
  });
}

const statusWords: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

function errorText(code: number, message: string, details?: readonly JsonBody[]): string {
  const status = statusWords[code] ?? 'UNKNOWN';
  return JSON.stringify({ error: { code, message, status, ...(details ? { details } : {}) } });
}

function failKey(exchange: Exchange): Promise<void> {
  const reason = {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason: 'API_KEY_INVALID',
    domain: 'googleapis.com',
  };
  const message = 'API key not valid. Please pass a valid API key.';
  const text = errorText(400, message, [reason]);
  return sendBody(exchange, 400, { 'Content-Type': jsonType }, text);
}

/** What is no event stream is a list, errors too. */
function fail(exchange: Exchange, code: number, message: string): Promise<void> {
  const text = errorText(code, message);
  const { pathname, searchParams } = exchange.url;
  const isList = pathname.endsWith(':streamGenerateContent') && searchParams.get('alt') !== 'sse';
  return sendBody(exchange, code, { 'Content-Type': jsonType }, isList ? `[${text}]` : text);
}

function sendJson(exchange: Exchange, value: unknown): Promise<void> {
  return sendBody(exchange, 200, { 'Content-Type': jsonType }, JSON.stringify(value, null, 2));
}
