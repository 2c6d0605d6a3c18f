/*
 * A scripted llama-server (one model, build b10587, after the records): 503 while it loads, SSE chats
 * with prompt progress and timings, four slots, resumable streams, API key and a static folder.
 */
import { type Dialect, type House, isRecord, openServer } from './base.ts';
import { llamaTypes } from './files.ts';
import { pause } from './gates.ts';
import {
  errorText,
  httpErrorText,
  jsonTrouble,
  modelsOf,
  propsOf,
  randomName,
  type Told,
} from './llama-answers.ts';
import { createTalk, type Talk, troubleWith } from './llama-chat.ts';
import { type EmbedOptions, embed } from './llama-embed.ts';
import { createManagement, type ManageOptions } from './llama-manage.ts';
import { createRouter, type RouterOptions } from './llama-router.ts';
import { createSlots } from './llama-slots.ts';
import { createStreams } from './llama-streams.ts';
import { openAiMessages } from './requests.ts';
import { promptTokens } from './script.ts';
import { answerFile } from './static-answer.ts';
import type { ModelSpec, ScriptedServer, ServerOptions } from './types.ts';
import { type Exchange, sendBody, sendStream, shaped } from './wire.ts';

export type LlamaOptions = ServerOptions &
  ManageOptions &
  EmbedOptions & {
    /** Started without a model: each of `models` runs by itself, in the state it has here. */
    readonly router?: RouterOptions;
    /** `--path`: a folder served at `/`. */
    readonly path?: string;
    /** `--cors-origins`: `*` (default, echoes the origin), `localhost`, or one origin, sent as it is. */
    readonly corsOrigins?: string;
    /** False: `X-Conversation-Id` is ignored and its routes are unknown, as before mid-2026. */
    readonly resumable?: boolean;
    /** `--sleep-idle-seconds`, here in ms. */
    readonly sleepMs?: number;
  };

const jsonType = 'application/json; charset=utf-8';
const streamHead = {
  early: true,
  headers: { 'X-Accel-Buffering': 'no', 'Content-Type': 'text/event-stream' },
};
const defaultModel: ModelSpec = { name: 'models/tiny.gguf', capabilities: ['completion'] };

export function startLlamaServer(options: LlamaOptions = {}): Promise<ScriptedServer> {
  return openServer({ kind: 'llama-server', parallel: 4 }, options, (house) => {
    const { router } = options;
    if (!router) return createLlama(house, options);
    const specs = options.models ?? [defaultModel];
    return createRouter(house, router, specs, (spec) => {
      const { contextLength = options.contextLength ?? 131_072 } = spec;
      return createLlama(house, { ...options, contextLength, models: [spec] });
    });
  });
}

function createLlama(house: House, options: LlamaOptions): Dialect {
  const spec = options.models?.[0] ?? defaultModel;
  const able = spec.capabilities ?? ['completion'];
  const told: Told = {
    spec,
    nCtx: options.contextLength ?? 131_072,
    slots: options.parallel ?? 4,
    vision: able.includes('vision'),
    thinks: able.includes('thinking'),
    hasSlots: options.slots !== false,
    hasMetrics: options.metrics === true,
  };
  const mediaMarker = `<__media_${randomName()}__>`;
  const streams = createStreams();
  const slots = createSlots(told.slots);
  const talk = createTalk(house, options, told, slots);
  const management = createManagement(options, slots, told.nCtx);
  let usedAt = performance.now();
  /** It lets its model go when nothing was asked of it for a while; what only looks does not count. */
  const isSleeping = () =>
    options.sleepMs !== undefined &&
    house.places.taken === 0 &&
    performance.now() - usedAt > options.sleepMs;
  const resumable = options.resumable ?? true;

  let loading = options.loadMs !== undefined && options.loadMs !== 0;
  if (loading) {
    const over =
      options.loadMs === 'hold'
        ? house.gates.wait('loading', house.closing)
        : pause(options.loadMs ?? 0, house.closing);
    void over.then(() => {
      loading = false;
    });
  }

  async function chat(exchange: Exchange): Promise<void> {
    const { bodyText, body, faults, signal, headers } = exchange;
    if (!isRecord(body)) return fail(exchange, 500, jsonTrouble(bodyText));
    const trouble = troubleWith(body, told);
    if (trouble) return sendText(exchange, trouble.code, trouble.text);
    await slots.whenFree(body['id_slot'], signal);
    if (!(await house.places.take(signal))) return;
    if (body['stream'] !== true || faults.oneBody) {
      const whole = talk.begin(body, signal);
      return whole
        .whole()
        .then((answer) => sendJson(exchange, answer))
        .finally(whole.end);
    }
    const id = headers['x-conversation-id'];
    if (!id || !resumable) {
      const turn = talk.begin(body, signal);
      const frames = shaped(turn.events(), 'sse', faults, errorText);
      return sendStream(exchange, streamHead, frames).finally(turn.end);
    }
    return chatOnItsOwn(id, exchange, talk);
  }

  /** The generation goes on whatever becomes of the client. */
  async function chatOnItsOwn(id: string, exchange: Exchange, { begin }: Talk): Promise<void> {
    const { session, signal, fill } = streams.open(id);
    const turn = begin(exchange.body as Record<string, unknown>, signal);
    const made = fill(shaped(turn.events(), 'sse', exchange.faults, errorText)).finally(turn.end);
    await sendStream(exchange, streamHead, streams.follow(session, 0, true));
    await made;
  }

  function replay(exchange: Exchange): Promise<void> {
    const id = exchange.url.searchParams.get('conv_id');
    if (!id) return fail(exchange, 400, 'Missing conversation id in path');
    const session = streams.find(id);
    if (!session) return notFound(exchange);
    const from = Number(exchange.url.searchParams.get('from') ?? '0');
    if (!Number.isInteger(from) || from < 0) return fail(exchange, 400, "Invalid 'from' offset");
    if (from < session.dropped) return fail(exchange, 400, 'Stream offset lost, please restart');
    return sendStream(exchange, streamHead, streams.follow(session, from, false));
  }

  function lookup(exchange: Exchange): Promise<void> {
    const { body, bodyText } = exchange;
    if (!isRecord(body)) {
      const message = `invalid body: ${jsonTrouble(bodyText)}`;
      const error = { message, type: 'invalid_request_error' };
      return sendText(exchange, 400, JSON.stringify({ error }));
    }
    const ids = Array.isArray(body['conversation_ids']) ? body['conversation_ids'] : [];
    return sendJson(exchange, streams.lookup(ids.map(String)));
  }

  function remove(exchange: Exchange): Promise<void> | void {
    const id = exchange.url.searchParams.get('conv_id');
    if (!id) return fail(exchange, 400, 'Missing conversation id in path');
    streams.remove(id);
    exchange.record.status = 204;
    exchange.response.writeHead(204, { 'Content-Type': 'application/json' }).end();
  }

  type Handler = (exchange: Exchange) => Promise<void> | void;
  const health: Handler = (exchange) => sendJson(exchange, { status: 'ok' });
  const models: Handler = (exchange) => sendJson(exchange, modelsOf(told));
  const routes: Record<string, Handler> = {
    'GET /health': health,
    'GET /v1/health': health,
    'GET /props': (exchange) => sendJson(exchange, propsOf(told, mediaMarker, isSleeping())),
    'GET /v1/models': models,
    'GET /models': models,
    'POST /v1/chat/completions': chat,
    'POST /chat/completions': chat,
    'POST /v1/embeddings': (exchange) =>
      embed(exchange, options, { name: spec.name, nCtx: told.nCtx }),
    'POST /v1/chat/completions/input_tokens': (exchange) => {
      const body = isRecord(exchange.body) ? exchange.body : {};
      const input_tokens = promptTokens(openAiMessages(body));
      return sendJson(exchange, { input_tokens, object: 'response.input_tokens' });
    },
    ...(resumable
      ? {
          'GET /v1/stream': replay,
          'POST /v1/streams/lookup': lookup,
          'DELETE /v1/stream': remove,
        }
      : {}),
  };

  function allowedOrigin(origin: string): string | undefined {
    const setting = options.corsOrigins ?? '*';
    if (setting === '*') return origin;
    if (setting !== 'localhost') return setting;
    return /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(origin) ? origin : undefined;
  }

  function keyFits({ headers, method, url }: Exchange): boolean {
    if (!options.key || ['/health', '/v1/health'].includes(url.pathname)) return true;
    if (method === 'GET' && options.path && url.pathname === '/') return true;
    const given = headers['authorization'] ?? headers['x-api-key'] ?? '';
    return given.replace(/^Bearer /, '') === options.key;
  }

  return {
    jsonType,
    headers: { Server: 'llama.cpp' },
    errorText: (code, message) =>
      [401, 404, 503].includes(code) ? httpErrorText(code, message) : errorText(code, message),
    classOf: (_method, path) => {
      if (path.endsWith('/chat/completions')) return 'chat';
      if (path.endsWith('/health')) return 'health';
      return path.endsWith('/models') ? 'list' : 'other';
    },
    cors: ({ headers, method, response, faults, record }) => {
      response.sendDate = false;
      // Without an origin the header is there all the same, and empty.
      const allowed = allowedOrigin(headers['origin'] ?? '');
      if (allowed !== undefined && !faults.noCors) {
        response.setHeader('Access-Control-Allow-Origin', allowed);
      }
      if (method !== 'OPTIONS') return false;
      const narrow = 'Authorization, Content-Type, X-Api-Key';
      record.status = 200;
      if (!faults.noCors) {
        response.setHeader('Access-Control-Allow-Credentials', 'true');
        response.setHeader('Access-Control-Allow-Methods', 'GET, POST, DELETE, OPTIONS');
        response.setHeader('Access-Control-Allow-Headers', faults.refuseHeaders ? narrow : '*');
      }
      response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Length': '0' }).end();
      return true;
    },
    route: async (exchange) => {
      const { method, url } = exchange;
      const isPage = options.path !== undefined && url.pathname === '/';
      if ((loading || exchange.faults.loading) && !isPage) {
        return sendText(exchange, 503, httpErrorText(503, 'Loading model'));
      }
      if (!keyFits(exchange)) {
        return sendText(exchange, 401, httpErrorText(401, 'Invalid API Key'));
      }
      if (method === 'HEAD') exchange.response.setHeader('Accept-Ranges', 'bytes');
      const asked = method === 'HEAD' ? 'GET' : method;
      if (!/^(\/v1)?\/(health|models)$|^\/(props|metrics)$/.test(url.pathname)) {
        usedAt = performance.now();
      }
      const own = routes[`${asked} ${url.pathname}`];
      const handler = own ?? management.find(asked, url.pathname);
      if (handler) return handler(exchange);
      const isFile = options.path !== undefined && (method === 'GET' || method === 'HEAD');
      if (isFile && (await answerFile(exchange, options.path, llamaTypes))) return;
      return notFound(exchange);
    },
    close: () => streams.close(),
  };
}

function notFound(exchange: Exchange): Promise<void> {
  return sendText(exchange, 404, httpErrorText(404, 'File Not Found'));
}

function fail(exchange: Exchange, code: number, message: string): Promise<void> {
  return sendText(exchange, code, errorText(code, message));
}

function sendText(exchange: Exchange, code: number, text: string): Promise<void> {
  return sendBody(exchange, code, { 'Content-Type': jsonType }, text);
}

function sendJson(exchange: Exchange, value: unknown): Promise<void> {
  return sendText(exchange, 200, JSON.stringify(value));
}
