/*
 * A scripted Ollama (native API of 0.33): NDJSON chats with thinking and nanosecond timings, loading
 * and unloading, the silent cut at `num_ctx`, one reply at a time, and its strict CORS.
 */
import { type Dialect, type House, isRecord, openServer } from './base.ts';
import { pause } from './gates.ts';
import { answerBlob, isBlobPath } from './ollama-blobs.ts';
import { atTheDoor, type Door } from './ollama-cors.ts';
import { create } from './ollama-create.ts';
import { embed } from './ollama-embed.ts';
import { errorText, expiry, fail, goJson, jsonType, sendJson } from './ollama-json.ts';
import {
  capabilitiesOf,
  digestOf,
  fullName,
  goTime,
  isModelName,
  type Loaded,
  type OllamaModel,
  ollamaModels,
  registryModels,
  runningOf,
  shownName,
  showOf,
  tagOf,
} from './ollama-models.ts';
import { createOllamaStore, type OllamaStore } from './ollama-store.ts';
import { pull, push } from './ollama-transfer.ts';
import { readRecord } from './records.ts';
import { askFrom, numberIn } from './requests.ts';
import { defaultReply, paced, promptTokens, type Speech, speechFor } from './script.ts';
import type { AskMessage, JsonBody, ScriptedServer, ServerOptions } from './types.ts';
import { type Exchange, type StreamEvent, sendBody, sendStream, shaped } from './wire.ts';

export type OllamaOptions = Omit<ServerOptions, 'models'> & {
  readonly models?: readonly OllamaModel[];
  readonly version?: string;
  /** Entries of `OLLAMA_ORIGINS`, beside the ones Ollama always has. */
  readonly origins?: readonly string[];
  /** False: pages on localhost are refused like all others. */
  readonly localOrigins?: boolean;
  readonly hostGuard?: boolean;
  /** What can be pulled, read anew each time; what is installed can be pulled besides. */
  readonly registry?: readonly OllamaModel[];
  /** What is on its disk, where it shall outlive the server; `models` are of no account then. */
  readonly store?: OllamaStore;
};

const nanos = 1e6;

export function startOllama(options: OllamaOptions = {}): Promise<ScriptedServer> {
  return openServer({ kind: 'ollama', parallel: 1 }, options, (house) =>
    createOllama(house, options),
  );
}

function createOllama(house: House, options: OllamaOptions): Dialect {
  const installed = options.models ?? ollamaModels;
  const store = options.store ?? createOllamaStore(installed);
  /** What stands first is found first: a newer form of something that was installed from the start. */
  const registry = () => [...(options.registry ?? registryModels), ...installed];
  const defaultCtx = options.contextLength ?? 4096;
  const loaded = new Map<string, Loaded>();
  const door: Door = {
    origins: options.origins ?? [],
    localOrigins: options.localOrigins ?? true,
    hostGuard: options.hostGuard ?? true,
  };

  /** Milliseconds it took; 0 where the model was there with the same context. */
  async function load(spec: OllamaModel, body: JsonBody, exchange: Exchange): Promise<number> {
    const startedAt = performance.now();
    const wanted = isRecord(body['options']) ? body['options'] : {};
    const numCtx = Math.min(
      numberIn(wanted, 'num_ctx') ?? defaultCtx,
      spec.contextLength ?? Number.POSITIVE_INFINITY,
    );
    const isThere = loaded.get(spec.name)?.numCtx === numCtx;
    if (!isThere) {
      if (options.loadMs === 'hold') await house.gates.wait('loading', exchange.signal);
      else if (options.loadMs) await pause(options.loadMs, exchange.signal);
    }
    loaded.set(spec.name, { spec, numCtx, expiresAt: expiry(body['keep_alive']) });
    return isThere ? 0 : performance.now() - startedAt;
  }

  function letGo(name: string): void {
    for (const key of loaded.keys()) if (fullName(key) === fullName(name)) loaded.delete(key);
  }

  /** Those with the longest time left first. */
  function running(): Loaded[] {
    for (const [name, { expiresAt }] of loaded) {
      if (expiresAt !== undefined && expiresAt <= Date.now()) loaded.delete(name);
    }
    const leftUntil = ({ expiresAt = Number.POSITIVE_INFINITY }: Loaded) => expiresAt;
    return [...loaded.values()].toSorted((one, other) =>
      leftUntil(one) === leftUntil(other) ? 0 : leftUntil(other) - leftUntil(one),
    );
  }

  async function converse(exchange: Exchange, native: 'chat' | 'generate'): Promise<void> {
    const { body, bodyText, faults, signal } = exchange;
    if (bodyText === '') return fail(exchange, 400, 'missing request body');
    if (!isRecord(body)) return fail(exchange, 400, 'unexpected EOF');
    const name = String(body['model'] ?? '');
    const spec = store.find(name);
    if (!spec) return fail(exchange, 404, `model '${name}' not found`);
    if (faults.loading) return fail(exchange, 503, busyText);
    if (Number.isNaN(expiry(body['keep_alive']))) {
      return fail(exchange, 400, `time: invalid duration "${body['keep_alive']}"`);
    }
    const speaker = native === 'chat' ? chatLines(name) : generateLines(name);
    const unload = body['keep_alive'] === 0 || body['keep_alive'] === '0';
    const messages = messagesOf(body, native);
    if (messages.length === 0 && unload) {
      letGo(spec.name);
      return sendJson(exchange, speaker({}, true, { done_reason: 'unload' }));
    }
    const able = capabilitiesOf(spec);
    const think = body['think'] ?? able.includes('thinking');
    if (think !== false && !able.includes('thinking')) {
      return fail(exchange, 400, `${JSON.stringify(name)} does not support thinking`);
    }
    if (!able.includes('completion')) {
      return fail(exchange, 400, `${JSON.stringify(name)} does not support ${native}`);
    }
    if (messages.length === 0) {
      await load(spec, body, exchange);
      return sendJson(exchange, speaker({}, true, { done_reason: 'load' }));
    }
    const trouble = imageTrouble(body, native, able);
    if (trouble) return fail(exchange, trouble.code, trouble.message);

    if (!(await house.places.take(signal))) return;
    try {
      const startedAt = performance.now();
      const loadMs = await load(spec, body, exchange);
      const seen = cutToContext(messages, loaded.get(spec.name)?.numCtx ?? defaultCtx);
      const ask = askFrom(body, seen.messages, {
        model: name,
        thinking: think !== false,
        prefills: (options.prefill ?? 'continue') !== 'ignore',
      });
      const predict = isRecord(body['options']) ? numberIn(body['options'], 'num_predict') : -1;
      const limit = predict !== undefined && predict > 0 ? predict : undefined;
      const speech = speechFor(house.reply ?? defaultReply(true), ask, limit);
      await pause(speech.script.pauseBeforeMs ?? 0, signal);
      const readAt = performance.now();
      const last = () => ({
        done_reason: speech.finish,
        total_duration: Math.round((performance.now() - startedAt) * nanos),
        load_duration: Math.round((loadMs + 0.1) * nanos),
        prompt_eval_count: seen.tokens,
        prompt_eval_duration: Math.round((readAt - startedAt - loadMs + 0.1) * nanos),
        eval_count: speech.pieces.length,
        eval_duration: Math.round((performance.now() - readAt + 0.01) * nanos),
      });
      const again = options.prefill === 'repeat' ? ask.prefill : '';
      const events = linesOf(exchange, speech, speaker, last, again);
      const whole = body['stream'] === false || faults.oneBody;
      if (whole) return await sendWhole(exchange, events, native);
      await sendStream(
        exchange,
        { headers: { 'Content-Type': 'application/x-ndjson' }, early: false },
        shaped(events, 'ndjson', faults, errorText),
      );
    } finally {
      house.places.leave();
      if (unload) letGo(spec.name);
    }
  }

  async function* linesOf(
    { signal, gates }: Exchange,
    speech: Speech,
    speaker: Speaker,
    last: () => JsonBody,
    again: string,
  ): AsyncGenerator<readonly StreamEvent[], void> {
    const rate = speech.script.tokensPerSecond ?? options.tokensPerSecond ?? 0;
    if (again) yield [{ part: 'token', data: goJson(speaker({ text: again }, false, {})) }];
    for await (const pieces of paced(speech, rate, gates, signal)) {
      yield pieces.map(({ channel, text }) => ({
        part: 'token' as const,
        data: goJson(speaker({ [channel]: text }, false, {})),
      }));
    }
    if (signal.aborted) return;
    yield [{ part: 'tail', data: goJson(speaker({}, true, last())) }];
  }

  function copy(exchange: Exchange): Promise<void> {
    const { body } = exchange;
    if (!isRecord(body)) return fail(exchange, 400, 'missing request body');
    const [source, destination] = [String(body['source']), String(body['destination'])];
    if (!isModelName(source)) return fail(exchange, 400, `source "${source}" is invalid`);
    if (!isModelName(destination)) {
      return fail(exchange, 400, `destination "${destination}" is invalid`);
    }
    const spec = store.find(source);
    if (!spec) return fail(exchange, 404, `model "${source}" not found`);
    const digest = digestOf(spec);
    store.put({ ...spec, name: destination, digest, modifiedAt: Date.now() });
    return sendBody(exchange, 200, {}, '');
  }

  /** What is loaded of it stays in memory, out of its name's reach. */
  function remove(exchange: Exchange): Promise<void> {
    const { body } = exchange;
    if (!isRecord(body)) return fail(exchange, 400, 'missing request body');
    const name = String(body['model'] ?? body['name'] ?? '');
    if (!isModelName(name)) return fail(exchange, 400, `name "${name}" is invalid`);
    if (!store.find(name)) return fail(exchange, 404, `model '${name}' not found`);
    store.remove(name);
    return sendBody(exchange, 200, {}, '');
  }

  const routes: Record<string, (exchange: Exchange) => Promise<void> | void> = {
    'GET /': (exchange) =>
      sendBody(exchange, 200, { 'Content-Type': 'text/plain; charset=utf-8' }, 'Ollama is running'),
    'GET /api/version': (exchange) => sendJson(exchange, { version: options.version ?? '0.33.0' }),
    'GET /api/tags': (exchange) => sendJson(exchange, { models: store.models.map(tagOf) }),
    'GET /api/experimental/model-recommendations': (exchange) =>
      sendBody(
        exchange,
        200,
        { 'Content-Type': jsonType },
        readRecord('recommendations', 'ollama').body,
      ),
    'GET /api/ps': (exchange) => sendJson(exchange, { models: running().map(runningOf) }),
    'GET /v1/models': (exchange) =>
      sendJson(exchange, {
        object: 'list',
        data: store.models.map(({ name }) => ({
          id: name,
          object: 'model',
          created: 1_790_000_000,
          owned_by: 'library',
        })),
      }),
    'POST /api/show': (exchange) => {
      const { body } = exchange;
      if (!isRecord(body)) return fail(exchange, 400, 'missing request body');
      const name = String(body['model'] ?? body['name'] ?? '');
      const spec = store.find(name);
      if (!spec) return fail(exchange, 404, `model '${shownName(name)}' not found`);
      return sendJson(exchange, showOf(spec));
    },
    'POST /api/pull': (exchange) => pull(exchange, store, registry()),
    'POST /api/push': (exchange) => push(exchange, store),
    'POST /api/create': (exchange) => create(exchange, store, registry()),
    'POST /api/copy': copy,
    'DELETE /api/delete': remove,
    'POST /api/embed': (exchange) =>
      embed(exchange, {
        store,
        load,
        contextOf: (spec) => loaded.get(spec.name)?.numCtx ?? defaultCtx,
      }),
    'POST /api/chat': (exchange) => converse(exchange, 'chat'),
    'POST /api/generate': (exchange) => converse(exchange, 'generate'),
  };

  return {
    jsonType,
    headers: {},
    errorText: (_code, message) => errorText(0, message),
    cors: (exchange) => atTheDoor(exchange, door),
    classOf: (_method, path) => {
      if (path === '/api/chat' || path === '/api/generate') return 'chat';
      if (path === '/api/version' || path === '/') return 'health';
      if (path === '/api/tags' || path === '/api/ps') return 'list';
      return isJobPath(path) ? 'job' : 'other';
    },
    streamsBody: (method, path) => method === 'POST' && isBlobPath(path),
    route: (exchange) => {
      const path = exchange.url.pathname;
      if (isBlobPath(path)) return answerBlob(exchange, store);
      const method = exchange.method === 'HEAD' ? 'GET' : exchange.method;
      const handler = routes[`${method} ${path}`];
      if (handler) return handler(exchange);
      const plain = { 'Content-Type': 'text/plain' };
      const known = Object.keys(routes).find((key) => key.split(' ')[1] === path);
      if (!known) return sendBody(exchange, 404, plain, '404 page not found');
      const allow = { ...plain, Allow: known.split(' ')[0] ?? '' };
      return sendBody(exchange, 405, allow, '405 method not allowed');
    },
  };
}

function isJobPath(path: string): boolean {
  return /^\/api\/(pull|push|create|copy|delete)$/.test(path) || isBlobPath(path);
}

const busyText = 'server busy, please try again.  maximum pending requests exceeded';

type Said = { readonly text?: string; readonly reasoning?: string };
type Speaker = (said: Said, done: boolean, extra: JsonBody) => JsonBody;

function chatLines(model: string): Speaker {
  return ({ text = '', reasoning }, done, extra) => ({
    model,
    created_at: goTime(Date.now()),
    message: { role: 'assistant', content: text, ...(reasoning ? { thinking: reasoning } : {}) },
    done,
    ...extra,
  });
}

function generateLines(model: string): Speaker {
  return ({ text = '', reasoning }, done, extra) => ({
    model,
    created_at: goTime(Date.now()),
    response: text,
    ...(reasoning ? { thinking: reasoning } : {}),
    done,
    ...extra,
  });
}

/** `stream: false`: the last object, with all that was said in it. */
async function sendWhole(
  exchange: Exchange,
  events: AsyncIterable<readonly StreamEvent[]>,
  native: 'chat' | 'generate',
): Promise<void> {
  let content = '';
  let thinking = '';
  let last: JsonBody = {};
  for await (const batch of events) {
    for (const { data } of batch) {
      last = JSON.parse(data) as JsonBody;
      const said = (native === 'chat' ? last['message'] : last) as Record<string, string>;
      content += (native === 'chat' ? said['content'] : said['response']) ?? '';
      thinking += said['thinking'] ?? '';
    }
  }
  const thought = thinking ? { thinking } : {};
  const whole =
    native === 'chat'
      ? { message: { role: 'assistant', content, ...thought } }
      : { response: content, ...thought };
  return sendJson(exchange, { ...last, ...whole });
}

function messagesOf(body: JsonBody, native: 'chat' | 'generate'): AskMessage[] {
  const images = (value: unknown) => (Array.isArray(value) ? value.length : 0);
  if (native === 'generate') {
    const text = String(body['prompt'] ?? '');
    return text ? [{ role: 'user', text, images: images(body['images']) }] : [];
  }
  const list = Array.isArray(body['messages']) ? body['messages'].filter(isRecord) : [];
  return list.map((message) => ({
    role: String(message['role']).toLowerCase(),
    text: String(message['content'] ?? ''),
    images: images(message['images']),
  }));
}

function imageTrouble(body: JsonBody, native: 'chat' | 'generate', able: readonly string[]) {
  const list = native === 'chat' && Array.isArray(body['messages']) ? body['messages'] : [body];
  const images: unknown[] = list
    .filter(isRecord)
    .flatMap((message) => (Array.isArray(message['images']) ? message['images'] : []));
  const bad = images.map((image) => String(image).search(/[^A-Za-z0-9+/=]/)).find((at) => at >= 0);
  if (bad !== undefined) {
    return { code: 400, message: `illegal base64 data at input byte ${bad}` };
  }
  if (images.length === 0 || able.includes('vision')) return undefined;
  // The runner is a llama-server, and its error object comes through as text.
  const error = { code: 500, message: 'image input is not supported', type: 'server_error' };
  return { code: 500, message: JSON.stringify({ error }) };
}

/** Drops the oldest messages, but no system message and never the last, until the rest fits. */
function cutToContext(messages: readonly AskMessage[], numCtx: number) {
  let kept = messages;
  for (let from = 1; promptTokens(kept) > numCtx && from < messages.length; from++) {
    const system = messages.slice(0, from).filter((message) => message.role === 'system');
    kept = [...system, ...messages.slice(from)];
  }
  return { messages: kept, tokens: Math.min(promptTokens(kept), numCtx) };
}
